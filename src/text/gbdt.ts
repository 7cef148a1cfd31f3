/**
 * A sum of regression trees as plain data: each tree is a complete binary tree in one array of splits, level by level,
 * and one array of leaves. A row goes left where its value is at most the threshold; a split on feature -1 goes left.
 */
export type Trees = {
  base: number;
  depth: number;
  features: number[];
  thresholds: number[];
  leaves: number[];
};

/** The probability that the trees give a row: the logistic function of their sum. */
export function probability(trees: Trees, row: ArrayLike<number>): number {
  const { depth, features, thresholds, leaves } = packed(trees);
  const splits = (1 << depth) - 1;
  let sum = trees.base;
  for (let split = 0, leaf = 0; split < features.length; split += splits, leaf += splits + 1) {
    let node = 0;
    for (let level = 0; level < depth; level++) {
      node = 2 * node + 1 + Number(row[features[split + node]!]! > thresholds[split + node]!);
    }
    sum += leaves[leaf + node - splits]!;
  }
  return 1 / (1 + Math.exp(-sum));
}

type Packed = { depth: number; features: Int16Array; thresholds: Float64Array; leaves: Float64Array };
const known = new WeakMap<Trees, Packed>();

/** The trees as they are read fastest: without jumps, so no value of the first feature is above the bound of a split on none. */
function packed(trees: Trees): Packed {
  let found = known.get(trees);
  if (!found) {
    found = {
      depth: trees.depth,
      features: Int16Array.from(trees.features, (feature) => Math.max(0, feature)),
      thresholds: Float64Array.from(trees.thresholds, (threshold, at) =>
        trees.features[at]! < 0 ? Number.POSITIVE_INFINITY : threshold,
      ),
      leaves: Float64Array.from(trees.leaves),
    };
    known.set(trees, found);
  }
  return found;
}
