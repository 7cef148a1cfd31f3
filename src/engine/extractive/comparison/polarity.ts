import { OPPOSITE_TERMS } from "../../../facts/index.ts";
import type { Passage } from "./passages.ts";

/** Whether of two passages on one thing one affirms what the other denies: by a negation, or by a word and its opposite. */
export const hasOppositePolarity = (one: Passage, other: Passage): boolean =>
  (one.isNegated !== other.isNegated) !== hasOpposites(one, other);

/** Whether one passage has a word and the other only its opposite. */
function hasOpposites(one: Passage, other: Passage): boolean {
  const first = new Set(one.terms.map(({ key }) => key));
  const second = new Set(other.terms.map(({ key }) => key));
  for (const key of first) {
    const opposite = OPPOSITE_TERMS.get(key);
    if (opposite && second.has(opposite) && !first.has(opposite) && !second.has(key)) return true;
  }
  return false;
}
