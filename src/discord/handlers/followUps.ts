import type { APIMessage, Message } from "discord.js";
import { continuesText, isUnfinished } from "../../intents/index.ts";
import type { Delivery } from "../../records/index.ts";
import type { MessageClient } from "../delivery/index.ts";
import { authorOf, messageDelivery } from "../interactions/index.ts";
import type { RequestHandler } from "./requests.ts";

/** Number of open questions in memory above which expired ones are removed. */
const MAX_OPEN_QUESTIONS = 1000;
/** Matches the custom id of the rating button on an answer, and captures the turn id. */
const RATING_BUTTON_ID = /"v1:good:[\w-]+\.([\w-]+)"/g;

/**
 * A submitted question that the next message may continue. `message` is the id of the message with its latest part, `at`
 * the time of submission, in ms since 1970.
 */
type OpenQuestion = { message: string; about: string | null; text: string; at: number };

/**
 * An edited question or wish: what tells the origin of its delivery from that of the earlier version, and the message
 * with the earlier reply, if any. That message is edited to show the new reply.
 */
export type EditedMessage = { version: string; message: string | null };

/**
 * Handles questions that are written as messages. A question that can stand alone is answered at once. If the next
 * message continues it, the answer is replaced, as after an edit. What is clearly unfinished waits for its continuation.
 */
export class FollowUps {
  readonly #requests: RequestHandler;
  readonly #messages: MessageClient;
  readonly #now: () => number;
  readonly #continuationMs: number;
  /** The last open question of each user in each channel, by `channelId:userId`. */
  readonly #openQuestions = new Map<string, OpenQuestion>();

  constructor(requests: RequestHandler, messages: MessageClient, now: () => number, continuationMs: number) {
    this.#requests = requests;
    this.#messages = messages;
    this.#now = now;
    this.#continuationMs = continuationMs;
  }

  /**
   * Submits the question in a message. If the message continues an earlier question, that question is withdrawn and
   * submitted again with the new text appended.
   * @param about the id of the posting that the question is about; null selects postings as in
   *   `DocumentAccess.resolveTargets`
   * @param edited the result of `reopen` if the message was edited; otherwise null
   * @throws PithError `no_document` if there is no such posting or the author cannot read it
   */
  async ask(message: Message, about: string | null, text: string, edited: EditedMessage | null): Promise<void> {
    const key = `${message.channelId}:${message.author.id}`;
    const open = this.#openQuestions.get(key);
    const isRecent = !edited && open?.about === about && this.#now() - open.at < this.#continuationMs;
    const continued = isRecent && continuesText(open.text, text) ? open : null;
    const question = continued ? `${continued.text} ${text}` : text;
    const visibility = message.guildId === null ? "ephemeral" : "public";
    const targets = await this.#requests.access.resolveTargets(about, authorOf(message), visibility);
    if (message.channel.isSendable()) message.channel.sendTyping().catch(() => undefined); // best effort
    if (edited) this.#openQuestions.delete(key);
    else this.#openQuestions.set(key, { message: message.id, about, text: question, at: this.#now() });
    if (this.#openQuestions.size > MAX_OPEN_QUESTIONS) this.#evictExpired();
    const withdrawn = continued && (await this.#withdraw(message.channelId, continued.message));
    const delivery: Delivery = {
      ...messageDelivery(message, 0, false),
      origin: `${message.id}:q${edited?.version ?? ""}`,
      thread: null,
      message: (edited ?? withdrawn)?.message ?? null,
    };
    const delayMs = !edited && isUnfinished(question) ? this.#continuationMs : 0;
    await this.#requests.submitQuestion(targets, question, delivery, delayMs);
  }

  /**
   * Prepares a new reply to an edited question or wish: cancels its pending deliveries and deletes what is stored of
   * the earlier reply.
   * @returns null if the message is neither, its text is unchanged, or this version of it was already submitted
   */
  async reopen(message: Message): Promise<EditedMessage | null> {
    if (message.editedTimestamp === null) return null; // Discord only added embeds; the text is unchanged
    const { postings } = this.#requests.records;
    const isSource = (await postings.findByMessage(message.id)).some(({ from }) => from === null);
    if (isSource) return null;
    const version = `:${message.editedTimestamp}`;
    const pending = await this.#findPending(message.id);
    if (pending.some((delivery) => delivery.origin.endsWith(version))) return null;
    const withdrawn = await this.#withdraw(message.channelId, message.id);
    return withdrawn && { version, message: withdrawn.message };
  }

  async #findPending(message: string): Promise<Delivery[]> {
    const deliveries = await this.#requests.records.jobs.findPendingDeliveriesBySource(message);
    // Origins of sources in the same message have the index of the source instead of the letter.
    return deliveries.filter(({ origin }) => [`${message}:q`, `${message}:w`].some((own) => origin.startsWith(own)));
  }

  /**
   * Cancels the pending deliveries of the question or wish in a message, and deletes the stored turn of its answer or
   * the posting of its digest. A reply of plain text cannot become a card, and is deleted.
   * @returns the message that shows the earlier reply, null if none does; null if there is no question or wish in the
   *   message
   */
  async #withdraw(channel: string, message: string): Promise<{ message: string | null } | null> {
    const pending = await this.#findPending(message);
    const answer = await this.#messages.findReplyTo(channel, message);
    if (!pending.length && !answer) return null;
    for (const { id } of pending) await this.#requests.cancel(id);
    // The earlier question and answer must not become context for later questions.
    if (answer) await this.#forget(answer);
    if (answer?.content) {
      await this.#messages.delete(channel, answer.id);
      return { message: null };
    }
    return { message: answer?.id ?? pending.find((delivery) => delivery.message)?.message ?? null };
  }

  async #forget(reply: APIMessage): Promise<void> {
    const { turns, postings } = this.#requests.records;
    await turns.delete(turnIdsIn(reply));
    const variants = (await postings.findByMessage(reply.id)).filter(
      ({ card, from }) => card === reply.id && from !== null,
    );
    await postings.delete(variants.map(({ id }) => id));
  }

  #evictExpired(): void {
    for (const [key, { at }] of this.#openQuestions)
      if (this.#now() - at >= this.#continuationMs) this.#openQuestions.delete(key);
  }
}

/** Returns the turn ids in the custom ids of an answer's buttons. */
const turnIdsIn = ({ components }: APIMessage): string[] =>
  Array.from(JSON.stringify(components ?? []).matchAll(RATING_BUTTON_ID), ([, turn]) => turn!);
