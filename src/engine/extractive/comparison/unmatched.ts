import { forEachYielding, type TaskContext } from "../../../model/index.ts";
import { isSelfContained } from "../../../statements/index.ts";
import type { Aligned } from "./alignDocuments.ts";
import { logOdds } from "./logistic.ts";
import { passageSimilarity } from "./passages/passageSimilarity.ts";
import type { Passage } from "./passages/passages.ts";
import fitted from "./weights.json" with { type: "json" };

/** Sentences with fewer terms say too little to be shown as unique to a document. */
const MIN_TERMS = 4;
/** Maximum number of sentences of a document that are shown. */
const MAX_UNMATCHED = 4;
/** Minimum log odds, that the other document does not speak of a sentence at all, at which it is shown. */
const MIN_SCORE = 1.75;
/** The former for documents that agree on nothing: they speak of different things. */
const MIN_SCORE_OF_STRANGERS = 0;
/** How many terms that both documents have once, and how many values, are counted. */
const MAX_COUNT = 2;
/** Range of the log odds of a match of values that are told apart. */
const MIN_MATCH = -4;
const MAX_MATCH = 2;

/** A passage with the features by which `weights.json` tells whether the other document speaks of it too. */
type UnmatchedFeatures = typeof fitted.unmatched;
type Candidate = { passage: Passage; features: UnmatchedFeatures };

/**
 * Computes the features of the passages of one of two documents (`side`: 0 or 1) that may be shown.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function unmatchedFeatures(
  { passages, neighbours, coverage, matches, weights }: Aligned,
  side: 0 | 1,
  language: string,
  context: TaskContext,
): Promise<Candidate[]> {
  const [own, other] = [frequenciesOf(passages[side]), frequenciesOf(passages[1 - side]!)];
  const nearest = new Map<Passage, number>();
  for (const pair of neighbours) {
    const { dice } = passageSimilarity(...pair, weights);
    nearest.set(pair[side], Math.max(nearest.get(pair[side]) ?? 0, dice));
  }
  const best = new Map<Passage, { any: number; equal: number }>();
  for (const match of matches) {
    const { passage, value } = side ? match.second : match.first;
    const found = best.get(passage) ?? { any: MIN_MATCH, equal: 0 };
    if (!value.isName) found.any = Math.max(found.any, match.score);
    if (match.isEqual) found.equal++;
    best.set(passage, found);
  }
  const candidates: Candidate[] = [];
  await forEachYielding(passages[side], context, (passage) => {
    const { index, terms, values, isReadable, text, place } = passage;
    if (!isReadable || terms.length < MIN_TERMS || !isSelfContained(text, language)) return;
    const keys = new Set(terms.map(({ key }) => key));
    let total = 0;
    let known = 0;
    let once = 0;
    for (const key of keys) {
      const weight = weights.get(key) ?? 0;
      total += weight;
      if (other.has(key)) known += weight;
      if (other.get(key) === 1 && own.get(key) === 1) once++;
    }
    const { any, equal } = best.get(passage) ?? { any: MIN_MATCH, equal: 0 };
    candidates.push({
      passage,
      features: {
        bias: 1,
        coverage: coverage[side][index]!,
        known: known / (total || 1),
        nearest: nearest.get(passage) ?? 0,
        once: Math.min(MAX_COUNT, once),
        values: Math.min(MAX_COUNT, values.filter(({ isName, member }) => !isName && !member).length),
        equal: Math.min(MAX_COUNT, equal),
        match: Math.min(MAX_MATCH, any),
        place,
        logTerms: Math.log(terms.length),
      },
    });
  });
  return candidates;
}

/**
 * Finds the sentences of one of two documents (`side`: 0 or 1) that the other most surely does not speak of: up to four, in
 * the order of the document. None of `related` is among them. `areStrangers` tells that the documents agree on nothing.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function findUnmatched(
  aligned: Aligned,
  side: 0 | 1,
  { language, related, areStrangers }: { language: string; related: Set<Passage>; areStrangers: boolean },
  context: TaskContext,
): Promise<Passage[]> {
  const candidates = await unmatchedFeatures(aligned, side, language, context);
  const minScore = areStrangers ? MIN_SCORE_OF_STRANGERS : MIN_SCORE;
  return candidates
    .map(({ passage, features }) => ({ passage, score: logOdds(fitted.unmatched, features) }))
    .filter(({ passage, score }) => score >= minScore && !related.has(passage))
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_UNMATCHED)
    .map(({ passage }) => passage)
    .sort((a, b) => a.index - b.index);
}

/** Counts the passages in which each term occurs. */
function frequenciesOf(passages: Passage[]): Map<string, number> {
  const frequencies = new Map<string, number>();
  for (const { terms } of passages)
    for (const key of new Set(terms.map((term) => term.key))) frequencies.set(key, (frequencies.get(key) ?? 0) + 1);
  return frequencies;
}
