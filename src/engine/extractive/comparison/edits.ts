import type { Pair } from "../../../model/index.ts";
import type { Weights } from "./frames.ts";
import { passageSimilarity } from "./passageSimilarity.ts";
import type { Passage } from "./passages.ts";

/** Minimum share of the sentences of the shorter document that the other has word for word for both to be versions. */
const MIN_IDENTICAL_SHARE = 0.5;
/** Minimum similarity (0..1) of two sentences of which one is the other, edited. */
const MIN_SIMILARITY = 0.5;

/**
 * Finds the sentences that were edited between two versions of one document: most of the rest is the same word for word.
 * The list is empty for documents that are no versions of each other.
 */
export function findEdits(
  [first, second]: Pair<Passage[]>,
  neighbours: Pair<Passage>[],
  weights: Weights,
): Pair<Passage>[] {
  const [ofFirst, ofSecond] = [textsOf(first), textsOf(second)];
  const identical = ofFirst.intersection(ofSecond).size;
  if (identical < MIN_IDENTICAL_SHARE * Math.min(ofFirst.size, ofSecond.size)) return [];
  const used = new Set<Passage>();
  return neighbours
    .filter(([one, other]) => !ofSecond.has(one.text) && !ofFirst.has(other.text))
    .map((pair) => ({ pair, similarity: passageSimilarity(...pair, weights).dice }))
    .filter(({ similarity }) => similarity >= MIN_SIMILARITY)
    .sort((a, b) => b.similarity - a.similarity)
    .map(({ pair }) => pair)
    .filter((pair) => {
      if (pair.some((passage) => used.has(passage))) return false;
      for (const passage of pair) used.add(passage);
      return true;
    });
}

const textsOf = (passages: Passage[]): Set<string> => new Set(passages.map(({ text }) => text));
