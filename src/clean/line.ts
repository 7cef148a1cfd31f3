import * as is from "./characters.ts";

/** What can be seen of one line without knowing its language. */
export type Line = {
  /** A run of letters and digits is a word; ideographs count half a word, syllables of Thai and its kin a quarter. */
  words: number;
  /** UTF-16 units. */
  length: number;
  /** Ends like a sentence: with . ! ? or their kin, closing quotes and brackets allowed behind. */
  closed: boolean;
  /** Ends in an ellipsis: most often a teaser that was cut to fit its box. */
  cut: boolean;
  /** Ends in a colon. */
  announces: boolean;
  /** Sentence ends inside and at the end of the line. */
  stops: number;
  commas: number;
  /** Share of words that begin with a capital, 0..1; 0 in scripts without case. */
  capitals: number;
  /** Share of words of three letters or more that are all capitals. */
  shouted: number;
  /** Bars, bullets and slashes between items: a menu on one line. */
  separators: number;
  /** Shares of characters, 0..1. */
  digits: number;
  symbols: number;
  ideographs: number;
  /** Class of the first character that is no space. */
  first: number;
  /** Letters in a word, in the mean; 0 without words. */
  wordLength: number;
  /**
   * Hashes of what the line is about: the first letters of its longer words in lower case, which are the same in most
   * forms of a word, and its pairs of ideographs.
   */
  terms: number[];
};

const TERM_LETTERS = 5;
/** FNV-1a, 32 bits. */
const HASH_START = 0x811c9dc5;
const hashed = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);

/** The unit of a capital in lower case; of ASCII without making a string. */
function lowered(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit < 0x80 ? unit | 0x20 : text[at]!.toLowerCase().charCodeAt(0);
}

const CUT = /(?:\.{3,}|…)[\s"'”’»)\]]*$/u;

/** Whether a line reads like a sentence or more: what articles are made of, and menus are not. */
export const isProse = ({ closed, cut, words }: Line): boolean => words >= 25 || (closed && !cut && words >= 8);

/** The features of a line, in one pass over it. */
export function describe(text: string): Line {
  const counts = new Uint32Array(is.SYMBOL + 1);
  let runs = 0;
  let capitals = 0;
  let shouted = 0;
  let stops = 0;
  let separators = 0;
  let letters = 0;
  /** Of the run that is under way: its letters, and whether it began with a capital and has nothing else. */
  let run = 0;
  let hash = HASH_START;
  const terms: number[] = [];
  let capital = false;
  let upper = false;
  let first = 0;
  /** Class of the last character that closes nothing: what the line ends with. */
  let last = 0;
  let before = is.SPACE;
  for (let i = 0; i <= text.length; i++) {
    const now = i < text.length ? is.classAt(text, i) : is.SPACE;
    if (i < text.length) counts[now]!++;
    if (now === is.LOWER || now === is.UPPER || now === is.DIGIT) {
      if (run === 0) {
        capital = upper = now === is.UPPER;
        hash = HASH_START;
      } else upper &&= now !== is.LOWER;
      if (run < TERM_LETTERS) {
        hash = hashed(hash, now === is.UPPER ? lowered(text, i) : text.charCodeAt(i));
      }
      run++;
    } else if (run > 0 && !(isJoint(now) && i + 1 < text.length && isLetter(is.classAt(text, i + 1)))) {
      runs++;
      letters += run;
      if (capital) capitals++;
      if (upper && run > 2) shouted++;
      if (run >= TERM_LETTERS) terms.push(hash);
      run = 0;
    }
    if (now === is.IDEOGRAPH && before === is.IDEOGRAPH) {
      terms.push(hashed(hashed(HASH_START, text.charCodeAt(i - 1)), text.charCodeAt(i)));
    }
    if (before === is.STOP && (now === is.SPACE || now === is.CLOSER)) stops++;
    if (before === is.SEPARATOR && (now === is.SPACE || text[i - 1] === "|")) separators++;
    if (first === 0 && now !== is.SPACE) first = now;
    if (now !== is.SPACE && now !== is.CLOSER && !(now === is.JOINER && text[i] === "'")) last = now;
    before = now;
  }
  const shown = Math.max(1, text.length - counts[is.SPACE]!);
  const words = runs + counts[is.IDEOGRAPH]! / 2 + counts[is.SYLLABLE]! / 4;
  return {
    words,
    length: text.length,
    closed: last === is.STOP || last === is.FULL_STOP,
    cut: (last === is.STOP || last === is.SYMBOL) && CUT.test(text),
    announces: last === is.COLON,
    stops: stops + counts[is.FULL_STOP]!,
    commas: counts[is.COMMA]!,
    capitals: runs ? capitals / runs : 0,
    shouted: runs ? shouted / runs : 0,
    separators,
    digits: counts[is.DIGIT]! / shown,
    symbols: 1 - (letters + counts[is.IDEOGRAPH]! + counts[is.SYLLABLE]!) / shown,
    ideographs: counts[is.IDEOGRAPH]! / shown,
    first,
    wordLength: runs ? letters / runs : 0,
    terms,
  };
}

const isLetter = (kind: number): boolean => kind === is.LOWER || kind === is.UPPER || kind === is.DIGIT;
const isJoint = (kind: number): boolean => kind === is.JOINER || kind === is.CLOSER;
