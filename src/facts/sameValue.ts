import { currencyOf } from "./measures.ts";
import type { CalendarDate, Value } from "./value.ts";

/** By how much, as a share, a hedged value may be off: "about 300" is 312. */
const APPROXIMATE_SHARE = 0.06;
/** Small numbers are hardly rounded. */
const MIN_APPROXIMATE_COUNT = 20;
/** By how many minutes a hedged time of day may be off: "shortly after seven" is 19:10. */
const APPROXIMATE_MINUTES = 30;
/** By how much, as a share, values in different units may differ for rounding. */
const CONVERSION_SHARE = 0.01;
/** By how many degrees temperatures on different scales may differ for rounding. */
const CONVERSION_DEGREES = 0.6;
const HALF_DAY_MINUTES = 720;
const DATE_PARTS = ["year", "month", "day"] as const;

/** How two values of one kind relate. "unclear" values, such as a day and a year, share nothing to compare. */
export type Relation = "equal" | "different" | "unclear";

/** Compares two values of one kind. A hedged value equals one that is close, a date one that says as much of it. */
export function compareValues(one: Value, other: Value): Relation {
  if (one.kind !== other.kind) return "unclear";
  if (one.kind === "code") return one.shown === other.shown ? "equal" : "unclear";
  if (one.member) return one.member === other.member ? "equal" : "different";
  if (one.isName) return compareNames(one, other);
  if (one.date && other.date && one.kind === "date") return compareDates(one.date, other.date);
  const isApproximate = one.isApproximate || other.isApproximate;
  if (one.kind === "clock") return compareClockTimes(one, other, isApproximate);
  if (one.kind === "money" && areOfOtherCurrency(one, other)) return "unclear";
  const larger = Math.max(Math.abs(one.amount), Math.abs(other.amount));
  const isRounded = isApproximate && !(one.kind === "count" && larger < MIN_APPROXIMATE_COUNT);
  const tolerance = isRounded ? APPROXIMATE_SHARE : one.factor !== other.factor ? CONVERSION_SHARE : 1e-9;
  const least = one.kind === "temperature" && one.factor !== other.factor ? CONVERSION_DEGREES : 0;
  return Math.abs(one.amount - other.amount) <= Math.max(least, tolerance * larger) ? "equal" : "different";
}

/** Compares two times of day. One with a time zone and another without are of one instant only if they read alike. */
function compareClockTimes(one: Value, other: Value, isApproximate: boolean): Relation {
  const cycle = one.isTwelveHour || other.isTwelveHour ? HALF_DAY_MINUTES : 2 * HALF_DAY_MINUTES;
  const areZoned = one.zone !== undefined && other.zone !== undefined;
  const [first, second] = [one, other].map(({ amount, zone = 0 }) => amount - (areZoned ? zone : 0)) as [
    number,
    number,
  ];
  const apart = Math.abs(first - second) % cycle;
  if (Math.min(apart, cycle - apart) <= (isApproximate ? APPROXIMATE_MINUTES : 0)) return "equal";
  return (one.zone === undefined) === (other.zone === undefined) ? "different" : "unclear";
}

function areOfOtherCurrency(one: Value, other: Value): boolean {
  const [first, second] = [currencyOf(one.shown), currencyOf(other.shown)];
  return first !== undefined && second !== undefined && first !== second;
}

/** The words of names. Each name is compared with many. */
const wordsOfNames = new WeakMap<Value, Set<string>>();

function wordsOf(value: Value): Set<string> {
  let words = wordsOfNames.get(value);
  if (!words) {
    words = new Set(value.shown.split(/\s+/));
    wordsOfNames.set(value, words);
  }
  return words;
}

/** Names are equal if one is a part of the other, and different if they share no word. */
function compareNames(one: Value, other: Value): Relation {
  const [first, second] = [wordsOf(one), wordsOf(other)];
  if (first.isSubsetOf(second) || second.isSubsetOf(first)) return "equal";
  return first.isDisjointFrom(second) ? "different" : "unclear";
}

const finestPart = (date: CalendarDate) => DATE_PARTS.findLast((part) => date[part] !== undefined);

function compareDates(one: CalendarDate, other: CalendarDate): Relation {
  const shared = DATE_PARTS.filter((part) => one[part] !== undefined && other[part] !== undefined);
  if (!shared.length) return "unclear";
  if (shared.every((part) => one[part] === other[part])) return "equal";
  return finestPart(one) === finestPart(other) ? "different" : "unclear";
}
