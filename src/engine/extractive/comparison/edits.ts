import type { Pair } from "../../../model/index.ts";
import type { Weights } from "./frames.ts";
import { passageSimilarity } from "./passages/passageSimilarity.ts";
import type { Passage } from "./passages/passages.ts";
import { isPatternedAlike, plainWords } from "./passages/rewordings.ts";

/**
 * Minimum share of the sentences of the shorter document that the other has word for word for both to be versions; and
 * the least share if most of the rest are made after one pattern.
 */
const MIN_IDENTICAL_SHARE = 0.5;
const MIN_IDENTICAL_SHARE_OF_PATTERNED = 0.2;
const MIN_PATTERNED_SHARE = 0.75;
/** Minimum similarity (0..1) of two sentences of which one is the other, edited. */
const MIN_SIMILARITY = 0.5;

/**
 * Finds the sentences that were edited between two versions of one document: most of the rest is the same word for word.
 * The list is empty for documents that are no versions of each other.
 */
export function findEdits(passages: Pair<Passage[]>, neighbours: Pair<Passage>[], weights: Weights): Pair<Passage>[] {
  const [ofFirst, ofSecond] = [textsOf(passages[0]), textsOf(passages[1])];
  const identical = ofFirst.intersection(ofSecond);
  const isInBoth = (passage: Passage): boolean => identical.has(plainWords(passage));
  if (!areVersions(passages, neighbours, isInBoth)) return [];
  const used = new Set<Passage>();
  return neighbours
    .filter((pair) => !pair.some(isInBoth))
    .map((pair) => ({ pair, similarity: passageSimilarity(...pair, weights).dice }))
    .filter(({ pair, similarity }) => similarity >= MIN_SIMILARITY || isPatternedAlike(...pair))
    .sort((a, b) => b.similarity - a.similarity)
    .map(({ pair }) => pair)
    .filter((pair) => {
      if (pair.some((passage) => used.has(passage))) return false;
      for (const passage of pair) used.add(passage);
      return true;
    });
}

function areVersions(passages: Pair<Passage[]>, neighbours: Pair<Passage>[], isInBoth: (passage: Passage) => boolean) {
  const shorter = passages[0].length <= passages[1].length ? 0 : 1;
  const all = passages[shorter];
  const identical = all.filter(isInBoth).length;
  if (identical >= MIN_IDENTICAL_SHARE * all.length) return true;
  if (identical < MIN_IDENTICAL_SHARE_OF_PATTERNED * all.length) return false;
  const patterned = new Set(
    neighbours.filter((pair) => !pair.some(isInBoth) && isPatternedAlike(...pair)).map((pair) => pair[shorter]),
  );
  return identical + patterned.size >= MIN_PATTERNED_SHARE * all.length;
}

const textsOf = (passages: Passage[]): Set<string> => new Set(passages.map(plainWords));
