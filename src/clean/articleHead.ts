import { computeLineStats } from "./lineStats.ts";
import { parseDate } from "./rules/index.ts";

/**
 * Metadata from the lines above an article. `lines` holds the indexes of the lines with the title, byline or date.
 * `site` comes from a copyright line anywhere on the page.
 */
export type ArticleHead = {
  title: string | null;
  byline: string | null;
  published: string | null;
  site: string | null;
  lines: Set<number>;
};

const DATED_TITLE = /^\s*(?:date[:\s]+)?(\d{4}-\d{2}-\d{2})(?:T[\d:.]+Z?)?\s+(\S.{8,})$/i;
/** The words that introduce an author's name, such as "By", "Von" and "记者". */
const BYLINE_PREFIX =
  /^(?:(?:written )?by|von|par|por|di|da|door|przez|yazan:?|αυτ[όο]ς:?|του|της|συντάκτης:?|автор:?|текст:?|autore?:?|auteur:?|text:?)\s+(?=\S)|^(?:作者|记者|記者|文)\s?[:：/]?\s?/iu;
/**
 * A name, written in capitalised words or in Han or katakana characters, with an optional suffix such as a job title.
 */
const NAME =
  /^(\p{Lu}[\p{L}.'’-]+(?:\s+(?:de|van|von|der|al|bin|la|le|and|und|et|&|,)?\s*\p{Lu}[\p{L}.'’-]*){0,6}|[\p{Script=Han}\p{Script=Katakana}]{2,8})(?:\s*[,|–—-].{0,60})?$/u;
/** The publisher in a copyright line: "© 2026 The Marenholm Ledger. All rights reserved." */
const PUBLISHER =
  /(?:©|\([cC]\)|[Cc]opyright)[\s\d,©–-]{2,20}(?:by |von |par )?(\p{Lu}[\p{L}\p{N}&'’ ]{1,40}?)(?=\s*(?:$|[.,;|–]|[Aa]ll [Rr]ights|Inc|Ltd|LLC))/u;
const COPYRIGHT_MARK = /©|\([cC]\)|[Cc]opyright/;
/** Maximum length of a copyright line, in UTF-16 units. */
const MAX_COPYRIGHT_UNITS = 140;

/** Returns the author's name if a line consists only of a byline, else null. */
function parseByline(line: string): string | null {
  const prefix = BYLINE_PREFIX.exec(line);
  return (prefix && NAME.exec(line.slice(prefix[0].length))?.[1]?.trim()) || null;
}

function findPublisher(lines: string[]): string | null {
  for (const line of lines) {
    if (line.length > MAX_COPYRIGHT_UNITS || !COPYRIGHT_MARK.test(line)) continue;
    const publisher = PUBLISHER.exec(line)?.[1]?.trim();
    if (publisher) return publisher;
  }
  return null;
}

/**
 * Maximum number of lines above the body that are searched for the title, the byline and the date. Titles that follow a
 * date are searched for in all lines above the body.
 */
const MAX_HEAD_LINES = 25;

/**
 * Parses the lines above the body. The title is taken from a line in which a date precedes it (`date 2017-01-09 Title`).
 * Without such a line, the title is the heading-like line whose words best match the start of the body (see
 * `titleScore`).
 * @param lines all lines of the page
 * @param bodyStart index of the first body line
 * @param bodyText the start of the body
 */
export function parseArticleHead(lines: string[], bodyStart: number, bodyText: string): ArticleHead {
  const head: ArticleHead = {
    title: null,
    byline: null,
    published: null,
    site: findPublisher(lines),
    lines: new Set(),
  };
  const from = Math.max(0, bodyStart - MAX_HEAD_LINES);
  const datedTitle = lines.slice(0, Math.max(bodyStart, 3)).findIndex((line) => DATED_TITLE.test(line));
  if (datedTitle >= 0) {
    const [, published, title] = DATED_TITLE.exec(lines[datedTitle]!)!;
    Object.assign(head, { published, title: title!.trim() });
    head.lines.add(datedTitle);
  }
  const openingWords = new Set(
    bodyText
      .slice(0, 1500)
      .toLowerCase()
      .match(/\p{Script=Han}|[\p{L}\p{N}]{3,}/gu),
  );
  let bestScore = 0;
  for (let i = from; i < bodyStart; i++) {
    const line = lines[i]!.trim();
    const byline = head.byline === null ? parseByline(line) : null;
    if (byline) {
      head.byline = byline;
      head.lines.add(i);
    }
    if (head.published === null && line.length < 90) {
      head.published = parseDate(line);
      if (head.published) head.lines.add(i);
    }
    if (datedTitle >= 0 || byline) continue;
    const score = titleScore(line, openingWords);
    if (score > bestScore) {
      bestScore = score;
      head.title = line;
    }
  }
  // Pages often repeat the headline, for example in the breadcrumbs or above a picture.
  for (let i = from; head.title && i < bodyStart; i++) if (lines[i]!.trim() === head.title) head.lines.add(i);
  return head;
}

/**
 * Scores how well a line fits as the title of an article with the given opening words. 0 means that it cannot be the
 * title.
 */
function titleScore(line: string, openingWords: Set<string>): number {
  const { words, isTruncated, separators, endsSentence } = computeLineStats(line);
  if (words < 3 || words > 30 || line.length > 200 || isTruncated || separators > 1) return 0;
  const titleWords = [...new Set(line.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]{3,}/gu))];
  if (titleWords.length < 2) return 0;
  const shared = titleWords.filter((word) => openingWords.has(word)).length;
  const share = shared / titleWords.length;
  return shared >= 2 || share >= 0.5 ? share + shared / 10 - (endsSentence && /[.;:]$/.test(line) ? 0.4 : 0) : 0;
}

/**
 * Whether a block consists only of the byline or the date of the article. `byline` is the author's name, or null if
 * unknown.
 */
export function isBylineOrDate(text: string, byline: string | null): boolean {
  if (text.length > 120) return false;
  const bare = byline ? text.replace(byline, "").trim() : text;
  if (byline && bare.length < text.length && bare.length <= 12) return true;
  const maxWords = /[.!?。！？]$/.test(text) ? MAX_DATE_WORDS : MAX_DATE_LINE_WORDS;
  return parseByline(text) !== null || (parseDate(text) !== null && text.split(/\s+/).length <= maxWords);
}

/** Maximum length of a date line, in words. "Updated on Monday, 4 May 2026, at 9 am" has 9. */
const MAX_DATE_LINE_WORDS = 9;
/**
 * Maximum length, in words, of a date line that ends with sentence-final punctuation. A longer one is a sentence that
 * mentions a date.
 */
const MAX_DATE_WORDS = 4;
