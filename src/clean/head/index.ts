import type { RawBlock } from "../../model/index.ts";
import { detectLanguage } from "../../text/index.ts";
import { type DateOrder, dateOrderOf, findDates } from "../rules/index.ts";
import { creditsAuthor, findByline, isBylineLine } from "./byline.ts";
import type { HeadLine } from "./lines.ts";
import { findPublicationDate } from "./publicationDate.ts";
import { findPublisher } from "./publisher.ts";
import { findTitle, titleWords } from "./title.ts";

/**
 * What a document says about itself: in the lines above its text, and in part below it. `lines` holds the indexes of
 * the blocks that say nothing else, and can be left out of the text.
 */
export type DocumentHead = {
  title: string | null;
  byline: string | null;
  published: string | null;
  /** The publisher, from a copyright line anywhere in the text. */
  site: string | null;
  lines: Set<number>;
};

/** Length of the sample that tells the order of day and month, in UTF-16 units. */
const SAMPLE_UNITS = 4000;
/** Length of the start of the body with which titles are compared, in UTF-16 units. */
const OPENING_UNITS = 1500;

const DATED = /^\s{0,8}(?:date[:\s]\s{0,8})?(\d{4}-\d{2}-\d{2})(?:T[\d:.]{1,16}Z?)?\s/i;
/** A title is one line, and does not begin with a time: then the line is one of a log. */
const DATED_TITLE = new RegExp(`${DATED.source}{1,8}(?!\\d{1,2}:\\d{2})(\\S.{8,119})$`, "i");
const SENTENCE_END = /[。！？]|\.["'”’»)]?$|[.!?]["'”’»)]?\s+\p{Lu}/u;

/**
 * Index of the line that gives a date and then the title, or -1. A diary, a change log or a log has several dated lines,
 * and what follows the date is its text; a title has text below it.
 */
function datedTitleAt(lines: HeadLine[], bodyStart: number): number {
  const at = lines.findIndex(({ text }) => DATED.test(text));
  if (at < 0 || at >= Math.max(bodyStart, MIN_TITLE_LINES)) return -1;
  const title = DATED_TITLE.exec(lines[at]!.text)?.[2];
  if (!title || SENTENCE_END.test(title)) return -1;
  const below = lines.slice(at + 1);
  return below.some(({ text }) => /\p{L}/u.test(text)) && !below.some(({ text }) => DATED.test(text)) ? at : -1;
}

/** Number of lines at the start that may be a dated title, even if they belong to the body. */
const MIN_TITLE_LINES = 3;

/**
 * Parses the head of a document. The title is taken from a line in which a date precedes it (`date 2017-01-09 Title`),
 * if there is one.
 * @param blocks all blocks of the document
 * @param bodyStart index of the first block of the body
 * @param opening the start of the body
 * @param knownTitle the title that the format declares, or null
 */
export function parseHead(
  blocks: RawBlock[],
  bodyStart: number,
  opening: string,
  knownTitle: string | null = null,
): DocumentHead {
  const lines: HeadLine[] = [];
  /** For each line, the index of its block. */
  const blockOf: number[] = [];
  let lineStart = 0;
  const dataStart = dataStartOf(blocks);
  for (const [i, block] of blocks.entries()) {
    if (i === bodyStart) lineStart = lines.length;
    // A row of data says nothing of the document, but keeps its place below what does.
    for (const line of i < dataStart ? linesOf(block) : [{ text: "", apart: true }]) {
      lines.push(line);
      blockOf.push(i);
    }
  }
  if (bodyStart >= blocks.length) lineStart = lines.length;

  const head: DocumentHead = {
    title: knownTitle,
    byline: null,
    published: null,
    site: findPublisher(lines),
    lines: new Set(),
  };
  const datedTitle = knownTitle === null ? datedTitleAt(lines, lineStart) : -1;
  let titleAt = knownTitle === null ? datedTitle : lines.findIndex(({ text }) => text === knownTitle);
  if (datedTitle >= 0) {
    const [, published, title] = DATED_TITLE.exec(lines[datedTitle]!.text)!;
    Object.assign(head, { published, title: title!.trim() });
    head.lines.add(blockOf[datedTitle]!);
  } else if (knownTitle === null) {
    const found = findTitle(lines, titleEnd(lines, lineStart), titleWords(opening.slice(0, OPENING_UNITS)));
    head.title = found?.title ?? null;
    titleAt = found?.lines.at(-1) ?? -1;
    if (found?.isOfText) for (const line of found.lines) head.lines.add(blockOf[line]!);
  }
  // Pages often repeat the headline, for example in the breadcrumbs or above a picture.
  if (head.lines.size > 0)
    for (let i = Math.max(0, lineStart - MAX_REPEATED_LINES); i < lineStart; i++)
      if (lines[i]!.text === head.title) head.lines.add(blockOf[i]!);

  const byline = findByline(lines, titleAt, lineStart);
  head.byline = byline?.names ?? null;
  if (byline?.isWhole) head.lines.add(blockOf[byline.line]!);
  if (head.published === null) {
    head.published = findPublicationDate(lines, lineStart, dateOrderIn(blocks))?.iso ?? null;
  }
  for (let i = Math.max(0, lineStart - MAX_REPEATED_LINES); i < lineStart; i++)
    if (isDateLine(lines[i]!.text)) head.lines.add(blockOf[i]!);
  return head;
}

/**
 * Index of the first row with data of a document that is all tables, such as a CSV file. Rows of one cell and fields, which
 * are a name and a value, may stand above. Other documents have none.
 */
function dataStartOf(blocks: RawBlock[]): number {
  if (blocks.some(({ kind }) => kind !== "table" && kind !== "heading")) return blocks.length;
  const start = blocks.findIndex(({ kind, text }) => {
    const cells = kind === "table" ? text.slice(0, MAX_LINE_UNITS).split(/(?<=^|\s)\|(?=\s|$)/) : [];
    return cells.length > 2 || (cells.length === 2 && !/^[^\d]*\p{L}/u.test(cells[0]!));
  });
  return start < 0 ? blocks.length : start;
}

/** Number of lines above the body in which the title may be repeated and dates may stand. */
const MAX_REPEATED_LINES = 25;

/** The order of day and month in the dates of a document. Null without dates of numbers alone, or if nothing tells. */
function dateOrderIn(blocks: RawBlock[]): DateOrder {
  let sample = "";
  for (const { text } of blocks) {
    sample += `${text}\n`;
    if (sample.length >= SAMPLE_UNITS) break;
  }
  return NUMBERS_ALONE.test(sample) ? dateOrderOf(sample, detectLanguage(sample)) : null;
}

const NUMBERS_ALONE = /\d{1,2}[/-]\d{1,2}[/-]\d{4}/;

/**
 * Where the lines end among which the title is. The first line of the body may be one that ends like a sentence: "Why
 * do we heat empty schools in August?"
 */
function titleEnd(lines: HeadLine[], bodyStart: number): number {
  const first = lines[bodyStart];
  const isQuestion =
    bodyStart === 0 &&
    first !== undefined &&
    lines.length > 1 &&
    /^[^.!?。]{10,120}[!?！？]["”»」]?$/u.test(first.text);
  return isQuestion && (lines[1]!.apart || lines[1]!.text.length < first.text.length) ? 1 : bodyStart;
}

/** Length to which lines are cut, in UTF-16 units. No line of a head is longer, and patterns take time on long lines. */
const MAX_LINE_UNITS = 1200;
/** A label in the middle of a line: the next field. */
const NEXT_FIELD = /\s+(?=\p{Lu}[\p{L}-]+(?:\s\p{Ll}[\p{L}-]*){0,3}\s?[:：]\s)/u;
const FIRST_FIELD = /^[^\p{L}]{0,4}\p{Lu}[\p{L}-]+(?:\s[\p{L}-]+){0,3}\s?[:：]\s+\S+/u;
/** Maximum length of a block whose fields are separated, in UTF-16 units. */
const MAX_FIELDS_UNITS = 600;

/**
 * The lines of a block. A format may have joined the fields of its head: "Date: 2024-02-22 Notes: Yusra". A table row
 * of two cells is a field.
 */
function linesOf({ kind, text: whole, apart = true, columns }: RawBlock): HeadLine[] {
  const text = whole.slice(0, MAX_LINE_UNITS);
  if (kind === "table") return [{ text: text.replace(/^([^|]{1,40}) \| ([^|]+)$/, "$1: $2"), apart }];
  const lines = text.length <= MAX_FIELDS_UNITS ? text.split("\n").flatMap(splitFields) : [text];
  return lines.map((line, i) => ({
    text: line.trim(),
    apart: apart && i === 0,
    ...(columns && lines.length === 1 && { columns }),
  }));
}

function splitFields(line: string): string[] {
  const first = FIRST_FIELD.exec(line)?.[0];
  if (!first) return [line];
  const [rest = "", ...more] = line.slice(first.length).split(NEXT_FIELD);
  return [first + rest, ...more];
}

/** Maximum length of a date line, in words. "Updated on Monday, 4 May 2026, at 9 am" has 9. */
const MAX_DATE_LINE_WORDS = 9;
/**
 * Maximum length, in words, of a date line that ends with sentence-final punctuation. A longer one is a sentence that
 * mentions a date.
 */
const MAX_DATE_WORDS = 4;
/** Length of a date line, in UTF-16 units, in scripts without spaces. */
const MAX_DATE_UNITS = 90;

/** Whether a line consists of a date, with a few words beside it. */
function isDateLine(text: string): boolean {
  if (text.length >= MAX_DATE_UNITS || findDates(text).length === 0) return false;
  return text.split(/\s+/).length <= (/[.!?。！？]$/.test(text) ? MAX_DATE_WORDS : MAX_DATE_LINE_WORDS);
}

/**
 * Whether a block consists only of the byline or the date of the article. `byline` is the author's name, or null if
 * unknown.
 */
export function isBylineOrDate(text: string, byline: string | null): boolean {
  if (text.length > 120) return false;
  const bare = byline ? text.replace(byline, "").trim() : text;
  if (byline && bare.length < text.length && bare.length <= 12) return true;
  return isBylineLine(text) || isDateLine(text);
}

export { creditsAuthor };
