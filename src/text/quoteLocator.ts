import type { Span } from "../model/index.ts";
import { clusterEnd, type FoldedText, foldForMatching, type LineEndHyphen } from "./foldForMatching.ts";
import { CJK, characterAt, characterBefore, isWordCharacter } from "./scripts.ts";
import { countWords } from "./tokenizer.ts";

/**
 * Quotes below these limits may match by chance, so they must occur exactly once. `units` are UTF-16 units. `cjk` is
 * the limit in characters for Chinese and Japanese.
 */
const SHORT_QUOTE = { words: 3, units: 12, cjk: 4 };
const LEADING = /^(?:["'`´‘’‚“”„«»‹›「」『』\s]|…|\.{3})+/u;
const TRAILING = /(?:["'`´‘’‚“”„«»‹›「」『』\s]|…|[.。])+$/u;
const OUTER = /^["'`´‘’‚“”„«»‹›「」『』\s]+|["'`´‘’‚“”„«»‹›「」『』\s]+$/gu;

/** Returns the span of a quote in UTF-16 offsets, or null if it is not found. */
export type QuoteLocator = (quote: string) => Span | null;

/**
 * Creates a locator for quotes in `text`. It returns the first verbatim occurrence of a quote. If there is none, it
 * returns the first match that differs only in case, the style of quotation marks and dashes, the amount of white
 * space, ligatures, or hyphenation at line ends. White space around the quote is ignored.
 *
 * If the quote is not found as given, its outer quotation marks are dropped, and then also its outer ellipses and final
 * full stop. A quote does not match parts of words or another word order, and an ellipsis inside it does not match
 * omitted words. A quote of fewer than 3 words and fewer than 12 UTF-16 units (4 characters in Chinese and Japanese)
 * must occur exactly once. The text is folded lazily, once for each way of reading hyphens at line ends.
 */
export function createQuoteLocator(text: string): QuoteLocator {
  const foldedTexts = new Map<LineEndHyphen, FoldedText>();
  const foldedText = (hyphen: LineEndHyphen): FoldedText => {
    const folded = foldedTexts.get(hyphen) ?? foldForMatching(text, hyphen);
    foldedTexts.set(hyphen, folded);
    return folded;
  };
  const hyphens: LineEndHyphen[] = /\p{L}[-‐\u00ad]\p{Cf}*[^\S\n]*\n/u.test(text) ? ["join", "keep"] : ["join"];

  return (quote) => {
    for (const variant of quoteVariants(quote)) {
      const isShort = isShortQuote(variant);
      const exact = findExact(text, variant);
      if (exact && !isShort) return exact;
      for (const hyphen of hyphens) {
        const foldedQuote = foldForMatching(variant, hyphen).text.trim();
        const matches = findFolded(text, foldedText(hyphen), foldedQuote, isShort ? 2 : 1);
        if (matches.length === 1) return matches[0]!;
      }
    }
    return null;
  };
}

/**
 * Returns the quote as given, then without outer quotation marks, then also without outer ellipses and the final full
 * stop.
 */
function quoteVariants(quote: string): string[] {
  const whole = quote.trim();
  const inner = whole.replace(OUTER, "");
  const bare = inner.replace(LEADING, "").replace(TRAILING, "");
  return [...new Set([whole, inner, bare])].filter((variant) => /[\p{L}\p{N}]/u.test(variant));
}

function isShortQuote(quote: string): boolean {
  if (CJK.test(quote)) return countWords(quote) < SHORT_QUOTE.cjk;
  return quote.length < SHORT_QUOTE.units && countWords(quote) < SHORT_QUOTE.words;
}

function findExact(text: string, quote: string): Span | null {
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, nextMatchStart(text, at))) {
    if (hasWordBoundaries(text, at, at + quote.length)) return { start: at, end: at + quote.length };
  }
  return null;
}

/** Finds the first occurrences of an already folded quote, at most `limit`, as spans of the original text. */
function findFolded(text: string, folded: FoldedText, quote: string, limit: number): Span[] {
  const matches: Span[] = [];
  const { offsets } = folded;
  for (
    let at = folded.text.indexOf(quote);
    at >= 0 && quote !== "";
    at = folded.text.indexOf(quote, nextMatchStart(folded.text, at))
  ) {
    const last = at + quote.length - 1;
    // An original character may fold to several ("ﬁ" to "fi"); a match must not begin or end inside it.
    const splitsCharacter = (at > 0 && offsets[at - 1] === offsets[at]) || offsets[last + 1] === offsets[last];
    const start = offsets[at]!;
    const end = clusterEnd(text, offsets[last]!);
    if (!splitsCharacter && hasWordBoundaries(text, start, end)) matches.push({ start, end });
    if (matches.length === limit) break;
  }
  return matches;
}

/**
 * Returns the next offset after `at` that is not inside a word. Skipping the inside of words keeps the search linear in
 * long runs of letters.
 */
function nextMatchStart(text: string, at: number): number {
  let next = at + characterAt(text, at).length;
  while (isWordCharacter(characterBefore(text, next)) && isWordCharacter(characterAt(text, next))) {
    next += characterAt(text, next).length;
  }
  return next;
}

/** Whether both ends of the span are word boundaries, so that it splits no word and no number. */
function hasWordBoundaries(text: string, start: number, end: number): boolean {
  const firstCharacter = characterAt(text, start);
  const lastCharacter = characterBefore(text, end);
  const before = skipFormatBefore(text, start);
  const after = skipFormatAfter(text, end);
  if (isWordCharacter(firstCharacter) && isWordCharacter(characterBefore(text, before))) return false;
  if (isWordCharacter(lastCharacter) && isWordCharacter(characterAt(text, after))) return false;
  // "5 million" does not match in "1.5 million", "1" not in "1,500", and "he can" not in "he can't".
  if (/\p{N}/u.test(firstCharacter) && /\p{N}[.,]$/u.test(text.slice(Math.max(0, before - 2), before))) return false;
  if (/\p{N}/u.test(lastCharacter) && /^[.,]\p{N}/u.test(text.slice(after, after + 2))) return false;
  return !/^['’]t(?!\p{L})/iu.test(text.slice(after, after + 3));
}

/** Returns the offset before any format characters (Unicode Cf) that precede `at`. */
function skipFormatBefore(text: string, at: number): number {
  let before = at;
  for (let c = characterBefore(text, before); /^\p{Cf}$/u.test(c); c = characterBefore(text, before))
    before -= c.length;
  return before;
}

/** Returns the offset after any format characters (Unicode Cf) that start at `at`. */
function skipFormatAfter(text: string, at: number): number {
  let after = at;
  for (let c = characterAt(text, after); /^\p{Cf}$/u.test(c); c = characterAt(text, after)) after += c.length;
  return after;
}
