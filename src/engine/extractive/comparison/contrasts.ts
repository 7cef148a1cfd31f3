import { forEachYielding, type Pair, type TaskContext } from "../../../model/index.ts";
import type { Weights } from "./frames.ts";
import type { ValueMatch } from "./matchValues.ts";
import { passageSimilarity } from "./passages/passageSimilarity.ts";
import type { Passage } from "./passages/passages.ts";
import { hasOpposites } from "./passages/polarity.ts";
import { areAlternatives, areSameWords, findReplacement } from "./passages/rewordings.ts";
import { areOfOtherScope } from "./passages/scopes.ts";

/** Minimum share of the terms of two passages that must be the same, their opposites left aside. */
const MIN_DICE = 0.4;
const MIN_SHARED_TERMS = 3;
/** The former for passages of which one denies the very word that the other affirms. */
const MIN_DICE_OF_DENIED = 0.3;
const MIN_SHARED_TERMS_OF_DENIED = 2;
/** The former for passages of which one has the opposite of a word of the other, said of the same. */
const MIN_DICE_OF_OPPOSITES = 0.15;
/** Minimum weight of that word. It is that of one which hardly two or three sentences of both documents have. */
const MIN_DENIED_WEIGHT = 0.7;

/**
 * Finds the pairs of passages that contradict each other without figures: by a negation, by opposites, by one thing in the
 * place of another, or as edited sentences of two versions. `unlike` are the values of one thing that differ.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function findContrasts(
  { neighbours, edits, unlike }: { neighbours: Pair<Passage>[]; edits: Pair<Passage>[]; unlike: ValueMatch[] },
  weights: Weights,
  context: TaskContext,
): Promise<Pair<Passage>[]> {
  const differing = Map.groupBy(unlike, ({ first }) => first.passage);
  const matchesOf = ([one, other]: Pair<Passage>): ValueMatch[] =>
    (differing.get(one) ?? []).filter(({ second }) => second.passage === other);
  const found: Pair<Passage>[] = [];
  // What both documents say in the same words is contradicted by neither.
  const unchanged = new Set(neighbours.filter((pair) => areSameWords(...pair)).flat());
  await forEachYielding(neighbours, context, (pair) => {
    if (pair.some((passage) => unchanged.has(passage))) return;
    if (isContrast(pair, weights) || (!matchesOf(pair).length && areAlternatives(pair))) found.push(pair);
  });
  await forEachYielding(edits, context, (pair) => {
    const matches = matchesOf(pair);
    const areOfOthers = findReplacement(...pair)?.isOfOther || areOfOtherScope(pair, matches);
    if (!matches.length || !areOfOthers) found.push(pair);
  });
  return found;
}

/** Whether of two passages on one thing one affirms what the other denies: by a negation or a word and its opposite. */
function isContrast([one, other]: Pair<Passage>, weights: Weights): boolean {
  const { dice, shared } = passageSimilarity(one, other, weights);
  if (!shared || dice < MIN_DICE_OF_OPPOSITES) return false;
  if (hasOpposites(one, other, weights, dice < MIN_DICE_OF_DENIED ? 1 : undefined))
    return one.isNegated === other.isNegated;
  if (dice < MIN_DICE_OF_DENIED) return false;
  if (one.isNegated === other.isNegated || shared < MIN_SHARED_TERMS_OF_DENIED) return false;
  if (shared >= MIN_SHARED_TERMS && dice >= MIN_DICE)
    return deniesSharedWord(one, other) || deniesSharedWord(other, one);
  return deniesWordOf(one, other, weights) || deniesWordOf(other, one, weights);
}

/** Whether a negation of a passage stands near a word that the other has too. */
const deniesSharedWord = ({ aroundNegations }: Passage, { terms }: Passage): boolean =>
  terms.some(({ key }) => aroundNegations.has(key));

const deniesWordOf = ({ denied }: Passage, { terms }: Passage, weights: Weights): boolean =>
  denied.some((word) => (weights.get(word) ?? 0) >= MIN_DENIED_WEIGHT && terms.some(({ key }) => key === word));
