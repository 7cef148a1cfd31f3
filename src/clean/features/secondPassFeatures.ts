import type { LineStats } from "../lineStats.ts";
import { selectMainText } from "../selectMainText.ts";
import { type Features, logScale, writeFeatures } from "./featureRow.ts";

/** Features of the second pass (stacking): what the first pass predicts for the line, its neighbours and the page. */
export const SECOND_PASS_FEATURES = [
  /** Log-odds of being main text, for the line and its neighbours. */
  "logOdds",
  "logOdds-1",
  "logOdds+1",
  "logOdds-2",
  "logOdds+2",
  /**
   * Expected words of main text before and after the line, and their share of all words there. The weights of words
   * decay with distance, faster in the near features than in the far ones.
   */
  "nearWordsBefore",
  "nearWordsAfter",
  "nearShareBefore",
  "nearShareAfter",
  "farWordsBefore",
  "farWordsAfter",
  "farShareBefore",
  "farShareAfter",
  /** Expected words of main text above the line, below it, and on the whole page. */
  "wordsAbove",
  "wordsBelow",
  "wordsInPage",
  /** The page's expected F1 (see `selectMainText`). */
  "expectedF1",
  /** Distance to the largest run of main text (negative above it), and size of that run in expected words. */
  "distanceToMainRun",
  "mainRunWords",
  /** 1 if the line is within the largest run, else 0. */
  "inMainRun",
  /** Share of the line's terms found in other lines of the largest run, and share found in any other selected lines. */
  "mainRunTermShare",
  "selectedTermShare",
  /**
   * Expected words in the run that contains the line, and their ratio to those of the largest run. Both are -1 if the
   * line is in no run.
   */
  "runWords",
  "runShare",
] as const;
type SecondPassFeatures = Features<(typeof SECOND_PASS_FEATURES)[number]>;

/** Maximum number of consecutive unselected lines within a run. */
const MAX_GAP_LINES = 1;
const MAX_LOG_ODDS = 6;
/** Probability assumed for positions before the first line and after the last. */
const PROBABILITY_OUTSIDE = 0.01;
const NO_RUN = -1;
const NO_TERMS = -0.1;
/** Factors by which the weight of a line decays per line of distance. */
const NEAR_DECAY = 0.6;
const FAR_DECAY = 0.9;

const logOdds = (p: number): number => Math.max(-MAX_LOG_ODDS, Math.min(MAX_LOG_ODDS, Math.log(p / (1 - p))));

type FirstPassLines = { lines: LineStats[]; termSets: Set<number>[]; values: Float32Array };

/**
 * Computes the second-pass features from the first pass's probabilities and writes them into the feature matrix.
 * @param width values per row of the matrix
 * @param offset index of the first second-pass feature within a row
 */
export function writeSecondPassFeatures(
  page: FirstPassLines,
  probabilities: Float64Array,
  width: number,
  offset: number,
): void {
  for (const [i, features] of secondPassFeatures(page, probabilities).entries())
    writeFeatures(page.values, i * width + offset, SECOND_PASS_FEATURES, features);
}

function secondPassFeatures({ lines, termSets }: FirstPassLines, probabilities: Float64Array): SecondPassFeatures[] {
  const words = lines.map((line) => line.words);
  const { kept, expectedF1 } = selectMainText(probabilities, words);
  const expectedWords = words.map((count, i) => count * probabilities[i]!);
  const pageWords = expectedWords.reduce((a, b) => a + b, 0);
  const { runs, main } = findRuns(kept, expectedWords);
  const isInMain = (i: number): boolean => i >= main.from && i < main.to;
  const mainCounts = countTerms(termSets, (i) => kept[i]! && isInMain(i));
  const selectedCounts = countTerms(termSets, (i) => kept[i]!);
  const before = sideTotals(probabilities, words, "before");
  const after = sideTotals(probabilities, words, "after");
  let wordsAbove = 0;
  return termSets.map((terms, i) => {
    const b = before[i]!;
    const a = after[i]!;
    const logOddsAt = (distance: number): number => logOdds(probabilities[i + distance] ?? PROBABILITY_OUTSIDE);
    const run = runs[i];
    const ownCount = Number(kept[i]);
    const features = {
      logOdds: logOddsAt(0),
      "logOdds-1": logOddsAt(-1),
      "logOdds+1": logOddsAt(1),
      "logOdds-2": logOddsAt(-2),
      "logOdds+2": logOddsAt(2),
      nearWordsBefore: logScale(b.nearExpected),
      nearWordsAfter: logScale(a.nearExpected),
      nearShareBefore: b.nearExpected / b.nearAll,
      nearShareAfter: a.nearExpected / a.nearAll,
      farWordsBefore: logScale(b.farExpected),
      farWordsAfter: logScale(a.farExpected),
      farShareBefore: b.farExpected / b.farAll,
      farShareAfter: a.farExpected / a.farAll,
      wordsAbove: logScale(wordsAbove),
      wordsBelow: logScale(pageWords - wordsAbove - expectedWords[i]!),
      wordsInPage: logScale(pageWords),
      expectedF1,
      distanceToMainRun: i < main.from ? -logScale(main.from - i) : i >= main.to ? logScale(i - main.to + 1) : 0,
      mainRunWords: logScale(main.words),
      inMainRun: Number(isInMain(i)),
      mainRunTermShare: termShare(terms, mainCounts, isInMain(i) ? ownCount : 0),
      selectedTermShare: termShare(terms, selectedCounts, ownCount),
      runWords: run ? logScale(run.words) : NO_RUN,
      runShare: run ? run.words / (main.words + 1) : NO_RUN,
    };
    wordsAbove += expectedWords[i]!;
    return features;
  });
}

/** A range of lines with its expected words of main text; `to` is exclusive. */
type Run = { from: number; to: number; words: number };

/**
 * Groups the selected lines into runs. Returns each line's run (null for lines that are not selected) and the largest
 * run.
 */
function findRuns(kept: boolean[], expectedWords: number[]): { runs: (Run | null)[]; main: Run } {
  const runs = new Array<Run | null>(kept.length).fill(null);
  let main: Run = { from: 0, to: 0, words: 0 };
  let run: Run | null = null;
  for (const [i, isKept] of kept.entries()) {
    if (!isKept) continue;
    if (run === null || i - run.to > MAX_GAP_LINES) run = { from: i, to: i, words: 0 };
    run.to = i + 1;
    run.words += expectedWords[i]!;
    runs[i] = run;
    if (run.words > main.words) main = run;
  }
  return { runs, main };
}

/** Counts, for each term, the included lines that contain it. */
function countTerms(termSets: Set<number>[], includes: (i: number) => boolean): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [i, terms] of termSets.entries()) {
    if (!includes(i)) continue;
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return counts;
}

/**
 * Returns the share of a line's terms that occur in other lines. `ownCount` is 1 if `counts` includes the line itself,
 * else 0.
 */
function termShare(terms: Set<number>, counts: Map<number, number>, ownCount: number): number {
  if (terms.size === 0) return NO_TERMS;
  let shared = 0;
  for (const term of terms) if ((counts.get(term) ?? 0) > ownCount) shared++;
  return shared / terms.size;
}

/**
 * Sums over the lines on one side of a line, with weights that decay with distance: expected words of main text, and
 * all words.
 */
type SideTotals = { nearExpected: number; nearAll: number; farExpected: number; farAll: number };

function sideTotals(probabilities: Float64Array, words: number[], side: "before" | "after"): SideTotals[] {
  const totals = new Array<SideTotals>(words.length);
  let [nearExpected, nearAll, farExpected, farAll] = [0, 0.01, 0, 0.01];
  for (let k = 0; k < words.length; k++) {
    const i = side === "before" ? k : words.length - 1 - k;
    totals[i] = { nearExpected, nearAll, farExpected, farAll };
    const weight = words[i]! + 0.5;
    nearExpected = nearExpected * NEAR_DECAY + probabilities[i]! * weight;
    nearAll = nearAll * NEAR_DECAY + weight;
    farExpected = farExpected * FAR_DECAY + probabilities[i]! * weight;
    farAll = farAll * FAR_DECAY + weight;
  }
  return totals;
}
