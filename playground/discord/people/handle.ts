import type { Parts } from "../rest/route.ts";
import type { OpenInteraction } from "../state/interactions.ts";
import { type Choice, type Message, MessageFlag, type Modal } from "../state/model.ts";
import { until } from "./waitFor.ts";

/** How long a test waits for an answer unless it says otherwise. */
export const PATIENCE_MS = 10_000;

/** What a person's use of the bot came to: what the bot answered, as the person sees it. */
export class Interaction {
  readonly id: string;
  readonly token: string;
  readonly #parts: Parts;
  readonly #open: OpenInteraction;

  constructor(parts: Parts, open: OpenInteraction) {
    this.#parts = parts;
    this.#open = open;
    this.id = open.id;
    this.token = open.token;
  }

  /** When the bot first answered, in milliseconds since the use. Rejects when it does not. */
  get acknowledged(): Promise<number> {
    const { createdAt } = this.#open;
    return this.#until(() => this.#open.acknowledgedAt && this.#open.acknowledgedAt - createdAt);
  }

  /** The modal that the bot shows. Rejects when it answers with anything else. */
  get modal(): Promise<Modal> {
    return this.#until(() => {
      if (this.#open.acknowledgedAt !== null && !this.#open.modal) throw new Error("the answer was no modal");
      return this.#open.modal;
    });
  }

  /** What the bot proposes for an option that is being typed. */
  get choices(): Promise<Choice[]> {
    return this.#until(() => this.#open.choices);
  }

  /** The message that answers: the reply, or the component's message which it changed; null as long as there is none. */
  get original(): Message | null {
    const { original } = this.#open;
    return (original && this.#parts.world.message(original)) || null;
  }

  /** What followed the answer, oldest first. */
  get followUps(): Message[] {
    return this.#open.followUps.map((id) => this.#parts.world.message(id)).filter((message) => message !== undefined);
  }

  /** What answers in the end: the original, or where that was taken away, the last of what followed it. */
  get answer(): Message | null {
    return this.original ?? this.followUps.at(-1) ?? null;
  }

  /**
   * The answer, as soon as it satisfies; else as soon as it is more than "thinking…".
   * @throws Error that says what stands there instead, when it never does
   */
  response(isFinished: (message: Message) => boolean = isThere, timeoutMs: number = PATIENCE_MS): Promise<Message> {
    return this.#until(() => (this.answer && isFinished(this.answer) ? this.answer : null), timeoutMs);
  }

  #until<T>(look: () => T | null, timeoutMs: number = PATIENCE_MS): Promise<T> {
    return until(this.#parts.world, look, timeoutMs, () => (this.answer ? [this.answer] : []));
  }
}

const isThere = ({ flags }: Message): boolean => (flags & MessageFlag.Loading) === 0;
