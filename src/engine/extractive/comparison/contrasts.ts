import type { Pair } from "../../../model/index.ts";
import type { Weights } from "./frames.ts";
import { passageSimilarity } from "./passageSimilarity.ts";
import type { Passage } from "./passages.ts";
import { hasOppositePolarity } from "./polarity.ts";

/** Minimum share of the terms of two passages that must be the same, their opposites left aside. */
const MIN_DICE = 0.5;
const MIN_SHARED_TERMS = 3;

/** Whether of two passages on one thing one affirms what the other denies: by a negation or a word and its opposite. */
export function isContrast([one, other]: Pair<Passage>, weights: Weights): boolean {
  const { dice, shared } = passageSimilarity(one, other, weights);
  if (shared < MIN_SHARED_TERMS || dice < MIN_DICE) return false;
  return hasOppositePolarity(one, other);
}
