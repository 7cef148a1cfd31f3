import type { Reason } from "../model/index.ts";
import { countWords, segmentSentences } from "../text/index.ts";

/** Minimum length of a part in words. A shorter one can be an abbreviation ("approx. five"). */
const MIN_WORDS = 3;
/** Matches the end of a sentence where the segmenter sees none, because the next one starts in lower case. */
const STOP = /(?<=[.!?…。！？][)\]"'”’»]*)\s+|\n+/u;

/**
 * Checks a text of a model as a whole and, if it has several sentences, each of them, so that a sentence without support
 * cannot hide among others. Returns the distinct reasons of all.
 */
export function checkParts(text: string, language: string, check: (part: string) => Reason[]): Reason[] {
  const parts = segmentSentences(text, language)
    .flatMap(({ start, end }) => text.slice(start, end).split(STOP))
    .filter((part) => countWords(part) >= MIN_WORDS);
  return [...new Set([text, ...(parts.length > 1 ? parts : [])].flatMap(check))];
}
