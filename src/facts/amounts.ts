import { numberWordValue, type Quantity } from "../quantities/index.ts";
import { primarySubtag, stopWordsOf } from "../text/index.ts";
import { CURRENCY_BEFORE, measureAfter } from "./measures.ts";
import { type Value, valueAt } from "./value.ts";

/** Matches an identifier that a number is part of: "A-7", "R290", "COVID-19". */
const PART_OF_NAME = /(?:[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}]|\p{Lu}[-–]|\/)$/u;
/** Matches the sign between the numbers of a size: "52x34". */
const TIMES = /(?:^|\s)[x×]\s?$/u;
/** Matches the rest of "three drivers in ten", after the number. */
const IN_GROUP = /^(?:\s\p{L}{2,20})?\s(?:in|out of|von|de cada|sur)\s(\p{L}{3,10}|\d{1,4})\b/u;
const AND_A_HALF = /^ and a half(?= )|^ y media?(?= )/u;
/** Matches what stands before "half hours" if that is more than half an hour: "one and a half hours". */
const ONE_AND_A = /\bone and a $/iu;
/** Matches a scale word that is cut short, whose full stop stands before the unit: "1,5 Mio. Euro". */
const CUT_SCALE = /\p{L}(?:io|rd|sd|ln)$/u;
/** Matches a part of a unit: "half an hour" and "one hour" are durations, but "an hour" is mostly a rate. */
const HALF = /^one\b|half|quarter|halb|anderthalb|media|medio|demi|quart|mezz/iu;
const MINUS = /(?:(?:^|[\s(])[-−–]|\bminus |\bmenos |\bmoins |\bmeno )$/iu;
const BELOW_ZERO =
  /^\s(?:below (?:zero|freezing)|unter (?:null|dem Gefrierpunkt)|bajo cero|sous zéro|au-dessous de zéro|sotto zero)/iu;
/** The base units of `extractQuantities` that are not converted by `measures.ts`: the kind, and the factor to its base. */
const BASE_UNITS = new Map([
  ["minutes", { kind: "duration", factor: 1 }],
  ["months", { kind: "duration", factor: 43_830 }],
  ["metres", { kind: "length", factor: 1 }],
  ["kilograms", { kind: "mass", factor: 1 }],
]);
/** Length, in UTF-16 units, of the text after a number that is searched for its unit. */
const UNIT_WINDOW = 40;

/** Reads the amount that a quantity of a text gives, or null if it gives none that can be compared. */
export function amountAt(text: string, quantity: Quantity, language: string): Value | null {
  const { start, end, mustMatch, isApproximate, interpretations } = quantity;
  const written = text.slice(start, end);
  const before = text.slice(Math.max(0, start - 4), start);
  const isDigits = /^\d/.test(written);
  if (isDigits && (/^\d+\p{Ll}$/u.test(written) || (PART_OF_NAME.test(before) && !TIMES.test(before)))) return null;
  const measured = interpretations.find(({ dimension }) => BASE_UNITS.has(dimension));
  const share = interpretations.find(({ dimension }) => dimension === "share")?.value;
  const number = numberOf(quantity);
  if (!mustMatch && share === undefined && !(measured && HALF.test(written))) return null;
  if (share !== undefined && isShare(quantity, share, number, written) && (mustMatch || !measured))
    return valueAt(text, { start, end }, "share", share, { isApproximate });
  const sign = CURRENCY_BEFORE.exec(before)?.[0] ?? "";
  if (!sign) {
    const found = number === undefined ? null : withUnit(text, quantity, number, measured?.value);
    if (found) return found;
    if (measured) {
      const { kind, factor } = BASE_UNITS.get(measured.dimension)!;
      const lead = /^half\b/iu.test(written) ? ONE_AND_A.exec(text.slice(0, start))?.[0].length : undefined;
      if (lead)
        return valueAt(text, { start: start - lead, end }, kind, 3 * measured.value * factor, { isApproximate });
      return valueAt(text, { start, end }, kind, measured.value * factor, { isApproximate });
    }
  }
  if (number === undefined || !mustMatch) return null;
  if (sign) return valueAt(text, { start: start - sign.length, end }, "money", number, { isApproximate, factor: 1 });
  return shareOfGroup(text, quantity, number, language) ?? countAt(text, quantity, number, language);
}

/** The number itself. "25 m" may also mean millions, which is its first meaning, but not before a unit. */
function numberOf({ interpretations }: Quantity): number | undefined {
  const numbers = interpretations.filter(({ dimension }) => dimension === "number").map(({ value }) => value);
  const isMetres = interpretations.some(({ dimension }) => dimension === "metres");
  const number = isMetres && numbers.length ? Math.min(...numbers) : numbers[0];
  return Number.isFinite(number) ? number : undefined;
}

/** Whether a quantity that may be a share is one: "21 per cent", "seven in ten", "a third", but not "the third". */
const isShare = ({ mustMatch }: Quantity, share: number, number: number | undefined, written: string): boolean =>
  number === undefined ||
  !mustMatch ||
  Math.abs(number - share * 100) < 1e-6 ||
  /\s(?:in|of|von|de|out)\s/u.test(written);

/** Reads a number with its unit: "68 kilometres an hour", "two and a half hours", "eleven degrees below zero". */
function withUnit(text: string, quantity: Quantity, number: number, measured: number | undefined): Value | null {
  const { start, isApproximate } = quantity;
  const half = AND_A_HALF.exec(text.slice(quantity.end, quantity.end + UNIT_WINDOW))?.[0].length;
  if (half) {
    const from = quantity.end + half;
    const unit = measureAfter(text.slice(from, from + UNIT_WINDOW));
    const more = { isApproximate };
    if (unit) return valueAt(text, { start, end: from + unit.length }, unit.kind, (number + 0.5) * unit.factor, more);
  }
  // A quantity may include its unit: the unit is read again from where the number ends.
  const from = measured === undefined ? quantity.end : start + numberLength(text.slice(start, quantity.end));
  const isCut = text[from] === "." && CUT_SCALE.test(text.slice(start, from));
  const unitStart = isCut ? from + 1 : from;
  const unit = measureAfter(text.slice(unitStart, unitStart + UNIT_WINDOW));
  if (!unit) return null;
  const { kind, factor, zero = 0 } = unit;
  const isDuration = kind === "duration";
  const end = Math.max(unitStart + unit.length, isDuration ? quantity.end : 0);
  const isBelow = kind === "temperature" && BELOW_ZERO.test(text.slice(end, end + UNIT_WINDOW));
  const isNegative = isBelow || MINUS.test(text.slice(Math.max(0, start - 7), start));
  // "An hour and a half" in one quantity: `measured` has the half, which the number lacks.
  const isLonger = isDuration && measured !== undefined && quantity.end > from + unit.length;
  const amount = isLonger ? measured : ((isNegative ? -number : number) - zero) * factor;
  return valueAt(text, { start, end }, kind, amount, { isApproximate, factor });
}

/** The length of the number at the start of a quantity that may include its unit: "6.5 million pounds", "74 km". */
function numberLength(written: string): number {
  const digits = /^\d(?:[\d.,'’\u00a0\u202f ]*\d)?/u.exec(written)?.[0];
  const hasScale = /\d[\s\u00a0]\p{L}+[\s\u00a0]\p{L}+$/u.test(written);
  if (digits && !hasScale) return digits.length;
  return (/^.*[\p{L}\p{N}](?=[\s\u00a0-]\p{L}+$)/u.exec(written)?.[0] ?? written).length;
}

/** Reads "three drivers in ten". */
function shareOfGroup(text: string, { start, end, isApproximate }: Quantity, number: number, language: string) {
  const group = IN_GROUP.exec(text.slice(end, end + UNIT_WINDOW));
  if (!group) return null;
  const size = /^\d/.test(group[1]!) ? Number(group[1]) : numberWordValue(group[1]!.toLowerCase(), language);
  if (size === undefined || size <= number) return null;
  return valueAt(text, { start, end: end + group[0].length }, "share", number / size, { isApproximate });
}

function countAt(text: string, { start, end, isApproximate }: Quantity, number: number, language: string): Value {
  const noun = countedNoun(text.slice(end, end + UNIT_WINDOW), language);
  const shown = text.slice(start, end + noun.length);
  return valueAt(text, { start, end }, "count", number, { isApproximate, shown, hasUnit: false });
}

/** Returns the word after a number, with the space before it, if it is one that can be counted. */
function countedNoun(after: string, language: string): string {
  const word = /^[\s-]\p{L}[\p{L}\p{M}]+/u.exec(after)?.[0] ?? "";
  if (!word || (/^de\b/.test(language) && /^[\s-]\p{Ll}/u.test(word))) return "";
  return stopWordsOf(primarySubtag(language)).has(word.slice(1).toLowerCase()) ? "" : word;
}
