import type { Span } from "../model/index.ts";
import { extractQuantities } from "../quantities/index.ts";
import { amountAt } from "./amounts.ts";
import { dateAt, extractNumericDates, isDay } from "./calendarDates.ts";
import { extractCategories } from "./lexicon/categories.ts";
import { extractProperNames } from "./properNames.ts";
import { dateValueAt, type Value, valueAt } from "./value.ts";
import { extractWordValues } from "./wordValues.ts";

/** Matches the number of a list item at the start of a sentence. */
const LIST_NUMBER = /^\s*\(?\d{1,2}[.)]\s/u;
/** Matches what joins the numbers of a range or series. */
const RANGE = /^\.?\s?(?:to|and|or|bis|und|oder|auf|zu|a|y|o|e|al?|à|et|ou|au|x|×|[-–—/])\s?(?:el |le )?$/u;
/** Matches what joins the parts of a duration. */
const DURATION_JOINT = /^(?:,? (?:and |und |y |et )?|,\s?)$/u;

/**
 * Extracts the values of a sentence, in order: dates, times of day, numbers with their units, names, codes. No two
 * overlap. `language` is a BCP-47 tag.
 */
export function extractValues(text: string, language: string): Value[] {
  const values: Value[] = [];
  const add = (value: Value | null): void => {
    if (value && !overlapsAny(value, values)) values.push(value);
  };
  for (const value of [...extractNumericDates(text), ...extractWordValues(text, language)]) add(value);
  const listNumberEnd = LIST_NUMBER.exec(text)?.[0].length ?? 0;
  const quantities = extractQuantities(text, language).filter(
    (quantity) => quantity.start >= listNumberEnd && !overlapsAny(quantity, values),
  );
  for (let i = 0; i < quantities.length; ) {
    const date = dateAt(text, quantities, i);
    add(date ? date.value : amountAt(text, quantities[i]!, language));
    i = date?.next ?? i + 1;
  }
  for (const name of extractProperNames(text, language)) add(valueAt(text, name, "name", 0, { isName: true }));
  for (const { kind, member, ...span } of extractCategories(text, language))
    add(valueAt(text, span, kind, 0, { member }));
  values.sort((a, b) => a.start - b.start);
  return joinDurations(shareUnits(values, text), text);
}

const overlapsAny = ({ start, end }: Span, spans: Span[]): boolean =>
  spans.some((span) => span.start < end && start < span.end);

/** Gives the first numbers of a range or series the unit of its last: "from 5 to 35 °C", "23 to 27 June". */
function shareUnits(values: Value[], text: string): Value[] {
  const shared = [...values];
  for (let i = values.length - 2; i >= 0; i--) {
    const [value, next] = [values[i]!, shared[i + 1]!];
    if (!value.hasUnit && next.hasUnit && RANGE.test(text.slice(value.end, next.start)))
      shared[i] = inUnitOf(value, next, text);
  }
  return shared;
}

function inUnitOf(value: Value, { kind, date, factor, amount, shown, isTwelveHour }: Value, text: string): Value {
  if (kind === "clock" && value.amount <= 24) {
    const isAfternoon = amount >= 720 && value.amount < 12 && /p/i.test(shown);
    const minutes = value.amount * 60 + (isAfternoon ? 720 : 0);
    return valueAt(text, value, kind, minutes, { isTwelveHour: isTwelveHour ?? false });
  }
  if (date?.day && date.month && isDay(value.amount)) return dateValueAt(text, value, { ...date, day: value.amount });
  return factor === undefined ? value : valueAt(text, value, kind, value.amount * factor, { factor });
}

/** Adds up durations in several units: "two hours, 13 minutes and 48 seconds". */
function joinDurations(values: Value[], text: string): Value[] {
  const joined: Value[] = [];
  for (const value of values) {
    const last = joined.at(-1);
    if (last && isPartOf(value, last, text)) {
      const { isApproximate } = last;
      const more = { isApproximate, ...(value.factor === undefined ? {} : { factor: value.factor }) };
      joined[joined.length - 1] = valueAt(
        text,
        { start: last.start, end: value.end },
        last.kind,
        last.amount + value.amount,
        more,
      );
    } else joined.push(value);
  }
  return joined;
}

const isPartOf = (value: Value, last: Value, text: string): boolean =>
  last.kind === "duration" &&
  value.kind === "duration" &&
  value.factor !== undefined &&
  last.factor !== undefined &&
  value.factor < last.factor &&
  DURATION_JOINT.test(text.slice(last.end, value.start));
