/**
 * A gradient-boosted ensemble of regression trees as plain data. Every tree is a complete binary tree of the same
 * depth: 2^depth - 1 splits in level order in `features` and `thresholds`, and 2^depth values in `leaves`. At a split,
 * a row goes left if its value for the feature is at most the threshold. At a split on feature -1, it always goes left.
 */
export type GradientBoostedTrees = {
  base: number;
  depth: number;
  features: number[];
  thresholds: number[];
  leaves: number[];
};

/** Returns the ensemble's probability for a feature row: the logistic function of `base` plus the sum of the leaves. */
export function predictProbability(trees: GradientBoostedTrees, row: ArrayLike<number>): number {
  const { depth, features, thresholds, leaves } = packTrees(trees);
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

type PackedTrees = { depth: number; features: Int16Array; thresholds: Float64Array; leaves: Float64Array };
const packedTrees = new WeakMap<GradientBoostedTrees, PackedTrees>();

/**
 * Packs an ensemble into typed arrays once and caches the result. A split on feature -1 becomes a test of feature 0
 * against Infinity, which keeps prediction free of branches.
 */
function packTrees(trees: GradientBoostedTrees): PackedTrees {
  let packed = packedTrees.get(trees);
  if (!packed) {
    packed = {
      depth: trees.depth,
      features: Int16Array.from(trees.features, (feature) => Math.max(0, feature)),
      thresholds: Float64Array.from(trees.thresholds, (threshold, at) =>
        trees.features[at]! < 0 ? Number.POSITIVE_INFINITY : threshold,
      ),
      leaves: Float64Array.from(trees.leaves),
    };
    packedTrees.set(trees, packed);
  }
  return packed;
}
