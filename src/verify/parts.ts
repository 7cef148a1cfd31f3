import type { Reason } from "../model/index.ts";
import { countWords, isCjkLanguage, isNonbreakingAbbreviation, isRepeated, segmentSentences } from "../text/index.ts";

/** Minimum length in words of a part that is checked like a statement. A shorter one must consist of known words. */
const MIN_WORDS = 3;
/** Matches the end of a sentence where the segmenter sees none, because the next one starts in lower case. */
const STOP = /(?<=[.!?…。！？][)\]"'”’»]*)\s+|\n+/u;
/** Matches a number with a full stop, which is an ordinal if a capital follows: "3. Mai". */
const ORDINAL = /(?<!\p{L})\d{1,2}\.$/u;

/** Checks a part of a text: `statement` gives the reasons against it, `words` whether the source has all its words. */
export type PartChecks = { statement(part: string): Reason[]; words(part: string): boolean };

/**
 * Checks a text of a model as a whole and, if it has several sentences, each of them, so that a sentence without support
 * cannot hide among others. A part of one or two words is too short for that; the source must have its words. Returns
 * the distinct reasons of all.
 * @param language BCP-47 tag of the language that the text is segmented in
 */
export function checkParts(text: string, language: string, { statement, words }: PartChecks): Reason[] {
  const parts = partsOf(text, language);
  const isLong = (part: string): boolean => countWords(part) >= MIN_WORDS;
  const checked = parts.length > 1 ? parts : [];
  const reasons = [text, ...checked.filter(isLong)].flatMap(statement);
  const isUnknown = checked.some((part) => !isLong(part) && !words(part));
  return [...new Set(isUnknown ? [...reasons, "little_in_common" as const] : reasons)];
}

/** Returns a text without the sentences that repeat an earlier one. `language` is its language (BCP-47). */
export function withoutRepeatedSentences(text: string, language: string): string {
  const parts = partsOf(text, language);
  const kept = parts.filter((part, i) => !isRepeated(part, parts.slice(0, i)));
  return kept.length === parts.length ? text : kept.join(isCjkLanguage(language) ? "" : " ");
}

const partsOf = (text: string, language: string): string[] =>
  segmentSentences(text, language).flatMap(({ start, end }) => splitAtStops(text.slice(start, end)));

/** Splits a sentence at full stops within, other than those of abbreviations and ordinals. */
function splitAtStops(sentence: string): string[] {
  const parts: string[] = [];
  for (const piece of sentence.split(STOP)) {
    const previous = parts.at(-1);
    const isContinued =
      previous !== undefined &&
      (isNonbreakingAbbreviation(previous) || (ORDINAL.test(previous) && /^\p{Lu}/u.test(piece)));
    if (isContinued) parts[parts.length - 1] = `${previous} ${piece}`;
    else parts.push(piece);
  }
  return parts;
}
