import { type Features, logScale } from "./featureRow.ts";
import type { LineSignals } from "./lineSignals.ts";

/**
 * Features of repeated patterns: lines that differ only in names and numbers, such as the name and date above each
 * comment or the time before each item of a live blog. The prose between two such lines is a gap. In a forum, gaps are
 * of similar size; an article is larger than the comments below it.
 */
export const REPEATED_PATTERN_FEATURES = [
  /** How often the line's own pattern occurs in the page; 0 below `MIN_OCCURRENCES`. */
  "patternOccurrences",
  /** Lines with a repeated pattern: in the page, and before and after the line, decaying with distance. */
  "patternLines",
  "patternLinesBefore",
  "patternLinesAfter",
  /** Words of prose in the gap that contains the line, and their ratio to the largest gap. */
  "gapProse",
  "gapShare",
  /** The largest gap that ends before the line. */
  "largestGapBefore",
] as const;
export type RepeatedPatternFeatures = Features<(typeof REPEATED_PATTERN_FEATURES)[number]>;

/** A pattern is repeated from this many occurrences. */
const MIN_OCCURRENCES = 3;
/** Longer lines are prose that begins with a number. */
const MAX_WORDS = 20;
/** Only this prefix of a line is turned into a pattern, in UTF-16 units. */
const MAX_PATTERN_UNITS = 200;
/** Decay factor per line of distance. */
const DECAY = 0.85;

/** Computes the features of all lines. Counts are on a log scale. */
export function repeatedPatternFeatures({
  texts,
  lines,
  proseWords,
}: Pick<LineSignals, "texts" | "lines" | "proseWords">): RepeatedPatternFeatures[] {
  const occurrences = patternOccurrences(
    texts.map((text, i) => (lines[i]!.words <= MAX_WORDS ? patternOf(text) : null)),
  );
  const gaps = proseGaps(occurrences, proseWords);
  const largestGap = gaps.reduce((a, b) => Math.max(a, b), 0);
  const patternLines = logScale(occurrences.reduce((sum, count) => sum + Number(count > 0), 0));
  const before = decayingCounts(occurrences);
  const after = decayingCounts(occurrences.toReversed()).reverse();
  let [largestGapBefore, currentGap, gapIndex] = [0, 0, 0];
  return occurrences.map((count, i) => {
    if (count > 0) {
      largestGapBefore = Math.max(largestGapBefore, currentGap);
      currentGap = 0;
      gapIndex++;
    }
    currentGap += proseWords[i]!;
    const gap = gaps[gapIndex]!;
    return {
      patternOccurrences: logScale(count),
      patternLines,
      patternLinesBefore: logScale(before[i]!),
      patternLinesAfter: logScale(after[i]!),
      gapProse: logScale(gap),
      gapShare: largestGap ? gap / largestGap : 0,
      largestGapBefore: logScale(largestGapBefore),
    };
  });
}

/** Returns how often the pattern of each line occurs, or 0 if it is not a repeated pattern. */
function patternOccurrences(patterns: (string | null)[]): number[] {
  const counts = new Map<string, number>();
  for (const pattern of patterns) if (pattern !== null) counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  return patterns.map((pattern) => {
    const count = pattern === null ? 0 : counts.get(pattern)!;
    return count < MIN_OCCURRENCES ? 0 : count;
  });
}

/** Returns the words of prose before the first pattern line, between each two, and after the last one. */
function proseGaps(occurrences: number[], proseWords: number[]): number[] {
  const gaps = [0];
  for (const [i, count] of occurrences.entries()) {
    if (count > 0) gaps.push(0);
    gaps[gaps.length - 1]! += proseWords[i]!;
  }
  return gaps;
}

/** Returns the number of pattern lines before each line, decaying with distance. */
function decayingCounts(occurrences: number[]): number[] {
  let sum = 0;
  return occurrences.map((count) => {
    const before = sum;
    sum = sum * DECAY + Number(count > 0);
    return before;
  });
}

/**
 * Returns a line up to its last number, with all words as `a` and all numbers as `0`. Null for a line without a number.
 */
function patternOf(text: string): string | null {
  if (!/\d/.test(text)) return null;
  const masked = text
    .slice(0, MAX_PATTERN_UNITS)
    .replace(/\d+/g, "0")
    .replace(/[\p{L}\p{M}]+/gu, "a")
    .replace(/[\s,]+/g, " ");
  return masked.slice(0, masked.lastIndexOf("0") + 1).replace(/a(?: a)+/g, "a");
}
