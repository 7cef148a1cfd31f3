import type { Quantity } from "../quantities/index.ts";
import { CURRENCY_BEFORE, measureAfter } from "./measures.ts";
import { type CalendarDate, dateValueAt, type Value } from "./value.ts";

/** Maximum length in UTF-16 units of the text between the parts of a date, and what may not stand there. */
const MAX_GAP = 6;
const NO_GAP = /[;:()]|\p{L}{4}/u;
const MIN_YEAR = 1500;
const MAX_YEAR = 2100;
/** "2025-03-09", "9.3.2025", "2025年3月9日", "9日". */
const NUMERIC_DATES = [
  /\b(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?!\d)/gu,
  /\b(?<day>\d{1,2})\.\s?(?<month>\d{1,2})\.\s?(?<year>\d{4})\b/gu,
  /(?<!\d)(?:(?<year>\d{4})年)?(?<month>\d{1,2})月(?:(?<day>\d{1,2})日)?/gu,
  /(?<year>\d{4})年(?!\d)/gu,
  /(?<![\d月])(?<day>\d{1,2})日(?![間前後以])/gu,
];
/** The ending of an ordinal number: "July 3rd". */
const ORDINAL = /^(?:st|nd|rd|th|er|º)/u;

/** Finds the dates of a text that are written in numbers. */
export const extractNumericDates = (text: string): Value[] =>
  NUMERIC_DATES.flatMap((pattern) =>
    Array.from(text.matchAll(pattern), ({ 0: { length }, index, groups = {} }) => {
      const part = (name: string): number | undefined => (groups[name] ? Number(groups[name]) : undefined);
      const date = { year: part("year"), month: part("month"), day: part("day") };
      return dateValueAt(text, { start: index, end: index + length }, date);
    }),
  );

/**
 * Reads the date in words that starts with quantity `i`: "11 January 2025", "March 3", "el 5 de mayo", "Tuesday",
 * "1998". Returns it with the index of the next quantity, or null if there is none.
 */
export function dateAt(text: string, quantities: Quantity[], i: number): { value: Value; next: number } | null {
  const [one, two, three] = [quantities[i]!, quantities[i + 1], quantities[i + 2]];
  const isNear = (a: Quantity, b: Quantity | undefined): boolean =>
    !!b && b.start - a.end <= MAX_GAP && !NO_GAP.test(text.slice(a.end, b.start));
  const month = monthOf(one);
  const found = (date: CalendarDate, parts: number): { value: Value; next: number } => {
    const { end } = quantities[i + parts - 1]!;
    const ordinal = ORDINAL.exec(text.slice(end))?.[0].length ?? 0;
    return { value: dateValueAt(text, { start: one.start, end: end + ordinal }, date), next: i + parts };
  };
  if (dayOf(one) && isNear(one, two) && monthOf(two)) {
    const date = { day: dayOf(one), month: monthOf(two) };
    return isNear(two!, three) && yearOf(three) ? found({ ...date, year: yearOf(three) }, 3) : found(date, 2);
  }
  if (month && isNear(one, two) && dayOf(two) && !monthOf(three)) {
    const date = { day: dayOf(two), month };
    return isNear(two!, three) && yearOf(three) ? found({ ...date, year: yearOf(three) }, 3) : found(date, 2);
  }
  if (month) return isNear(one, two) && yearOf(two) ? found({ month, year: yearOf(two) }, 2) : found({ month }, 1);
  const weekday = valueIn(one, "weekday");
  if (weekday) return found({ weekday }, 1);
  return isBareYear(text, one) ? found({ year: yearOf(one) }, 1) : null;
}

const valueIn = (quantity: Quantity | undefined, dimension: string): number | undefined =>
  quantity?.interpretations.find((one) => one.dimension === dimension)?.value;

/** The month that a quantity names, or undefined for a number, which may be a month as well. */
const monthOf = (quantity: Quantity | undefined): number | undefined =>
  valueIn(quantity, "number") === undefined ? valueIn(quantity, "month") : undefined;

function dayOf(quantity: Quantity | undefined): number | undefined {
  const value = valueIn(quantity, "number");
  return isDay(value) ? value : undefined;
}

function yearOf(quantity: Quantity | undefined): number | undefined {
  const value = valueIn(quantity, "number");
  return value !== undefined && Number.isInteger(value) && value >= MIN_YEAR && value <= MAX_YEAR ? value : undefined;
}

/** Whether a number is a day of a month. */
export const isDay = (value: number | undefined): boolean =>
  value !== undefined && Number.isInteger(value) && value >= 1 && value <= 31;

const isBareYear = (text: string, quantity: Quantity): boolean =>
  yearOf(quantity) !== undefined &&
  /^\d{4}$/.test(text.slice(quantity.start, quantity.end)) &&
  !measureAfter(text.slice(quantity.end, quantity.end + 30)) &&
  !CURRENCY_BEFORE.test(text.slice(Math.max(0, quantity.start - 4), quantity.start));
