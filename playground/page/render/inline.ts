import { nameOf, type View } from "../view.ts";
import { type Html, html, moment } from "./html.ts";

type Context = { view: View; message: string | null; depth: number };
type Make = (parts: string[], context: Context) => Html | string;

/** Deeper than this nobody means it. */
const DEEPEST = 8;

/** What stands between two marks: escaped characters, and any others. */
const between = (mark: string, after = ""): RegExp =>
  new RegExp(`${mark}((?:\\\\[\\s\\S]|[^\\\\])+?)${mark}${after}`, "y");

/** How a moment is written, by the letter of its style (https://discord.com/developers/docs/reference#message-formatting-timestamp-styles). */
const DATES: Record<string, "short" | "long" | "full"> = { d: "short", D: "long", f: "long", F: "full" };
const TIMES: Record<string, "short" | "medium"> = { t: "short", T: "medium", f: "short", F: "short" };

const link = (address: string, words: Html | string): Html =>
  html`<a href="${address}" target="_blank" rel="noopener noreferrer">${words}</a>`;
const mention = (words: string): Html => html`<span class="mention">${words}</span>`;

/** In the order in which they are tried. Only http and https become links, and nothing is fetched from elsewhere. */
const RULES: [RegExp, Make][] = [
  [/\\([^\p{L}\p{N}\s])/uy, ([char]) => char!],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, ([, code]) => html`<code>${code}</code>`],
  [
    /\[((?:\\[\s\S]|\[[^\][]*\]|[^\][\\])+)\]\(<?(https?:\/\/[^\s<>]+?)>?\)/y,
    ([words, address], context) => link(address!, deeper(words!, context)),
  ],
  [/<(https?:\/\/[^\s<>]+)>/y, ([address]) => link(address!, address!)],
  [/(https?:\/\/[^\s<>]*[^\s<>.,:;"'\])*_~|!?])/y, ([address]) => link(address!, address!)],
  [/<@!?(\d+)>/y, ([id], { view }) => mention(`@${nameOf(view, "user", id!)}`)],
  [/<@&(\d+)>/y, ([id], { view }) => mention(`@${nameOf(view, "role", id!)}`)],
  [/<#(\d+)>/y, ([id], { view }) => mention(`#${nameOf(view, "channel", id!)}`)],
  [/<\/([^:<>]+):\d+>/y, ([name]) => mention(`/${name}`)],
  [/<a?:(\w+):\d+>/y, ([name]) => `:${name}:`],
  [/<t:(-?\d{1,12})(?::([tTdDfFR]))?>/y, ([seconds, style], { view }) => when(seconds!, style, view)],
  [/@(everyone|here)\b/y, ([whom]) => mention(`@${whom}`)],
  [/\[(\d{1,3})\]/y, ([n], { message }) => (message ? citation(n!, message) : `[${n}]`)],
  [between("\\*\\*", "(?!\\*)"), ([words], context) => html`<strong>${deeper(words!, context)}</strong>`],
  [between("__", "(?!_)"), ([words], context) => html`<u>${deeper(words!, context)}</u>`],
  [between("~~"), ([words], context) => html`<s>${deeper(words!, context)}</s>`],
  [between("\\|\\|"), ([words], context) => html`<span class="spoiler" tabindex="0">${deeper(words!, context)}</span>`],
  [/\*(?![\s*])((?:\\[\s\S]|[^*\\])+?)\*(?!\*)/y, ([words], context) => html`<em>${deeper(words!, context)}</em>`],
  [/_((?:\\[\s\S]|[^_\\])+?)_(?![\p{L}\p{N}_])/uy, ([words], context) => html`<em>${deeper(words!, context)}</em>`],
  [/\n/y, () => html`<br>`],
];

/** What stands within lines of Discord's Markdown. @param message as for `markdown` */
export function inline(text: string, view: View, message: string | null): Html {
  return deeper(text, { view, message, depth: 0 });
}

function deeper(text: string, context: Context): Html {
  if (context.depth >= DEEPEST) return html`${text}`;
  const inner = { ...context, depth: context.depth + 1 };
  const made: (Html | string)[] = [];
  for (let at = 0; at < text.length; ) {
    const { length, piece } = pieceAt(text, at, inner);
    made.push(piece ?? text.slice(at, at + length));
    at += length;
  }
  return html`${made}`;
}

function pieceAt(text: string, at: number, context: Context): { length: number; piece: Html | string | null } {
  for (const [pattern, make] of RULES) {
    pattern.lastIndex = at;
    const [whole, ...parts] = pattern.exec(text) ?? [];
    if (whole) return { length: whole.length, piece: make(parts, context) };
  }
  // A word holds no mark, and an underscore within one is none.
  const run = /[\p{L}\p{N}]+(?:_+[\p{L}\p{N}]+)*|[\s\S]/uy;
  run.lastIndex = at;
  return { length: run.exec(text)![0].length, piece: null };
}

function when(seconds: string, style = "f", { person }: View): Html {
  const at = Number(seconds) * 1000;
  const { locale } = person.user;
  const [dateStyle, timeStyle] = [DATES[style], TIMES[style]];
  if (style !== "R") return moment(at, locale, { ...(dateStyle && { dateStyle }), ...(timeStyle && { timeStyle }) });
  const minutes = Math.round((at - Date.now()) / 60_000);
  const told = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const words = Math.abs(minutes) < 60 ? told.format(minutes, "minute") : told.format(Math.round(minutes / 60), "hour");
  return html`<time datetime="${new Date(at).toISOString()}">${words}</time>`;
}

/** Opens the quote in its source. */
function citation(n: string, message: string): Html {
  return html`<button type="button" class="cite" data-act="quote" data-message="${message}" data-n="${n}" title="Show quote ${n} in the source">[${n}]</button>`;
}
