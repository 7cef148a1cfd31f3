import { type Mark, markAt } from "../marks.ts";
import { isDiscordAddress, messagePath, nameOf, type View } from "../view.ts";
import { type Html, html, renderTime } from "./html.ts";

type InlineContext = { view: View; messageId: string | null; depth: number };
type RuleRenderer = (groups: string[], context: InlineContext) => Html | string;

/**
 * Maximum number of nesting levels. Text nested more deeply is left unparsed, which bounds the work for adversarial
 * input.
 */
const MAX_DEPTH = 8;

/**
 * Creates a pattern for text between two delimiters. In the text, a backslash escapes the next character.
 * @param after pattern appended after the closing delimiter, such as a lookahead
 */
const between = (delimiter: string, after = ""): RegExp =>
  new RegExp(`${delimiter}((?:\\\\[\\s\\S]|[^\\\\])+?)${delimiter}${after}`, "y");

/** Date and time formats by timestamp style (https://discord.com/developers/docs/reference#message-formatting-timestamp-styles). */
const DATE_STYLES: Record<string, "short" | "long" | "full"> = { d: "short", D: "long", f: "long", F: "full" };
const TIME_STYLES: Record<string, "short" | "medium"> = { t: "short", T: "medium", f: "short", F: "short" };

/** A link. Discord's address of a message leads to that message on this page. */
function renderLink(url: string, content: Html | string, view: View): Html {
  if (!isDiscordAddress(url)) return html`<a href="${url}" target="_blank" rel="noopener noreferrer">${content}</a>`;
  const path = messagePath(url, view);
  return path === null ? html`<span>${content}</span>` : html`<a href="${path}">${content}</a>`;
}
const renderMention = (label: string): Html => html`<span class="mention">${label}</span>`;

/** Inline rules, tried in order at each position. Only http and https URLs become links. */
const RULES: [RegExp, RuleRenderer][] = [
  [/\\([^\p{L}\p{N}\s])/uy, ([char]) => char!],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, ([, code]) => html`<code>${code}</code>`],
  [
    /\[((?:\\[\s\S]|\[[^\][]*\]|[^\][\\])+)\]\((?:<(https?:\/\/[^\s<>]+)>|(https?:\/\/[^\s<>)]+))\)/y,
    ([label, enclosed, bare], context) => renderLink((enclosed ?? bare)!, renderNested(label!, context), context.view),
  ],
  [/<(https?:\/\/[^\s<>]+)>/y, ([url], { view }) => renderLink(url!, url!, view)],
  [/(https?:\/\/[^\s<>]*[^\s<>.,:;"'\])*_~|!?])/y, ([url], { view }) => renderLink(url!, url!, view)],
  [/<@!?(\d+)>/y, ([id], { view }) => renderMention(`@${nameOf(view, "user", id!)}`)],
  [/<@&(\d+)>/y, ([id], { view }) => renderMention(`@${nameOf(view, "role", id!)}`)],
  [/<#(\d+)>/y, ([id], { view }) => renderMention(`#${nameOf(view, "channel", id!)}`)],
  [/<\/([^:<>]+):\d+>/y, ([name]) => renderMention(`/${name}`)],
  [/<a?:(\w+):\d+>/y, ([name]) => `:${name}:`],
  [/<t:(-?\d{1,12})(?::([tTdDfFR]))?>/y, ([seconds, style], { view }) => renderTimestamp(seconds!, style, view)],
  [/@(everyone|here)\b/y, ([target]) => renderMention(`@${target}`)],
  [between("\\*\\*", "(?!\\*)"), ([text], context) => html`<strong>${renderNested(text!, context)}</strong>`],
  [between("__", "(?!_)"), ([text], context) => html`<u>${renderNested(text!, context)}</u>`],
  [between("~~"), ([text], context) => html`<s>${renderNested(text!, context)}</s>`],
  [
    between("\\|\\|"),
    ([text], context) => html`<span class="spoiler" tabindex="0">${renderNested(text!, context)}</span>`,
  ],
  [/\*(?![\s*])((?:\\[\s\S]|[^*\\])+?)\*(?!\*)/y, ([text], context) => html`<em>${renderNested(text!, context)}</em>`],
  [/_((?:\\[\s\S]|[^_\\])+?)_(?![\p{L}\p{N}_])/uy, ([text], context) => html`<em>${renderNested(text!, context)}</em>`],
  [/\n/y, () => html`<br>`],
];

/**
 * Renders inline Markdown: emphasis, links, mentions, timestamps and marks.
 * @param messageId the message whose marks open quotes; if null, marks are rendered as text
 */
export function renderInline(text: string, view: View, messageId: string | null): Html {
  return renderNested(text, { view, messageId, depth: 0 });
}

function renderNested(text: string, context: InlineContext): Html {
  if (context.depth >= MAX_DEPTH) return html`${text}`;
  const innerContext = { ...context, depth: context.depth + 1 };
  const parts: (Html | string)[] = [];
  for (let index = 0; index < text.length; ) {
    const { length, rendered } = markToken(text, index, innerContext) ?? nextToken(text, index, innerContext);
    parts.push(rendered ?? text.slice(index, index + length));
    index += length;
  }
  return html`${parts}`;
}

type Token = { length: number; rendered: Html | string | null };

/** The mark at an index; null if there is none. Marks are not nested in other formatting. */
function markToken(text: string, index: number, { view, messageId, depth }: InlineContext): Token | null {
  const mark = messageId !== null && depth === 1 ? markAt(text, index) : null;
  if (!mark) return null;
  const line = text.slice(text.lastIndexOf("\n", index) + 1, index + mark.length);
  return { length: mark.length, rendered: renderMark(mark, line, messageId!, view) };
}

/** The token at an index: its length and, if a rule matches, its rendering. */
function nextToken(text: string, index: number, context: InlineContext): Token {
  for (const [pattern, render] of RULES) {
    pattern.lastIndex = index;
    const [match, ...groups] = pattern.exec(text) ?? [];
    if (match) return { length: match.length, rendered: render(groups, context) };
  }
  // A word is consumed whole, so that underscores inside it are not parsed as emphasis.
  const plainText = /[\p{L}\p{N}]+(?:_+[\p{L}\p{N}]+)*|[\s\S]/uy;
  plainText.lastIndex = index;
  return { length: plainText.exec(text)![0].length, rendered: null };
}

function renderTimestamp(seconds: string, style = "f", { person }: View): Html {
  const ms = Number(seconds) * 1000;
  const { locale } = person.user;
  const [dateStyle, timeStyle] = [DATE_STYLES[style], TIME_STYLES[style]];
  if (style !== "R")
    return renderTime(ms, locale, { ...(dateStyle && { dateStyle }), ...(timeStyle && { timeStyle }) });
  const minutes = Math.round((ms - Date.now()) / 60_000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const label =
    Math.abs(minutes) < 60 ? format.format(minutes, "minute") : format.format(Math.round(minutes / 60), "hour");
  return html`<time datetime="${new Date(ms).toISOString()}">${label}</time>`;
}

/**
 * A mark. It opens its address, if it has one that leads anywhere, and shows its quotes in the source document.
 * @param line the line up to and including the mark, which identifies the quotes
 */
function renderMark({ label, address }: Mark, line: string, messageId: string, view: View): Html {
  const shared = html`class="mark" data-act="quote" data-message="${messageId}" data-id="${line}"`;
  const isWeb = address !== null && !isDiscordAddress(address);
  if (isWeb)
    return html`<a href="${address}" target="_blank" rel="noopener noreferrer" ${shared} aria-label="${label}, source in a new tab">${label}</a>`;
  const path = address === null ? null : messagePath(address, view);
  if (path !== null)
    return html`<a href="${path}" ${shared} aria-label="${label}, message with the source">${label}</a>`;
  return html`<button type="button" ${shared} aria-label="${label}, quote in the source">${label}</button>`;
}
