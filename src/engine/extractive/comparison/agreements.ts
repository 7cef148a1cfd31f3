import { forEachYielding, type Pair, type TaskContext } from "../../../model/index.ts";
import { contextSimilarity, type Weights } from "./frames.ts";
import { specificity, type ValueMatch } from "./matchValues.ts";
import { passageSimilarity } from "./passages/passageSimilarity.ts";
import type { Passage } from "./passages/passages.ts";
import { hasOppositePolarity, hasOpposites } from "./passages/polarity.ts";
import { areSameWords, findReplacement } from "./passages/rewordings.ts";

/**
 * What both documents say: the passages of each, of which one has only one, how surely they do, and the evidence of
 * equal values in the first of each.
 */
export type Agreement = { first: Passage[]; second: Passage[]; score: number; values: number };

/** Weights and threshold of the score of an agreement, set by hand on labelled pairs. */
const DICE_WEIGHT = 2;
const VALUE_WEIGHT = 1.2;
const CONTAINMENT_WEIGHT = 0.5;
const MAX_VALUE_EVIDENCE = 1.5;
const MIN_SCORE = 1.05;
/** Minimum evidence of equal values for the lower minimum of the score. */
const MIN_VALUES = 0.5;
const MIN_SCORE_WITH_VALUES = 0.8;
/** Without an equal value, two passages must share at least this many terms. */
const MIN_SHARED_TERMS = 3;
/** The score of two passages with the same words. */
const SAME_WORDS_SCORE = 5;
/** How much evidence of equal values outweighs values that differ. */
const OUTWEIGHING_EVIDENCE = 0.8;
/** The evidence of two statements that there is none of a thing. */
const NOTHING_EVIDENCE = 0.8;

/**
 * Finds the passages that say the same, most certain first. Each passage is in at most one agreement.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function findAgreements(
  neighbours: Pair<Passage>[],
  matches: { equal: ValueMatch[]; different: ValueMatch[] },
  weights: Weights,
  context: TaskContext,
): Promise<Agreement[]> {
  const evidence = new Map<Passage, Map<Passage, number>>();
  const sharingFigures = new Set<string>();
  for (const match of matches.equal) {
    const [one, other] = [match.first.passage, match.second.passage];
    const row = evidence.get(one) ?? new Map<Passage, number>();
    evidence.set(one, row.set(other, (row.get(other) ?? 0) + evidenceOf(match)));
    if (!match.first.value.isName) sharingFigures.add(`${one.index}-${other.index}`);
  }
  const differing = new Set(
    matches.different.map(({ first, second }) => `${first.passage.index}-${second.passage.index}`),
  );
  const candidates = new Map<string, Pair<Passage>>();
  for (const [one, other] of neighbours) candidates.set(`${one.index}-${other.index}`, [one, other]);
  for (const { first, second } of matches.equal)
    candidates.set(`${first.passage.index}-${second.passage.index}`, [first.passage, second.passage]);
  const agreements: Agreement[] = [];
  await forEachYielding([...candidates], context, ([key, [one, other]]) => {
    const values = evidence.get(one)?.get(other) ?? 0;
    if (areSameWords(one, other)) {
      agreements.push({ first: [one], second: [other], score: SAME_WORDS_SCORE, values });
      return;
    }
    if (findReplacement(one, other)) return;
    if (differing.has(key) && values < OUTWEIGHING_EVIDENCE) return;
    const { dice, containment, shared } = passageSimilarity(one, other, weights);
    if (values === 0 && shared < MIN_SHARED_TERMS) return;
    // That both name somebody does not make up for what one of them denies.
    if (!sharingFigures.has(key) && hasOppositePolarity(one, other, weights)) return;
    if (one.isNegated === other.isNegated && hasOpposites(one, other, weights)) return;
    const score =
      DICE_WEIGHT * dice +
      VALUE_WEIGHT * Math.min(values, MAX_VALUE_EVIDENCE) +
      (shared >= MIN_SHARED_TERMS ? CONTAINMENT_WEIGHT * containment : 0);
    if (score >= (values >= MIN_VALUES ? MIN_SCORE_WITH_VALUES : MIN_SCORE))
      agreements.push({ first: [one], second: [other], score, values });
  });
  const found = new Map<Passage, Agreement>();
  const chosen: Agreement[] = [];
  for (const agreement of agreements.sort((a, b) => b.score - a.score)) {
    const { first, second, values } = agreement;
    const [mine, theirs] = [found.get(first[0]!), found.get(second[0]!)];
    if (!mine && !theirs) {
      chosen.push(agreement);
      found.set(first[0]!, agreement).set(second[0]!, agreement);
    } else if (values >= OUTWEIGHING_EVIDENCE && !(mine && theirs)) {
      // A sentence can say what the other document says in two.
      if (mine) mine.second.push(second[0]!);
      else theirs!.first.push(first[0]!);
      found.set(first[0]!, (mine ?? theirs)!).set(second[0]!, (mine ?? theirs)!);
    }
  }
  return chosen;
}

/** How much less an equal value tells if the words around it have nothing in common. */
const UNLIKE_FACTOR = 0.7;

function evidenceOf({ first, second }: ValueMatch): number {
  const isNothing = first.value.kind === "count" && first.value.amount === 0;
  if (isNothing) return first.nouns.length > 0 && first.nouns[0] === second.nouns[0] ? NOTHING_EVIDENCE : 0;
  const isAlike = contextSimilarity(first, second) > 0;
  return specificity(first.value) * (isAlike ? 1 : UNLIKE_FACTOR);
}
