import type { Span } from "../model/index.ts";

/**
 * A value that a text states, as a span of it. `kind` tells what it measures, for example "length", "money", "count",
 * "date", "clock" or "colour". Values of different kinds are never compared.
 */
export type Value = Span & {
  kind: string;
  /** In the base unit of the kind (see `measures.ts`): minutes of a duration or of the day, but euros and pounds alike. */
  amount: number;
  /** The value as written, with its unit or the word that it counts. */
  shown: string;
  /** Whether it is hedged ("about", "more than"). */
  isApproximate: boolean;
  /** Whether its kind is certain. A bare number takes the kind of the next one in a range ("5 to 35 °C"). */
  hasUnit: boolean;
  /** What one of its unit is in the base unit. */
  factor?: number;
  date?: CalendarDate;
  /** Whether a time of day may be meant twelve hours later. */
  isTwelveHour?: boolean;
  /** How many minutes the clock of the time zone of a time of day is ahead of UTC, if the zone is given. */
  zone?: number;
  /** Whether it is no number, but means none or one: "nobody", "a woman". */
  isImplied?: boolean;
  /** Whether it is a name: of a person or place, or of who holds the office that is its kind. */
  isName?: boolean;
  /** The English name of what it is, if its kind has members instead of amounts: the colour "grey". */
  member?: string;
};

/** A date, as far as it is given. Weekdays and months count from 1. */
export type CalendarDate = {
  year?: number | undefined;
  month?: number | undefined;
  day?: number | undefined;
  weekday?: number | undefined;
};

/** Creates the value at a span of a text. */
export const valueAt = (
  text: string,
  { start, end }: Span,
  kind: string,
  amount: number,
  more: Partial<Value> = {},
): Value => ({ start, end, kind, amount, shown: text.slice(start, end), isApproximate: false, hasUnit: true, ...more });

/** Creates the value of a date at a span of a text. */
export function dateValueAt(text: string, span: Span, date: CalendarDate): Value {
  const { year = 0, month = 0, day = 0, weekday } = date;
  return weekday
    ? valueAt(text, span, "weekday", weekday, { date })
    : valueAt(text, span, "date", year * 366 + month * 31 + day, { date });
}
