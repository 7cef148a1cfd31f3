import type { DraftDifference, Pair } from "../../../model/index.ts";
import type { RowPair } from "./compareTables.ts";
import type { ValueMatch } from "./matchValues.ts";
import type { Passage } from "./passages/passages.ts";
import { opposedWords } from "./passages/polarity.ts";
import { areSameWords, differingWords, findReplacement } from "./passages/rewordings.ts";
import { areOfOtherScope } from "./passages/scopes.ts";

/** Leaves out the conflicts of sentences that are of different things or parts of them, whose figures are expected to differ. */
export function withoutOtherThings(different: ValueMatch[], edited: Set<Passage>): ValueMatch[] {
  const pairs = Map.groupBy(different, (match) => pairKey(passagesOf(match)));
  return different.filter((match) => {
    const passages = passagesOf(match);
    if (areSameWords(...passages)) return false;
    const replacement = findReplacement(...passages);
    const isOfOther = replacement && (replacement.isOfOther || !edited.has(passages[0]));
    return !isOfOther && !areOfOtherScope(passages, pairs.get(pairKey(passages))!);
  });
}

/** The sentences of two values. */
export const passagesOf = ({ first, second }: ValueMatch): Pair<Passage> => [first.passage, second.passage];
/** Tells a pair of sentences from others. */
export const pairKey = ([one, other]: Pair<Passage>): string => `${one.index}-${other.index}`;

/** Groups the conflicts of each pair of sentences. Conflicts come in the order of their certainty. */
export function differencesOf(different: ValueMatch[], contrasts: Pair<Passage>[]): DraftDifference[] {
  const groups = new Map<string, { passages: Pair<Passage>; matches: ValueMatch[] }>();
  for (const match of different) {
    const passages = passagesOf(match);
    const key = pairKey(passages);
    const group = groups.get(key) ?? { passages, matches: [] };
    group.matches.push(match);
    groups.set(key, group);
  }
  for (const passages of contrasts) {
    const key = pairKey(passages);
    if (!groups.has(key)) groups.set(key, { passages, matches: [] });
  }
  return Array.from(groups.values(), ({ passages, matches }) => ({
    first: { text: passages[0].text, quotes: [passages[0].text] },
    second: { text: passages[1].text, quotes: [passages[1].text] },
    numbers: matches.length ? valuesOf(matches) : wordsOf(passages),
  }));
}

const valuesOf = (matches: ValueMatch[]): Pair<string>[] =>
  matches
    .toSorted((x, y) => x.first.value.start - y.first.value.start)
    .map(({ first, second }) => [first.value.shown, second.value.shown]);

/** The words in which two sentences differ, if it can be told. */
function wordsOf(passages: Pair<Passage>): Pair<string>[] {
  const words = differingWords(passages) ?? opposedWords(passages);
  return words ? [words] : [];
}

/** Shows the rows of two tables on one thing with the cells that differ. */
export const differenceOfRows = ({ first, second, cells }: RowPair): DraftDifference => ({
  first: { text: first, quotes: [first] },
  second: { text: second, quotes: [second] },
  numbers: cells,
});
