/** What can be seen of a block's text without knowing its language. */
export type Wording = {
  /** Words; a Han or kana letter is half a word. */
  mass: number;
  /** Sentence ends and commas, of all scripts. */
  stops: number;
  commas: number;
  /** Ends like a sentence. */
  closed: boolean;
  /** Ends in an ellipsis: a teaser cut to fit its box. */
  cut: boolean;
  colon: boolean;
  /** Shares of words that begin with a capital and of characters that are digits, 0..1. */
  capitals: number;
  digits: number;
  separators: number;
  quoted: boolean;
  /** Letters in a word, in the mean. */
  length: number;
};

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;
const CLOSED = /[.!?。！？।؟۔;；][\s"'”’»」』)\]]*$/u;
const CUT = /(?:\.{3,}|…)[\s"'”’»)\]]*$/u;
const COLON = /[:：]\s*$/u;
const STOP = /[.!?।؟۔](?=["'”’»)\]]*(?:\s|$))|[。！？]/gu;
const COMMA = /[,，、;；،]/gu;
const SEPARATOR = /[|•·»›→]/gu;
const QUOTE = /["“”„«»「『]/u;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

export function wordingOf(text: string): Wording {
  const words = text.match(WORD) ?? [];
  const ideographs = /[^\0-\u0dff]/.test(text) ? count(text, IDEOGRAPH) : 0;
  let capitals = 0;
  let letters = 0;
  let runs = 0;
  for (const word of words) {
    letters += word.length;
    const first = word.charCodeAt(0);
    if ((first >= 65 && first <= 90) || (first > 127 && /^\p{Lu}/u.test(word))) capitals++;
    if (!ideographs || !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(word)) runs++;
  }
  return {
    mass: runs + ideographs / 2,
    stops: count(text, STOP),
    commas: count(text, COMMA),
    closed: CLOSED.test(text),
    cut: CUT.test(text),
    colon: COLON.test(text),
    capitals: words.length ? capitals / words.length : 0,
    digits: text.length ? count(text, /\d/g) / text.length : 0,
    separators: count(text, SEPARATOR),
    quoted: QUOTE.test(text),
    length: words.length ? Math.min(20, letters / words.length) : 0,
  };
}
