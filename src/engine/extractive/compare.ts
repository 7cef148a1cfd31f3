import {
  type Comparing,
  type Document,
  type DraftComparison,
  type DraftFinding,
  NO_USAGE,
  type Run,
  type Two,
} from "../../model/index.ts";
import { matchSentences } from "./alignSentences.ts";
import { EXTRACTIVE_MARK } from "./answer.ts";
import { isDependent } from "./dependentOpeners.ts";
import type { Sentence } from "./documentSentences.ts";
import { type Ranked, rankSentences } from "./rank.ts";

/** Sentences that are each other's nearest speak of the same from this likeness on, and say the same from the second on. */
const SAME_SUBJECT = 0.4;
const SAME_CONTENT = 0.5;
/** A sentence has no counterpart when no place of the other document has more than this share of what it is about. */
const NO_COUNTERPART = 0.35;
/** So many pairs are offered for each list, and so many sentences that only one has. */
const PAIRS = 8;
const ALONE = 4;
/** Sentences of fewer terms say too little to be told alike or apart. */
const FEWEST_TERMS = 4;
/** As many sentences as a digest of standard length are looked at for what matters. */
const COUNT = 5;
const QUESTION = /[?？؟]["'”’»）)\s]*$/u;

/**
 * Sentences of the two documents side by side: pairs that say the same, pairs on one subject with different numbers, and
 * strong sentences of one that have no counterpart in the other. Words are compared, so the two must be in one language.
 */
export async function extractiveComparison(
  documents: Two<Document>,
  { language }: Comparing,
  run: Run,
): Promise<DraftComparison> {
  run.report({ stage: "compare", done: 0, total: 1 });
  const [one, other] = documents;
  const draft = { engine: EXTRACTIVE_MARK, language: one.language, usage: NO_USAGE };
  const none = { ...draft, agree: [], differ: [], onlyFirst: [], onlySecond: [] };
  if (base(one.language) !== base(other.language)) return { ...none, notices: ["languages_differ"] };
  const ranked: Two<Ranked[]> = [await ranking(one, run), await ranking(other, run)];
  const { matches, covered } = await matchSentences(...ranked, run);
  const pairs = matches.filter(
    ({ first, second, likeness }) =>
      likeness >= SAME_SUBJECT &&
      [first, second].every(({ text, terms }) => terms.length >= FEWEST_TERMS && !QUESTION.test(text)),
  );
  const alike = pairs.filter(({ likeness }) => likeness >= SAME_CONTENT);
  return {
    ...draft,
    agree: alike.slice(0, PAIRS).flatMap(({ first, second }) => {
      // Either may be what both say, the one that says less more surely.
      const either = [first, second].sort((a, b) => a.terms.length - b.terms.length);
      return either.map(({ text }) => ({ text, first: [first.text], second: [second.text] }));
    }),
    // Whether their numbers differ is seen when they are verified: such are no agreement, and the others no difference.
    differ: pairs.slice(0, PAIRS).map(({ first, second }) => ({ first: asFinding(first), second: asFinding(second) })),
    onlyFirst: alone(ranked[0], covered[0], one.language),
    onlySecond: alone(ranked[1], covered[1], other.language),
    notices: language !== "auto" && base(language) !== base(one.language) ? ["not_translated"] : [],
  };
}

const base = (tag: string): string => tag.split("-")[0]!.toLowerCase();
const asFinding = ({ text }: Sentence): DraftFinding => ({ text, quotes: [text] });

async function ranking(document: Document, run: Run): Promise<Ranked[]> {
  const { sentences } = await rankSentences(document, COUNT, null, run);
  // What a text says twice is looked at once.
  return [...new Map(sentences.toReversed().map((sentence) => [sentence.text, sentence])).values()].reverse();
}

/** The sentences that a digest would rather have and that have no counterpart, in document order. */
function alone(ranked: Ranked[], covered: Float64Array, language: string): DraftFinding[] {
  return ranked
    .filter(
      ({ text, terms }, i) =>
        covered[i]! <= NO_COUNTERPART &&
        terms.length >= FEWEST_TERMS &&
        !QUESTION.test(text) &&
        !isDependent(text, language),
    )
    .sort((a, b) => b.score - a.score)
    .slice(0, ALONE)
    .sort((a, b) => a.index - b.index)
    .map(asFinding);
}
