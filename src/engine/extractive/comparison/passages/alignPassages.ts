import { forEachYielding, type Pair, type TaskContext } from "../../../../model/index.ts";
import type { Weights } from "../frames.ts";
import type { Passage } from "./passages.ts";

/** Terms that occur in more passages than this are ignored: they tell little, and would be slow in long documents. */
const MAX_FREQUENCY = 100;
/** Number of consecutive passages over which the other document may spread the content of one. */
const WINDOW_PASSAGES = 4;
/** Number of the most similar passages of the other document that are kept for each. */
const NEIGHBOURS = 4;

/**
 * `neighbours` are pairs of passages that share rare terms. `coverage` has one value (0..1) per passage of each
 * document: the share of its term weight that the best matching window of the other document has.
 */
export type Alignment = { neighbours: Pair<Passage>[]; coverage: Pair<Float64Array> };

/**
 * Aligns two documents by the terms that their passages share.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function alignPassages(
  [first, second]: Pair<Passage[]>,
  weights: Weights,
  context: TaskContext,
): Promise<Alignment> {
  const forward = await searchPassages(first, second, weights, context);
  const backward = await searchPassages(second, first, weights, context);
  const pairs = new Map<string, Pair<Passage>>();
  for (const [one, other] of forward.neighbours) pairs.set(`${one.index}-${other.index}`, [one, other]);
  for (const [other, one] of backward.neighbours) pairs.set(`${one.index}-${other.index}`, [one, other]);
  return { neighbours: [...pairs.values()], coverage: [forward.coverage, backward.coverage] };
}

async function searchPassages(
  sources: Passage[],
  targets: Passage[],
  weights: Weights,
  context: TaskContext,
): Promise<{ neighbours: Pair<Passage>[]; coverage: Float64Array }> {
  const weightOf = (key: string): number => weights.get(key) ?? 0;
  const postings = await invertedIndex(targets, context);
  const neighbours: Pair<Passage>[] = [];
  const coverage = new Float64Array(sources.length);
  await forEachYielding(sources, context, (source, i) => {
    const keys = new Set(source.terms.map(({ key }) => key));
    const sharedByPassage = new Map<number, number>();
    const sharedByWindow = new Map<number, number>();
    let total = 0;
    for (const key of keys) {
      const weight = weightOf(key);
      total += weight;
      const posting = postings.get(key) ?? [];
      if (posting.length > MAX_FREQUENCY) continue;
      let next = -WINDOW_PASSAGES;
      for (const target of posting) {
        sharedByPassage.set(target, (sharedByPassage.get(target) ?? 0) + weight);
        // A window with several passages that have the term counts it once.
        for (let start = Math.max(next, target - WINDOW_PASSAGES + 1); start <= target; start++)
          sharedByWindow.set(start, (sharedByWindow.get(start) ?? 0) + weight);
        next = target + 1;
      }
    }
    const nearest = [...sharedByPassage].sort(([, a], [, b]) => b - a).slice(0, NEIGHBOURS);
    for (const [target] of nearest) neighbours.push([source, targets[target]!]);
    let covered = 0;
    for (const weight of sharedByWindow.values()) covered = Math.max(covered, weight);
    coverage[i] = total ? covered / total : 1;
  });
  return { neighbours, coverage };
}

/** Maps each term to the indices of the passages that contain it. */
async function invertedIndex(passages: Passage[], context: TaskContext): Promise<Map<string, number[]>> {
  const postings = new Map<string, number[]>();
  await forEachYielding(passages, context, ({ terms }, index) => {
    for (const key of new Set(terms.map((term) => term.key))) {
      const posting = postings.get(key);
      if (posting) posting.push(index);
      else postings.set(key, [index]);
    }
  });
  return postings;
}
