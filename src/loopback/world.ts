import { EventEmitter } from "node:events";

/** What a loopback Discord knows. Ids count upwards from one that has a snowflake's length. */
export type Message = { id: string; channel: string; ephemeral: boolean; body: MessageBody; edits: number };
export type MessageBody = {
  content?: string;
  flags?: number;
  components?: Component[];
  allowed_mentions?: { parse?: string[] };
};
export type Component = { type: number; content?: string; components?: Component[]; [member: string]: unknown };
export type Interaction = { id: string; token: string; answered: boolean; ephemeral: boolean; message: Message | null };
export type Upload = { name: string; type: string; bytes: Uint8Array };

/** Events: `edited` (a Message, new or changed), `breach` (a sentence). */
export class World extends EventEmitter<{ edited: [Message]; breach: [string] }> {
  readonly application: string;
  readonly bot: string;
  readonly guild: string;
  readonly channel: string;
  readonly interactions = new Map<string, Interaction>();
  readonly uploads = new Map<string, Upload>();
  /** What the bot sent that Discord would refuse, or that pings somebody. */
  readonly breaches: string[] = [];
  commands: { name: string }[] = [];
  #last = 1_100_000_000_000_000_000n;

  constructor() {
    super();
    this.setMaxListeners(0); // one for each person who waits for an answer
    [this.application, this.bot, this.guild, this.channel] = [this.id(), this.id(), this.id(), this.id()];
  }

  id(): string {
    this.#last += 1n;
    return String(this.#last);
  }

  breach(sentence: string): void {
    this.breaches.push(sentence);
    this.emit("breach", sentence);
  }
}

/** All text of a message, as people see it from top to bottom. */
export function textOf({ content, components = [] }: MessageBody): string {
  const inside = (component: Component): string[] => [
    component.content ?? "",
    ...(component.components ?? []).flatMap(inside),
  ];
  return [content ?? "", ...components.flatMap(inside)].filter(Boolean).join("\n");
}
