import { viterbiRanges } from "./rules/index.ts";

/** Cost of a transition between main text and boilerplate, in the unit of `gains`: words weighted by probability. */
const TRANSITION_COST = 3;

export type MainTextSelection = {
  /** For each line, whether it belongs to the main text. */
  kept: boolean[];
  /** The maximum word F1 that a selection is expected to reach, 0..1. Indicates how reliable the selection is. */
  expectedF1: number;
};

/**
 * Selects the lines that maximise the expected word F1, given each line's probability of being main text. The optimal
 * probability threshold is half the maximum expected F1 (Lipton, Elkan & Naryanaswamy 2014, "Optimal thresholding of
 * classifiers to maximize F1 measure"). The threshold is therefore lower on pages such as lists and forums, where
 * probabilities are low. A Viterbi search makes short lines follow their neighbours.
 */
export function selectMainText(probabilities: Float64Array, words: number[]): MainTextSelection {
  const expectedF1 = maxExpectedF1(probabilities, words);
  const gains = words.map((count, i) => (probabilities[i]! - expectedF1 / 2) * (count + 1));
  const kept = new Array<boolean>(words.length).fill(false);
  for (const { from, to } of viterbiRanges(gains, TRANSITION_COST)) kept.fill(true, from, to);
  return { kept, expectedF1 };
}

/** Returns the maximum expected F1 over all probability thresholds. */
function maxExpectedF1(probabilities: Float64Array, words: number[]): number {
  const order = words.map((_, i) => i).sort((a, b) => probabilities[b]! - probabilities[a]!);
  let relevant = 0;
  for (const [i, count] of words.entries()) relevant += probabilities[i]! * count;
  let selected = 0;
  let truePositives = 0;
  let best = 0;
  for (const i of order) {
    selected += words[i]!;
    truePositives += probabilities[i]! * words[i]!;
    if (selected > 0) best = Math.max(best, (2 * truePositives) / (selected + relevant));
  }
  return best;
}
