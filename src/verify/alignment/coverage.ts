import { extractTerms } from "../../text/index.ts";
import { wordSimilarity } from "./wordSimilarity.ts";

/**
 * The evidence that a claim is compared with: the quote, the complete sentences that contain the quote, the sentences
 * before those, and the title of the document. A part that is an empty string is left out of the comparison.
 */
export type EvidenceTexts = { quote: string; sentence: string; preceding: string; title: string };

/** Weight of a claim term by where it occurs in the evidence. `nearby` covers the preceding text and the title. */
const WEIGHTS = { quote: 1, sentence: 0.7, nearby: 0.2 };

/** Returns the share (0..1) of the claim's distinct terms that occur in the evidence, weighted by where they occur. */
export function termCoverage(claim: string, evidence: EvidenceTexts, language: string): number {
  return weightedCoverage(claim, evidence, language, (term, found) => (found.has(term) ? 1 : 0));
}

/**
 * Like `termCoverage`, but with partial credit for inflected forms, parts of compounds and words with a common stem.
 */
export function fuzzyTermCoverage(claim: string, evidence: EvidenceTexts, language: string): number {
  return weightedCoverage(claim, evidence, language, maxSimilarity);
}

function weightedCoverage(
  claim: string,
  { quote, sentence, preceding, title }: EvidenceTexts,
  language: string,
  match: (term: string, found: Set<string>) => number,
): number {
  const claimTerms = [...new Set(extractTerms(claim, language))];
  if (!claimTerms.length) return 0;
  const inQuote = new Set(extractTerms(quote, language));
  const inSentence = new Set(extractTerms(sentence, language));
  const nearby = new Set(extractTerms(`${preceding} ${title}`, language));
  const weight = (term: string): number =>
    Math.max(
      WEIGHTS.quote * match(term, inQuote),
      WEIGHTS.sentence * match(term, inSentence),
      WEIGHTS.nearby * match(term, nearby),
    );
  return claimTerms.reduce((sum, term) => sum + weight(term), 0) / claimTerms.length;
}

/**
 * Returns, for each term of the claim in order, with duplicates, how similar the most similar term of `text` is (0..1).
 */
export function termSupport(claim: string, text: string, language: string): number[] {
  const found = new Set(extractTerms(text, language));
  const known = new Map<string, number>();
  return extractTerms(claim, language).map((term) => {
    const support = known.get(term) ?? maxSimilarity(term, found);
    known.set(term, support);
    return support;
  });
}

function maxSimilarity(term: string, found: Set<string>): number {
  if (found.has(term)) return 1;
  let best = 0;
  for (const other of found) best = Math.max(best, wordSimilarity(term, other));
  return best;
}
