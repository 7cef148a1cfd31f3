import type { Span } from "../../model/index.ts";
import type { PageText, Part } from "./pageText.ts";

/** A term that a quote can begin or end with. `cost` grows with its words. */
type Term = { span: Span; cost: number };
/** What stands right before or after a quote, or `span: null` for nothing. `isApart`: on another line. */
export type Context = { span: Span | null; key: string; isApart: boolean; cost: number };

/** Maximum number of words that a term grows by to be unique, or that a prefix or suffix has. */
const MAX_MORE_WORDS = 8;
/** In scripts without spaces, a term is lengthened by up to this many words to end at a space or punctuation mark. */
const MAX_WORDS_TO_PUNCTUATION = 4;
const UNSPACED = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー々]$/u;
/** Makes a context on another line the last choice, because the page may hold something in between. */
const APART_COST = 100;

/** Returns the whole words in the part of a quote. */
export const wordsOf = (page: PageText, { line, start, end }: Part): Span[] =>
  page.line(line)!.words.filter((word) => word.start >= start && word.end <= end);

/**
 * Returns the terms of at least `minWords` words that a part can begin with, shortest first. None is as long as the
 * part, unless it `mayBeWhole`; then a part of fewer words is a term too.
 */
export function startTerms(page: PageText, part: Part, minWords: number, mayBeWhole: boolean): Term[] {
  const ends = wordsOf(page, part).map((word) => word.end);
  return cutTerms(page, ends, minWords, mayBeWhole).map((end, cost) => ({
    span: { start: part.start, end: end ?? part.end },
    cost,
  }));
}

/** Returns the terms that a part can end with, as `startTerms` does. */
export function endTerms(page: PageText, part: Part, minWords: number, mayBeWhole: boolean): Term[] {
  const starts = wordsOf(page, part)
    .map((word) => word.start)
    .reverse();
  return cutTerms(page, starts, minWords, mayBeWhole).map((start, cost) => ({
    span: { start: start ?? part.start, end: part.end },
    cost,
  }));
}

/** Returns the offsets at which terms of `minWords` words and more are cut. Null stands for the whole part. */
function cutTerms(page: PageText, cuts: number[], minWords: number, mayBeWhole: boolean): (number | null)[] {
  const most = Math.min(cuts.length - (mayBeWhole ? 1 : 0), minWords + MAX_MORE_WORDS);
  const terms: (number | null)[] = [];
  for (let words = minWords; words <= most; words++) {
    const next = cuts.slice(words - 1, words + MAX_WORDS_TO_PUNCTUATION);
    terms.push(next.find((at) => !isInsideUnspaced(page.text, at)) ?? next[0]!);
  }
  return mayBeWhole && cuts.length <= minWords + MAX_MORE_WORDS ? [...terms, null] : terms;
}

/** Whether only a dictionary tells whether a word ends at an offset. Browsers have different ones. */
const isInsideUnspaced = (text: string, at: number): boolean =>
  UNSPACED.test(text.charAt(at - 1)) && UNSPACED.test(text.charAt(at));

/** Returns the prefixes that a quote can have, shortest first. None is needed if the quote begins with a whole word. */
export function contextsBefore(page: PageText, { line: index, start }: Part): Context[] {
  const line = page.line(index)!;
  const inLine = line.words.filter((word) => word.start < start).map((word) => ({ start: word.start, end: start }));
  const isFirst = page.text.slice(line.start, start).trim() === "";
  const previous = isFirst ? page.line(index - 1) : null;
  const apart = previous?.words.map((word) => ({ start: word.start, end: previous.end })) ?? [];
  return [
    ...noContext(line.boundaries.has(start)),
    ...contexts(page, inLine.reverse(), false),
    ...contexts(page, apart.reverse(), true),
  ];
}

/** Returns the suffixes that a quote can have, as `contextsBefore` does. */
export function contextsAfter(page: PageText, { line: index, end }: Part): Context[] {
  const line = page.line(index)!;
  const inLine = line.words.filter((word) => word.end > end).map((word) => ({ start: end, end: word.end }));
  const isLast = page.text.slice(end, line.end).trim() === "";
  const next = isLast ? page.line(index + 1) : null;
  const apart = next?.words.map((word) => ({ start: next.start, end: word.end })) ?? [];
  return [...noContext(line.boundaries.has(end)), ...contexts(page, inLine, false), ...contexts(page, apart, true)];
}

const noContext = (isWordEnd: boolean): Context[] =>
  isWordEnd ? [{ span: null, key: "", isApart: false, cost: 0 }] : [];

const contexts = (page: PageText, spans: Span[], isApart: boolean): Context[] =>
  spans.slice(0, MAX_MORE_WORDS).map((span, i) => ({
    span: page.trim(span),
    key: page.key([span]),
    isApart,
    cost: i + 1 + (isApart ? APART_COST : 0),
  }));
