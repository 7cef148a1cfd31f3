import { OPPOSITE_TERMS } from "../../../facts/index.ts";
import type { Passage } from "./passages.ts";

const NEGATION =
  /(?<![\p{L}'’])(?:not|never|no|without|cannot|nicht|nie|niemals|kein\p{L}*|ohne|nunca|jamás|sin|ningun\p{L}*|ne|n['’]\p{L}+|sans|jamais|aucune?|non|não|nem)(?![\p{L}])|\p{L}n['’]t(?![\p{L}])|(?<![\p{L}'’])no one|nobody|nothing|none|nichts|nada|rien|niemand|nadie|personne ne|(?:ない|ません|なかった)|[不没沒无無]/giu;

/** Whether a passage denies what its words say: it has an odd number of negations. */
const isNegated = ({ text }: Passage): boolean => (text.match(NEGATION)?.length ?? 0) % 2 === 1;

/** Whether of two passages on one thing one affirms what the other denies: by a negation, or by a word and its opposite. */
export const hasOppositePolarity = (one: Passage, other: Passage): boolean =>
  (isNegated(one) !== isNegated(other)) !== hasOpposites(one, other);

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
