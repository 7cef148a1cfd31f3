/**
 * Gradient-boosted regression trees on the logistic loss (Friedman 2001, "Greedy function approximation"), with
 * histograms of quantile bins as in LightGBM. Deterministic: rows and columns are drawn by a fixed generator.
 */
export type Options = {
  rounds: number;
  /** Leaves of a tree at most; trees grow where the gain is greatest. */
  leaves: number;
  rate: number;
  /** Least sum of second derivatives in a leaf, and the L2 penalty on its value. */
  leastHessian: number;
  ridge: number;
  /** Shares of rows and columns drawn for each tree. */
  rows: number;
  columns: number;
  seed: number;
  /** By feature: 1 where more of it must never lower the score, -1 where it must never raise it, 0 where all may be. */
  signs: number[];
};

/** Nodes of a tree: inner ones test `value <= threshold` and go to `left`, or to the node behind it; leaves have `feature` -1. */
type Node = { feature: number; threshold: number; left: number; value: number };
export type Boosted = { bias: number; trees: Node[][] };

const BINS = 64;

export type Rows = { values: Float32Array; features: number; targets: Float32Array; weights: Float32Array };

/** Fits `targets` (0..1) by rows of `features` values each. */
export function boost({ values, features, targets, weights }: Rows, options: Options): Boosted {
  const n = targets.length;
  const edges = Array.from({ length: features }, (_, f) => quantiles(values, features, f, n));
  const bins = Array.from({ length: features }, (_, f) => binned(values, features, f, n, edges[f]!));
  const mean = weighted(targets, weights);
  const bias = Math.log(mean / (1 - mean));
  const scores = new Float64Array(n).fill(bias);
  const gradients = new Float64Array(n);
  const hessians = new Float64Array(n);
  const random = generator(options.seed);
  const trees: Node[][] = [];
  for (let round = 0; round < options.rounds; round++) {
    for (let i = 0; i < n; i++) {
      const p = 1 / (1 + Math.exp(-scores[i]!));
      gradients[i] = weights[i]! * (targets[i]! - p);
      hessians[i] = weights[i]! * Math.max(1e-6, p * (1 - p));
    }
    const drawn: number[] = [];
    for (let i = 0; i < n; i++) if (random() < options.rows) drawn.push(i);
    const columns: number[] = [];
    for (let f = 0; f < features; f++) if (random() < options.columns) columns.push(f);
    const tree = grow(Int32Array.from(drawn), columns, bins, edges, gradients, hessians, options);
    trees.push(tree);
    for (let i = 0; i < n; i++) scores[i]! += predictTree(tree, values, i * features);
  }
  return { bias, trees };
}

function predictTree(tree: Node[], values: Float32Array, at: number): number {
  let node = tree[0]!;
  while (node.feature >= 0) node = tree[values[at + node.feature]! <= node.threshold ? node.left : node.left + 1]!;
  return node.value;
}

/** Half-way to the next value, so that rounding moves no row to the other side. */
const between = (edges: Float32Array, bin: number): number => (edges[bin]! + (edges[bin + 1] ?? edges[bin]!)) / 2;

function leafValue(
  rows: Int32Array,
  gradients: Float64Array,
  hessians: Float64Array,
  { rate, ridge }: Options,
): number {
  let g = 0;
  let h = 0;
  for (const i of rows) {
    g += gradients[i]!;
    h += hessians[i]!;
  }
  return (rate * g) / (h + ridge);
}

type Split = { gain: number; feature: number; bin: number };
type Open = { node: number; rows: Int32Array; split: Split | null; low: number; high: number };

function grow(
  rows: Int32Array,
  columns: number[],
  bins: Uint8Array[],
  edges: Float32Array[],
  gradients: Float64Array,
  hessians: Float64Array,
  options: Options,
): Node[] {
  const tree: Node[] = [];
  const open: Open[] = [];
  const add = (members: Int32Array, low: number, high: number): number => {
    let g = 0;
    let h = 0;
    for (const i of members) {
      g += gradients[i]!;
      h += hessians[i]!;
    }
    const node = tree.length;
    tree.push({
      feature: -1,
      threshold: 0,
      left: 0,
      value: Math.min(high, Math.max(low, (options.rate * g) / (h + options.ridge))),
    });
    open.push({
      node,
      rows: members,
      split: bestSplit(members, g, h, columns, bins, gradients, hessians, options),
      low,
      high,
    });
    return node;
  };
  add(rows, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  for (let leaves = 1; leaves < options.leaves; leaves++) {
    const best = open.reduce<Open | null>((a, b) => (b.split && (!a || b.split.gain > a.split!.gain) ? b : a), null);
    if (!best?.split) break;
    open.splice(open.indexOf(best), 1);
    const { feature, bin } = best.split;
    const column = bins[feature]!;
    const left = best.rows.filter((i) => column[i]! <= bin);
    const right = best.rows.filter((i) => column[i]! > bin);
    const parent = tree[best.node]!;
    // Children of a constrained split stay on their sides of the middle, so that no later split breaks the order.
    const sign = options.signs[feature] ?? 0;
    const middle = (leafValue(left, gradients, hessians, options) + leafValue(right, gradients, hessians, options)) / 2;
    const l = sign > 0 ? [best.low, middle] : sign < 0 ? [middle, best.high] : [best.low, best.high];
    const r = sign > 0 ? [middle, best.high] : sign < 0 ? [best.low, middle] : [best.low, best.high];
    Object.assign(parent, { feature, threshold: between(edges[feature]!, bin), value: 0 });
    parent.left = add(left, l[0]!, l[1]!);
    add(right, r[0]!, r[1]!);
  }
  return tree;
}

function bestSplit(
  rows: Int32Array,
  g: number,
  h: number,
  columns: number[],
  bins: Uint8Array[],
  gradients: Float64Array,
  hessians: Float64Array,
  { leastHessian, ridge, signs }: Options,
): Split | null {
  if (h < 2 * leastHessian) return null;
  const gs = new Float64Array(BINS);
  const hs = new Float64Array(BINS);
  let best: Split | null = null;
  for (const feature of columns) {
    gs.fill(0);
    hs.fill(0);
    const column = bins[feature]!;
    for (const i of rows) {
      gs[column[i]!]! += gradients[i]!;
      hs[column[i]!]! += hessians[i]!;
    }
    let gl = 0;
    let hl = 0;
    for (let bin = 0; bin < BINS - 1; bin++) {
      gl += gs[bin]!;
      hl += hs[bin]!;
      if (hl < leastHessian) continue;
      if (h - hl < leastHessian) break;
      const gain = gl ** 2 / (hl + ridge) + (g - gl) ** 2 / (h - hl + ridge) - g ** 2 / (h + ridge);
      const rise = (g - gl) / (h - hl + ridge) - gl / (hl + ridge);
      if (rise * (signs[feature] ?? 0) < 0) continue;
      if (gain > 1e-9 && (!best || gain > best.gain)) best = { gain, feature, bin };
    }
  }
  return best;
}

/** The upper edges of the bins of one feature: its distinct values, or their quantiles. */
function quantiles(values: Float32Array, features: number, f: number, n: number): Float32Array {
  const column = Float32Array.from({ length: n }, (_, i) => values[i * features + f]!).sort();
  const distinct = [...new Set(column)];
  if (distinct.length <= BINS) return Float32Array.from(distinct);
  const edges = new Set(
    Array.from({ length: BINS }, (_, b) => column[Math.min(n - 1, Math.floor(((b + 1) * n) / BINS))]!),
  );
  return Float32Array.from(edges);
}

function binned(values: Float32Array, features: number, f: number, n: number, edges: Float32Array): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => {
    const value = values[i * features + f]!;
    let low = 0;
    let high = edges.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= edges[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}

function weighted(targets: Float32Array, weights: Float32Array): number {
  let sum = 0;
  let all = 0;
  for (let i = 0; i < targets.length; i++) {
    sum += targets[i]! * weights[i]!;
    all += weights[i]!;
  }
  return Math.min(0.999, Math.max(0.001, sum / all));
}

/** Park & Miller's generator ("minimal standard", 1988). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
