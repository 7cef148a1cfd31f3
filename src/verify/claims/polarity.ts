import { type Alignment, restatedClauses, type Token, tokenize } from "../alignment/index.ts";
import { countNegationCues, type NegationCounts } from "./negationCues.ts";

/**
 * Whether claim and evidence have opposite polarity: they contain different numbers of negation words, and no other
 * negation cues compensate for the difference. Negations in clauses that the claim omits do not count.
 */
export function hasPolarityMismatch(
  claim: string,
  quote: string,
  evidence: string,
  alignment: Alignment,
  language: string,
): boolean {
  const { isNearCopy } = alignment;
  const inClaim = countIn(claim);
  const inEvidence = countIn(evidence);
  if (inClaim.explicit === inEvidence.explicit) return false;
  if (!isNearCopy && inClaim.explicit === countIn(quote).explicit) return false;
  if (isNearCopy && inClaim.explicit === explicitInAlignedPart(alignment, language)) return false;
  if (isSuperlativeReworded(claim, evidence)) return false;
  const inRestated = countIn(restatedClauses(claim, evidence, language));
  if (inClaim.explicit === inRestated.explicit) return false;
  // In a near copy, a weak cue such as "only" is not a rewording of a negation.
  return !isCompensated(inClaim, isNearCopy ? inEvidence : inRestated, { useWeakCues: !isNearCopy });
}

/** Matches a comparison that leaves nothing above: "no other", "kein teureres", "ningún otro", and their comparatives. */
const NOTHING_MORE =
  /\b(?:no|none|nobody|never|nothing)\b[^.;]*\b(?:other|more|as|\p{L}{2,}er|than)\b|\b(?:kein\p{L}*|niemand|nie|nichts)\b[^.;]*\b(?:mehr|so|ander\p{L}*|\p{L}{2,}er(?:e[nrs]?)?)\b|\b(?:ningún|ninguna|nadie|nunca|nada)\b[^.;]*\b(?:más|otr[oa]|tan|tant[oa]s?)\b/iu;
/** Matches a superlative, or a comparison with all others: "the largest", "than any other". */
const SUPERLATIVE =
  /\b(?:most|least|\p{L}{3,}est|best|worst|(?:than|as) any)\b|\b(?:am|der|die|das|den|dem) \p{L}{3,}ste[nrs]?\b|\bals (?:alle|jede\p{L}*)\b|\b(?:el|la|los|las) (?:\p{L}+ )?(?:más|menos|mejor\p{L}*|peor\p{L}*|mayor\p{L}*)\b|\bque (?:cualquier|ningún|ninguna|nadie)\b/iu;

/** Whether one text words a comparison as a superlative and the other as "nothing more": both say the same. */
const isSuperlativeReworded = (one: string, other: string): boolean =>
  (NOTHING_MORE.test(one) && SUPERLATIVE.test(other)) || (SUPERLATIVE.test(one) && NOTHING_MORE.test(other));

const countIn = (text: string): NegationCounts => countNegationCues(text, wordsOf(tokenize(text)));
const wordsOf = (tokens: Token[]): string[] => tokens.map((token) => token.word);

/** Whether implicit or weak cues on the side with fewer negation words compensate for the difference. */
function isCompensated(one: NegationCounts, other: NegationCounts, { useWeakCues }: { useWeakCues: boolean }): boolean {
  const [more, fewer] = one.explicit > other.explicit ? [one, other] : [other, one];
  if (fewer.implicit > more.implicit) return true;
  // A double negation affirms: "does not rule out" means "allows".
  const surplus = more.explicit + more.implicit - fewer.explicit - fewer.implicit;
  if (more.implicit > fewer.implicit && surplus % 2 === 0) return true;
  return useWeakCues && fewer.weak > more.weak;
}

/** Number of words to include after the last aligned one, because a German "nicht" can follow its verb. */
const GERMAN_TRAILING_WORDS = 2;

/** Counts the negation words of the evidence from the first to the last word that is aligned with the claim. */
function explicitInAlignedPart({ evidence, matches }: Alignment, language: string): number {
  const aligned = matches.filter((at) => at >= 0);
  const last = (aligned.at(-1) ?? -1) + (/^de\b/.test(language) ? GERMAN_TRAILING_WORDS : 0);
  const words = wordsOf(evidence.slice(aligned[0] ?? 0, last + 1));
  // The words are joined without separators, so that Chinese cues of several characters match.
  return countNegationCues(words.join(""), words).explicit;
}
