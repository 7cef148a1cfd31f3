import type { Span } from "../model/index.ts";
import { clusterEnd, type Folded, fold, type LineHyphen } from "./fold.ts";
import { CJK, characterAt, characterBefore, isWordCharacter } from "./scripts.ts";
import { words } from "./words.ts";

/** Shorter quotes stand in a text by chance: they are located only where they stand once. */
const SHORT = { words: 3, units: 12, cjk: 4 };
const LEADING = /^(?:["'`´‘’‚“”„«»‹›「」『』\s]|…|\.{3})+/u;
const TRAILING = /(?:["'`´‘’‚“”„«»‹›「」『』\s]|…|[.。])+$/u;
const OUTER = /^["'`´‘’‚“”„«»‹›「」『』\s]+|["'`´‘’‚“”„«»‹›「」『』\s]+$/gu;

export type Locator = (quote: string) => Span | null;

/**
 * Finds quotes in `text`. The locator gives the first place where the whole quote stands, word for word, as a span of
 * `text` without outer white space, or null. Equal are: upper and lower case, straight and typographic quotation marks
 * and dashes, any white space, ligatures and their letters, words hyphenated at a line end; the outer quotation marks,
 * ellipses and final stop of the quote do not count where they are in the way. Parts joined by an ellipsis, other
 * orders and parts of words are not found. A quote under 3 words and 12 units (in Chinese and Japanese 4 characters)
 * is found only where it stands exactly once. The text is folded once, at the first quote that needs it.
 */
export function createLocator(text: string): Locator {
  const folded = new Map<LineHyphen, Folded>();
  const foldedText = (lineHyphen: LineHyphen): Folded => {
    const ready = folded.get(lineHyphen) ?? fold(text, lineHyphen);
    folded.set(lineHyphen, ready);
    return ready;
  };
  const hyphens: LineHyphen[] = /\p{L}[-‐\u00ad]\p{Cf}*[^\S\n]*\n/u.test(text) ? ["join", "keep"] : ["join"];

  return (quote) => {
    for (const variant of variants(quote)) {
      const short = isShort(variant);
      const exact = first(text, variant, 0);
      if (exact && !short) return exact;
      for (const lineHyphen of hyphens) {
        const places = firstFolded(text, foldedText(lineHyphen), fold(variant, lineHyphen).text.trim(), short ? 2 : 1);
        if (places.length === 1) return places[0]!;
      }
    }
    return null;
  };
}

/** The quote as it is, then without outer quotation marks, then also without outer ellipses and the final stop. */
function variants(quote: string): string[] {
  const whole = quote.trim();
  const inner = whole.replace(OUTER, "");
  const bare = inner.replace(LEADING, "").replace(TRAILING, "");
  return [...new Set([whole, inner, bare])].filter((variant) => /[\p{L}\p{N}]/u.test(variant));
}

function isShort(quote: string): boolean {
  if (CJK.test(quote)) return words(quote) < SHORT.cjk;
  return quote.length < SHORT.units && words(quote) < SHORT.words;
}

function first(text: string, quote: string, from: number): Span | null {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, nextStart(text, at))) {
    if (isWhole(text, at, at + quote.length)) return { start: at, end: at + quote.length };
  }
  return null;
}

/** The first places of an already folded quote, as spans of the original, at most `most`. */
function firstFolded(text: string, folded: Folded, quote: string, most: number): Span[] {
  const places: Span[] = [];
  const { starts } = folded;
  for (
    let at = folded.text.indexOf(quote);
    at >= 0 && quote !== "";
    at = folded.text.indexOf(quote, nextStart(folded.text, at))
  ) {
    const last = at + quote.length - 1;
    // One original character may fold to several ("ﬁ"): a match must not begin or end within it.
    const insideCharacter = (at > 0 && starts[at - 1] === starts[at]) || starts[last + 1] === starts[last];
    const start = starts[at]!;
    const end = clusterEnd(text, starts[last]!);
    if (!insideCharacter && isWhole(text, start, end)) places.push({ start, end });
    if (places.length === most) break;
  }
  return places;
}

/** Where the next match may begin: no word is entered in its middle, so that long runs of letters cost no time. */
function nextStart(text: string, at: number): number {
  let next = at + characterAt(text, at).length;
  while (isWordCharacter(characterBefore(text, next)) && isWordCharacter(characterAt(text, next))) {
    next += characterAt(text, next).length;
  }
  return next;
}

/** Whether neither end of the span lies inside a word or number. */
function isWhole(text: string, start: number, end: number): boolean {
  const firstInside = characterAt(text, start);
  const lastInside = characterBefore(text, end);
  const before = visibleBefore(text, start);
  const after = visibleAfter(text, end);
  if (isWordCharacter(firstInside) && isWordCharacter(characterBefore(text, before))) return false;
  if (isWordCharacter(lastInside) && isWordCharacter(characterAt(text, after))) return false;
  // "5 million" is not in "1.5 million", "1" is not in "1,500", and "he can" is not in "he can't".
  if (/\p{N}/u.test(firstInside) && /\p{N}[.,]$/u.test(text.slice(Math.max(0, before - 2), before))) return false;
  if (/\p{N}/u.test(lastInside) && /^[.,]\p{N}/u.test(text.slice(after, after + 2))) return false;
  return !/^['’]t(?!\p{L})/iu.test(text.slice(after, after + 3));
}

/** The offset before any invisible characters and marks that stand before `at`. */
function visibleBefore(text: string, at: number): number {
  let before = at;
  for (let c = characterBefore(text, before); /^\p{Cf}$/u.test(c); c = characterBefore(text, before))
    before -= c.length;
  return before;
}

function visibleAfter(text: string, at: number): number {
  let after = at;
  for (let c = characterAt(text, after); /^\p{Cf}$/u.test(c); c = characterAt(text, after)) after += c.length;
  return after;
}
