import { type Features, logScale } from "./featureRow.ts";
import type { LineSignals } from "./lineSignals.ts";

/**
 * Features of repeated patterns. Lines share a pattern if they differ only in their words and numbers. Examples are the
 * name and date above each comment, and the time before each item of a live blog. The prose between two consecutive
 * pattern lines is called a gap. In a forum, all gaps are of similar size. Below an article, the gaps between comments
 * are smaller than the article itself.
 */
export const REPEATED_PATTERN_FEATURES = [
  /** How often the line's pattern occurs on the page; 0 if fewer than `MIN_OCCURRENCES` times. */
  "patternOccurrences",
  /** Number of lines with a repeated pattern on the page. */
  "patternLines",
  /** Numbers of such lines before and after the line, counted with weights that decay with distance. */
  "patternLinesBefore",
  "patternLinesAfter",
  /** Words of prose in the gap that contains the line. */
  "gapProse",
  /** Size of the gap that contains the line, relative to the largest gap on the page. */
  "gapShare",
  /** Words of prose in the largest gap that ends before the line. */
  "largestGapBefore",
] as const;
export type RepeatedPatternFeatures = Features<(typeof REPEATED_PATTERN_FEATURES)[number]>;

/** Minimum number of occurrences for a pattern to count as repeated. */
const MIN_OCCURRENCES = 3;
/** Maximum number of words in a line that has a pattern. Longer lines are prose that contains a number. */
const MAX_WORDS = 20;
/** Length, in UTF-16 units, of the prefix of a line that its pattern is derived from. */
const MAX_PATTERN_UNITS = 200;
/** Factor by which the weight of a pattern line decays per line of distance. */
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

/**
 * Returns the words of prose in each gap: before the first pattern line, between consecutive pattern lines, and after
 * the last one.
 */
function proseGaps(occurrences: number[], proseWords: number[]): number[] {
  const gaps = [0];
  for (const [i, count] of occurrences.entries()) {
    if (count > 0) gaps.push(0);
    gaps[gaps.length - 1]! += proseWords[i]!;
  }
  return gaps;
}

/** Counts the pattern lines before each line, with weights that decay with distance. */
function decayingCounts(occurrences: number[]): number[] {
  let sum = 0;
  return occurrences.map((count) => {
    const before = sum;
    sum = sum * DECAY + Number(count > 0);
    return before;
  });
}

/**
 * Returns the pattern of a line: its text up to the last number, with each number replaced by `0` and each run of words
 * by `a`. Null for a line without a number.
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
