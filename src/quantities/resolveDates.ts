import { extractQuantities } from "./extractQuantities.ts";
import type { Quantity } from "./tokens.ts";

/** Length, in UTF-16 units, of the start of a document in which its date is looked for. */
const HEAD_UNITS = 600;
/** Maximum distance in UTF-16 units between the parts of a date. */
const MAX_PART_DISTANCE = 12;
const DAY_MS = 86_400_000;

/** Returns the first date with day, month and year at the start of a document, or null. `language` is BCP-47. */
export function documentDate(text: string, language: string): Date | null {
  const quantities = extractQuantities(text.slice(0, HEAD_UNITS), language);
  for (const [i, { interpretations, start }] of quantities.entries()) {
    const month = interpretations.find(({ dimension }) => dimension === "month")?.value;
    if (!month) continue;
    const numbers = quantities
      .slice(Math.max(0, i - 1), i + 3)
      .filter((other) => Math.abs(other.start - start) <= MAX_PART_DISTANCE)
      .map((other) => other.interpretations[0]!)
      .flatMap(({ dimension, value }) => (dimension === "number" && Number.isInteger(value) ? [value] : []));
    const day = numbers.find((value) => value >= 1 && value <= 31);
    const year = numbers.find((value) => value >= 1000 && value <= 2200);
    if (day && year) return new Date(Date.UTC(year, month - 1, day));
  }
  return null;
}

/**
 * Returns the days, months and years that evidence leaves to its reader, who knows the document's date: a weekday is
 * the last or the next one ("on Wednesday"), and a month without a year ("at the end of June") is of the same year.
 */
export function resolveDates(given: Quantity[], date: Date): Quantity[] {
  const found: Quantity[] = [];
  const add = (dimension: "number" | "month", value: number): void => {
    const interpretations = [{ dimension, value }];
    found.push({ interpretations, mustMatch: true, isApproximate: false, start: 0, end: 0, isDatePart: true });
  };
  for (const { interpretations } of given) {
    for (const { dimension, value } of interpretations) {
      if (dimension === "month") add("number", date.getUTCFullYear());
      if (dimension !== "weekday") continue;
      // Weekdays count from Monday, 1.
      const since = (date.getUTCDay() - value + 7) % 7;
      for (const days of [-since, 7 - since]) {
        const day = new Date(date.getTime() + days * DAY_MS);
        add("number", day.getUTCDate());
        add("month", day.getUTCMonth() + 1);
        add("number", day.getUTCFullYear());
      }
    }
  }
  return found;
}
