import type { Trees } from "../../../src/text/index.ts";

/** What boosting needs to know: rows of numbers, the share of each that is wanted (0..1), and how much it counts. */
export type Lesson = { rows: ArrayLike<number>[]; targets: ArrayLike<number>; weights: ArrayLike<number> };
export type Boosting = {
  trees: number;
  depth: number;
  rate: number;
  columns: number;
  sample: number;
  ridge: number;
  seed: number;
};

const BINS = 64;

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

/**
 * Gradient boosting of depth-wise trees for logistic loss with histograms (Friedman 2001; the gain and leaf values are those
 * of XGBoost, Chen and Guestrin 2016, eq. 5 and 7). The same lesson and seed give the same trees.
 */
export function boost({ rows, targets, weights }: Lesson, options: Boosting): Trees {
  const { trees, depth, rate, columns, sample, ridge, seed } = options;
  const random = randomOf(seed);
  const n = rows.length;
  const width = rows[0]!.length;
  const cuts = cutsOf(rows, width);
  const binned = cuts.map((cut, column) => {
    const bins = new Uint8Array(n);
    for (let i = 0; i < n; i++) {
      const value = rows[i]![column]!;
      let [low, high] = [0, cut.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (value <= cut[middle]!) high = middle;
        else low = middle + 1;
      }
      bins[i] = low;
    }
    return bins;
  });
  const splits = (1 << depth) - 1;
  const model: Trees = { base: 0, depth, features: [], thresholds: [], leaves: [] };
  const sums = new Float64Array(n);
  const gradients = new Float64Array(n);
  const curvatures = new Float64Array(n);
  const nodes = new Uint8Array(n);
  for (let tree = 0; tree < trees; tree++) {
    const chosen: number[] = [];
    for (let i = 0; i < n; i++) {
      const p = 1 / (1 + Math.exp(-sums[i]!));
      gradients[i] = weights[i]! * (targets[i]! - p);
      curvatures[i] = weights[i]! * p * (1 - p);
      if (random() < sample) chosen.push(i);
    }
    const tried = cuts.map((_, column) => column).filter((column) => cuts[column]!.length > 0 && random() < columns);
    nodes.fill(0);
    const features = new Array<number>(splits).fill(-1);
    const bounds = new Array<number>(splits).fill(0);
    const thresholds = new Array<number>(splits).fill(0);
    for (let level = 0; level < depth; level++) {
      const first = (1 << level) - 1;
      const count = 1 << level;
      const best = new Float64Array(count).fill(1e-3);
      for (const column of tried) {
        const bins = binned[column]!;
        const g = new Float64Array(count * BINS);
        const h = new Float64Array(count * BINS);
        for (const i of chosen) {
          const at = (nodes[i]! - first) * BINS + bins[i]!;
          g[at]! += gradients[i]!;
          h[at]! += curvatures[i]!;
        }
        for (let node = 0; node < count; node++) {
          let [allG, allH] = [0, 0];
          for (let bin = node * BINS; bin < (node + 1) * BINS; bin++) {
            allG += g[bin]!;
            allH += h[bin]!;
          }
          const whole = (allG * allG) / (allH + ridge);
          let [leftG, leftH] = [0, 0];
          for (let bin = 0; bin < cuts[column]!.length; bin++) {
            leftG += g[node * BINS + bin]!;
            leftH += h[node * BINS + bin]!;
            const [rightG, rightH] = [allG - leftG, allH - leftH];
            if (leftH < 0.5 || rightH < 0.5) continue;
            const gain = (leftG * leftG) / (leftH + ridge) + (rightG * rightG) / (rightH + ridge) - whole;
            if (gain <= best[node]!) continue;
            best[node] = gain;
            features[first + node] = column;
            bounds[first + node] = bin;
            thresholds[first + node] = cuts[column]![bin]!;
          }
        }
      }
      for (let i = 0; i < n; i++) {
        const node = nodes[i]!;
        const feature = features[node]!;
        nodes[i] = 2 * node + (feature < 0 || binned[feature]![i]! <= bounds[node]! ? 1 : 2);
      }
    }
    const leafG = new Float64Array(splits + 1);
    const leafH = new Float64Array(splits + 1);
    for (const i of chosen) {
      leafG[nodes[i]! - splits]! += gradients[i]!;
      leafH[nodes[i]! - splits]! += curvatures[i]!;
    }
    const leaves = Array.from(leafG, (g, leaf) => Number(((rate * g) / (leafH[leaf]! + ridge)).toFixed(3)));
    for (let i = 0; i < n; i++) sums[i]! += leaves[nodes[i]! - splits]!;
    model.features.push(...features);
    model.thresholds.push(...thresholds.map((value) => Number(value.toPrecision(5))));
    model.leaves.push(...leaves);
  }
  return model;
}
