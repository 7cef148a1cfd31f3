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
export function probability({ base, depth, features, thresholds, leaves }: Trees, row: ArrayLike<number>): number {
  const splits = (1 << depth) - 1;
  let sum = base;
  for (let split = 0, leaf = 0; split < features.length; split += splits, leaf += splits + 1) {
    let node = 0;
    while (node < splits) {
      const feature = features[split + node]!;
      node = 2 * node + (feature < 0 || row[feature]! <= thresholds[split + node]! ? 1 : 2);
    }
    sum += leaves[leaf + node - splits]!;
  }
  return 1 / (1 + Math.exp(-sum));
}
