import { type Message, MessageReferenceType, MessageType } from "discord.js";
import type { PostedSource } from "../../model/index.ts";
import type { Records } from "../../records/index.ts";
import { channelSettings } from "../policy/index.ts";
import { extractSources, messageContent, parseSource, stripMention } from "../sources.ts";

/** What the bot does in response to a message. */
export type MessageAction =
  | { kind: "ignore" }
  /** Summarises sources for the author. `sourceMessage` is the id of the message that contains them. */
  | { kind: "summarise"; sources: PostedSource[]; sourceMessage: string }
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
  if (sources.length && !isLongQuestion) return { kind: "summarise", sources, sourceMessage: message.id };
  const isForward = message.reference?.type === MessageReferenceType.Forward;
  // A forwarded message is summarised even if it is short. Only the forwarded content is read, because the user may not
  // have access to the original channel.
  if (isForward && text) return { kind: "summarise", sources: [parseSource(text)], sourceMessage: message.id };
  const repliedTo = isForward ? null : (message.reference?.messageId ?? null);
  const fromReply = repliedTo === null ? null : await classifyReply(message, repliedTo, text, postings);
  if (fromReply) return fromReply;
  if (!text) {
    // No source was found, so any attachments are files without text, such as images.
    const hasAttachments = messageContent(message).attachments.size > 0;
    return { kind: "explain", key: hasAttachments ? "noText" : "nothingGiven" };
  }
  const isOwnThread = message.channel.isThread() && message.channel.ownerId === message.client.user.id;
  if (isThread || isOwnThread || repliedTo || message.guildId === null) return { kind: "ask", about: null, text };
  return { kind: "explain", key: "nothingGiven" };
}

/**
 * Classifies a reply by the message that it replies to.
 * @returns null if the reply does not ask about a posting, and the message that it replies to is the bot's own or
 *   cannot be fetched
 */
async function classifyReply(
  message: Message,
  repliedTo: string,
  text: string,
  postings: Records["postings"],
): Promise<MessageAction | null> {
  // Private postings of the message are skipped, so that the answer does not reveal that somebody made one.
  const posting = (await postings.findByMessage(repliedTo)).find((candidate) => !candidate.private);
  if (posting && text) return { kind: "ask", about: posting.id, text };
  const target = await message.fetchReference().catch(() => null);
  if (target === null || target.author.id === message.client.user.id) return null;
  const sources = extractSources(messageContent(target));
  return sources.length
    ? { kind: "summarise", sources, sourceMessage: target.id }
    : { kind: "explain", key: "cannotReadReply" };
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
 * Classifies a message in a thread about documents. Without the Message Content intent, the text of the message is
 * empty.
 */
function classifyThreadMessage({ reference, mentions, client }: Message, text: string): MessageAction {
  if (text) return { kind: "ask", about: null, text };
  const isReplyToBot = reference !== null && mentions.repliedUser?.id === client.user.id;
  return isReplyToBot ? { kind: "explainMentions" } : { kind: "ignore" };
}
