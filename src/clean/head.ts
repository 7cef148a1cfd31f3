import * as chrono from "chrono-node/en";
import { describe } from "./line.ts";

/** Title, byline, date and site as the head lines of a flat text tell them, and which lines told it. */
export type Head = { title: string | null; byline: string | null; published: string | null; lines: Set<number> };

const DATED_TITLE = /^\s*(?:date[:\s]+)?(\d{4}-\d{2}-\d{2})(?:T[\d:.]+Z?)?\s+(\S.{8,})$/i;
const BYLINE =
  /^(?:written )?(?:by|von|par|por|di|автор:?|autor:?|text:?|作者[:：]|记者)\s+(\p{Lu}[\p{L}.'’-]+(?:\s+(?:de|van|von|der|al|bin|la|le|and|&|,)?\s*\p{Lu}[\p{L}.'’-]+){0,6}|[\p{Script=Han}]{2,8})(?:\s*[,|–—-].{0,60})?$/iu;
const ISO = /\b(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2}):(\d{2}))?/;
const DAY_FIRST = /\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b/;
const DATE_WORDS = /\b(?:19|20)\d{2}\b/;

const pad = (n: number | string): string => String(n).padStart(2, "0");
const isDate = (y: number, m: number, d: number): boolean => y > 1900 && m >= 1 && m <= 12 && d >= 1 && d <= 31;

/** A date written in a short line, as ISO 8601, or null. Day-first for dotted and slashed forms whose first part is over 12. */
function readDate(line: string): string | null {
  const iso = ISO.exec(line);
  if (iso && isDate(+iso[1]!, +iso[2]!, +iso[3]!)) return `${iso[1]}-${pad(iso[2]!)}-${pad(iso[3]!)}`;
  const short = DAY_FIRST.exec(line);
  if (short) {
    const [a, b, year] = [+short[1]!, +short[2]!, +short[3]!];
    const dayFirst = line.includes(".") || a > 12;
    const [day, month] = dayFirst ? [a, b] : [b, a];
    if (isDate(year, month, day)) return `${year}-${pad(month)}-${pad(day)}`;
  }
  if (!DATE_WORDS.test(line)) return null;
  const found = chrono.strict.parse(line)[0]?.start;
  if (!found?.isCertain("year") || !found.isCertain("day") || !found.isCertain("month")) return null;
  return `${found.get("year")}-${pad(found.get("month")!)}-${pad(found.get("day")!)}`;
}

/** How far above the body a headline is looked for, in lines. */
const REACH = 25;

/**
 * Reads the lines before the body. The title is a line with its date in front (`date 2017-01-09 Title`), or the
 * heading-like line that says most of what the body's first lines say.
 */
export function readHead(lines: string[], bodyStart: number, bodyText: string): Head {
  const head: Head = { title: null, byline: null, published: null, lines: new Set() };
  const from = Math.max(0, bodyStart - REACH);
  const dated = lines.slice(0, Math.max(bodyStart, 3)).findIndex((line) => DATED_TITLE.test(line));
  if (dated >= 0) {
    const [, published, title] = DATED_TITLE.exec(lines[dated]!)!;
    Object.assign(head, { published, title: title!.trim() });
    head.lines.add(dated);
  }
  const opening = new Set(
    bodyText
      .slice(0, 1500)
      .toLowerCase()
      .match(/\p{Script=Han}|[\p{L}\p{N}]{3,}/gu),
  );
  let best = 0;
  for (let i = from; i < bodyStart; i++) {
    const line = lines[i]!.trim();
    const byline = head.byline === null ? BYLINE.exec(line) : null;
    if (byline) {
      head.byline = byline[1]!.trim();
      head.lines.add(i);
    }
    if (head.published === null && line.length < 90) {
      head.published = readDate(line);
      if (head.published) head.lines.add(i);
    }
    if (dated >= 0 || byline) continue;
    const score = titleScore(line, opening);
    if (score > best) {
      best = score;
      head.title = line;
    }
  }
  if (dated < 0 && head.title) head.lines.add(lines.lastIndexOf(head.title, bodyStart));
  return head;
}

/** How much a line looks like the headline of the text whose opening words are given; 0 for no. */
function titleScore(line: string, opening: Set<string>): number {
  const { words, cut, separators, closed } = describe(line);
  if (words < 3 || words > 30 || line.length > 200 || cut || separators > 1) return 0;
  const own = [...new Set(line.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]{3,}/gu))];
  if (own.length < 2) return 0;
  const shared = own.filter((word) => opening.has(word)).length;
  const share = shared / own.length;
  return shared >= 2 || share >= 0.5 ? share + shared / 10 - (closed && /[.;:]$/.test(line) ? 0.4 : 0) : 0;
}

/** Whether a short block above the body only says who wrote it, or when. */
export function isCreditLine(text: string, byline: string | null): boolean {
  if (text.length > 120) return false;
  const bare = byline ? text.replace(byline, "").trim() : text;
  if (byline && bare.length < text.length && bare.length <= 12) return true;
  return BYLINE.test(text) || (readDate(text) !== null && text.split(/\s+/).length <= 9);
}
