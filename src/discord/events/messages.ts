import { type Message, MessageFlags } from "discord.js";
import { canonicalUrl } from "../../intake/index.ts";
import type { Wish } from "../../intents/index.ts";
import { asPithError, type PostedSource, type Posting } from "../../model/index.ts";
import { errorCard, localeOfLanguage, offerCard, type Translate, translatorFor } from "../../present/index.ts";
import { isPermanent, type MessageClient } from "../delivery/index.ts";
import {
  type EditedMessage,
  FollowUps,
  type InstanceInfo,
  optionsOf,
  type RequestHandler,
  Wishes,
} from "../handlers/index.ts";
import { authorOf, canReply, canStartThreadOn, messageDelivery, messageLocale } from "../interactions/index.ts";
import { channelSettings, type Requester } from "../policy/index.ts";
import { extractSources, isSocialMediaSite, MAX_SOURCES, messageContent, stripMention } from "../sources.ts";
import type { BotTimings } from "../timings.ts";
import { type Rendered, render, renderPlain } from "../ui/index.ts";
import {
  classifyAddressed,
  classifyUnaddressed,
  isAddressedToBot,
  isFromUser,
  isRegularMessage,
  type MessageAction,
  readMessage,
} from "./classifyMessage.ts";

/** What `MessageHandler` needs from the process. */
export type MessageDeps = {
  logInfo(fields: object, message: string): void;
  /** Returns the number of words in a source, or null if it cannot be read in time. */
  countWords(source: PostedSource): Promise<number | null>;
  timings: BotTimings;
  instance: InstanceInfo;
};

/**
 * In channels in `react` mode, the bot reacts with this emoji to messages with files or links. Users request a summary
 * by adding the same reaction.
 */
export const SUMMARISE_EMOJI = "📰";

/** Reactions to chatter; null for none. */
const REACTIONS = { thanks: "👍", laughter: "😄", other: null };

type SummariseOptions = {
  sourceMessage?: string;
  quiet?: boolean;
  requester?: Requester;
  wish?: Wish | null;
  question?: string | null;
};

const HOUR_MS = 3_600_000;
/** Maximum number of automatic summaries per channel per hour. */
const MAX_AUTO_DIGESTS_PER_HOUR = 20;

/**
 * Handles messages from users. A message addressed to the bot is a source or a question. In the thread of a card, all
 * other messages are questions too. In automatic channels, the bot summarises files and links, reacts to them, or
 * offers a summary.
 */
export class MessageHandler {
  readonly #requests: RequestHandler;
  readonly #messages: MessageClient;
  readonly #followUps: FollowUps;
  readonly #wishes: Wishes;
  readonly #logInfo: MessageDeps["logInfo"];
  readonly #countWords: MessageDeps["countWords"];
  /**
   * Edited questions and wishes by message. If a message is edited again while the first edit is still being handled, the second
   * edit replaces the first.
   */
  readonly #edited = new WeakMap<Message, EditedMessage>();

  constructor(
    requests: RequestHandler,
    messages: MessageClient,
    { logInfo, countWords, timings, instance }: MessageDeps,
  ) {
    this.#requests = requests;
    this.#messages = messages;
    this.#followUps = new FollowUps(requests, messages, Date.now, timings.continuationMs);
    this.#wishes = new Wishes(requests, instance.provider !== null);
    this.#logInfo = logInfo;
    this.#countWords = countWords;
  }

  /** Handles a new message. Messages from bots and system messages are ignored. */
  async onCreate(message: Message): Promise<void> {
    if (!isFromUser(message) || !isRegularMessage(message)) return;
    const isAddressed = isAddressedToBot(message);
    if (!canReply(message)) return isAddressed ? this.#replyByDm(message) : undefined;
    const { records } = this.#requests;
    const action = isAddressed
      ? await this.#withErrorReply(message, () => classifyAddressed(message, records))
      : await classifyUnaddressed(message, records);
    if (!action) return;
    // The reply to an earlier version of the message fits only what can be answered.
    if (action.kind !== "ask" && action.kind !== "wish") await this.#deleteEarlierReply(message);
    await this.#perform(message, action);
  }

  /**
   * Handles an edited message: answers an edited question or wish again, or offers to summarise a source again if it has
   * changed.
   */
  async onUpdate(message: Message): Promise<void> {
    if (!isFromUser(message)) return;
    const edited = await this.#followUps.reopen(message);
    if (!edited) return this.#offerUpdate(message);
    this.#edited.set(message, edited);
    await this.onCreate(message);
  }

  /**
   * Handles a reaction with `SUMMARISE_EMOJI`: summarises the message on behalf of the user who reacted. Further
   * reactions to the same message have no effect.
   */
  async onReaction(message: Message, userId: string): Promise<void> {
    if ((await channelSettings(this.#requests.records, message)).mode !== "react") return;
    const { sources } = readMessage(message);
    const member = (await message.guild?.members.fetch(userId).catch(() => null)) ?? null;
    if (member?.user.bot || !sources.length) return;
    const requester = { ...authorOf(message), user: userId, member };
    // Replies go to the author of the message, who did not request anything, so refusals are not reported.
    await this.#withErrorReply(message, () => this.#summarise(message, sources, { requester }).catch(ignoreRefusal));
  }

  async #perform(message: Message, action: MessageAction): Promise<void> {
    switch (action.kind) {
      case "ignore":
        return;
      case "summarise": {
        const { sources, ...request } = action;
        return this.#withErrorReply(message, () => this.#summarise(message, sources, request));
      }
      case "wish":
        return this.#withErrorReply(message, () => this.#fulfil(message, action));
      case "chatter":
        return this.#reactTo(message, action.mood);
      case "greet":
        return this.#withErrorReply(message, () => this.#greet(message, action.language));
      case "ask":
        return this.#withErrorReply(message, () => this.#ask(message, action.about, action.text));
      case "explain":
        return this.#withErrorReply(message, () => this.#replyText(message, guildTranslator(message)(action.key)));
      case "explainMentions":
        return this.#withErrorReply(message, () => this.#explainMentions(message));
      case "autoSummarise":
        return this.#autoSummarise(message, action.sources);
      case "autoReact":
        return this.#messages
          .react(message.channelId, message.id, SUMMARISE_EMOJI)
          .catch(this.#ignorePermanent(message.channelId));
      case "autoOffer":
        return this.#offer(message, action.sources);
    }
  }

  async #summarise(
    message: Message,
    sources: PostedSource[],
    { sourceMessage = message.id, quiet = false, requester = authorOf(message), wish, question }: SummariseOptions = {},
  ): Promise<void> {
    const settings = await this.#requests.checkPreconditions(requester);
    const deliveryFor = (index: number) => ({
      ...messageDelivery(message, index, quiet),
      asker: requester.user,
      source: sourceMessage,
    });
    const request = { options: wish ? optionsOf(wish, settings.length) : {}, bypassCache: false };
    const mayStartThread = canStartThreadOn(message);
    const hasOmittedSources = await this.#requests.submitDigests(
      sources,
      request,
      deliveryFor,
      mayStartThread,
      settings,
    );
    if (hasOmittedSources && !quiet)
      await this.#replyText(message, guildTranslator(message)("tooMany", { n: MAX_SOURCES }));
    if (!question) return;
    for (const [i, source] of sources.slice(0, MAX_SOURCES).entries()) {
      const delivery = { ...deliveryFor(i), origin: `${message.id}:ask${i}`, thread: null };
      await this.#requests.submitSourceQuestion(source, question, delivery);
    }
  }

  async #fulfil(message: Message, action: Extract<MessageAction, { kind: "wish" }>): Promise<void> {
    await this.#requests.checkPreconditions(authorOf(message));
    const edited = this.#edited.get(message) ?? null;
    try {
      const declined = await this.#wishes.fulfil(message, action, edited);
      if (declined === null) return;
      if (declined === "noSection") return await this.#followUps.ask(message, action.about, action.text, edited);
      await this.#deleteEarlierReply(message);
      await this.#replyText(message, guildTranslator(message)(declined));
    } catch (thrown) {
      await this.#deleteEarlierReply(message);
      throw thrown;
    }
  }

  /** Deletes the reply to what a message said before it was edited, if there is one. */
  async #deleteEarlierReply(message: Message): Promise<void> {
    const reply = this.#edited.get(message)?.message;
    if (!reply) return;
    this.#edited.delete(message);
    await this.#messages.delete(message.channelId, reply).catch(this.#ignorePermanent(message.channelId));
  }

  /** Reacts to chatter. Nobody misses a reaction that cannot be added. */
  async #reactTo({ channelId, id }: Message, mood: keyof typeof REACTIONS): Promise<void> {
    const emoji = REACTIONS[mood];
    if (emoji) await this.#messages.react(channelId, id, emoji).catch(() => undefined);
  }

  /** Shows how Pith is used or, in a thread, what can be said there; in direct messages in the language of the greeting. */
  async #greet(message: Message, language: string): Promise<void> {
    const translate = message.guild ? guildTranslator(message) : translatorFor(localeOfLanguage(language));
    const isCardThread = message.channel.isThread();
    await this.#replyText(message, translate(isCardThread ? "threadHelp" : "greeting"));
  }

  async #ask(message: Message, about: string | null, text: string): Promise<void> {
    await this.#requests.checkPreconditions(authorOf(message));
    await this.#followUps.ask(message, about, text, this.#edited.get(message) ?? null);
  }

  /** Explains, once per thread, that the bot can only read messages that mention it. */
  async #explainMentions(message: Message): Promise<void> {
    const key = `told:${message.channelId}`;
    if (await this.#requests.records.keyValue.setIfAbsent(key, message.id))
      await this.#replyText(message, guildTranslator(message)("mentionMe"));
  }

  /** Summarises the first source that is not on a social media site, within the hourly limit of the channel. */
  async #autoSummarise(message: Message, sources: PostedSource[]): Promise<void> {
    const source = sources.find((candidate) => candidate.from !== "url" || !isSocialMediaSite(candidate.url));
    if (!source) return;
    const hour = message.createdTimestamp - (message.createdTimestamp % HOUR_MS);
    const hits = await this.#requests.records.rates.increment(`auto:${message.channelId}`, hour);
    if (hits > MAX_AUTO_DIGESTS_PER_HOUR) return;
    await this.#summarise(message, [source], { quiet: true }).catch(ignoreRefusal);
  }

  /** Offers a summary with a button. If the only source is a text file, the offer states its length in words. */
  async #offer(message: Message, sources: PostedSource[]): Promise<void> {
    const [source] = sources;
    const isTextFile = sources.length === 1 && source?.from === "attachment" && /^text\//.test(source.mediaType ?? "");
    const words = isTextFile ? await this.#countWords(source) : null;
    const offer = render(offerCard(message.id, guildTranslator(message), "offer", words));
    await this.#reply(message, withoutNotification(offer), `s${message.id}`);
  }

  /**
   * Offers to summarise an edited message again if its source has changed since the summary. Makes at most one offer
   * per edit.
   */
  async #offerUpdate(message: Message): Promise<void> {
    const { postings, keyValue } = this.#requests.records;
    const existing = (await postings.findByMessage(message.id)).filter(
      (posting) => posting.message === message.id && !posting.private,
    );
    if (!existing.length || !(await this.#hasChanged(message, existing)) || !canReply(message)) return;
    const key = `edited:${message.id}:${message.editedTimestamp}`;
    if (!(await keyValue.setIfAbsent(key, message.id))) return;
    const offer = render(offerCard(message.id, guildTranslator(message), "edited", null));
    await this.#reply(message, withoutNotification(offer), `e${message.editedTimestamp}`);
  }

  /**
   * Returns whether the first source in the message is a URL or text that none of the postings was made from.
   * Attachments never count as changed, because they cannot be edited.
   */
  async #hasChanged(message: Message, postings: Posting[]): Promise<boolean> {
    const content = stripMention(message.content, message.client.user.id);
    const [source] = extractSources({ ...messageContent(message), content });
    if (!source || source.from === "attachment") return false;
    if (source.from === "url")
      return !postings.some(({ url }) => url !== null && canonicalUrl(url) === canonicalUrl(source.url));
    const documents = await Promise.all(postings.map(({ document }) => this.#requests.records.documents.get(document)));
    const withoutSpaces = (text: string): string => text.replace(/\s+/g, "");
    const isUnchanged = documents.some(
      (document) => document !== null && withoutSpaces(source.text).includes(withoutSpaces(document.text)),
    );
    return !isUnchanged;
  }

  /**
   * Runs `run`. If it throws, replies to the message with the error.
   * @returns the result of `run`; undefined after an error
   * @throws internal errors, after the reply
   */
  async #withErrorReply<T>(message: Message, run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (thrown) {
      const error = asPithError(thrown);
      await this.#reply(message, render(errorCard(error, guildTranslator(message))), replyNonce(message));
      if (error.code === "internal") throw thrown;
      return undefined;
    }
  }

  async #replyText(message: Message, text: string): Promise<void> {
    await this.#reply(message, renderPlain(text), replyNonce(message));
  }

  async #reply({ channelId, id }: Message, rendered: Rendered, nonce: string): Promise<void> {
    await this.#messages
      .create(channelId, rendered, nonce, id, () => false, id)
      .catch(this.#ignorePermanent(channelId));
  }

  /** Tells the author in a direct message that the bot cannot write in the channel. */
  async #replyByDm(message: Message): Promise<void> {
    const { channelId, id, author } = message;
    const rendered = renderPlain(guildTranslator(message)("cannotWrite", { channel: `<#${channelId}>` }));
    await this.#messages
      .createDm(author.id)
      .then((dm) => this.#messages.create(dm, rendered, `s${id}`, id, () => false))
      .catch(this.#ignorePermanent(channelId));
  }

  /** Returns a rejection handler that logs permanent API errors, such as missing permissions, and rethrows all others. */
  #ignorePermanent(channel: string): (thrown: unknown) => void {
    return (thrown) => {
      if (!isPermanent(thrown)) throw thrown;
      this.#logInfo({ channel }, "somebody could not be answered: Discord does not let me write there");
    };
  }
}

/** Returns the nonce of a reply, at most 25 characters. A message that was edited gets another reply. */
const replyNonce = ({ id, editedTimestamp }: Message): string =>
  editedTimestamp === null ? `s${id}` : `s${id.slice(-12)}${editedTimestamp.toString(36)}`;

/** Ignores errors saying that the requester cannot use Pith here or at the moment. Rethrows all others. */
const ignoreRefusal = (thrown: unknown): void => {
  if (!["not_here", "busy", "rate_limited"].includes(asPithError(thrown).code)) throw thrown;
};

/** Adds the flag that suppresses push and desktop notifications. */
const withoutNotification = ({ body, files }: Rendered): Rendered => ({
  body: { ...body, flags: Number(body.flags) | MessageFlags.SuppressNotifications },
  files,
});

/** Returns the translator for answers to a message. */
const guildTranslator = (message: Message): Translate => translatorFor(messageLocale(message));
