import type { Attachment, ChatInputCommandInteraction, Message } from "discord.js";
import type { PostedSource, ServerSettings } from "../model/index.ts";
import { truncate, visibleText } from "../present/index.ts";

/** The parts of a message that can contain sources. All are empty when Discord withholds the message content. */
type MessageContent = Pick<Message, "attachments" | "content" | "embeds">;

/** Maximum number of sources summarised per request. */
export const MAX_SOURCES = 5;
/** Minimum length, in UTF-16 code units, for message text to count as a source; shorter text is conversation. */
const MIN_TEXT_LENGTH = 400;
/**
 * Maximum length, in UTF-16 code units, of a display name made from a source's text or URL. This is enough to tell the
 * sources of one message apart.
 */
const MAX_NAME_LENGTH = 60;
const URL_PATTERN = /https?:\/\/[^\s<>]+/gi;
/**
 * Matches links to Discord messages. The links are not treated as sources, because the requester may not be able to
 * read the channel.
 */
const DISCORD_MESSAGE_LINK = /^https?:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\//i;
/** Matches the media types of files without text to summarise. */
const NON_TEXT_MEDIA_TYPE = /^(?:image|audio|video|font)\//;
/** Matches URLs of GIF hosts, whose pages contain no text to summarise. */
const GIF_SITE = /^https?:\/\/(?:\w+\.)*(?:tenor\.com|giphy\.com)\//i;

/** Matches URLs of social media, video and similar sites. These URLs are summarised only on request. */
const SOCIAL_MEDIA_SITE =
  /^https?:\/\/(?:[\w-]+\.)*(?:x|twitter|t|facebook|fb|instagram|threads|tiktok|reddit|redd|youtube|youtu|twitch|snapchat|pinterest|tumblr|bsky|discord|discordapp|imgur|gfycat|vimeo|spotify|steampowered)\.(?:com|co|be|it|net|tv|app|gg)(?:[/:?#]|$)/i;

/** Returns whether a URL points to a site matched by `SOCIAL_MEDIA_SITE`. */
export const isSocialMediaSite = (url: string): boolean => SOCIAL_MEDIA_SITE.test(url);

/**
 * Returns whether the sources are summarised as a batch: one overview message, with a thread for their cards.
 * @param canStartThread whether the bot can start a thread on its answer
 */
export const usesOverview = (sources: PostedSource[], canStartThread: boolean, { threads }: ServerSettings): boolean =>
  sources.length > 1 && canStartThread && threads;

/**
 * Returns the sources in a message, all of one kind. Files take precedence over URLs in the text, which take precedence
 * over URLs of embeds. If there are no files or URLs, the text itself is the source, provided that it is long enough.
 */
export function extractSources({ attachments, content, embeds }: MessageContent): PostedSource[] {
  const files = [...attachments.values()].filter(({ contentType }) => !NON_TEXT_MEDIA_TYPE.test(contentType ?? ""));
  if (files.length) return files.map(attachmentSource);
  const contentUrls = extractUrls(content);
  const urls = contentUrls.length ? contentUrls : embeds.flatMap(({ url }) => (url ? extractUrls(url) : []));
  if (urls.length) return urls.map((url) => ({ from: "url", url }));
  const text = content.trim();
  return text.length >= MIN_TEXT_LENGTH ? [{ from: "text", text }] : [];
}

/** Converts a discord.js attachment to a source. */
export function attachmentSource({ url, name, contentType }: Attachment): PostedSource {
  return { from: "attachment", url, name, ...(contentType && { mediaType: contentType }) };
}

/** Returns the content of a message, or of its snapshot when the message is a forward. */
export function messageContent(message: Message): MessageContent {
  const { attachments, content, embeds } = message.messageSnapshots.first() ?? message;
  return { attachments, content, embeds };
}

/**
 * Returns the sources in a message selected by a user. Unlike `extractSources`, it accepts text of any length and, for
 * a forward, reads the forwarded message.
 */
export function extractRequestedSources(message: Message): PostedSource[] {
  const content = messageContent(message);
  const sources = extractSources(content);
  return sources.length || !content.content.trim() ? sources : [parseSource(content.content)];
}

/**
 * Returns the sources in the options of `/summarise`, in this order: the file, the URL, and the text, which may be a
 * list of URLs.
 */
export function sourcesFromOptions(options: ChatInputCommandInteraction["options"]): PostedSource[] {
  const [file, url, text] = [options.getAttachment("file"), options.getString("url"), options.getString("text")];
  return [
    ...(file ? [attachmentSource(file)] : []),
    ...(url ? [{ from: "url" as const, url: url.trim() }] : []),
    ...(text ? parseSources(text) : []),
  ];
}

/**
 * Returns the display name of a source that has not been read yet. For a valid URL, the query string and the fragment
 * are omitted. Names made from text or a URL are truncated.
 */
export function sourceName(source: PostedSource): string {
  if (source.from === "attachment") return source.name;
  if (source.from === "text") return truncate(visibleText(source.text).replace(/\s+/g, " "), MAX_NAME_LENGTH);
  if (!URL.canParse(source.url)) return truncate(source.url, MAX_NAME_LENGTH);
  const { host, pathname } = new URL(source.url);
  return truncate(`${host}${pathname}`, MAX_NAME_LENGTH);
}

/** Parses user input as a URL if it is one, and as text otherwise. */
export function parseSource(input: string): PostedSource {
  const text = input.trim();
  return /^https?:\/\/\S+$/i.test(text) ? { from: "url", url: text } : { from: "text", text };
}

/**
 * Parses user input. If it consists only of URLs separated by whitespace, each distinct URL is a source. Otherwise the
 * whole input is a single text source.
 */
export function parseSources(input: string): PostedSource[] {
  const words = [...new Set(input.trim().split(/\s+/))].map(parseSource);
  return words.every(({ from }) => from === "url") ? words : [parseSource(input)];
}

/**
 * Returns the distinct URLs in message text, in order of appearance, with trailing punctuation removed. Excludes
 * invalid URLs, Discord message links and GIF sites.
 */
function extractUrls(text: string): string[] {
  const urls = [...text.matchAll(URL_PATTERN)].map(([url]) => trimTrailingPunctuation(url));
  return [...new Set(urls)].filter(
    (url) => URL.canParse(url) && !DISCORD_MESSAGE_LINK.test(url) && !GIF_SITE.test(url),
  );
}

/**
 * Removes trailing punctuation, quotes and Markdown characters from a URL. Also removes an unmatched trailing `)`, and
 * a trailing `]` if the URL contains no `[`.
 */
function trimTrailingPunctuation(url: string): string {
  const trimmed = url.replace(/[.,;:!?'"”’»*_~|。，、；：！？」』）】》]+$/, "");
  const hasUnmatchedBracket =
    (trimmed.endsWith(")") && countOccurrences(trimmed, ")") > countOccurrences(trimmed, "(")) ||
    /^[^[]*\]$/.test(trimmed);
  return hasUnmatchedBracket ? trimTrailingPunctuation(trimmed.slice(0, -1)) : trimmed;
}

const countOccurrences = (text: string, character: string): number => text.split(character).length - 1;

/** Returns message text without its URLs: the words that somebody wrote beside a link. */
export const textWithoutUrls = (text: string): string =>
  text
    .replace(URL_PATTERN, " ")
    .replace(/<\s*>|\(\s*\)/g, " ")
    .replace(/\s+/g, " ")
    .trim();

/** Returns message text trimmed and without mentions of the bot. */
export function stripMention(content: string, botId: string): string {
  return content.replaceAll(new RegExp(`<@!?${botId}>`, "g"), "").trim();
}
