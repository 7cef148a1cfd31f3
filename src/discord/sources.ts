import type { Attachment, ChatInputCommandInteraction, Message } from "discord.js";
import type { PostedSource, ServerSettings } from "../model/index.ts";
import { shorten, visible } from "../present/index.ts";

/** What of a message tells what was posted in it; empty where Discord withholds the content. */
type Posted = Pick<Message, "attachments" | "content" | "embeds">;

/** Sources of one message that are worked on. */
export const MOST_SOURCES = 5;
/** From so many UTF-16 units a text is worth digesting; what is shorter is talk. */
const TEXT_UNITS = 400;
/** A name that tells a source from its neighbours. */
const LONGEST_NAME = 60;
const ADDRESS = /https?:\/\/[^\s<>]+/gi;
/** Other messages are not read by their address: who may see them is Discord's to say. */
const DISCORD = /^https?:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\//i;
/** Pictures, sounds and their kin hold nothing to digest; nor do pages that only show one. */
const NO_TEXT = /^(?:image|audio|video|font)\//;
const NO_ARTICLE = /^https?:\/\/(?:\w+\.)*(?:tenor\.com|giphy\.com)\//i;

/** Where people talk and show moving pictures: nobody wants a digest of it unasked. */
const TALK =
  /^https?:\/\/(?:[\w-]+\.)*(?:x|twitter|t|facebook|fb|instagram|threads|tiktok|reddit|redd|youtube|youtu|twitch|snapchat|pinterest|tumblr|bsky|discord|discordapp|imgur|gfycat|vimeo|spotify|steampowered)\.(?:com|co|be|it|net|tv|app|gg)(?:[/:?#]|$)/i;
export const isTalk = (url: string): boolean => TALK.test(url);

/** Whether sources get an overview and a thread for their cards. */
export const comeTogether = (sources: PostedSource[], mayBegin: boolean, { threads }: ServerSettings): boolean =>
  sources.length > 1 && mayBegin && threads;

/** The sources in a message: its files, else the addresses in its text, else those of its embeds, else the text itself. */
export function sourcesIn({ attachments, content, embeds }: Posted): PostedSource[] {
  const files = [...attachments.values()].filter(({ contentType }) => !NO_TEXT.test(contentType ?? ""));
  if (files.length) return files.map(attachmentSource);
  const urls = addressesIn(content);
  const linked = urls.length ? urls : embeds.flatMap(({ url }) => (url ? addressesIn(url) : []));
  if (linked.length) return linked.map((url) => ({ from: "url", url }));
  const text = content.trim();
  return text.length >= TEXT_UNITS ? [{ from: "text", text }] : [];
}

export function attachmentSource({ url, name, contentType }: Attachment): PostedSource {
  return { from: "attachment", url, name, ...(contentType && { mediaType: contentType }) };
}

/** What a message holds; a forwarded one carries it in its snapshot. */
export function contentOf(message: Message): Posted {
  const { attachments, content, embeds } = message.messageSnapshots.first() ?? message;
  return { attachments, content, embeds };
}

/** The sources in a message that somebody names. Whoever asks for a short text by name wants it read. */
export function sourcesNamed(message: Message): PostedSource[] {
  const held = contentOf(message);
  const found = sourcesIn(held);
  return found.length || !held.content.trim() ? found : [typedSource(held.content)];
}

/** What a slash command's options bring: a file, an address, a text, or several of them. */
export function sourcesOf(options: ChatInputCommandInteraction["options"]): PostedSource[] {
  const [file, url, text] = [options.getAttachment("file"), options.getString("url"), options.getString("text")];
  return [
    ...(file ? [attachmentSource(file)] : []),
    ...(url ? [{ from: "url" as const, url: url.trim() }] : []),
    ...(text ? typedSources(text) : []),
  ];
}

/** What a source is called as long as nothing of it was read: never with what an address has after its path. */
export function nameOf(source: PostedSource): string {
  if (source.from === "attachment") return source.name;
  if (source.from === "text") return shorten(visible(source.text).replace(/\s+/g, " "), LONGEST_NAME);
  if (!URL.canParse(source.url)) return shorten(source.url, LONGEST_NAME);
  const { host, pathname } = new URL(source.url);
  return shorten(`${host}${pathname}`, LONGEST_NAME);
}

/** What somebody typed where a text or an address may stand. */
export function typedSource(typed: string): PostedSource {
  const text = typed.trim();
  return /^https?:\/\/\S+$/i.test(text) ? { from: "url", url: text } : { from: "text", text };
}

/** What somebody typed where a text, or one address or several, may stand. */
export function typedSources(typed: string): PostedSource[] {
  const words = [...new Set(typed.trim().split(/\s+/))].map(typedSource);
  return words.every(({ from }) => from === "url") ? words : [typedSource(typed)];
}

/** The addresses in a text, each once, without the marks of the sentence they stand in. */
function addressesIn(text: string): string[] {
  const found = [...text.matchAll(ADDRESS)].map(([url]) => trimmed(url));
  return [...new Set(found)].filter((url) => URL.canParse(url) && !DISCORD.test(url) && !NO_ARTICLE.test(url));
}

/** Brackets that close nothing in the address belong to the sentence. */
function trimmed(url: string): string {
  const bare = url.replace(/[.,;:!?'"”’»*_~|。，、；：！？」』）】》]+$/, "");
  const isStray = (bare.endsWith(")") && count(bare, ")") > count(bare, "(")) || /^[^[]*\]$/.test(bare);
  return isStray ? trimmed(bare.slice(0, -1)) : bare;
}

const count = (text: string, mark: string): number => text.split(mark).length - 1;

/** A message's text without the mentions of the bot. */
export function withoutMention(content: string, bot: string): string {
  return content.replaceAll(new RegExp(`<@!?${bot}>`, "g"), "").trim();
}
