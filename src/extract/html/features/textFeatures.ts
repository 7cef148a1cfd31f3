/** Language-independent features of the text of a block. */
export type TextFeatures = {
  /** Number of words. A Han, kana or Thai character counts as half a word. */
  words: number;
  /** Number of sentence-ending punctuation marks, including Arabic, Indic and East Asian ones. */
  sentenceEnds: number;
  /** Number of commas and semicolons, including Arabic and East Asian ones. */
  commas: number;
  endsSentence: boolean;
  /** Whether the text ends with an ellipsis, as truncated teasers often do. */
  endsWithEllipsis: boolean;
  endsWithColon: boolean;
  /** Share of the words that begin with a capital letter, 0..1. */
  capitalizedShare: number;
  /** Share of the characters that are digits, 0..1. */
  digitShare: number;
  /** Number of separator characters such as `|`, `•` and `›`. */
  separators: number;
  hasQuotes: boolean;
  /** Mean word length in UTF-16 units, at most 20. */
  meanWordLength: number;
};

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;
/** Characters of scripts written without spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const UNSPACED_ALL = new RegExp(UNSPACED, "gu");
const SENTENCE_END_AT_END = /[.!?。！？।؟۔;；][\s"'”’»」』)\]]*$/u;
const ELLIPSIS_AT_END = /(?:\.{3}|…)[\s"'”’»)\]]*$/u;
const COLON_AT_END = /[:：]\s*$/u;
const SENTENCE_END = /[.!?।؟۔](?=["'”’»)\]]*(?:\s|$))|[。！？]/gu;
const COMMA = /[,，、;；،]/gu;
const SEPARATOR = /[|•·»›→]/gu;
const QUOTE = /["“”„«»「『]/u;
const MAX_WORD_LENGTH = 20;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Computes the features of a block's text, in time linear in its length. */
export function textFeatures(text: string): TextFeatures {
  const words = text.match(WORD) ?? [];
  const unspacedCharacters = /[^\0-\u0dff]/.test(text) ? count(text, UNSPACED_ALL) : 0;
  let capitalized = 0;
  let letters = 0;
  let spacedWords = 0;
  for (const word of words) {
    letters += word.length;
    const first = word.charCodeAt(0);
    if ((first >= 65 && first <= 90) || (first > 127 && /^\p{Lu}/u.test(word))) capitalized++;
    if (!unspacedCharacters || !UNSPACED.test(word)) spacedWords++;
  }
  return {
    words: spacedWords + unspacedCharacters / 2,
    sentenceEnds: count(text, SENTENCE_END),
    commas: count(text, COMMA),
    endsSentence: SENTENCE_END_AT_END.test(text),
    endsWithEllipsis: ELLIPSIS_AT_END.test(text),
    endsWithColon: COLON_AT_END.test(text),
    capitalizedShare: words.length ? capitalized / words.length : 0,
    digitShare: text.length ? count(text, /\d/g) / text.length : 0,
    separators: count(text, SEPARATOR),
    hasQuotes: QUOTE.test(text),
    meanWordLength: words.length ? Math.min(MAX_WORD_LENGTH, letters / words.length) : 0,
  };
}

/** A block of at most this many words counts as a label rather than as prose. */
const MAX_LABEL_WORDS = 8;

/**
 * The number of words outside links if the text is prose, otherwise 0. Prose is longer than a label and ends with a
 * complete sentence.
 */
export const proseWords = ({ words, endsSentence }: TextFeatures, linkDensity: number): number =>
  endsSentence && words > MAX_LABEL_WORDS ? words * (1 - linkDensity) : 0;
