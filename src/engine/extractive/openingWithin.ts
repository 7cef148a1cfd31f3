import { isWithin, type WordCounts, wordCounts } from "../../text/index.ts";

/** Matches the end of a clause. */
const CLAUSE_END = /[,;:–—、，；：](?=\s|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])|[、，；：]/gu;
/** Matches the end of a word. Chinese and Japanese can be cut between any two characters. */
const WORD_END = /(?<=[\p{L}\p{N}\p{M}])(?=\s|$)|(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])/gu;
/** A clause that ends before this share of the room would say too little. */
const MIN_SHARE_OF_CLAUSE = 0.4;

/**
 * Returns the opening of a sentence that keeps to the limits: to the end of its last clause within them, or of its last
 * word. Returns the sentence itself if it fits. Text without full stops is one long sentence.
 */
export function openingWithin(sentence: string, limits: WordCounts): string {
  if (isWithin(wordCounts(sentence), limits)) return sentence;
  const toWord = lastFitting(sentence, WORD_END, limits);
  const toClause = lastFitting(sentence, CLAUSE_END, limits);
  return toClause.length >= MIN_SHARE_OF_CLAUSE * toWord.length ? toClause : toWord;
}

/** Returns the longest opening that ends at a match and keeps to the limits. */
function lastFitting(sentence: string, ends: RegExp, limits: WordCounts): string {
  const offsets = Array.from(sentence.matchAll(ends), ({ index }) => index);
  // The counts grow with the length, so the last end that fits is found by bisection.
  let [low, high] = [-1, offsets.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isWithin(wordCounts(sentence.slice(0, offsets[middle])), limits)) low = middle;
    else high = middle - 1;
  }
  return low < 0 ? "" : sentence.slice(0, offsets[low]).trimEnd();
}
