import type { Line } from "../line.ts";

/**
 * Which lines of a flat page belong to the article. Every line gets a weight for "this is prose"; the decoder then
 * chooses body or furniture for all lines at once, paying for each change of side (a two-state Viterbi search), so
 * that a short subheading inside the article stays and a lone sentence in a menu goes.
 */

/** What one change between body and furniture costs, in the unit of `weigh`. */
const CHANGE = 3;
/** A stretch of body further down must have this share of the main stretch's words to count as article. */
const SHARE = 0.12;
/** … and be no further from it than this many furniture lines. */
const GAP = 14;

/** Evidence that a line is article prose: above 0 for sentences, below for labels, menus and teasers. */
export function weigh(line: Line, furniture: boolean): number {
  if (furniture) return -2;
  if (line.words === 0) return -0.5;
  const menu = line.separators >= 2 && line.stops === 0;
  if (menu) return -2.5;
  if (line.cut && line.words < 60) return -2;
  const prose = line.closed && line.words >= 5;
  if (prose) {
    const titled = line.capitals > 0.6 && line.words < 25 ? 1.5 : 0;
    return Math.min(4, line.words / 7) + Math.min(2, line.stops * 0.4) - titled;
  }
  if (line.words >= 25) return 1.5 + Math.min(2, line.stops * 0.5);
  if (line.words >= 12) return line.stops ? 0.3 : -0.4;
  return line.capitals > 0.7 ? -1.1 : -0.9;
}

export type Stretch = { from: number; to: number };

/** The stretches of lines (`to` exclusive) that the decoder takes for body, in order. `change` is in the unit of weights. */
export function decode(weights: number[], change = CHANGE): Stretch[] {
  const stays = new Uint8Array(weights.length);
  const leaves = new Uint8Array(weights.length);
  let out = 0;
  let body = -change;
  for (const [i, weight] of weights.entries()) {
    stays[i] = Number(body >= out - change);
    leaves[i] = Number(body - change > out);
    [out, body] = [Math.max(out, body - change), Math.max(body, out - change) + weight];
  }
  const stretches: Stretch[] = [];
  let state = body > out ? 1 : 0;
  for (let i = weights.length - 1; i >= 0; i--) {
    if (state) {
      const last = stretches.at(-1);
      if (last?.from === i + 1) last.from = i;
      else stretches.push({ from: i, to: i + 1 });
    }
    state = state ? stays[i]! : leaves[i]!;
  }
  return stretches.reverse();
}

/** The article among the stretches: the one with most words, and its neighbours while they are near and heavy enough. */
export function chooseBody(stretches: Stretch[], words: (s: Stretch) => number): Stretch[] {
  const masses = stretches.map(words);
  const main = masses.indexOf(Math.max(...masses));
  if (main < 0) return [];
  const joins = (mine: number, other: number): boolean => {
    const [a, b] = mine < other ? [mine, other] : [other, mine];
    return masses[other]! >= SHARE * masses[main]! && stretches[b]!.from - stretches[a]!.to <= GAP;
  };
  let first = main;
  let last = main;
  while (first > 0 && joins(first, first - 1)) first--;
  while (last < stretches.length - 1 && joins(last, last + 1)) last++;
  return stretches.slice(first, last + 1);
}
