import { numberWordValue, scaleWordValue, splitGermanNumber } from "./numberWords.ts";
import {
  AND,
  ARTICLE,
  isAdjacentToNext,
  isDigits,
  parseDigits,
  type QuantityToken,
  roundToPrecision,
} from "./tokens.ts";

/**
 * A parsed number. `next` is the index of the first token after it. `suffix` is the suffix of a German compound
 * ("jährig"), or empty.
 */
export type ParsedNumber = { value: number; next: number; suffix: string };

/**
 * Parses the digits or number words at token `start`, with their scale words: "3.5 million", "two hundred and six".
 * Returns null for other tokens and for the word "one" on its own.
 */
export function parseNumber(
  tokens: QuantityToken[],
  start: number,
  text: string,
  language: string,
): ParsedNumber | null {
  const first = tokens[start]!;
  const isWord = !isDigits(first);
  const head = isWord
    ? parseFirstWord(tokens, start, text, language)
    : { value: parseDigits(first.text), next: start + 1, suffix: "" };
  if (!head) return null;
  let { value: group, next } = head;
  let total = 0;
  while (next < tokens.length && isAdjacentToNext(tokens, next - 1, text)) {
    const scale = scaleWordValue(tokens[next]!.lower);
    const addend = isWord && scale === undefined ? parseAddend(tokens, next, text, language, { group, total }) : null;
    if (scale === 100 && isWord) {
      group *= 100;
      next++;
    } else if (scale !== undefined) {
      total += group * scale;
      group = 0;
      next++;
    } else if (addend) {
      group += addend.value;
      next = addend.next;
    } else break;
  }
  const value = roundToPrecision(total + group);
  return isWord && value < 2 ? null : { value, next, suffix: head.suffix };
}

/** Parses a number word, a German compound, or a scale word with an article ("a million") or without ("mil"). */
function parseFirstWord(tokens: QuantityToken[], start: number, text: string, language: string): ParsedNumber | null {
  const { lower } = tokens[start]!;
  const compound = splitGermanNumber(lower);
  if (compound) return { value: germanNumberValue(compound.parts), next: start + 1, suffix: compound.suffix };
  const value = numberWordValue(lower, language);
  if (value !== undefined) return { value, next: start + 1, suffix: "" };
  const following = tokens[start + 1];
  if (following && ARTICLE.test(lower) && isAdjacentToNext(tokens, start, text)) {
    const scale = scaleWordValue(following.lower);
    if (scale !== undefined && scale > 1) return { value: scale, next: start + 2, suffix: "" };
  }
  const scale = scaleWordValue(lower);
  // Other scale words alone are vague ("millions"), and an English "cent" is a coin.
  const standsAlone = /^(?:mil|mille|hundert|tausend|cent)$/.test(lower) && !/^en/.test(language);
  return scale !== undefined && standsAlone ? { value: scale, next: start + 1, suffix: "" } : null;
}

/**
 * Parses a number word that is added to the preceding ones: "five" in "twenty-five", "six" in "two hundred and six".
 * `group` is the number since the last scale word other than "hundred", and `total` is the number up to and
 * including that word.
 */
function parseAddend(
  tokens: QuantityToken[],
  i: number,
  text: string,
  language: string,
  { group, total }: { group: number; total: number },
): { value: number; next: number } | null {
  const isLinked = AND.test(tokens[i]!.lower) && !!tokens[i + 1] && isAdjacentToNext(tokens, i, text);
  // "Ten and five" is two numbers.
  if (isLinked && group < 20 && total === 0 && group !== 0) return null;
  const at = isLinked ? i + 1 : i;
  const value = numberWordValue(tokens[at]?.lower ?? "", language);
  return value !== undefined && value < addendLimit(group) ? { value, next: at + 1 } : null;
}

/**
 * Returns the exclusive upper limit of a number that can be added to `group`. The number must fit into the trailing
 * zeros of `group`: after 20 the limit is 10. If the limit is 0, nothing can be added.
 */
function addendLimit(group: number): number {
  if (group % 1000 === 0) return 1000;
  if (group % 100 === 0) return 100;
  return group % 10 === 0 && group >= 20 ? 10 : 0;
}

function germanNumberValue(parts: string[]): number {
  let total = 0;
  let group = 0;
  for (const part of parts) {
    if (part === "hundert") group = (group || 1) * 100;
    else if (part === "tausend") [total, group] = [total + (group || 1) * 1000, 0];
    else group += numberWordValue(part, "de")!;
  }
  return total + group;
}
