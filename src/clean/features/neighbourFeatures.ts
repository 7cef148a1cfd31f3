import type { LineStats } from "../lineStats.ts";
import { type Features, logScale } from "./featureRow.ts";
import type { LineSignals } from "./lineSignals.ts";

/**
 * Features of the lines around each line. A suffix such as -1 or +2 is the position of a neighbour relative to the
 * line. Most features whose names end in `Before` or `After` are sums over all lines on that side, with weights that
 * decay with distance.
 */
export const NEIGHBOUR_FEATURES = [
  "weight-1",
  "weight-2",
  "weight-3",
  "weight+1",
  "weight+2",
  "weight+3",
  "words-1",
  "words+1",
  "endsSentence-1",
  "endsSentence+1",
  "nearProseBefore",
  "nearProseAfter",
  "farProseBefore",
  "farProseAfter",
  "labelsBefore",
  "labelsAfter",
  "boilerplateBefore",
  "boilerplateAfter",
  "datesBefore",
  "datesAfter",
  "labelRun",
  "sameShapeBefore",
  "sameShapeAfter",
  "alternatingBefore",
  "alternatingAfter",
  "headlinesBefore",
  "headlinesAfter",
  "proseRunLengthBefore",
  "proseRunLengthAfter",
] as const;
export type NeighbourFeatures = Features<(typeof NEIGHBOUR_FEATURES)[number]>;

/** Repeated lines before and after the line, counted with weights that decay with distance, on a log scale. */
export const REPEAT_FEATURES = ["repeatsBefore", "repeatsAfter"] as const;
export type RepeatFeatures = Features<(typeof REPEAT_FEATURES)[number]>;

/** Weight assumed for positions before the first line and after the last. */
const WEIGHT_OUTSIDE = -3;

/** Computes the neighbour and repeat features of all lines on a page. */
export function neighbourFeatures(signals: LineSignals): {
  neighbours: NeighbourFeatures[];
  repeats: RepeatFeatures[];
} {
  const before = sideTotals(signals, "before");
  const after = sideTotals(signals, "after");
  return {
    neighbours: before.map((b, i) => neighbourFeaturesAt(signals, b, after[i]!, i)),
    repeats: before.map(({ repeats }, i) => ({
      repeatsBefore: logScale(repeats),
      repeatsAfter: logScale(after[i]!.repeats),
    })),
  };
}

function neighbourFeaturesAt(
  { lines, weights }: LineSignals,
  before: SideTotals,
  after: SideTotals,
  i: number,
): NeighbourFeatures {
  const weight = (distance: number): number => weights[i + distance] ?? WEIGHT_OUTSIDE;
  return {
    "weight-1": weight(-1),
    "weight-2": weight(-2),
    "weight-3": weight(-3),
    "weight+1": weight(1),
    "weight+2": weight(2),
    "weight+3": weight(3),
    "words-1": logScale(lines[i - 1]?.words ?? 0),
    "words+1": logScale(lines[i + 1]?.words ?? 0),
    "endsSentence-1": Number(lines[i - 1]?.endsSentence ?? false),
    "endsSentence+1": Number(lines[i + 1]?.endsSentence ?? false),
    nearProseBefore: logScale(before.nearProse),
    nearProseAfter: logScale(after.nearProse),
    farProseBefore: logScale(before.farProse),
    farProseAfter: logScale(after.farProse),
    labelsBefore: before.labels,
    labelsAfter: after.labels,
    boilerplateBefore: before.boilerplate,
    boilerplateAfter: after.boilerplate,
    datesBefore: before.dates,
    datesAfter: after.dates,
    labelRun: Math.min(before.labelRun, after.labelRun),
    sameShapeBefore: before.sameShape,
    sameShapeAfter: after.sameShape,
    alternatingBefore: before.alternating,
    alternatingAfter: after.alternating,
    headlinesBefore: before.headlines,
    headlinesAfter: after.headlines,
    proseRunLengthBefore: before.proseLines / (before.proseRuns + 0.3),
    proseRunLengthAfter: after.proseLines / (after.proseRuns + 0.3),
  };
}

/**
 * Totals over the lines on one side of a line. All but the last three are sums with weights that decay with distance.
 */
type SideTotals = {
  /** Words of prose. The weights of `nearProse` decay faster than those of `farProse`. */
  nearProse: number;
  farProse: number;
  labels: number;
  boilerplate: number;
  dates: number;
  headlines: number;
  repeats: number;
  proseLines: number;
  /** Number of runs of adjacent prose lines. In a list of teasers, each prose line is a run by itself. */
  proseRuns: number;
  /** Number of consecutive labels next to the line, up to `MAX_RUN`. */
  labelRun: number;
  /**
   * Number of consecutive lines next to the line whose shape is similar to that of their inner neighbour (see
   * `hasSimilarShape`), up to `MAX_RUN`.
   */
  sameShape: number;
  /** Number of consecutive lines that alternate between two shapes, such as headline and teaser, up to `MAX_RUN`. */
  alternating: number;
};

const MAX_RUN = 20;

/** Computes, for each line, the totals over the lines before it or after it. */
function sideTotals(signals: LineSignals, side: "before" | "after"): SideTotals[] {
  const { lines, proseWords, labels, boilerplate, dated, repeated } = signals;
  const n = lines.length;
  const step = side === "after" ? 1 : -1;
  const totals: SideTotals[] = new Array(n);
  const current: SideTotals = {
    nearProse: 0,
    farProse: 0,
    labels: 0,
    boilerplate: 0,
    dates: 0,
    headlines: 0,
    repeats: 0,
    proseLines: 0,
    proseRuns: 0,
    labelRun: 0,
    sameShape: 0,
    alternating: 0,
  };
  for (let k = 0; k < n; k++) {
    const i = side === "after" ? n - 1 - k : k;
    const line = lines[i]!;
    const isSameShape = hasSimilarShape(line, lines[i + step], 2, 0.3);
    current.sameShape = isSameShape ? current.sameShape + 1 : 0;
    current.alternating =
      !isSameShape && hasSimilarShape(line, lines[i + 2 * step], 3, 0.4) ? current.alternating + 1 : 0;
    totals[i] = {
      ...current,
      labelRun: Math.min(MAX_RUN, current.labelRun),
      sameShape: Math.min(MAX_RUN, current.sameShape),
      alternating: Math.min(MAX_RUN, current.alternating),
    };
    const isProseLine = proseWords[i]! > 0;
    current.nearProse = current.nearProse * 0.5 + proseWords[i]!;
    current.farProse = current.farProse * 0.85 + proseWords[i]!;
    current.labels = current.labels * 0.7 + labels[i]!;
    current.boilerplate = current.boilerplate * 0.8 + boilerplate[i]!;
    current.dates = current.dates * 0.85 + dated[i]!;
    current.repeats = current.repeats * 0.85 + repeated[i]!;
    current.headlines = current.headlines * 0.85 + Number(looksLikeHeadline(line));
    current.proseRuns = current.proseRuns * 0.85 + Number(isProseLine && !((proseWords[i + step] ?? 0) > 0));
    current.proseLines = current.proseLines * 0.85 + Number(isProseLine);
    current.labelRun = labels[i] ? current.labelRun + 1 : 0;
  }
  return totals;
}

const looksLikeHeadline = ({ endsSentence, words, separators }: LineStats): boolean =>
  !endsSentence && words >= 4 && words < 18 && separators === 0;

/**
 * Whether two lines have a similar shape: both or neither end a sentence, and their lengths differ by at most `words`
 * plus `share` times the first line's words.
 */
const hasSimilarShape = (line: LineStats, other: LineStats | undefined, words: number, share: number): boolean =>
  other !== undefined &&
  other.endsSentence === line.endsSentence &&
  Math.abs(other.words - line.words) <= words + line.words * share;
