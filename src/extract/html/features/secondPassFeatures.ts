import type { HtmlPass } from "../blocks.ts";
import type { Traits } from "./blockFeatures.ts";

/** Blocks to each side, and levels of containers above, whose first judgement counts. */
const NEIGHBOURS = [-3, -2, -1, 1, 2, 3];
const WINDOWS = [4, 12];
const LEVELS = 5;

/**
 * What a first judgement of all blocks tells of each of them, for the second. "Likely" is in words that are expected to be
 * kept. How sure the first was of the whole page is left out: it is less sure of pages unlike those it has learned from,
 * and the second would take them for pages of another kind.
 */
const CONTEXT = [
  "odds", ...NEIGHBOURS.map((at) => `odds${at}`), ...WINDOWS.map((size) => `likely~${size}`),
  "likelyBefore", "likelyAfter",
  ...Array.from({ length: LEVELS }, (_, i) => [`likely^${i}`, `share^${i}`]).flat(),
  "likelyAlike", "fromLikely",
]; // biome-ignore format: groups of one kind

const MOST_ODDS = 9;
const BEYOND = -MOST_ODDS;
const NONE = -1;
/** How many elements beside one look like it before they are taken for the entries of a list. */
const LEAST_ALIKE = 2;
/** From here on a block is taken to be kept, wherever the threshold of the page is. */
const LIKELY = 0.5;

/** The log-odds of a probability, within bounds. */
export const oddsOf = (p: number): number => Math.max(-MOST_ODDS, Math.min(MOST_ODDS, Math.log(p / (1 - p))));
/** A block has some weight even when it is no words at all. */
const weightOf = ({ mass }: { mass: number }): number => mass + 0.3;

/**
 * The probability from which on blocks are kept so that the expected F1 over words is highest: on a page where little is
 * sure more is kept (Lewis 1995, "Evaluating and optimizing autonomous text classification systems").
 */
export function bestThreshold(likely: Float64Array, { wordings }: Traits): number {
  const order = Array.from(likely.keys()).sort((a, b) => likely[b]! - likely[a]!);
  const expected = order.reduce((sum, i) => sum + likely[i]! * weightOf(wordings[i]!), 0);
  let [hits, size, best, least] = [0, 0, 0, 1];
  for (const i of order) {
    hits += likely[i]! * weightOf(wordings[i]!);
    size += weightOf(wordings[i]!);
    const f1 = (2 * hits) / (size + expected);
    if (f1 <= best) continue;
    best = f1;
    least = likely[i]!;
  }
  return least;
}

/** The traits of each block with its CONTEXT behind them. */
export function withContext(traits: Traits, pass: HtmlPass, first: Float64Array): Float32Array[] {
  const { rows, wordings, anchors } = traits;
  const n = rows.length;
  const odds = first.map(oddsOf);
  const weights = wordings.map(weightOf);
  const all = new Float64Array(n + 1);
  const kept = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    all[i + 1] = all[i]! + weights[i]!;
    kept[i + 1] = kept[i]! + weights[i]! * first[i]!;
  }
  const wanted = kept[n]! || 1;
  const least = Math.max(LIKELY, bestThreshold(first, traits));
  const chosen = first.map((p) => Number(p >= least));
  const from = chosen.indexOf(1);
  const to = chosen.lastIndexOf(1);
  const containers = sumsBy(anchors, weights, first);
  const entries = entriesOf(traits, pass);
  const lists = sumsBy(entries.map((entry) => (entry === null ? [] : [entry])), weights, first); // biome-ignore format: one line
  const mean = (sum: Sum | undefined): number => (sum ? sum.kept / sum.all : NONE);
  return rows.map((row, i) => {
    const within = WINDOWS.map((size) => [Math.max(0, i - size), Math.min(n, i + size + 1)] as const);
    const levels = Array.from({ length: LEVELS }, (_, level) => containers.get(anchors[i]![level]!));
    const context = [
      odds[i]!, ...NEIGHBOURS.map((at) => odds[i + at] ?? BEYOND),
      ...within.map(([a, b]) => (kept[b]! - kept[a]!) / (all[b]! - all[a]!)),
      kept[i]! / wanted, (wanted - kept[i + 1]!) / wanted,
      ...levels.flatMap((sum) => [mean(sum), sum ? sum.kept / wanted : NONE]),
      mean(lists.get(entries[i]!)), from < 0 ? BEYOND : i < from ? i - from : Math.max(0, i - to),
    ]; // biome-ignore format: the groups of CONTEXT
    const both = new Float32Array(row.length + CONTEXT.length);
    both.set(row);
    both.set(context, row.length);
    return both;
  });
}

type Sum = { kept: number; all: number };

/** The words of blocks, and those expected to be kept, summed over what each block stands in. */
function sumsBy<Key>(places: Key[][], weights: number[], first: Float64Array): Map<Key, Sum> {
  const sums = new Map<Key, Sum>();
  for (const [i, keys] of places.entries()) {
    for (const key of keys) {
      const sum = sums.get(key) ?? { kept: 0, all: 0 };
      sum.all += weights[i]!;
      sum.kept += weights[i]! * first[i]!;
      sums.set(key, sum);
    }
  }
  return sums;
}

/** For each block the list that it is in an entry of: posts, products, cards are text or furniture together. */
function entriesOf({ anchors, containers }: Traits, { elements }: HtmlPass): (string | null)[] {
  return anchors.map((levels) => {
    const entry = levels.findLast((at) => containers.alike[at]! >= LEAST_ALIKE);
    if (entry === undefined) return null;
    const { parent, name, label } = elements[entry]!;
    return `${parent} ${name} ${label.replace(/\d+/g, "").slice(0, 40)}`;
  });
}
