import type { Pair } from "../../../model/index.ts";
import type { Weights } from "./frames.ts";
import { passageSimilarity } from "./passageSimilarity.ts";
import type { Passage } from "./passages.ts";
import { hasOppositePolarity } from "./polarity.ts";

/** Minimum share of the terms of two passages that must be the same, their opposites left aside. */
const MIN_DICE = 0.4;
const MIN_SHARED_TERMS = 3;
/** The former for passages of which one denies the very word that the other affirms. */
const MIN_DICE_OF_DENIED = 0.3;
const MIN_SHARED_TERMS_OF_DENIED = 2;
/** Minimum weight of that word. It is that of one which hardly two or three sentences of both documents have. */
const MIN_DENIED_WEIGHT = 0.7;

/** Whether of two passages on one thing one affirms what the other denies: by a negation or a word and its opposite. */
export function isContrast([one, other]: Pair<Passage>, weights: Weights): boolean {
  const { dice, shared } = passageSimilarity(one, other, weights);
  if (shared < MIN_SHARED_TERMS_OF_DENIED || dice < MIN_DICE_OF_DENIED || !hasOppositePolarity(one, other))
    return false;
  if (shared >= MIN_SHARED_TERMS && dice >= MIN_DICE) return true;
  return deniesWordOf(one, other, weights) || deniesWordOf(other, one, weights);
}

const deniesWordOf = ({ denied }: Passage, { terms }: Passage, weights: Weights): boolean =>
  denied.some((word) => (weights.get(word) ?? 0) >= MIN_DENIED_WEIGHT && terms.some(({ key }) => key === word));
