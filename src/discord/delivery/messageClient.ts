import { type APIMessage, type REST, Routes, SnowflakeUtil } from "discord.js";
import type { Rendered } from "../ui/index.ts";
import { isReplyRejected } from "./apiErrors.ts";

/**
 * Age of a request, in ms, above which an existing message is searched for before a new one is created. Discord checks
 * nonces only for "the past few minutes" (https://discord.com/developers/docs/resources/message#create-message).
 */
const NONCE_LIFETIME_MS = 60_000;
/** Number of messages that a search reads, which is the maximum that the API allows. */
const SEARCH_LIMIT = 100;

const accentColour = ({ components = [] }: Pick<APIMessage, "components">): unknown =>
  components.flatMap((component) => ("accent_color" in component ? [component.accent_color] : []))[0];

/** Returns the creation time of a snowflake, in ms since 1970. */
export const snowflakeTime = (id: string): number => SnowflakeUtil.timestampFrom(id);

/** Sends and edits the bot's messages in channels. Creating a message is idempotent, so a failed attempt can be retried. */
export class MessageClient {
  readonly #rest: REST;
  readonly #bot: string;
  readonly #now: () => number;

  constructor(rest: REST, bot: string, now: () => number) {
    this.#rest = rest;
    this.#bot = bot;
    this.#now = now;
  }

  /**
   * Creates a message, or returns the one that an earlier attempt created.
   * @param nonce identifies the message in every attempt; at most 25 characters
   * @param since a snowflake from before the first attempt
   * @param matches recognises the message among the bot's messages; used when Discord may no longer check the nonce
   * @param replyTo the id of the message to reply to; null for a plain message
   */
  async create(
    channel: string,
    { body, files }: Rendered,
    nonce: string,
    since: string,
    matches: (message: APIMessage) => boolean,
    replyTo: string | null = null,
  ): Promise<APIMessage> {
    if (this.#now() - snowflakeTime(since) > NONCE_LIFETIME_MS) {
      const existing = await this.#find(channel, since, matches);
      if (existing) return existing;
    }
    // If the message to reply to has been deleted, the new message is sent as a plain message.
    const reference = replyTo ? { message_reference: { message_id: replyTo, fail_if_not_exists: false } } : {};
    const payload = { ...body, nonce, enforce_nonce: true };
    const post = async (extra: object): Promise<APIMessage> =>
      (await this.#rest.post(Routes.channelMessages(channel), { body: { ...payload, ...extra }, files })) as APIMessage;
    return post(reference).catch((thrown: unknown) => {
      if (!isReplyRejected(thrown)) throw thrown;
      return post({});
    });
  }

  /**
   * Returns the bot's first reply to a message. Returns null if none of the next 100 messages is one, or if they cannot
   * be read.
   */
  findReplyTo(channel: string, message: string): Promise<APIMessage | null> {
    return this.#find(channel, message, (reply) => reply.message_reference?.message_id === message);
  }

  /** Opens the direct message channel with a user and returns its id. */
  async createDm(user: string): Promise<string> {
    const body = { recipient_id: user };
    return ((await this.#rest.post(Routes.userChannels(), { body })) as { id: string }).id;
  }

  /**
   * Returns whether a message shows another state of the card. This is possible if an earlier attempt created the
   * message. Each state has a different accent colour.
   */
  isStale(message: APIMessage, { body }: Rendered): boolean {
    return accentColour(message) !== accentColour(body as Pick<APIMessage, "components">);
  }

  async edit(channel: string, message: string, { body, files }: Rendered): Promise<APIMessage> {
    return (await this.#rest.patch(Routes.channelMessage(channel, message), { body, files })) as APIMessage;
  }

  async delete(channel: string, message: string): Promise<void> {
    await this.#rest.delete(Routes.channelMessage(channel, message));
  }

  async react(channel: string, message: string, emoji: string): Promise<void> {
    await this.#rest.put(Routes.channelMessageOwnReaction(channel, message, encodeURIComponent(emoji)));
  }

  /**
   * Returns the oldest matching message of the bot among the first `SEARCH_LIMIT` messages after `since`, or null if
   * there is none. Also returns null if the history cannot be read, which risks a duplicate message.
   */
  async #find(channel: string, since: string, matches: (message: APIMessage) => boolean): Promise<APIMessage | null> {
    const query = new URLSearchParams({ after: since, limit: String(SEARCH_LIMIT) });
    const messages = (await this.#rest.get(Routes.channelMessages(channel), { query }).catch(() => [])) as APIMessage[];
    return messages.findLast((message) => message.author.id === this.#bot && matches(message)) ?? null;
  }
}
