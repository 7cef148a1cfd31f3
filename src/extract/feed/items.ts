import { type Extracted, type Meta, PithError, type RawBlock, type Removal } from "../../model/index.ts";
import { parseHtml } from "../markup/index.ts";
import { normalizeWhitespace } from "../whitespace.ts";

/**
 * An item of a feed. `title` and `summaries` are HTML; of the summaries, the first one that has text is used. `date` is
 * in any format that feeds use.
 */
export type FeedItem = { title: string; date: string; summaries: string[] };
/** What a feed says about itself. `title` is HTML. */
export type FeedHead = { title: string; date: string; language: string | null };

/** Maximum number of items that are read. Feeds have their newest items first, and older ones are no news. */
export const MAX_ITEMS = 200;
/** Matches what blog software appends to each summary. */
const TRAILER = /^(?:The post .{1,400} (?:appeared first on|first appeared on) .{1,200}|\[?(?:…|\.\.\.)\]?)$/u;
/** Maximum length, in words, of a link that leads from an item to more of it, such as "Read more" or "Comments". */
const MAX_LINK_WORDS = 4;

/**
 * Lists the items of a feed in their order, each with its title and date, followed by its summary.
 * @throws PithError `empty` if no item has text
 */
export function listItems(items: FeedItem[], total: number, head: FeedHead, mediaType: string): Extracted {
  const removed: Removal[] = [];
  const blocks = items.flatMap((item) => itemBlocks(item, removed));
  if (!blocks.length) throw new PithError("empty");
  const note = total > items.length ? `the first ${items.length} of ${total} items` : null;
  const meta: Meta = {
    title: textOf(head.title) || null,
    byline: null,
    published: dateOf(head.date) ?? dateOf(items[0]?.date ?? ""),
    site: null,
    language: head.language,
  };
  const coverage = note ? ({ unit: "section", read: items.length, total, note } as const) : null;
  return { mediaType, blocks, meta, coverage, flat: false, removed };
}

function itemBlocks({ title: titleHtml, date: rawDate, summaries }: FeedItem, removed: Removal[]): RawBlock[] {
  const title = textOf(titleHtml);
  const date = dateOf(rawDate);
  let summary: RawBlock[] = [];
  for (const html of summaries) {
    summary = parse(html).filter((block) => block.text !== title && !isTrailer(block, removed));
    if (summary.length) break;
  }
  if (title) return [block(date ? `${title} (${date})` : title), ...summary];
  const [first, ...rest] = summary;
  return first && date ? [{ ...first, text: `${date}: ${first.text}` }, ...rest] : summary;
}

/** Whether a block of a summary only leads to more of the item. Such blocks are added to `removed`. */
function isTrailer({ text, links }: RawBlock, removed: Removal[]): boolean {
  const isOnlyLink = links > 0.99 && text.split(" ").length <= MAX_LINK_WORDS;
  if (!isOnlyLink && !TRAILER.test(text)) return false;
  removed.push({ rule: "feed", text });
  return true;
}

const block = (text: string): RawBlock => ({ kind: "list", text, page: null, links: 0 });

/** The blocks of HTML. Text that turns out to be HTML that was encoded once too often is parsed again. */
function parse(html: string): RawBlock[] {
  const { blocks } = parseHtml(html);
  const text = blocks.map((one) => one.text).join("\n\n");
  const isEncodedTwice = !html.includes("<") && /<\/?[a-z][^<>]*>|&(?:#\d+|[a-z]+);/i.test(text);
  const parsed = isEncodedTwice ? parseHtml(text).blocks : blocks;
  return parsed
    .map((one) => ({ ...one, text: normalizeWhitespace(one.text) }))
    .filter((one) => /[\p{L}\p{N}]/u.test(one.text));
}

const textOf = (html: string): string =>
  parse(html)
    .map((one) => one.text)
    .join(" ");

export const escapeHtml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Plain text as HTML, with a paragraph for each that a blank line sets apart. */
export const plainTextToHtml = (text: string): string => `<p>${escapeHtml(text).replace(/\n\s*\n/g, "<p>")}`;

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const RFC_822_DATE = /\b(\d{1,2})[ -]([a-z]{3})[a-z]*\.?[ -](\d{4}|\d{2})\b/i;

/**
 * The day of a date as ISO 8601 (RFC 3339) or RFC 822 write it, as it stands there: the time zone is that of the feed.
 * Null for other dates.
 */
function dateOf(raw: string): string | null {
  const iso = /^\s*(\d{4}-\d{2}-\d{2})(?!\d)/.exec(raw)?.[1];
  if (iso) return iso;
  const [, day, monthName, year] = RFC_822_DATE.exec(raw) ?? [];
  const month = MONTHS.indexOf(monthName?.toLowerCase() ?? "") + 1;
  if (!day || !year || !month) return null;
  const fullYear = year.length === 2 ? `20${year}` : year;
  return `${fullYear}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;
}
