import { type Html, html, moment, nameOf, type View } from "./view.ts";

type Context = { view: View; message: string | null; depth: number };
type Rule = { pattern: RegExp; make(parts: string[], context: Context): Html | string };

/** Deeper than this nobody means it. */
const DEEPEST = 8;

/** Characters of which none ends the piece: an escaped one, or any other. */
const WITHIN = String.raw`((?:\\[\s\S]|[^\\])+?)`;
const around = (mark: string, after = ""): RegExp => new RegExp(`${mark}${WITHIN}${mark}${after}`, "y");

/** How a moment is written, by the letter of its style (https://discord.com/developers/docs/reference#message-formatting-timestamp-styles). */
const STYLES: Record<string, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

const link = (address: string, words: Html | string): Html =>
  html`<a href="${address}" target="_blank" rel="noopener noreferrer">${words}</a>`;
const mention = (words: string): Html => html`<span class="mention">${words}</span>`;

/** In the order in which they are tried. Only http and https become links, and nothing is fetched from elsewhere. */
const RULES: Rule[] = [
  { pattern: /\\([^\p{L}\p{N}\s])/uy, make: ([char]) => char! },
  { pattern: /(`+)([\s\S]*?[^`])\1(?!`)/y, make: ([, code]) => html`<code>${code}</code>` },
  {
    pattern: /\[((?:\\[\s\S]|\[[^\][]*\]|[^\][\\])+)\]\(<?(https?:\/\/[^\s<>]+?)>?\)/y,
    make: ([words, address], context) => link(address!, deeper(words!, context)),
  },
  { pattern: /<(https?:\/\/[^\s<>]+)>/y, make: ([address]) => link(address!, address!) },
  { pattern: /(https?:\/\/[^\s<>]*[^\s<>.,:;"'\])*_~|!?])/y, make: ([address]) => link(address!, address!) },
  { pattern: /<@!?(\d+)>/y, make: ([id], { view }) => mention(`@${nameOf(view, "user", id!)}`) },
  { pattern: /<@&(\d+)>/y, make: ([id], { view }) => mention(`@${nameOf(view, "role", id!)}`) },
  { pattern: /<#(\d+)>/y, make: ([id], { view }) => mention(`#${nameOf(view, "channel", id!)}`) },
  { pattern: /<\/([^:<>]+):\d+>/y, make: ([name]) => mention(`/${name}`) },
  { pattern: /<a?:(\w+):\d+>/y, make: ([name]) => `:${name}:` },
  { pattern: /<t:(-?\d{1,12})(?::([tTdDfFR]))?>/y, make: ([seconds, style], { view }) => when(seconds!, style, view) },
  { pattern: /@(everyone|here)\b/y, make: ([whom]) => mention(`@${whom}`) },
  { pattern: /\[(\d{1,3})\]/y, make: ([n], { message }) => (message ? citation(n!, message) : `[${n}]`) },
  {
    pattern: around(String.raw`\*\*`, String.raw`(?!\*)`),
    make: ([words], c) => html`<strong>${deeper(words!, c)}</strong>`,
  },
  { pattern: around("__", "(?!_)"), make: ([words], context) => html`<u>${deeper(words!, context)}</u>` },
  { pattern: around("~~"), make: ([words], context) => html`<s>${deeper(words!, context)}</s>` },
  {
    pattern: around(String.raw`\|\|`),
    make: ([words], context) => html`<span class="spoiler" tabindex="0">${deeper(words!, context)}</span>`,
  },
  {
    pattern: /\*(?![\s*])((?:\\[\s\S]|[^*\\])+?)\*(?!\*)/y,
    make: ([words], context) => html`<em>${deeper(words!, context)}</em>`,
  },
  {
    pattern: /_((?:\\[\s\S]|[^_\\])+?)_(?![\p{L}\p{N}_])/uy,
    make: ([words], context) => html`<em>${deeper(words!, context)}</em>`,
  },
  { pattern: /\n/y, make: () => html`<br>` },
];

/** What stands within lines of Discord's Markdown. @param message as for `markdown` */
export function inline(text: string, view: View, message: string | null): Html {
  return deeper(text, { view, message, depth: 0 });
}

function deeper(text: string, context: Context): Html {
  if (context.depth >= DEEPEST) return html`${text}`;
  const inner = { ...context, depth: context.depth + 1 };
  const made: (Html | string)[] = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const { length, piece } = pieceAt(text, at, inner);
    if (piece === null) plain += text.slice(at, at + length);
    else {
      made.push(plain, piece);
      plain = "";
    }
    at += length;
  }
  return html`${[...made, plain]}`;
}

function pieceAt(text: string, at: number, context: Context): { length: number; piece: Html | string | null } {
  for (const { pattern, make } of RULES) {
    pattern.lastIndex = at;
    const [whole, ...parts] = pattern.exec(text) ?? [];
    if (whole) return { length: whole.length, piece: make(parts, context) };
  }
  // A word holds no mark, and an underscore within one is none.
  const run = /[\p{L}\p{N}]+(?:_+[\p{L}\p{N}]+)*|[\s\S]/uy;
  run.lastIndex = at;
  return { length: run.exec(text)![0].length, piece: null };
}

function when(seconds: string, style: string | undefined, { person }: View): Html {
  const at = Number(seconds) * 1000;
  const { locale } = person.user;
  if (style !== "R") return moment(at, locale, STYLES[style ?? "f"]!);
  const minutes = Math.round((at - Date.now()) / 60_000);
  const [amount, unit] =
    Math.abs(minutes) < 60 ? ([minutes, "minute"] as const) : ([Math.round(minutes / 60), "hour"] as const);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(amount, unit);
  return html`<time datetime="${new Date(at).toISOString()}">${words}</time>`;
}

/** Opens the quote in its source. */
function citation(n: string, message: string): Html {
  return html`<button type="button" class="cite" data-act="quote" data-message="${message}" data-n="${n}" title="Show quote ${n} in the source">[${n}]</button>`;
}
