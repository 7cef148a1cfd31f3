import type { Trees } from "../../src/text/index.ts";

/** What boosting needs to know: rows of numbers, the share of each that is wanted (0..1), and how much it counts. */
export type Lesson = { rows: ArrayLike<number>[]; targets: ArrayLike<number>; weights: ArrayLike<number> };
export type Boosting = {
  trees: number;
  depth: number;
  rate: number;
  /** Shares of columns and rows drawn for each tree. */
  columns: number;
  sample: number;
  ridge: number;
  seed: number;
  /** Least sum of second derivatives on either side of a split. */
  least?: number;
  /** By column: 1 where more of it must never lower the score, -1 where it must never raise it, 0 where all may be. */
  signs?: number[];
};

const BINS = 64;
const LEAST = 0.5;

/** The rows as the bins that their numbers fall into, by column, and between which numbers the bins meet. */
type Binned = { cuts: number[][]; bins: Uint8Array[] };
/** First and second derivatives of the loss, by row. */
type Slopes = { gradients: Float64Array; curvatures: Float64Array };

/**
 * Gradient boosting of depth-wise trees for logistic loss with histograms (Friedman 2001; the gain and leaf values are those
 * of XGBoost, Chen and Guestrin 2016, eq. 5 and 7). The same lesson and seed give the same trees.
 */
export function boost({ rows, targets, weights }: Lesson, options: Boosting): Trees {
  const random = randomOf(options.seed);
  const n = rows.length;
  const binned = bin(rows);
  const model: Trees = { base: 0, depth: options.depth, features: [], thresholds: [], leaves: [] };
  const sums = new Float64Array(n);
  const slopes = { gradients: new Float64Array(n), curvatures: new Float64Array(n) };
  const columns = binned.cuts.map((_, column) => column).filter((column) => binned.cuts[column]!.length > 0);
  for (let tree = 0; tree < options.trees; tree++) {
    const chosen: number[] = [];
    for (let i = 0; i < n; i++) {
      const p = 1 / (1 + Math.exp(-sums[i]!));
      slopes.gradients[i] = weights[i]! * (targets[i]! - p);
      slopes.curvatures[i] = weights[i]! * p * (1 - p);
      if (random() < options.sample) chosen.push(i);
    }
    const tried = columns.filter(() => random() < options.columns);
    const { features, thresholds, leaves, places } = grow(binned, slopes, Int32Array.from(chosen), tried, options);
    for (let i = 0; i < n; i++) sums[i]! += leaves[places[i]!]!;
    model.features.push(...features);
    model.thresholds.push(...thresholds);
    model.leaves.push(...leaves);
  }
  return model;
}

/** Trees that give the mean of what several give, as log-odds; all of one depth. */
export const average = (all: Trees[]): Trees => ({
  base: all.reduce((sum, { base }) => sum + base, 0) / all.length,
  depth: all[0]!.depth,
  features: all.flatMap(({ features }) => features),
  thresholds: all.flatMap(({ thresholds }) => thresholds),
  leaves: all.flatMap(({ leaves }) => leaves.map((leaf) => Number((leaf / all.length).toFixed(4)))),
});

/** One tree, level by level, and the leaf that each row ends in. */
function grow(binned: Binned, slopes: Slopes, chosen: Int32Array, tried: number[], options: Boosting) {
  const { depth, rate, ridge } = options;
  const splits = (1 << depth) - 1;
  const features = new Array<number>(splits).fill(-1);
  const thresholds = new Array<number>(splits).fill(0);
  const nodes = new Uint8Array(binned.bins[0]!.length);
  /** Between which values the leaves below each node must stay, so that no later split breaks the order of a sign. */
  const low = new Array<number>(2 * splits + 1).fill(Number.NEGATIVE_INFINITY);
  const high = new Array<number>(2 * splits + 1).fill(Number.POSITIVE_INFINITY);
  for (let level = 0; level < depth; level++) {
    const best = bestSplits(binned, slopes, chosen, tried, nodes, level, options);
    const first = (1 << level) - 1;
    for (const [at, split] of best.entries()) {
      const node = first + at;
      for (const child of [2 * node + 1, 2 * node + 2]) [low[child], high[child]] = [low[node]!, high[node]!];
      if (split === null) continue;
      features[node] = split.column;
      thresholds[node] = binned.cuts[split.column]![split.bin]!;
      const sign = options.signs?.[split.column] ?? 0;
      if (sign !== 0) {
        high[2 * node + (sign > 0 ? 1 : 2)] = split.middle;
        low[2 * node + (sign > 0 ? 2 : 1)] = split.middle;
      }
    }
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i]!;
      const split = best[node - first]!;
      nodes[i] = 2 * node + (split === null || binned.bins[split.column]![i]! <= split.bin ? 1 : 2);
    }
  }
  const g = new Float64Array(splits + 1);
  const h = new Float64Array(splits + 1);
  for (const i of chosen) {
    g[nodes[i]! - splits]! += slopes.gradients[i]!;
    h[nodes[i]! - splits]! += slopes.curvatures[i]!;
  }
  const leaves = Array.from(g, (sum, leaf) => {
    const value = Math.min(high[splits + leaf]!, Math.max(low[splits + leaf]!, sum / (h[leaf]! + ridge)));
    return Number((rate * value).toFixed(3));
  });
  return {
    features,
    thresholds: thresholds.map((value) => Number(value.toPrecision(5))),
    leaves,
    places: nodes.map((node) => node - splits),
  };
}

type Split = { gain: number; column: number; bin: number; middle: number };

/** For each node of a level the split of greatest gain, or null when none is worth it. */
function bestSplits(
  { cuts, bins }: Binned,
  { gradients, curvatures }: Slopes,
  chosen: Int32Array,
  tried: number[],
  nodes: Uint8Array,
  level: number,
  { ridge, least = LEAST, signs = [] }: Boosting,
): (Split | null)[] {
  const first = (1 << level) - 1;
  const count = 1 << level;
  const best = new Array<Split | null>(count).fill(null);
  // Close together in memory, since they are read once for each column.
  const starts = new Int32Array(chosen.length);
  const ownG = new Float64Array(chosen.length);
  const ownH = new Float64Array(chosen.length);
  for (let k = 0; k < chosen.length; k++) {
    const i = chosen[k]!;
    starts[k] = (nodes[i]! - first) * BINS;
    ownG[k] = gradients[i]!;
    ownH[k] = curvatures[i]!;
  }
  for (const column of tried) {
    const own = bins[column]!;
    const g = new Float64Array(count * BINS);
    const h = new Float64Array(count * BINS);
    for (let k = 0; k < chosen.length; k++) {
      const at = starts[k]! + own[chosen[k]!]!;
      g[at]! += ownG[k]!;
      h[at]! += ownH[k]!;
    }
    for (let node = 0; node < count; node++) {
      let [allG, allH] = [0, 0];
      for (let at = node * BINS; at < (node + 1) * BINS; at++) {
        allG += g[at]!;
        allH += h[at]!;
      }
      const whole = (allG * allG) / (allH + ridge);
      let [leftG, leftH] = [0, 0];
      for (let bin = 0; bin < cuts[column]!.length; bin++) {
        leftG += g[node * BINS + bin]!;
        leftH += h[node * BINS + bin]!;
        const [rightG, rightH] = [allG - leftG, allH - leftH];
        if (leftH < least || rightH < least) continue;
        const [left, right] = [leftG / (leftH + ridge), rightG / (rightH + ridge)];
        const gain = (leftG * leftG) / (leftH + ridge) + (rightG * rightG) / (rightH + ridge) - whole;
        if (gain <= (best[node]?.gain ?? 1e-3) || (right - left) * (signs[column] ?? 0) < 0) continue;
        best[node] = { gain, column, bin, middle: (left + right) / 2 };
      }
    }
  }
  return best;
}

function bin(rows: ArrayLike<number>[]): Binned {
  const cuts = cutsOf(rows, rows[0]!.length);
  const bins = cuts.map((cut, column) =>
    Uint8Array.from(rows, (row) => {
      const value = row[column]!;
      let [low, high] = [0, cut.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (value <= cut[middle]!) high = middle;
        else low = middle + 1;
      }
      return low;
    }),
  );
  return { cuts, bins };
}

/** Cuts for each column, so that about equally many rows fall between two of them. */
function cutsOf(rows: ArrayLike<number>[], width: number): number[][] {
  const step = Math.max(1, Math.floor(rows.length / 20_000));
  return Array.from({ length: width }, (_, column) => {
    const values = new Float64Array(Math.ceil(rows.length / step));
    for (let i = 0; i < values.length; i++) values[i] = rows[i * step]![column]!;
    values.sort();
    const distinct = [...new Set(values)];
    if (distinct.length <= BINS) return distinct.slice(0, -1).map((value, i) => (value + distinct[i + 1]!) / 2);
    const cuts = new Set<number>();
    for (let bin = 1; bin < BINS; bin++) cuts.add(values[Math.floor((bin * values.length) / BINS)]!);
    return [...cuts];
  });
}

/** Numbers that look random and are the same on every machine (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
