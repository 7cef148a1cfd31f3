import { terms } from "../../text/index.ts";
import { likeness } from "./wordSimilarity.ts";

/** The texts that a claim's terms may stand in: the quote, its sentences, and what is near. */
export type Places = { quote: string; sentence: string; before: string; title: string };

/** What a term of the claim counts when it stands in the quote, only in its sentence, or only just before. */
const WEIGHT = { quote: 1, sentence: 0.7, near: 0.2 };

/** The share of a claim's terms that its evidence holds, 0..1; terms that only stand near the quote count less. */
export function shareOf(claim: string, evidence: Places, language: string): number {
  return share(claim, evidence, language, (term, given) => (given.has(term) ? 1 : 0));
}

/** The same, where forms of one word, parts of compounds and words with one stem count too. */
export function looseShareOf(claim: string, evidence: Places, language: string): number {
  return share(claim, evidence, language, (term, given) => {
    if (given.has(term)) return 1;
    let best = 0;
    for (const other of given) best = Math.max(best, likeness(term, other));
    return best;
  });
}

function share(
  claim: string,
  { quote, sentence, before, title }: Places,
  language: string,
  match: (term: string, given: Set<string>) => number,
): number {
  const asked = [...new Set(terms(claim, language))];
  if (!asked.length) return 0;
  const inQuote = new Set(terms(quote, language));
  const inSentence = new Set(terms(sentence, language));
  const near = new Set(terms(`${before} ${title}`, language));
  const weight = (term: string): number =>
    Math.max(
      WEIGHT.quote * match(term, inQuote),
      WEIGHT.sentence * match(term, inSentence),
      WEIGHT.near * match(term, near),
    );
  return asked.reduce((sum, term) => sum + weight(term), 0) / asked.length;
}
