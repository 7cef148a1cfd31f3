import type { Span } from "../model/index.ts";
import {
  AMBIGUOUS_ABBREVIATIONS,
  GERMAN_ORDINAL_FOLLOWER,
  NONBREAKING_PREFIXES,
  NUMERIC_ONLY_PREFIXES,
  SENTENCE_STARTERS,
} from "./abbreviations.ts";
import { isCjkLanguage } from "./scripts.ts";

/**
 * Maximum length, in UTF-16 units, of a quotation whose sentences are joined into one. The limit for Chinese and
 * Japanese is a third of this.
 */
const MAX_QUOTATION_UNITS = 400;
/** Maximum length of a sentence, in UTF-16 units. A longer one has probably lost its punctuation and is split. */
const MAX_SENTENCE_UNITS = 1000;
/** Maximum length of a hard-wrapped line, in UTF-16 units. Longer lines are whole paragraphs. */
const MAX_WRAP_UNITS = 120;
const LIST_LINE = /^\s*(?:[-*+•‣▪◦·–—]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|#{1,6}\s|\|)/u;
const TABLE_LINE = /[\t|]/;
const SENTENCE_END = /[.!?…。！？:;：；]["'”’»)\]」』]*\s*$/u;
const QUOTE_MARK = /["“”„«»「」『』]/gu;

const segmenters = new Map<string, Intl.Segmenter>();

/**
 * Segments text into sentences. Returns them in order, as spans in UTF-16 offsets without surrounding white space.
 * `Intl.Segmenter` finds the sentences. Sentences that it splits at abbreviations or inside quotations are joined
 * again. A sentence also ends at a blank line and at any line end that is not a hard wrap. No sentence exceeds 1,000
 * UTF-16 units. `language` is a BCP-47 tag and may be "und".
 */
export function segmentSentences(text: string, language: string): Span[] {
  const found: Span[] = [];
  for (const paragraph of splitParagraphs(text)) {
    for (const line of unwrappedLines(text.slice(paragraph.start, paragraph.end))) {
      for (const span of segmentLine(line.text, language)) {
        const start = paragraph.start + line.start;
        found.push({ start: start + span.start, end: start + span.end });
      }
    }
  }
  return found;
}

/** Splits text at blank lines into spans in UTF-16 offsets, in order. */
export function splitParagraphs(text: string): Span[] {
  return Array.from(text.matchAll(/[^\n]+(?:\n(?![^\S\n]*\n|$)[^\n]+)*/g), ({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }));
}

/** Joins hard-wrapped lines, with a space in place of each line end so that offsets do not change. */
function unwrappedLines(block: string): { start: number; text: string }[] {
  if (!block.includes("\n")) return [{ start: 0, text: block }];
  const lines = block.split("\n");
  const widest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const joined: { start: number; parts: string[] }[] = [];
  let at = 0;
  for (const [i, line] of lines.entries()) {
    const previous = lines[i - 1];
    const last = joined.at(-1);
    if (last && previous !== undefined && isHardWrapped(previous, line, widest)) last.parts.push(line);
    else joined.push({ start: at, parts: [line] });
    at += line.length + 1;
  }
  return joined.map(({ start, parts }) => ({ start, text: parts.join(" ") }));
}

/**
 * Whether the line break after `line` is a hard wrap: `next` continues the sentence in lower case, or its first word
 * would not have fitted on `line`. Always false before a list item and in a table. `widest` is the length of the widest
 * line of the block, in UTF-16 units.
 */
function isHardWrapped(line: string, next: string, widest: number): boolean {
  if (LIST_LINE.test(next) || TABLE_LINE.test(line) || TABLE_LINE.test(next)) return false;
  if (/^\s*\p{Ll}/u.test(next) && !/[.!?…]["'”’»)]*\s*$/u.test(line)) return true;
  const word = /^\s*\S+/.exec(next.slice(0, MAX_WRAP_UNITS))?.[0] ?? "";
  return (
    widest <= MAX_WRAP_UNITS && widest >= 40 && line.length + 1 + word.length > widest && !isShortAndEnded(line, widest)
  );
}

/** Whether a line ends a sentence well before the right margin, as the last line of a paragraph does. */
const isShortAndEnded = (line: string, widest: number): boolean =>
  SENTENCE_END.test(line) && line.length < widest * 0.8;

/** Segments one unwrapped line into sentences. The spans are offsets into the line. */
function segmentLine(written: string, language: string): Span[] {
  const line = withCapitals(written);
  const pieces: Span[] = [];
  for (const { index, segment } of segmenterOf(language).segment(line)) {
    const end = index + segment.length;
    const last = pieces.at(-1);
    if (last && isFalseBreak(line.slice(Math.max(last.start, index - 80), index), line.slice(index, index + 80))) {
      last.end = end;
    } else {
      pieces.push({ start: index, end });
    }
  }
  return joinQuotations(line, pieces, isCjkLanguage(language) ? MAX_QUOTATION_UNITS / 3 : MAX_QUOTATION_UNITS)
    .map((span) => trimSpan(line, span))
    .flatMap((span) => splitLongSentence(line, span))
    .filter((span) => span.end > span.start);
}

/** The end of a sentence and the small letter after it. A number with a full stop is mostly an ordinal. */
const SMALL_START = /(?<=(?<!(?<!\p{N})\p{N}{1,2})[.!?…]["'”’»)]{0,2}\s)\p{Ll}/gu;
/** Maximum share of the letters that are capitals where somebody writes without them. */
const MAX_CAPITALS = 0.01;

/** Text of the same length that begins its sentences with capitals, if somebody wrote it without: they tell where sentences end. */
function withCapitals(line: string): string {
  const starts = /^\P{L}*\p{Ll}/u.test(line) ? (line.match(SMALL_START)?.length ?? 0) : 0;
  if (!starts || /[.!?…]["'”’»)]{0,2}\s\p{Lu}/u.test(line)) return line;
  if ((line.match(/\p{Lu}/gu)?.length ?? 0) > MAX_CAPITALS * line.length) return line;
  return line.replace(SMALL_START, (letter) => (letter.toUpperCase().length === 1 ? letter.toUpperCase() : letter));
}

/**
 * Splits a sentence into pieces of at most `MAX_SENTENCE_UNITS`. A piece ends after the last comma, semicolon, colon or
 * full-width punctuation mark in its second half, or else at the last space there, or else at the limit. Surrogate
 * pairs are never split.
 */
function splitLongSentence(line: string, { start, end }: Span): Span[] {
  const pieces: Span[] = [];
  let from = start;
  while (end - from > MAX_SENTENCE_UNITS) {
    const window = line.slice(from, from + MAX_SENTENCE_UNITS);
    const half = window.slice(MAX_SENTENCE_UNITS / 2);
    const comma = /[,;:](?=\s[^,;:]*$)|[，、；：。！？](?=[^，、；：。！？]*$)/u.exec(half);
    const space = /\s(?=\S*$)/u.exec(half);
    const inHalf = comma ? comma.index + 1 : (space?.index ?? half.length);
    let to = from + MAX_SENTENCE_UNITS / 2 + inHalf;
    if (/[\udc00-\udfff]/.test(line.charAt(to))) to--;
    pieces.push(trimSpan(line, { start: from, end: to }));
    from = to;
  }
  return [...pieces, trimSpan(line, { start: from, end })];
}

function segmenterOf(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    const isSupported = language !== "" && isSupportedLocale(language);
    segmenter = new Intl.Segmenter(isSupported ? language : "en", { granularity: "sentence" });
    if (segmenters.size < 100) segmenters.set(language, segmenter);
  }
  return segmenter;
}

function isSupportedLocale(language: string): boolean {
  try {
    return Intl.Segmenter.supportedLocalesOf(language).length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false; // not a well-formed BCP-47 tag
    throw error;
  }
}

/** Whether the segmenter split inside a sentence. `before` and `after` are the text on either side of the break. */
function isFalseBreak(before: string, after: string): boolean {
  const next = after.trimStart();
  if (next === "" || /^[)\]}”’»」』,;:]/u.test(next) || /^["'](?:\s|$)/u.test(next)) return true;
  if (/^\p{Ll}/u.test(next)) return true;
  const word = /([\p{L}\p{N}.º]+)\.["'”’)]*\s*$/u.exec(before)?.[1];
  if (word === undefined) return false;
  const lower = word.toLowerCase();
  const follower = /^["'“‘(]?([\p{L}]+)/u.exec(next)?.[1]?.toLowerCase() ?? "";
  if (NONBREAKING_PREFIXES.has(lower)) return true;
  if (NUMERIC_ONLY_PREFIXES.has(lower)) return /^[\d§#]/.test(next);
  if (/^\d{1,2}$/.test(word)) return GERMAN_ORDINAL_FOLLOWER.test(next);
  if (SENTENCE_STARTERS.has(follower)) return false;
  if (AMBIGUOUS_ABBREVIATIONS.has(lower)) return /^[\p{L}\d(]/u.test(next);
  return word !== "I" && /^(?:\p{Lu}|\p{Lu}\p{Ll}?(?:\.\p{Lu})+)$/u.test(word);
}

/**
 * Joins the sentences of each quotation that opens in one sentence and closes in a later one, if the result has at most
 * `limit` UTF-16 units.
 */
function joinQuotations(line: string, pieces: Span[], limit: number): Span[] {
  if (pieces.length < 2) return pieces;
  const joined: Span[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const { start } = pieces[i]!;
    let last = i;
    let isOpen = isQuotationOpen(line.slice(start, pieces[i]!.end), false);
    for (let j = i + 1; isOpen && j < pieces.length && pieces[j]!.end - start <= limit; j++) {
      isOpen = isQuotationOpen(line.slice(pieces[j]!.start, pieces[j]!.end), true);
      if (!isOpen) last = j;
    }
    joined.push({ start, end: pieces[last]!.end });
    i = last;
  }
  return joined;
}

/** Whether a quotation is open at the end of `piece`. `isOpen` says whether one was open at its start. */
function isQuotationOpen(piece: string, isOpen: boolean): boolean {
  let inside = isOpen;
  for (const [mark] of piece.matchAll(QUOTE_MARK)) {
    // “ opens in English but closes in German, and » opens in Danish, so these marks toggle, as the straight one does.
    if (mark === "”" || mark === "」" || mark === "』") inside = false;
    else if (mark === "„" || mark === "「" || mark === "『") inside = true;
    else inside = !inside;
  }
  return inside;
}

function trimSpan(text: string, { start, end }: Span): Span {
  const piece = text.slice(start, end);
  const lead = piece.length - piece.trimStart().length;
  return { start: start + lead, end: Math.max(start + lead, start + piece.trimEnd().length) };
}
