import type { GradientBoostedTrees } from "../../src/text/index.ts";

/** Feature vectors, each with a target from 0 to 1 and a sample weight. */
export type TrainingSet = { rows: ArrayLike<number>[]; targets: ArrayLike<number>; weights: ArrayLike<number> };
export type BoostingOptions = {
  trees: number;
  depth: number;
  learningRate: number;
  /** Fraction of the columns sampled for each tree. */
  columnSample: number;
  /** Fraction of the rows sampled for each tree. */
  rowSample: number;
  /** L2 regularisation of the leaf values. */
  lambda: number;
  seed: number;
  /** Minimum sum of second derivatives on each side of a split. */
  minChildWeight?: number;
  /** By column: 1 if the score must not decrease as the feature increases, -1 if it must not increase, otherwise 0. */
  monotoneConstraints?: number[];
};

/** Maximum number of histogram bins per column. */
const BINS = 64;
const DEFAULT_MIN_CHILD_WEIGHT = 0.5;

/** By column: the upper limit of each bin except the last one, and the bin of each row. */
type Binned = { cuts: number[][]; bins: Uint8Array[] };
/** The negative gradient and the second derivative of the weighted loss, by row. */
type Derivatives = { gradients: Float64Array; hessians: Float64Array };

/**
 * Trains gradient-boosted trees for logistic loss (Friedman 2001), with histograms. Trees grow level by level. Leaf
 * values and gains follow XGBoost (Chen and Guestrin 2016, eq. 5 and 7). The result is deterministic for a given seed.
 */
export function trainBoostedTrees(
  { rows, targets, weights }: TrainingSet,
  options: BoostingOptions,
): GradientBoostedTrees {
  const random = createRandom(options.seed);
  const n = rows.length;
  const binned = binRows(rows);
  const model: GradientBoostedTrees = { base: 0, depth: options.depth, features: [], thresholds: [], leaves: [] };
  const sums = new Float64Array(n);
  const derivatives = { gradients: new Float64Array(n), hessians: new Float64Array(n) };
  const columns = binned.cuts.map((_, column) => column).filter((column) => binned.cuts[column]!.length > 0);
  for (let round = 0; round < options.trees; round++) {
    const sampledRows: number[] = [];
    for (let i = 0; i < n; i++) {
      const p = 1 / (1 + Math.exp(-sums[i]!));
      derivatives.gradients[i] = weights[i]! * (targets[i]! - p);
      derivatives.hessians[i] = weights[i]! * p * (1 - p);
      if (random() < options.rowSample) sampledRows.push(i);
    }
    const sampledColumns = columns.filter(() => random() < options.columnSample);
    const tree = growTree(binned, derivatives, Int32Array.from(sampledRows), sampledColumns, options);
    for (let i = 0; i < n; i++) sums[i]! += tree.leaves[tree.leafOfRow[i]!]!;
    model.features.push(...tree.features);
    model.thresholds.push(...tree.thresholds);
    model.leaves.push(...tree.leaves);
  }
  return model;
}

/** Combines models of equal depth into one whose log-odds are the mean of theirs. Leaves are rounded to 4 decimals. */
export const averageModels = (models: GradientBoostedTrees[]): GradientBoostedTrees => ({
  base: models.reduce((sum, { base }) => sum + base, 0) / models.length,
  depth: models[0]!.depth,
  features: models.flatMap(({ features }) => features),
  thresholds: models.flatMap(({ thresholds }) => thresholds),
  leaves: models.flatMap(({ leaves }) => leaves.map((leaf) => Number((leaf / models.length).toFixed(4)))),
});

/** Grows one tree on the sampled rows and columns. `leafOfRow` has the leaf index of every row, sampled or not. */
function growTree(
  binned: Binned,
  derivatives: Derivatives,
  sampledRows: Int32Array,
  sampledColumns: number[],
  options: BoostingOptions,
) {
  const { depth, learningRate, lambda } = options;
  const splits = (1 << depth) - 1;
  const features = new Array<number>(splits).fill(-1);
  const thresholds = new Array<number>(splits).fill(0);
  const nodes = new Uint8Array(binned.bins[0]!.length);
  // Bounds on the leaf values below each node, so that later splits do not violate a monotone constraint.
  const lowerBounds = new Array<number>(2 * splits + 1).fill(Number.NEGATIVE_INFINITY);
  const upperBounds = new Array<number>(2 * splits + 1).fill(Number.POSITIVE_INFINITY);
  for (let level = 0; level < depth; level++) {
    const best = bestSplits(binned, derivatives, sampledRows, sampledColumns, nodes, level, options);
    const first = (1 << level) - 1;
    for (const [index, split] of best.entries()) {
      const node = first + index;
      for (const child of [2 * node + 1, 2 * node + 2])
        [lowerBounds[child], upperBounds[child]] = [lowerBounds[node]!, upperBounds[node]!];
      if (split === null) continue;
      features[node] = split.column;
      thresholds[node] = binned.cuts[split.column]![split.bin]!;
      const sign = options.monotoneConstraints?.[split.column] ?? 0;
      if (sign !== 0) {
        upperBounds[2 * node + (sign > 0 ? 1 : 2)] = split.middle;
        lowerBounds[2 * node + (sign > 0 ? 2 : 1)] = split.middle;
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
  for (const i of sampledRows) {
    g[nodes[i]! - splits]! += derivatives.gradients[i]!;
    h[nodes[i]! - splits]! += derivatives.hessians[i]!;
  }
  const leaves = Array.from(g, (sum, leaf) => {
    const value = Math.min(
      upperBounds[splits + leaf]!,
      Math.max(lowerBounds[splits + leaf]!, sum / (h[leaf]! + lambda)),
    );
    return Number((learningRate * value).toFixed(3));
  });
  return {
    features,
    thresholds: thresholds.map((value) => Number(value.toPrecision(5))),
    leaves,
    leafOfRow: nodes.map((node) => node - splits),
  };
}

/**
 * A split of a node: rows up to and including `bin` go to the left side. `middle` is the mean of the optimal values of
 * both sides. Under a monotone constraint, the values of neither side cross `middle`.
 */
type Split = { gain: number; column: number; bin: number; middle: number };

/**
 * Finds the split with the highest gain for each node of a level. The entry of a node is null if no split gains more
 * than 0.001.
 */
function bestSplits(
  { cuts, bins }: Binned,
  { gradients, hessians }: Derivatives,
  sampledRows: Int32Array,
  sampledColumns: number[],
  nodes: Uint8Array,
  level: number,
  { lambda, minChildWeight = DEFAULT_MIN_CHILD_WEIGHT, monotoneConstraints = [] }: BoostingOptions,
): (Split | null)[] {
  const first = (1 << level) - 1;
  const nodeCount = 1 << level;
  const best = new Array<Split | null>(nodeCount).fill(null);
  // Copies the values into contiguous arrays, because they are read once per column.
  const starts = new Int32Array(sampledRows.length);
  const rowG = new Float64Array(sampledRows.length);
  const rowH = new Float64Array(sampledRows.length);
  for (let k = 0; k < sampledRows.length; k++) {
    const i = sampledRows[k]!;
    starts[k] = (nodes[i]! - first) * BINS;
    rowG[k] = gradients[i]!;
    rowH[k] = hessians[i]!;
  }
  for (const column of sampledColumns) {
    const binOfRow = bins[column]!;
    const g = new Float64Array(nodeCount * BINS);
    const h = new Float64Array(nodeCount * BINS);
    for (let k = 0; k < sampledRows.length; k++) {
      const at = starts[k]! + binOfRow[sampledRows[k]!]!;
      g[at]! += rowG[k]!;
      h[at]! += rowH[k]!;
    }
    for (let node = 0; node < nodeCount; node++) {
      let [allG, allH] = [0, 0];
      for (let at = node * BINS; at < (node + 1) * BINS; at++) {
        allG += g[at]!;
        allH += h[at]!;
      }
      const unsplit = (allG * allG) / (allH + lambda);
      let [leftG, leftH] = [0, 0];
      for (let bin = 0; bin < cuts[column]!.length; bin++) {
        leftG += g[node * BINS + bin]!;
        leftH += h[node * BINS + bin]!;
        const [rightG, rightH] = [allG - leftG, allH - leftH];
        if (leftH < minChildWeight || rightH < minChildWeight) continue;
        const [left, right] = [leftG / (leftH + lambda), rightG / (rightH + lambda)];
        const gain = (leftG * leftG) / (leftH + lambda) + (rightG * rightG) / (rightH + lambda) - unsplit;
        if (gain <= (best[node]?.gain ?? 1e-3) || (right - left) * (monotoneConstraints[column] ?? 0) < 0) continue;
        best[node] = { gain, column, bin, middle: (left + right) / 2 };
      }
    }
  }
  return best;
}

function binRows(rows: ArrayLike<number>[]): Binned {
  const cuts = binLimits(rows, rows[0]!.length);
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

/**
 * Returns the bin limits of each column: the midpoints between its distinct values if there are at most `BINS` of
 * these, otherwise quantiles. With 40,000 rows or more, only every nth row is used, so that at least 20,000 remain.
 */
function binLimits(rows: ArrayLike<number>[], width: number): number[][] {
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

/** Creates a seeded generator (mulberry32) of numbers from 0 (inclusive) to 1 (exclusive). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
