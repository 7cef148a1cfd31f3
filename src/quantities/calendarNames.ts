/** Month and weekday names in lower case, from Intl, mapped to numbers from 1 (January, Monday). */
const MONTHS = new Map<string, number>();
const SHORT_MONTHS = new Map<string, number>();
const WEEKDAYS = new Map<string, number>();
for (const language of ["en", "de", "es", "fr", "it", "pt", "ru", "pl"]) {
  const name = (time: number, type: "month" | "weekday", style: "long" | "short"): string =>
    new Intl.DateTimeFormat(language, { day: "numeric", [type]: style, timeZone: "UTC" })
      .formatToParts(time)
      .find((part) => part.type === type)!
      .value.toLowerCase()
      .replace(/\.$/, "");
  for (let i = 0; i < 12; i++) {
    MONTHS.set(name(Date.UTC(2024, i, 15), "month", "long"), i + 1);
    SHORT_MONTHS.set(name(Date.UTC(2024, i, 15), "month", "short"), i + 1);
  }
  // 1 January 2024 was a Monday.
  for (let i = 0; i < 7; i++) WEEKDAYS.set(name(Date.UTC(2024, 0, 1 + i), "weekday", "long"), i + 1);
}
/** Month names that are also other words ("may", "march"). They are accepted only in a likely date. */
const AMBIGUOUS_MONTHS = /^(?:may|march|mars|mai|mar)$/;

/**
 * Returns the number (1 to 12) of the month that a word names, or undefined if it names none. Abbreviations and
 * ambiguous names are accepted only if `isLikelyDate` is set, for example for a word next to a number.
 */
export function monthNumber(word: string, isLikelyDate: boolean): number | undefined {
  const lower = word.toLowerCase();
  if (isLikelyDate) return MONTHS.get(lower) ?? SHORT_MONTHS.get(lower);
  return AMBIGUOUS_MONTHS.test(lower) ? undefined : MONTHS.get(lower);
}

/**
 * Returns the number (1 to 7, from Monday) of the weekday that a word names, or undefined if it names none.
 * Abbreviations are not accepted.
 */
export const weekdayNumber = (word: string): number | undefined => WEEKDAYS.get(word.toLowerCase());
