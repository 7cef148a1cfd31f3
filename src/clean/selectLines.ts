import { decode } from "./rules/ruleBasedBody.ts";

/** What one change between main text and furniture costs, in words. */
const CHANGE = 3;

export type Selection = {
  /** Whether each line belongs to the main text. */
  kept: boolean[];
  /** How right the choice is expected to be, 0..1: the F1 by words that the probabilities promise. */
  trust: number;
};

/**
 * The lines that promise the best F1 by words. A line is worth keeping when its probability is above half the F1 that
 * can be reached at all (Lipton, Elkan & Naryanaswamy 2014, "Optimal thresholding of classifiers to maximize F1
 * measure"): where nothing is sure, as in a list or a forum, less is asked of a line. The search over both states
 * lets short lines follow their neighbours.
 */
export function select(probabilities: Float64Array, words: number[]): Selection {
  const trust = expectedF1(probabilities, words);
  const gains = words.map((count, i) => (probabilities[i]! - trust / 2) * (count + 1));
  const kept = new Array<boolean>(words.length).fill(false);
  for (const { from, to } of decode(gains, CHANGE)) kept.fill(true, from, to);
  return { kept, trust };
}

function expectedF1(probabilities: Float64Array, words: number[]): number {
  const order = words.map((_, i) => i).sort((a, b) => probabilities[b]! - probabilities[a]!);
  let wanted = 0;
  for (const [i, count] of words.entries()) wanted += probabilities[i]! * count;
  let taken = 0;
  let right = 0;
  let best = 0;
  for (const i of order) {
    taken += words[i]!;
    right += probabilities[i]! * words[i]!;
    if (taken > 0) best = Math.max(best, (2 * right) / (taken + wanted));
  }
  return best;
}
