import { extractTerms, wholeWords } from "../../text/index.ts";
import { isSameStem } from "../terms/stems.ts";
import type { Unit } from "../units.ts";
import type { Reading } from "./followUp.ts";

/** Number of units before and after a sentence of the last answer that are near it, also in other blocks. */
const REACH = 2;
/** What being near the last answer adds to the logit of a unit, by its number of units from it, at most `REACH`. */
const NEARNESS = [0.5, 1, 0.6];
/** What a sentence of the last answer loses that has nothing of what the question puts in the place of something. */
const REPEATED = -4;

/** "Before that" and "after that": in a question, and at the beginning of a sentence that answers it. */
const SEQUENCES: [RegExp, RegExp][] = [
  [
    /(?<!\p{L})(?:before (?:that|then|this)|previously|davor|vorher|zuvor|antes(?: de eso)?|avant(?: cela| ça)?|prima|до этого|раньше)(?!\p{L})|その前|以前|之前/iu,
    /^["“„«]?(?:before|previously|earlier|until then|davor|vorher|zuvor|früher|bis dahin|antes|avant|auparavant|prima|до этого|раньше|その前|以前|それまで|之前)/iu,
  ],
  [
    /(?<!\p{L})(?:after (?:that|this)|afterwards|then what|danach|anschließend|después(?: de eso)?|luego|après(?: cela| ça)?|ensuite|dopo|после этого|потом)(?!\p{L})|その後|之后/iu,
    /^["“„«]?(?:after|afterwards|then|later|since then|danach|anschließend|später|seitdem|después|luego|après|ensuite|depuis|dopo|после|потом|その後|之后)/iu,
  ],
];
/** Tells of more than what was said, or that there is no more. */
const MORE = new RegExp(
  `${wholeWords("other|others|else|also|besides|in addition|further|nothing more|weitere\\p{L}*|andere\\p{L}*|auch|außerdem|sonst|zudem|otr[oa]s?|también|además|autres?|aussi|altr[oi]|anche|outr[oa]s?|também|также|другие")}|他に|ほかに|其他|也`,
  "iu",
);
/** What it adds to the logit of a sentence near the last answer that it tells more, if more is asked for. */
const ADDS = 2;
/** What it adds to the logit of a sentence that it tells what came before or after the last answer. */
const IN_SEQUENCE = 1.5;

/** Names of days and months, of which only the one that is asked for can be told of. */
const DAY = new RegExp(
  wholeWords(
    "(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)s?|lunes|martes|miércoles|jueves|viernes|sábados?|domingos?|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?|january|february|april|june|july|august|september|october|november|december|januar|februar|märz|juni|juli|oktober|dezember|enero|febrero|marzo|abril|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre",
  ),
  "giu",
);
const daysIn = (text: string): string[] =>
  text
    .toLowerCase()
    .match(DAY)
    ?.map((day) => day.replace(/s$/, "")) ?? [];

/** The number of units from each unit near the last answer to the closest sentence of it. */
export function distancesToLastAnswer(units: readonly Unit[], { last }: Reading): Map<number, number> {
  const distances = new Map<number, number>();
  if (!last.length) return distances;
  for (const [i, { text }] of units.entries()) {
    if (!last.some((sentence) => sentence.includes(text) && text.length > 1)) continue;
    for (let j = Math.max(0, i - REACH); j <= Math.min(units.length - 1, i + REACH); j++)
      distances.set(j, Math.min(Math.abs(i - j), distances.get(j) ?? REACH));
  }
  return distances;
}

/**
 * What the place of a unit in the talk adds to its logit. A sentence of the last answer is no answer to "and X?" unless
 * it has the X.
 * @param distance as `distancesToLastAnswer` gives it
 */
export function nearnessBonus(
  distance: number | undefined,
  { text }: Unit,
  { asked: { years, fresh, text: question, kind }, asksForMore }: Reading,
  language: string,
): number {
  if (distance === undefined) return 0;
  const [asked, told] = [daysIn(question), daysIn(text)];
  const asksOtherDay = asked.length > 0 && told.length > 0 && !asked.some((day) => told.includes(day));
  if (asksOtherDay && fresh.length) return REPEATED;
  const terms = extractTerms(text, language);
  const hasAny = (wanted: string[]): boolean => wanted.some((term) => terms.some((other) => isSameStem(term, other)));
  if (fresh.length && !hasAny(fresh)) return distance === 0 ? REPEATED : 0;
  if (distance === 0 && kind !== "other" && !hasAny(extractTerms(question, language))) return 0;
  const isInSequence = SEQUENCES.some(([wanted, opening]) => wanted.test(question) && opening.test(text));
  const nearness = NEARNESS[distance]! + (isInSequence ? IN_SEQUENCE : 0) + (asksForMore && MORE.test(text) ? ADDS : 0);
  return years.every((year) => text.includes(year)) ? nearness : 0;
}
