import { type Client, type Message, MessageFlags, MessageReferenceType, MessageType } from "discord.js";
import { asPithError, type PostedSource, type Posting } from "../../model/index.ts";
import { errorCard, offerCard, type Say, sayIn, USUAL } from "../../present/index.ts";
import { canonicalUrl } from "../../text/index.ts";
import { isForGood } from "../delivery/apiErrors.ts";
import type { Messages } from "../delivery/messageClient.ts";
import { type Again, Talk } from "../handlers/followUps.ts";
import type { Desk } from "../handlers/requests.ts";
import { mayBeginThreadAt, mayWrite, messageDelivery, writerOf } from "../interactions/context.ts";
import { channelSettings } from "../policy/settings.ts";
import { contentOf, isTalk, MOST_SOURCES, sourcesIn, typedSource, withoutMention } from "../sources.ts";
import { type Rendered, render, renderPlain } from "../ui/render.ts";
import type { Parts } from "./registerEvents.ts";

/**
 * Messages that people write. Those that speak to the bot (a mention, a reply with its ping on, a direct message) are
 * a source or a question; in a card's thread plain words are a question; in automatic channels files and links are a
 * source. Bots and webhooks are not listened to, lest they talk to each other for ever.
 */
export class Inbox {
  readonly #client: Client<true>;
  readonly #desk: Desk;
  readonly #messages: Messages;
  readonly #talk: Talk;
  /** Messages that are taken again, since they were edited. */
  readonly #edited = new WeakMap<Message, Again>();
  readonly #note: Parts["note"];
  readonly #wordsOf: Parts["wordsOf"];

  constructor(client: Client<true>, desk: Desk, messages: Messages, parts: Pick<Parts, "note" | "wordsOf">) {
    this.#client = client;
    this.#desk = desk;
    this.#messages = messages;
    this.#talk = new Talk(desk, messages, Date.now);
    this.#note = parts.note;
    this.#wordsOf = parts.wordsOf;
  }

  /** A message that was edited: if it was a question, it is asked again. What it held to be read is not read again. */
  async edit(message: Message): Promise<void> {
    if (message.author.bot || message.webhookId) return;
    const again = await this.#talk.again(message);
    if (!again) return this.#offerAnew(message);
    this.#edited.set(message, again);
    await this.take(message);
  }

  /** What a message holds was digested, and the message says something else now: a digest of that is offered. */
  async #offerAnew(message: Message): Promise<void> {
    const held = (await this.#desk.records.postings.ofMessage(message.id)).filter(
      (posting) => posting.message === message.id && !posting.private,
    );
    const mark = `edited:${message.id}:${message.editedTimestamp}`;
    if (!held.length || !(await this.#hasChanged(message, held)) || !mayWrite(message)) return;
    if (!(await this.#desk.records.marks.claim(mark, message.id))) return;
    const { body, files } = render(offerCard(message.id, voiceFor(message), "edited", null));
    const silent = { ...body, flags: Number(body.flags) | MessageFlags.SuppressNotifications };
    await this.#messages
      .create(
        message.channelId,
        { body: silent, files },
        `e${message.editedTimestamp}`,
        message.id,
        () => false,
        message.id,
      )
      .catch(this.#refused(message.channelId));
  }

  /** Whether it holds an address, or a text, that it did not hold when it was digested. A file stays what it was. */
  async #hasChanged(message: Message, held: Posting[]): Promise<boolean> {
    const [source] = sourcesIn({
      ...contentOf(message),
      content: withoutMention(message.content, this.#client.user.id),
    });
    if (!source || source.from === "attachment") return false;
    if (source.from === "url")
      return !held.some(({ url }) => url !== null && canonicalUrl(url) === canonicalUrl(source.url));
    const texts = await Promise.all(held.map(({ document }) => this.#desk.records.documents.get(document)));
    const plain = (text: string): string => text.replace(/\s+/g, "");
    return !texts.some((document) => document !== null && plain(source.text).includes(plain(document.text)));
  }

  async take(message: Message): Promise<void> {
    if (message.author.bot || message.webhookId) return;
    if (message.type !== MessageType.Default && message.type !== MessageType.Reply) return;
    const bot = this.#client.user.id;
    const spoken = message.guildId === null || message.mentions.users.has(bot);
    if (!mayWrite(message)) return spoken ? this.#whisper(message) : undefined;
    const held = contentOf(message);
    const posted = { ...held, content: withoutMention(held.content, bot) };
    const sources = sourcesIn(posted);
    if (spoken) return this.#orSay(message, () => this.#spokenTo(message, posted.content, sources));
    const isTalk = (await this.#desk.records.postings.inThread(message.channelId)).length > 0;
    if (isTalk) return this.#orSay(message, () => this.#inThread(message, posted.content));
    if (sources.length) await this.#overheard(message, sources);
  }

  async #spokenTo(message: Message, text: string, own: PostedSource[]): Promise<void> {
    const inThread = await this.#desk.records.postings.inThread(message.channelId);
    const isTalk = inThread.length > 0 && own[0]?.from === "text";
    if (own.length && !isTalk) return this.#digest(message, own);
    const isForward = message.reference?.type === MessageReferenceType.Forward;
    // Who forwards a short text wants it read. What it carries is all that is read: the place it comes from may be closed.
    if (isForward && text) return this.#digest(message, [typedSource(text)]);
    const answered = isForward ? null : (message.reference?.messageId ?? null);
    const about = answered ? await this.#desk.records.postings.ofMessage(answered) : [];
    // That somebody had a message digested privately shows in nothing: for all others it is one like any other.
    const card = about.find((posting) => !posting.private);
    if (card && text) return this.#question(message, card.id, text);
    const other = answered ? await message.fetchReference().catch(() => null) : null;
    const isOthers = other !== null && other.author.id !== this.#client.user.id;
    const theirs = isOthers ? sourcesIn(contentOf(other)) : [];
    if (theirs.length) return this.#digest(message, theirs, { source: other!.id });
    if (isOthers) return this.#say(message, renderPlain(voiceFor(message)("cannotReadReply")));
    if (!text)
      return this.#say(message, renderPlain(voiceFor(message)(hasOnlyPictures(message) ? "noText" : "nothingGiven")));
    const isOwn = message.channel.isThread() && message.channel.ownerId === this.#client.user.id;
    if (inThread.length || isOwn || answered || message.guildId === null) return this.#question(message, null, text);
    await this.#say(message, renderPlain(voiceFor(message)("nothingGiven")));
  }

  /** Plain words in a card's thread. Where Discord withholds them, a reply to the bot is told once how to be heard. */
  async #inThread(message: Message, text: string): Promise<void> {
    if (text) return this.#question(message, null, text);
    const toBot = message.reference !== null && message.mentions.repliedUser?.id === this.#client.user.id;
    const mark = `told:${message.channelId}`;
    if (toBot && (await this.#desk.records.marks.claim(mark, message.id)))
      await this.#say(message, renderPlain(voiceFor(message)("mentionMe")));
  }

  async #overheard(message: Message, sources: PostedSource[]): Promise<void> {
    const isText = sources[0]?.from === "text";
    const mode = message.guildId && !isText ? (await channelSettings(this.#desk.records, message)).mode : "off";
    if (mode === "auto") return this.#unasked(message, sources);
    if (mode === "react")
      return this.#messages.react(message.channelId, message.id, NEWS).catch(this.#refused(message.channelId));
    if (mode !== "offer") return;
    const words = await this.#wordsIn(sources);
    const { body, files } = render(offerCard(message.id, voiceFor(message), "offer", words));
    const silent = { ...body, flags: Number(body.flags) | MessageFlags.SuppressNotifications };
    await this.#say(message, { body: silent, files });
  }

  /** How much there is to read, where that is cheap to know. No site is asked for a page that nobody wants read yet. */
  async #wordsIn([source, ...others]: PostedSource[]): Promise<number | null> {
    const isText = source?.from === "attachment" && /^text\//.test(source.mediaType ?? "");
    return isText && !others.length ? this.#wordsOf(source) : null;
  }

  /** Nobody asked: not for addresses of talk and moving pictures, one card a message, and so many an hour in a channel. */
  async #unasked(message: Message, sources: PostedSource[]): Promise<void> {
    const [first] = sources.filter((source) => source.from !== "url" || !isTalk(source.url));
    if (!first) return;
    const hour = message.createdTimestamp - (message.createdTimestamp % HOUR_MS);
    const hits = await this.#desk.records.rates.hit(`auto:${message.channelId}`, hour);
    if (hits > UNASKED_AN_HOUR) return;
    await this.#digest(message, [first], { quiet: true }).catch(letRefused);
  }

  /** Somebody tapped the newspaper that the bot had put under a message: it is digested for all, once. */
  async react(message: Message, user: string): Promise<void> {
    if ((await channelSettings(this.#desk.records, message)).mode !== "react") return;
    const bot = this.#client.user.id;
    const held = contentOf(message);
    const sources = sourcesIn({ ...held, content: withoutMention(held.content, bot) });
    const member = (await message.guild?.members.fetch(user).catch(() => null)) ?? null;
    if (member?.user.bot || !sources.length) return;
    const asker = { ...writerOf(message), user, member };
    // A refusal would be told to whoever wrote the message, who has asked for nothing.
    await this.#orSay(message, () => this.#digest(message, sources, { asker }).catch(letRefused));
  }

  async #digest(
    message: Message,
    sources: PostedSource[],
    { source = message.id, quiet = false, asker = writerOf(message) } = {},
  ): Promise<void> {
    const server = await this.#desk.admit(asker);
    const to = (nth: number) => ({ ...messageDelivery(message, nth, quiet), asker: asker.user, source });
    const choices = { options: {}, fresh: false };
    const isCut = await this.#desk.digestAll(sources, choices, to, mayBeginThreadAt(message), server);
    if (isCut && !quiet) await this.#say(message, renderPlain(voiceFor(message)("tooMany", { n: MOST_SOURCES })));
  }

  async #question(message: Message, about: string | null, text: string): Promise<void> {
    await this.#desk.admit(writerOf(message));
    await this.#talk.ask(message, about, text, this.#edited.get(message) ?? null);
  }

  /** Does what somebody asked for; what keeps it from being taken is told where it was asked. */
  async #orSay(message: Message, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (thrown) {
      const error = asPithError(thrown);
      await this.#say(message, render(errorCard(error, voiceFor(message))));
      if (error.code === "internal") throw thrown;
    }
  }

  async #say({ channelId, id }: Message, words: Rendered): Promise<void> {
    await this.#messages.create(channelId, words, `s${id}`, id, () => false, id).catch(this.#refused(channelId));
  }

  /** Who spoke to the bot where it may not write is told so, if he takes direct messages. */
  async #whisper(message: Message): Promise<void> {
    const { channelId, id, author } = message;
    const say = voiceFor(message);
    const words = renderPlain(say("cannotWrite", { channel: `<#${channelId}>` }));
    const direct = this.#messages.directChannel(author.id);
    await direct
      .then((channel) => this.#messages.create(channel, words, `s${id}`, id, () => false))
      .catch(this.#refused(channelId));
  }

  #refused(channel: string): (thrown: unknown) => void {
    return (thrown) => {
      if (!isForGood(thrown)) throw thrown;
      this.#note({ channel }, "somebody could not be answered: Discord does not let me write there");
    };
  }
}

const HOUR_MS = 3_600_000;
/** Cards that nobody asked for, in one channel. */
const UNASKED_AN_HOUR = 20;

/** Whether all that a message holds are files without text. */
const hasOnlyPictures = (message: Message): boolean => contentOf(message).attachments.size > 0;

/** What people tap to have a message digested, in channels set to `react`. */
export const NEWS = "📰";

/** Lets go that somebody may not use Pith, or not now. */
const letRefused = (thrown: unknown): void => {
  if (!["not_here", "busy", "rate_limited"].includes(asPithError(thrown).code)) throw thrown;
};

/** What is said to everybody in a channel is said in its server's language. */
const voiceFor = ({ guild }: Message): Say => sayIn(guild?.preferredLocale ?? USUAL);
