import type { LineStats } from "../lineStats.ts";

/**
 * Rule-based detection of the article body in plain text. Each line gets a weight, which is higher the more the line
 * looks like article prose. A two-state Viterbi search then labels all lines as body or boilerplate, with a cost for
 * each transition. As a result, a short subheading inside the article is kept, and a single sentence in a menu is not.
 */

/** Cost of a transition between body and boilerplate, in the unit of line weights. */
const TRANSITION_COST = 3;
/** Minimum size of a range that extends the body, as a share of the words in the largest range. */
const MIN_RANGE_SHARE = 0.12;
/** Maximum number of boilerplate lines between two ranges of the body. */
const MAX_GAP_LINES = 14;

/** Returns the weight of a line: positive for sentences, negative for labels, menus and teasers. */
export function lineWeight(line: LineStats, isBoilerplate: boolean): number {
  if (isBoilerplate) return -2;
  if (line.words === 0) return -0.5;
  const isMenu = line.separators >= 2 && line.sentenceEnds === 0;
  if (isMenu) return -2.5;
  if (line.isTruncated && line.words < 60) return -2;
  const isSentence = line.endsSentence && line.words >= 5;
  if (isSentence) {
    const titleCasePenalty = line.capitalizedShare > 0.6 && line.words < 25 ? 1.5 : 0;
    return Math.min(4, line.words / 7) + Math.min(2, line.sentenceEnds * 0.4) - titleCasePenalty;
  }
  if (line.words >= 25) return 1.5 + Math.min(2, line.sentenceEnds * 0.5);
  if (line.words >= 12) return line.sentenceEnds ? 0.3 : -0.4;
  return line.capitalizedShare > 0.7 ? -1.1 : -0.9;
}

/** A range of line indexes; `to` is exclusive. */
export type LineRange = { from: number; to: number };

/**
 * Finds the ranges of body lines that maximise the sum of line weights minus transition costs, using the Viterbi
 * algorithm. Returns them in order.
 */
export function viterbiRanges(weights: number[], transitionCost = TRANSITION_COST): LineRange[] {
  // Backpointers: whether the best path to each line's state comes from the body state.
  const bodyFromBody = new Uint8Array(weights.length);
  const outsideFromBody = new Uint8Array(weights.length);
  let outside = 0;
  let body = -transitionCost;
  for (const [i, weight] of weights.entries()) {
    bodyFromBody[i] = Number(body >= outside - transitionCost);
    outsideFromBody[i] = Number(body - transitionCost > outside);
    [outside, body] = [Math.max(outside, body - transitionCost), Math.max(body, outside - transitionCost) + weight];
  }
  const ranges: LineRange[] = [];
  let state = body > outside ? 1 : 0;
  for (let i = weights.length - 1; i >= 0; i--) {
    if (state) {
      const last = ranges.at(-1);
      if (last?.from === i + 1) last.from = i;
      else ranges.push({ from: i, to: i + 1 });
    }
    state = state ? bodyFromBody[i]! : outsideFromBody[i]!;
  }
  return ranges.reverse();
}

/**
 * Selects the ranges that form the article: the range with the most words, extended in both directions until the next
 * range is too small or too far away.
 */
export function ruleBasedBody(ranges: LineRange[], countWords: (range: LineRange) => number): LineRange[] {
  const sizes = ranges.map(countWords);
  const main = sizes.indexOf(Math.max(...sizes));
  if (main < 0) return [];
  const belongs = (current: number, neighbour: number): boolean => {
    const [a, b] = current < neighbour ? [current, neighbour] : [neighbour, current];
    return sizes[neighbour]! >= MIN_RANGE_SHARE * sizes[main]! && ranges[b]!.from - ranges[a]!.to <= MAX_GAP_LINES;
  };
  let first = main;
  let last = main;
  while (first > 0 && belongs(first, first - 1)) first--;
  while (last < ranges.length - 1 && belongs(last, last + 1)) last++;
  return ranges.slice(first, last + 1);
}
