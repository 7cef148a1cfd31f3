import { type Message, MessageReferenceType, MessageType } from "discord.js";
import { classifyIntent, type Intent, isQuestion, type Wish, withoutChatter } from "../../intents/index.ts";
import type { PostedSource } from "../../model/index.ts";
import type { Records } from "../../records/index.ts";
import { channelSettings } from "../policy/index.ts";
import { extractSources, messageContent, parseSource, stripMention, textWithoutUrls } from "../sources.ts";

/** What the bot does in response to a message. */
export type MessageAction =
  | { kind: "ignore" }
  /**
   * Summarises sources for the author, as `wish` says, and answers `question` about them. `sourceMessage` is the id of
   * the message that contains them.
   */
  | { kind: "summarise"; sources: PostedSource[]; sourceMessage: string; wish: Wish | null; question: string | null }
  /**
   * Sends another digest of a posting. `about` is as in `ask`. If `needsSection` and the document has no such section,
   * `text` is answered as a question.
   */
  | { kind: "wish"; about: string | null; wish: Wish; needsSection: boolean; text: string }
  /** Reacts to thanks, laughter and the like. */
  | { kind: "chatter"; mood: Mood }
  /** Greets and shows how Pith is used. `language` is that of the message. */
  | { kind: "greet"; language: string }
  /** Answers a question. `about` is the id of a posting; null for the postings of the current thread or channel. */
  | { kind: "ask"; about: string | null; text: string }
  /** Explains why there is nothing to summarise or answer. */
  | { kind: "explain"; key: "cannotReadReply" | "noText" | "nothingGiven" }
  /** Explains that, in this thread, the bot can only read messages that mention it. */
  | { kind: "explainMentions" }
  /** In a channel in `auto` mode: summarises one of the sources, although nobody requested it. */
  | { kind: "autoSummarise"; sources: PostedSource[] }
  /** In a channel in `react` mode: adds the reaction that users can repeat to request a summary. */
  | { kind: "autoReact" }
  /** In a channel in `offer` mode: offers a summary with a button. */
  | { kind: "autoOffer"; sources: PostedSource[] };

type Mood = Extract<Intent, { kind: "chatter" }>["mood"];

/** Returns whether a user wrote the message. Bots are ignored, because two bots could otherwise answer each other forever. */
export const isFromUser = ({ author, webhookId }: Message): boolean => !author.bot && !webhookId;

/** Returns whether the message is a regular message or a reply, as opposed to a system message. */
export const isRegularMessage = ({ type }: Message): boolean =>
  type === MessageType.Default || type === MessageType.Reply;

/**
 * Returns whether the message is a direct message or mentions the bot. A reply to the bot counts as a mention unless
 * the author of the reply disabled the notification.
 */
export const isAddressedToBot = ({ guildId, mentions, client }: Message): boolean =>
  guildId === null || mentions.users.has(client.user.id);

/**
 * Returns the text of a message and the sources in it. For a forward, these are taken from the forwarded message.
 * Mentions of the bot are removed.
 */
export function readMessage(message: Message): { text: string; sources: PostedSource[] } {
  const content = messageContent(message);
  const text = stripMention(content.content, message.client.user.id);
  return { text, sources: extractSources({ ...content, content: text }) };
}

/** Decides what to do with a message addressed to the bot, such as summarising its sources or answering a question. */
export async function classifyAddressed(message: Message, { postings }: Records): Promise<MessageAction> {
  const { text, sources } = readMessage(message);
  const isThread = (await postings.findByThread(message.channelId)).length > 0;
  // In a thread about documents, long text is a question.
  const isLongQuestion = isThread && sources[0]?.from === "text";
  if (sources.length && !isLongQuestion) return summarise(sources, message.id, sources[0]?.from === "text" ? "" : text);
  const isForward = message.reference?.type === MessageReferenceType.Forward;
  // A forwarded message is summarised even if it is short. Only the forwarded content is read, because the user may not
  // have access to the original channel.
  if (isForward && text) return summarise([parseSource(text)], message.id, "");
  const repliedTo = isForward ? null : (message.reference?.messageId ?? null);
  const fromReply = repliedTo === null ? null : await classifyReply(message, repliedTo, text, isThread, postings);
  if (fromReply) return fromReply;
  if (!text) {
    // No source was found, so any attachments are files without text, such as images.
    const hasAttachments = messageContent(message).attachments.size > 0;
    return { kind: "explain", key: hasAttachments ? "noText" : "nothingGiven" };
  }
  const isOwnThread = message.channel.isThread() && message.channel.ownerId === message.client.user.id;
  const isDm = message.guildId === null;
  const hasPosting = isDm && (await postings.findRecent({ guild: null, channel: message.channelId }, 1)).length > 0;
  const isAboutDocument = isThread || isOwnThread || repliedTo !== null || hasPosting;
  const action = classifyWords(text, null, isAboutDocument);
  if (action) return action;
  return isProse(text) ? summarise([{ from: "text", text }], message.id, "") : { kind: "explain", key: "nothingGiven" };
}

/** Minimum length of a text that is given to be read where nothing else can be meant, in UTF-16 units. */
const MIN_PROSE_LENGTH = 160;
const SENTENCE_END = /[.!。！…]["'”’»)」]*(?=\s|$)|[。！]/gu;

/** Whether a text has two sentences or more and asks nothing. */
function isProse(text: string): boolean {
  const length = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(text) ? text.length * 2 : text.length;
  return length >= MIN_PROSE_LENGTH && !isQuestion(text) && (text.match(SENTENCE_END)?.length ?? 0) >= 2;
}

/** Summarises sources. A wish or a question among the words beside them counts, a comment does not. */
function summarise(sources: PostedSource[], sourceMessage: string, text: string): MessageAction {
  const words = textWithoutUrls(text);
  const intent = classifyIntent(words);
  // "Part 2: https://…" is a comment.
  const wish = intent.kind === "wish" && !intent.needsSection ? intent.wish : null;
  const question = wish === null && /^(?:question|wish)$/.test(intent.kind) && isQuestion(words) ? words : null;
  return { kind: "summarise", sources, sourceMessage, wish, question };
}

/**
 * Classifies a text that has no source.
 * @param isAboutDocument whether there is a document that it can be about
 * @returns null for a wish or a question if there is none
 */
function classifyWords(text: string, about: string | null, isAboutDocument: boolean): MessageAction | null {
  const intent = classifyIntent(text);
  if (intent.kind === "chatter") return intent;
  if (intent.kind === "greeting" || (intent.kind === "help" && (intent.ofBot || !isAboutDocument)))
    return { kind: "greet", language: intent.language };
  if (!isAboutDocument) return null;
  return intent.kind === "wish" ? { ...intent, about, text } : { kind: "ask", about, text: withoutChatter(text) };
}

/**
 * Classifies a reply by the message that it replies to.
 * @returns null if the reply does not ask about a posting, and the message that it replies to is the bot's own, cannot
 *   be fetched, or is part of the talk in a thread about documents
 */
async function classifyReply(
  message: Message,
  repliedTo: string,
  text: string,
  isThread: boolean,
  postings: Records["postings"],
): Promise<MessageAction | null> {
  // Private postings of the message are skipped, so that the answer does not reveal that somebody made one.
  const posting = (await postings.findByMessage(repliedTo)).find((candidate) => !candidate.private);
  if (posting && text) return classifyWords(text, posting.id, true);
  const target = await message.fetchReference().catch(() => null);
  if (target === null || target.author.id === message.client.user.id) return null;
  const content = messageContent(target);
  const sources = extractSources(content);
  if (sources.length) return summarise(sources, target.id, text);
  const words = classifyIntent(text);
  const isTalk = words.kind === "chatter" || words.kind === "greeting" || words.kind === "help";
  // In a thread, only the digest itself is wished of another message: "tl;dr".
  const isDigestWish = words.kind === "wish" && Object.values(words.wish).every((value) => value === null);
  if (text && (isTalk || (isThread && !isDigestWish))) return null;
  const ownText = stripMention(content.content, message.client.user.id);
  if (ownText) return summarise([{ from: "text", text: ownText }], target.id, text);
  return { kind: "explain", key: content.attachments.size ? "noText" : "cannotReadReply" };
}

/** Classifies a message that is not addressed to the bot: a question in a thread, or a source in an automatic channel. */
export async function classifyUnaddressed(message: Message, records: Records): Promise<MessageAction> {
  const { text, sources } = readMessage(message);
  const isThread = (await records.postings.findByThread(message.channelId)).length > 0;
  if (isThread) return classifyThreadMessage(message, text);
  if (!sources.length || message.guildId === null || sources[0]?.from === "text") return { kind: "ignore" };
  const { mode } = await channelSettings(records, message);
  if (mode === "auto") return { kind: "autoSummarise", sources };
  if (mode === "react") return { kind: "autoReact" };
  if (mode === "offer") return { kind: "autoOffer", sources };
  return { kind: "ignore" };
}

/**
 * Classifies a message in a thread about documents. Greetings are for the other people in it. Without the Message
 * Content intent, the text of the message is empty.
 */
function classifyThreadMessage({ reference, mentions, client }: Message, text: string): MessageAction {
  const action = text ? classifyWords(text, null, true) : null;
  if (action) return classifyIntent(text).kind === "greeting" ? { kind: "ignore" } : action;
  const isReplyToBot = reference !== null && mentions.repliedUser?.id === client.user.id;
  return isReplyToBot ? { kind: "explainMentions" } : { kind: "ignore" };
}
