import { describe } from "./line.ts";
import { readDate } from "./rules/dates.ts";

/** Title, byline, date and site as the head lines of a flat text tell them, and which lines told it. */
export type Head = {
  title: string | null;
  byline: string | null;
  published: string | null;
  site: string | null;
  lines: Set<number>;
};

const DATED_TITLE = /^\s*(?:date[:\s]+)?(\d{4}-\d{2}-\d{2})(?:T[\d:.]+Z?)?\s+(\S.{8,})$/i;
/** What stands before a name, and the name: capitalised words, or Han and kana. */
const CREDITED =
  /^(?:(?:written )?by|von|par|por|di|da|door|przez|yazan:?|αυτ[όο]ς:?|του|της|συντάκτης:?|автор:?|текст:?|autore?:?|auteur:?|text:?)\s+(?=\S)|^(?:作者|记者|記者|文)\s?[:：/]?\s?/iu;
const NAME =
  /^(\p{Lu}[\p{L}.'’-]+(?:\s+(?:de|van|von|der|al|bin|la|le|and|und|et|&|,)?\s*\p{Lu}[\p{L}.'’-]*){0,6}|[\p{Script=Han}\p{Script=Katakana}]{2,8})(?:\s*[,|–—-].{0,60})?$/u;
/** Who published it, as the line at the foot says it: "© 2026 The Marenholm Ledger. All rights reserved." */
const PUBLISHER =
  /(?:©|\([cC]\)|[Cc]opyright)[\s\d,©–-]{2,20}(?:by |von |par )?(\p{Lu}[\p{L}\p{N}&'’ ]{1,40}?)(?=\s*(?:$|[.,;|–]|[Aa]ll [Rr]ights|Inc|Ltd|LLC))/u;
const COPYRIGHT = /©|\([cC]\)|[Cc]opyright/;
const LONGEST_FOOT = 140;

/** The name in a line that only says who wrote it, or null. */
function readByline(line: string): string | null {
  const credited = CREDITED.exec(line);
  return (credited && NAME.exec(line.slice(credited[0].length))?.[1]?.trim()) || null;
}

function readPublisher(lines: string[]): string | null {
  for (const line of lines) {
    if (line.length > LONGEST_FOOT || !COPYRIGHT.test(line)) continue;
    const publisher = PUBLISHER.exec(line)?.[1]?.trim();
    if (publisher) return publisher;
  }
  return null;
}

/** How far above the body a headline is looked for, in lines. */
const REACH = 25;

/**
 * Reads the lines before the body. The title is a line with its date in front (`date 2017-01-09 Title`), or the
 * heading-like line that says most of what the body's first lines say.
 */
export function readHead(lines: string[], bodyStart: number, bodyText: string): Head {
  const head: Head = { title: null, byline: null, published: null, site: readPublisher(lines), lines: new Set() };
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
    const byline = head.byline === null ? readByline(line) : null;
    if (byline) {
      head.byline = byline;
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
  // A page says its headline more than once: in its path, over the picture, over the text.
  for (let i = from; head.title && i < bodyStart; i++) if (lines[i]!.trim() === head.title) head.lines.add(i);
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
  const most = /[.!?。！？]$/.test(text) ? DATE_WORDS : DATE_LINE_WORDS; // a sentence says more than when
  return readByline(text) !== null || (readDate(text) !== null && text.split(/\s+/).length <= most);
}

/** A line that says when: "Updated on Monday, 4 May 2026, at 9 am". A bare date has fewer words. */
const DATE_LINE_WORDS = 9;
const DATE_WORDS = 4;
