import type { Length } from "../model/index.ts";
import { isCjkLanguage } from "./scripts.ts";
import { countWords } from "./tokenizer.ts";

/** Maximum number of words of gist and points together in a digest of each length. A card stays short on a phone. */
const MAX_WORDS: Record<Length, number> = { headline: 45, brief: 60, standard: 110, detailed: 220 };
/** Maximum number of points in a model's digest of each length. */
export const MAX_POINTS: Record<Length, number> = { headline: 1, brief: 3, standard: 5, detailed: 9 };
/** Maximum length of a digest, relative to its document. */
const MAX_SHARE = 0.25;
/** Number of words that a digest may have however short its document is. A text of that length is its own gist. */
const ALWAYS_ALLOWED_WORDS = 75;
/** Number of Chinese or Japanese characters that say as much as one English word. */
const CHARACTERS_PER_WORD = 1.6;
/**
 * Length, in UTF-16 units, of the opening that stands for a document when its words are counted. Its quarter exceeds
 * the limit of each length, so that the rest makes no difference.
 */
const COUNTED_UNITS = 20_000;

/**
 * Returns the maximum number of words of gist and points together: a quarter of the document's words, of which 75 are
 * always allowed, but no more than the length allows. Chinese and Japanese characters count as words.
 * @param language BCP-47
 */
export function maxDigestWords(length: Length, documentWords: number, language: string): number {
  const perWord = isCjkLanguage(language) ? CHARACTERS_PER_WORD : 1;
  const share = Math.max(ALWAYS_ALLOWED_WORDS, Math.floor(MAX_SHARE * documentWords));
  return Math.min(Math.round(MAX_WORDS[length] * perWord), share);
}

/** The number of words of a text, counted in each of three usual ways, because readers and tools count differently. */
export type WordCounts = readonly [counted: number, spaced: number, segmented: number];

const WORDS = new Intl.Segmenter("und", { granularity: "word" });

/** Counts the words of a text as `countWords` does, between white space, and by Unicode's word boundaries (UAX 29). */
export function wordCounts(text: string): WordCounts {
  let segmented = 0;
  for (const { isWordLike } of WORDS.segment(text)) if (isWordLike) segmented++;
  return [countWords(text), text.match(/\S+/g)?.length ?? 0, segmented];
}

/** Adds word counts. */
export const addWordCounts = (a: WordCounts, b: WordCounts): WordCounts => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/** Whether no count exceeds its limit. */
export const isWithin = (counts: WordCounts, limits: WordCounts): boolean =>
  counts.every((count, i) => count <= limits[i]!);

/**
 * `maxDigestWords` of a document for each way to count words. A digest of the document must keep to all three. Where
 * words stand apart, the ways differ by a few words, and the lowest count decides.
 */
export function digestWordLimits(length: Length, text: string, language: string): WordCounts {
  const counts = wordCounts(text.slice(0, COUNTED_UNITS));
  const lowest = Math.min(...counts);
  const [counted, spaced, segmented] = isCjkLanguage(language) ? counts : [lowest, lowest, lowest];
  return [
    maxDigestWords(length, counted, language),
    maxDigestWords(length, spaced, "und"),
    maxDigestWords(length, segmented, "und"),
  ];
}

/** Whether a text is so short that it is its own digest, however its words are counted. */
export const isShorterThanDigest = (text: string): boolean =>
  text.length <= COUNTED_UNITS && wordCounts(text).every((count) => count <= ALWAYS_ALLOWED_WORDS);
