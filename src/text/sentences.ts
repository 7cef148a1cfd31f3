import type { Span } from "../model/index.ts";
import { AFTER_ORDINAL, BEFORE_NUMBER, NEVER_LAST, SOMETIMES_LAST, STARTERS } from "./abbreviations.ts";
import { isCjkLanguage } from "./scripts.ts";

/** A quotation of several sentences is kept whole up to this many UTF-16 units; a third of it in Chinese and Japanese. */
const QUOTATION_UNITS = 400;
/** Nothing that people would call a sentence is longer: what is, has lost its stops, and is cut into pieces. */
const SENTENCE_UNITS = 1000;
/** Longer lines are paragraphs of one line each, not lines that were wrapped. */
const WRAP_UNITS = 120;
const LIST_LINE = /^\s*(?:[-*+•‣▪◦·–—]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|#{1,6}\s|\|)/u;
const TABLE_LINE = /[\t|]/;
const ENDED = /[.!?…。！？:;：；]["'”’»)\]」』]*\s*$/u;
const QUOTE_MARK = /["“”„«»「」『』]/gu;

const segmenters = new Map<string, Intl.Segmenter>();

/**
 * The sentences of `text`, in order, as spans without outer white space. Blank lines end a sentence, and so does the
 * end of a line unless the line was merely wrapped. None is longer than 1,000 UTF-16 units. `language` is BCP-47;
 * "und" will do.
 */
export function sentences(text: string, language: string): Span[] {
  const found: Span[] = [];
  for (const paragraph of paragraphs(text)) {
    for (const line of unwrappedLines(text.slice(paragraph.start, paragraph.end))) {
      for (const span of inLine(line.text, language)) {
        const start = paragraph.start + line.start;
        found.push({ start: start + span.start, end: start + span.end });
      }
    }
  }
  return found;
}

/** The parts of a text between blank lines; no sentence goes beyond one. */
export function paragraphs(text: string): Span[] {
  return Array.from(text.matchAll(/[^\n]+(?:\n(?![^\S\n]*\n|$)[^\n]+)*/g), ({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }));
}

/** The lines of a block, wrapped ones joined by a space in place of the line end, so that offsets stay. */
function unwrappedLines(block: string): { start: number; text: string }[] {
  if (!block.includes("\n")) return [{ start: 0, text: block }];
  const lines = block.split("\n");
  const widest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const joined: { start: number; parts: string[] }[] = [];
  let at = 0;
  for (const [i, line] of lines.entries()) {
    const before = lines[i - 1];
    const last = joined.at(-1);
    if (last && before !== undefined && isWrapped(before, line, widest)) last.parts.push(line);
    else joined.push({ start: at, parts: [line] });
    at += line.length + 1;
  }
  return joined.map(({ start, parts }) => ({ start, text: parts.join(" ") }));
}

/** A line was wrapped when it has not ended and the next word would have made it the widest of its block. */
function isWrapped(line: string, next: string, widest: number): boolean {
  if (LIST_LINE.test(next) || TABLE_LINE.test(line) || TABLE_LINE.test(next)) return false;
  if (/^\s*\p{Ll}/u.test(next) && !/[.!?…]["'”’»)]*\s*$/u.test(line)) return true;
  const word = /^\s*\S+/.exec(next.slice(0, WRAP_UNITS))?.[0] ?? "";
  return widest <= WRAP_UNITS && widest >= 40 && line.length + 1 + word.length > widest && !endedShort(line, widest);
}

const endedShort = (line: string, widest: number): boolean => ENDED.test(line) && line.length < widest * 0.8;

function inLine(line: string, language: string): Span[] {
  const pieces: Span[] = [];
  for (const { index, segment } of segmenterOf(language).segment(line)) {
    const end = index + segment.length;
    const last = pieces.at(-1);
    if (last && belongsTogether(line.slice(Math.max(last.start, index - 80), index), line.slice(index, index + 80))) {
      last.end = end;
    } else {
      pieces.push({ start: index, end });
    }
  }
  return wholeQuotations(line, pieces, isCjkLanguage(language) ? QUOTATION_UNITS / 3 : QUOTATION_UNITS)
    .map((span) => trimmed(line, span))
    .flatMap((span) => bounded(line, span))
    .filter((span) => span.end > span.start);
}

/** A sentence in pieces of at most `SENTENCE_UNITS`, cut behind a comma or its kin, else at a space, else anywhere. */
function bounded(line: string, { start, end }: Span): Span[] {
  const pieces: Span[] = [];
  let from = start;
  while (end - from > SENTENCE_UNITS) {
    const window = line.slice(from, from + SENTENCE_UNITS);
    const half = window.slice(SENTENCE_UNITS / 2);
    const comma = /[,;:](?=\s[^,;:]*$)|[，、；：。！？](?=[^，、；：。！？]*$)/u.exec(half);
    const space = /\s(?=\S*$)/u.exec(half);
    const inHalf = comma ? comma.index + 1 : (space?.index ?? half.length);
    let to = from + SENTENCE_UNITS / 2 + inHalf;
    if (/[\udc00-\udfff]/.test(line.charAt(to))) to--;
    pieces.push(trimmed(line, { start: from, end: to }));
    from = to;
  }
  return [...pieces, trimmed(line, { start: from, end })];
}

function segmenterOf(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    const known = language !== "" && isLocale(language);
    segmenter = new Intl.Segmenter(known ? language : "en", { granularity: "sentence" });
    if (segmenters.size < 100) segmenters.set(language, segmenter);
  }
  return segmenter;
}

function isLocale(language: string): boolean {
  try {
    return Intl.Segmenter.supportedLocalesOf(language).length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false; // not a well-formed tag: what it says of itself decides nothing
    throw error;
  }
}

/** Whether the segmenter cut where no sentence ends. `before` and `after` are what stands on both sides of the cut. */
function belongsTogether(before: string, after: string): boolean {
  const next = after.trimStart();
  if (next === "" || /^[)\]}”’»」』,;:]/u.test(next) || /^["'](?:\s|$)/u.test(next)) return true;
  if (/^\p{Ll}/u.test(next)) return true;
  const word = /([\p{L}\p{N}.º]+)\.["'”’)]*\s*$/u.exec(before)?.[1];
  if (word === undefined) return false;
  const lower = word.toLowerCase();
  const follower = /^["'“‘(]?([\p{L}]+)/u.exec(next)?.[1]?.toLowerCase() ?? "";
  if (NEVER_LAST.has(lower)) return true;
  if (BEFORE_NUMBER.has(lower)) return /^[\d§#]/.test(next);
  if (/^\d{1,2}$/.test(word)) return AFTER_ORDINAL.test(next);
  if (STARTERS.has(follower)) return false;
  if (SOMETIMES_LAST.has(lower)) return /^[\p{L}\d(]/u.test(next);
  return word !== "I" && /^(?:\p{Lu}|\p{Lu}\p{Ll}?(?:\.\p{Lu})+)$/u.test(word);
}

/** Joins the pieces of a quotation that opens in one and closes in a later one, while they stay short together. */
function wholeQuotations(line: string, pieces: Span[], limit: number): Span[] {
  if (pieces.length < 2) return pieces;
  const joined: Span[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const { start } = pieces[i]!;
    let last = i;
    let open = opensQuotation(line.slice(start, pieces[i]!.end), false);
    for (let j = i + 1; open && j < pieces.length && pieces[j]!.end - start <= limit; j++) {
      open = opensQuotation(line.slice(pieces[j]!.start, pieces[j]!.end), true);
      if (!open) last = j;
    }
    joined.push({ start, end: pieces[last]!.end });
    i = last;
  }
  return joined;
}

/** Whether a quotation is open at the end of `piece`, when one was or was not at its start. */
function opensQuotation(piece: string, open: boolean): boolean {
  let inside = open;
  for (const [mark] of piece.matchAll(QUOTE_MARK)) {
    // “ opens in English and closes in German, and » opens in Danish: such a mark turns the state, as the straight one.
    if (mark === "”" || mark === "」" || mark === "』") inside = false;
    else if (mark === "„" || mark === "「" || mark === "『") inside = true;
    else inside = !inside;
  }
  return inside;
}

function trimmed(text: string, { start, end }: Span): Span {
  const piece = text.slice(start, end);
  const lead = piece.length - piece.trimStart().length;
  return { start: start + lead, end: Math.max(start + lead, start + piece.trimEnd().length) };
}
