/** What can be seen of one line without knowing its language. Counts are of words; a Han or Kana letter is half a word. */
export type Line = {
  text: string;
  words: number;
  /** Ends like a sentence: with . ! ? or their kin, closing quotes and brackets allowed behind. */
  closed: boolean;
  /** Ends in an ellipsis: most often a teaser that was cut to fit its box. */
  cut: boolean;
  /** Sentence ends inside and at the end of the line. */
  stops: number;
  /** Share of words that begin with a capital, 0..1; 0 in scripts without case. */
  capitals: number;
  /** Bars, bullets and slashes between short items: a menu on one line. */
  separators: number;
  /** Share of characters that are digits. */
  digits: number;
};

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;
const CLOSED = /[.!?。！？।؟۔:;；][\s"'”’»」』)\]]*$/u;
const CUT = /(?:\.{3,}|…)[\s"'”’»)\]]*$/u;
const STOP = /[.!?।؟۔](?=["'”’»)\]]*(?:\s|$))|[。！？]/gu;
const SEPARATOR = /\s[|•·»›/]\s|\|/gu;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** The features of a line, in one pass over it. */
export function describe(text: string): Line {
  const words = text.match(WORD) ?? [];
  const ideographs = count(text, IDEOGRAPH);
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  const runs = ideographs ? words.filter((word) => !word.match(IDEOGRAPH)).length : words.length;
  return {
    text,
    words: runs + ideographs / 2,
    closed: CLOSED.test(text),
    cut: CUT.test(text),
    stops: count(text, STOP),
    capitals: words.length ? capitals / words.length : 0,
    separators: count(text, SEPARATOR),
    digits: text.length ? count(text, /\d/g) / text.length : 0,
  };
}
