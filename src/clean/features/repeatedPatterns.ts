import type { Survey } from "./neighbourFeatures.ts";

/** Names and days over comments, hours before the items of a ticker: lines of one pattern with other numbers in them. */
export const STAMPS = ["stamp", "stamps", "stampsBefore", "stampsAfter", "gap", "gapShare", "gapBefore"] as const;

/** A pattern that stands in a page so often makes its lines stamps. */
const LEAST = 3;
/** Longer lines are prose that begins with a number. */
const LONGEST_WORDS = 20;
const LONGEST_UNITS = 200;
/** How fast stamps count less with distance. */
const FADE = 0.85;

const log = (value: number): number => Math.log1p(Math.max(0, value));

/**
 * For each line, in the order of STAMPS: how often its pattern stands in the page, stamps in the whole page and near it on
 * either side, and the prose between the stamps that it stands between: how much it is, against the most there is between
 * any two, and the most there was before. A forum has as much in each gap; an article has more than the comments under it.
 */
export function readStamps(texts: string[], { lines, prose }: Survey): number[][] {
  const patterns = texts.map((text, i) => (lines[i]!.words <= LONGEST_WORDS ? patternOf(text) : null));
  const times = new Map<string, number>();
  for (const pattern of patterns) if (pattern !== null) times.set(pattern, (times.get(pattern) ?? 0) + 1);
  const counts = patterns.map((pattern) => {
    const count = pattern === null ? 0 : times.get(pattern)!;
    return count < LEAST ? 0 : count;
  });
  const gaps = gapsOf(counts, prose);
  const most = gaps.reduce((a, b) => Math.max(a, b), 0);
  const all = log(counts.reduce((sum, count) => sum + Number(count > 0), 0));
  const before = faded(counts);
  const after = faded(counts.toReversed()).reverse();
  let [closed, current, at] = [0, 0, 0];
  return counts.map((count, i) => {
    if (count > 0) {
      closed = Math.max(closed, current);
      current = 0;
      at++;
    }
    current += prose[i]!;
    const own = gaps[at]!;
    return [log(count), all, log(before[i]!), log(after[i]!), log(own), most ? own / most : 0, log(closed)];
  });
}

/** The prose between stamps, before the first and after the last: one number more than there are stamps. */
function gapsOf(counts: number[], prose: number[]): number[] {
  const gaps = [0];
  for (const [i, count] of counts.entries()) {
    if (count > 0) gaps.push(0);
    gaps[gaps.length - 1]! += prose[i]!;
  }
  return gaps;
}

function faded(counts: number[]): number[] {
  let sum = 0;
  return counts.map((count) => {
    const stood = sum;
    sum = sum * FADE + Number(count > 0);
    return stood;
  });
}

/** A line up to its last number: words as `a`, numbers as `0`, whatever they are. Null without a number. */
function patternOf(text: string): string | null {
  if (!/\d/.test(text)) return null;
  const masked = text
    .slice(0, LONGEST_UNITS)
    .replace(/\d+/g, "0")
    .replace(/[\p{L}\p{M}]+/gu, "a")
    .replace(/[\s,]+/g, " ");
  return masked.slice(0, masked.lastIndexOf("0") + 1).replace(/a(?: a)+/g, "a");
}
