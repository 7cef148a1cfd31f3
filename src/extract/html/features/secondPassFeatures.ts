import type { ParsedHtml } from "../../markup/index.ts";
import { type BlockFeatures, evaluate, type FeatureTable } from "./blockFeatures.ts";
import { siblingKey } from "./subtreeStats.ts";

/** Offsets, in blocks, of the neighbours whose predictions are included. */
const NEIGHBOUR_OFFSETS = [-3, -2, -1, 1, 2, 3];
/** Sizes of the windows over which predictions are averaged, in blocks on each side. */
const WINDOW_SIZES = [4, 12];
/** Number of content ancestors over which predictions are averaged. */
const ANCESTOR_LEVELS = 5;
/** Bound on the absolute value of log-odds, which are infinite for probabilities of 0 and 1. */
const MAX_LOG_ODDS = 9;
/** Log-odds of a neighbour that does not exist. */
const NO_NEIGHBOUR = -MAX_LOG_ODDS;
/** Value of the feature `fromKept` on a page without kept blocks. */
const NO_DISTANCE = -9;
/** Value of each feature of an ancestor or list that does not exist. */
const MISSING = -1;
/** Minimum number of similar siblings for an element to count as a list entry. */
const MIN_SIMILAR_SIBLINGS = 2;
/**
 * Lower bound of the threshold for the feature `fromKept`. A block counts as kept if its probability reaches the
 * threshold.
 */
const MIN_KEPT_PROBABILITY = 0.5;
/** Weight of a block without words; each word adds 1. */
const MIN_WEIGHT = 0.3;

/** The log-odds of a probability, clamped to -9..9. */
export const logOdds = (p: number): number => Math.max(-MAX_LOG_ODDS, Math.min(MAX_LOG_ODDS, Math.log(p / (1 - p))));

const weightOf = ({ words }: { words: number }): number => words + MIN_WEIGHT;

/**
 * The probability threshold that maximises the expected F1 over words (Lewis 1995, "Evaluating and optimizing
 * autonomous text classification systems"). It is lower on pages where all predictions are uncertain.
 */
export function bestThreshold(probabilities: Float64Array, { textFeatures }: BlockFeatures): number {
  const descending = Array.from(probabilities.keys()).sort((a, b) => probabilities[b]! - probabilities[a]!);
  const expectedWeight = descending.reduce((sum, i) => sum + probabilities[i]! * weightOf(textFeatures[i]!), 0);
  let expectedHits = 0;
  let keptWeight = 0;
  let bestF1 = 0;
  let threshold = 1;
  for (const i of descending) {
    expectedHits += probabilities[i]! * weightOf(textFeatures[i]!);
    keptWeight += weightOf(textFeatures[i]!);
    const f1 = (2 * expectedHits) / (keptWeight + expectedWeight);
    if (f1 <= bestF1) continue;
    bestF1 = f1;
    threshold = probabilities[i]!;
  }
  return threshold;
}

/**
 * Sums over a set of blocks. `weight` is their total weight. `expected` is the weight expected to be kept: the sum of
 * weight times probability.
 */
type WeightSum = { weight: number; expected: number };

/** The predictions of the first pass for a page. Arrays have one entry per block, and prefix sums have one more. */
type Predictions = {
  logOdds: Float64Array;
  /** Prefix sums of the weights: the entry at a block's index is the total weight of all blocks before it. */
  weightBefore: Float64Array;
  /** Prefix sums of the expected kept weights. */
  expectedBefore: Float64Array;
  /** Expected kept weight of the page; 1 if it is 0, as this is a divisor. */
  expectedTotal: number;
  /** Index of the first block that counts as kept after the first pass, -1 if there is none. */
  firstKept: number;
  /** Index of the last block that counts as kept after the first pass, -1 if there is none. */
  lastKept: number;
  /** For each block, the sums over the blocks inside each of its content ancestors, from the inside out. */
  ancestorSums: WeightSum[][];
  /** For each block, the sums over all blocks of the list that contains it, if any. */
  listSums: (WeightSum | undefined)[];
};

/**
 * The features that the second pass adds to the block features. The mean certainty of the first pass is deliberately
 * not among them. It is lower on pages unlike the training data, and the second pass would mistake such pages for a
 * page type.
 */
const FEATURES: FeatureTable<[predictions: Predictions, block: number]> = {
  logOdds: ({ logOdds }, block) => logOdds[block]!,
  ...expand(NEIGHBOUR_OFFSETS, (offset) => ({
    [`neighbour${offset}.logOdds`]: ({ logOdds }, block) => logOdds[block + offset] ?? NO_NEIGHBOUR,
  })),
  ...expand(WINDOW_SIZES, (size) => ({
    [`window${size}.probability`]: ({ expectedBefore, weightBefore }, block) => {
      const start = Math.max(0, block - size);
      const end = Math.min(weightBefore.length - 1, block + size + 1);
      return (expectedBefore[end]! - expectedBefore[start]!) / (weightBefore[end]! - weightBefore[start]!);
    },
  })),
  expectedBefore: ({ expectedBefore, expectedTotal }, block) => expectedBefore[block]! / expectedTotal,
  expectedAfter: ({ expectedBefore, expectedTotal }, block) =>
    (expectedTotal - expectedBefore[block + 1]!) / expectedTotal,
  ...expand([...Array(ANCESTOR_LEVELS).keys()], (level) => ({
    [`ancestor${level}.probability`]: ({ ancestorSums }, block) => probabilityIn(ancestorSums[block]![level]),
    [`ancestor${level}.expectedShare`]: ({ ancestorSums, expectedTotal }, block) => {
      const sum = ancestorSums[block]![level];
      return sum ? sum.expected / expectedTotal : MISSING;
    },
  })),
  "list.probability": ({ listSums }, block) => probabilityIn(listSums[block]),
  fromKept: ({ firstKept, lastKept }, block) => {
    if (firstKept < 0) return NO_DISTANCE;
    return block < firstKept ? block - firstKept : Math.max(0, block - lastKept);
  },
};

/** The names of the features that the second pass adds, in column order. */
export const SECOND_PASS_FEATURES: readonly string[] = Object.keys(FEATURES);

function expand(
  parameters: number[],
  features: (parameter: number) => FeatureTable<[Predictions, number]>,
): FeatureTable<[Predictions, number]> {
  return Object.assign({}, ...parameters.map(features));
}

/**
 * Computes the feature vectors for the second pass: the rows of `features`, extended by `SECOND_PASS_FEATURES`.
 * @param probabilities the predictions of the first pass
 */
export function secondPassFeatures(
  features: BlockFeatures,
  page: ParsedHtml,
  probabilities: Float64Array,
): Float32Array[] {
  const predictions = summarize(features, page, probabilities);
  return features.rows.map((row, i) => {
    const extended = new Float32Array(row.length + SECOND_PASS_FEATURES.length);
    extended.set(row);
    extended.set(evaluate(FEATURES, predictions, i), row.length);
    return extended;
  });
}

function summarize(features: BlockFeatures, page: ParsedHtml, probabilities: Float64Array): Predictions {
  const weights = features.textFeatures.map(weightOf);
  const count = weights.length;
  const weightBefore = new Float64Array(count + 1);
  const expectedBefore = new Float64Array(count + 1);
  for (const [i, weight] of weights.entries()) {
    weightBefore[i + 1] = weightBefore[i]! + weight;
    expectedBefore[i + 1] = expectedBefore[i]! + weight * probabilities[i]!;
  }
  const threshold = Math.max(MIN_KEPT_PROBABILITY, bestThreshold(probabilities, features));
  const ancestorSums = sumByKey(features.ancestors, weights, probabilities);
  const lists = enclosingLists(features, page);
  const listSums = sumByKey(
    lists.map((list) => (list === null ? [] : [list])),
    weights,
    probabilities,
  );
  return {
    logOdds: probabilities.map(logOdds),
    weightBefore,
    expectedBefore,
    expectedTotal: expectedBefore[count]! || 1,
    firstKept: probabilities.findIndex((p) => p >= threshold),
    lastKept: probabilities.findLastIndex((p) => p >= threshold),
    ancestorSums: features.ancestors.map((ancestors) => ancestors.map((element) => ancestorSums.get(element)!)),
    listSums: lists.map((list) => (list === null ? undefined : listSums.get(list))),
  };
}

const probabilityIn = (sum: WeightSum | undefined): number => (sum ? sum.expected / sum.weight : MISSING);

/** Computes the sums over the blocks that share a key, for every key. A block can have any number of keys. */
function sumByKey<Key>(keys: Key[][], weights: number[], probabilities: Float64Array): Map<Key, WeightSum> {
  const sums = new Map<Key, WeightSum>();
  for (const [i, blockKeys] of keys.entries()) {
    for (const key of blockKeys) {
      const sum = sums.get(key) ?? { weight: 0, expected: 0 };
      sum.weight += weights[i]!;
      sum.expected += weights[i]! * probabilities[i]!;
      sums.set(key, sum);
    }
  }
  return sums;
}

/**
 * For each block, a key identifying the outermost list that contains it, such as a list of posts, products or cards.
 * Null for a block outside lists.
 */
function enclosingLists({ ancestors, subtrees }: BlockFeatures, { elements }: ParsedHtml): (string | null)[] {
  return ancestors.map((blockAncestors) => {
    const entry = blockAncestors.findLast((element) => subtrees.similarSiblings[element]! >= MIN_SIMILAR_SIBLINGS);
    return entry === undefined ? null : siblingKey(elements[entry]!);
  });
}
