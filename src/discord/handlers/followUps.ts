import type { APIMessage, Message } from "discord.js";
import type { Delivery } from "../../model/index.ts";
import type { Messages } from "../delivery/messageClient.ts";
import { messageDelivery, writerOf } from "../interactions/context.ts";
import type { Desk } from "./requests.ts";

/** People write a question in pieces: what comes from one of them within this time, and has no end yet, is one. */
const PIECES_MS = 3000;
const HAS_END = /[.?!…。？！؟](?:["'”’»)\]」』]|\s)*$/u;

type Begun = { delivery: string; about: string | null; text: string; at: number };

/** An answer that is to come in the place of an earlier one, since its question was edited. */
export type Again = Pick<Delivery, "origin" | "message">;

/**
 * Questions that people write as messages. One that comes in pieces is answered once; one that is edited is answered
 * anew where its answer stood, and one that is deleted before its answer not at all.
 */
export class Talk {
  readonly #desk: Desk;
  readonly #messages: Messages;
  readonly #now: () => number;
  /** By channel and writer: the last question that may go on. */
  readonly #begun = new Map<string, Begun>();

  constructor(desk: Desk, messages: Messages, now: () => number) {
    this.#desk = desk;
    this.#messages = messages;
    this.#now = now;
  }

  /**
   * @param about the posting it is about; null for all of this thread, or the newest of this channel
   * @throws PithError `no_document`, and what keeps it from being written down
   */
  async ask(message: Message, about: string | null, text: string, again: Again | null): Promise<void> {
    const writer = `${message.channelId}:${message.author.id}`;
    const before = this.#begun.get(writer);
    const goesOn = !again && before?.about === about && this.#now() - before.at < PIECES_MS ? before : null;
    const whole = goesOn ? `${goesOn.text} ${text}` : text;
    const seen = message.guildId === null ? "asker" : "all";
    const meant = await this.#desk.access.meant(about, writerOf(message), seen);
    if (message.channel.isSendable()) message.channel.sendTyping().catch(() => undefined); // a courtesy only
    const own = { ...messageDelivery(message, 0, false), origin: originOf(message), thread: null };
    const to: Delivery = { ...own, ...again };
    if (goesOn) await this.#desk.withdraw(goesOn.delivery);
    const mayGoOn = !again && !HAS_END.test(text);
    if (mayGoOn) this.#begun.set(writer, { delivery: to.id, about, text: whole, at: this.#now() });
    else this.#begun.delete(writer);
    if (this.#begun.size > MOST_BEGUN) this.#forgetOld();
    await this.#desk.answer(meant, whole, to, mayGoOn ? PIECES_MS : 0);
  }

  /** What an edited message is to be answered with, or null when it was no question, or has been answered as it is. */
  async again(message: Message): Promise<Again | null> {
    if (message.editedTimestamp === null) return null; // Discord only added a preview
    const { postings, journal, turns } = this.#desk.records;
    if ((await postings.ofMessage(message.id)).length) return null;
    const origin = `${originOf(message)}:${message.editedTimestamp}`;
    const pending = (await journal.ofSource(message.id)).filter((to) => to.origin.startsWith(originOf(message)));
    if (pending.some((to) => to.origin === origin)) return null;
    const answer = await this.#messages.answerTo(message.channelId, message.id);
    if (!pending.length && !answer) return null;
    for (const { id } of pending) await this.#desk.withdraw(id);
    // What was asked by mistake is no part of the talk; the answer's own buttons know its turn.
    if (answer) await turns.forget(turnsIn(answer));
    return { origin, message: answer?.id ?? pending.find((to) => to.message)?.message ?? null };
  }

  #forgetOld(): void {
    for (const [writer, { at }] of this.#begun) if (this.#now() - at >= PIECES_MS) this.#begun.delete(writer);
  }
}

const MOST_BEGUN = 1000;

/** The turns that the buttons of an answer stand for. */
const turnsIn = ({ components }: APIMessage): string[] =>
  Array.from(JSON.stringify(components ?? []).matchAll(GOOD), ([, turn]) => turn!);
const GOOD = /"v1:good:[\w-]+\.([\w-]+)"/g;

/** A question's origin is apart from that of a source in the same message. */
const originOf = ({ id }: Message): string => `${id}:q`;
