import { type APIMessage, type REST, Routes, SnowflakeUtil } from "discord.js";
import type { Rendered } from "../ui/render.ts";
import { isNoReply } from "./apiErrors.ts";

/**
 * Discord remembers a nonce for some minutes; after this long a message is looked for before it is sent again
 * (https://discord.com/developers/docs/resources/message#create-message: "in the past few minutes").
 */
const NONCE_MS = 60_000;
/** Messages that one look goes through. */
const LOOK_LIMIT = 100;

const colourOf = ({ components = [] }: Pick<APIMessage, "components">): unknown =>
  components.flatMap((component) => ("accent_color" in component ? [component.accent_color] : []))[0];

/** When something with this id came to be, in ms since 1970. */
export const sentAt = (id: string): number => SnowflakeUtil.timestampFrom(id);

/** The messages that the bot writes into channels: created exactly once, however often a create is tried. */
export class Messages {
  readonly #rest: REST;
  readonly #bot: string;
  readonly #now: () => number;

  constructor(rest: REST, bot: string, now: () => number) {
    this.#rest = rest;
    this.#bot = bot;
    this.#now = now;
  }

  /**
   * Creates a message, or gives the one that an earlier try created.
   * @param nonce at most 25 characters, the same for the same message in every process
   * @param since the id of something that was there before the first try
   * @param isIt tells the message apart from others of the bot when Discord has forgotten the nonce
   */
  async create(
    channel: string,
    { body, files }: Rendered,
    nonce: string,
    since: string,
    isIt: (message: APIMessage) => boolean,
    replyTo: string | null = null,
  ): Promise<APIMessage> {
    if (this.#now() - sentAt(since) > NONCE_MS) {
      const found = await this.#find(channel, since, isIt);
      if (found) return found;
    }
    // A reply to a message that was deleted meanwhile is still an answer.
    const reference = replyTo ? { message_reference: { message_id: replyTo, fail_if_not_exists: false } } : {};
    const create = { ...body, nonce, enforce_nonce: true };
    const post = async (more: object): Promise<APIMessage> =>
      (await this.#rest.post(Routes.channelMessages(channel), { body: { ...create, ...more }, files })) as APIMessage;
    return post(reference).catch((thrown: unknown) => {
      if (!isNoReply(thrown)) throw thrown;
      return post({});
    });
  }

  /** The bot's own reply to a message, if there is one. */
  answerTo(channel: string, message: string): Promise<APIMessage | null> {
    return this.#find(channel, message, (reply) => reply.message_reference?.message_id === message);
  }

  /** The channel in which the bot and somebody are alone. */
  async directChannel(user: string): Promise<string> {
    const body = { recipient_id: user };
    return ((await this.#rest.post(Routes.userChannels(), { body })) as { id: string }).id;
  }

  /** Whether a create gave back what an earlier try had written, when the work stood otherwise: the colour tells. */
  isOlder(message: APIMessage, { body }: Rendered): boolean {
    return colourOf(message) !== colourOf(body as Pick<APIMessage, "components">);
  }

  async edit(channel: string, message: string, { body, files }: Rendered): Promise<APIMessage> {
    return (await this.#rest.patch(Routes.channelMessage(channel, message), { body, files })) as APIMessage;
  }

  async remove(channel: string, message: string): Promise<void> {
    await this.#rest.delete(Routes.channelMessage(channel, message));
  }

  async react(channel: string, message: string, emoji: string): Promise<void> {
    await this.#rest.put(Routes.channelMessageOwnReaction(channel, message, encodeURIComponent(emoji)));
  }

  /** Without the right to read the history nothing is found: better twice than not at all. */
  async #find(channel: string, since: string, isIt: (message: APIMessage) => boolean): Promise<APIMessage | null> {
    const query = new URLSearchParams({ after: since, limit: String(LOOK_LIMIT) });
    const messages = (await this.#rest.get(Routes.channelMessages(channel), { query }).catch(() => [])) as APIMessage[];
    return messages.findLast((message) => message.author.id === this.#bot && isIt(message)) ?? null;
  }
}
