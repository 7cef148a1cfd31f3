import type { Value } from "../../facts/index.ts";
import {
  type CompareOptions,
  type Document,
  type DraftComparison,
  type DraftDifference,
  type DraftFinding,
  NO_USAGE,
  type Pair,
  type TaskContext,
} from "../../model/index.ts";
import { primarySubtag } from "../../text/index.ts";
import { EXTRACTIVE_FINGERPRINT } from "./answer.ts";
import { findAgreements } from "./comparison/agreements.ts";
import { alignDocuments } from "./comparison/alignDocuments.ts";
import { isContrast } from "./comparison/contrasts.ts";
import { findEdits } from "./comparison/edits.ts";
import type { ValueMatch } from "./comparison/matchValues.ts";
import { passageSimilarity } from "./comparison/passageSimilarity.ts";
import type { Passage } from "./comparison/passages.ts";
import { findUnmatched } from "./comparison/unmatched.ts";

/** Minimum log odds at which different values are shown as a conflict, and equal ones count as an agreement. */
const MIN_CONFLICT_SCORE = -0.5;
const MIN_EQUAL_SCORE = 0;
/** The former for documents that agree on nothing: they may be about different events. */
const MIN_CONFLICT_SCORE_OF_STRANGERS = 2;
/** Minimum log odds at which a value counts as one that the other document may speak of too. */
const MIN_RELATED_SCORE = -1;
/** Minimum similarity (0..1) to a passage of the other document at which a passage counts as spoken of there. */
const MIN_RELATED_SIMILARITY = 0.3;
/** Maximum number of findings in each of the lists `agree` and `differ`. */
const MAX_PAIRS = 12;

/**
 * Compares two documents by what their sentences state: values (numbers, dates, times) of the same thing are set
 * against each other, and sentences that share values and words are agreements. Between languages, numbers, dates,
 * names and the most usual words are compared.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function extractiveComparison(
  documents: Pair<Document>,
  { language }: CompareOptions,
  context: TaskContext,
): Promise<DraftComparison> {
  context.report({ stage: "compare", done: 0, total: 1 });
  const [one, other] = documents;
  const aligned = await alignDocuments(documents, context);
  const { passages, weights, matches, neighbours, isPart } = aligned;
  const equal = matches.filter(({ isEqual, score }) => isEqual && score >= MIN_EQUAL_SCORE);
  const different = withoutOtherYears(matches.filter(({ isEqual, score }) => !isEqual && score >= MIN_CONFLICT_SCORE));
  const edits = findEdits(passages, neighbours, weights);
  const contrasts = [...neighbours.filter((pair) => isContrast(pair, weights)), ...edits];
  const edited = new Set(edits.flat());
  // What one side denies is no agreement, whatever else both sentences have in common.
  const agreements = (await findAgreements(neighbours, { equal, different }, weights, context)).filter(
    ({ first, second }) =>
      ![...first, ...second].some((passage) => edited.has(passage)) &&
      !contrasts.some(([a, b]) => first.includes(a) && second.includes(b)),
  );
  const conflicts = agreements.length
    ? different
    : different.filter(({ score }) => score >= MIN_CONFLICT_SCORE_OF_STRANGERS);
  const related = new Set<Passage>([
    ...matches
      .filter(({ first, score }) => score >= MIN_RELATED_SCORE && !first.value.isName)
      .flatMap(({ first, second }) => [first.passage, second.passage]),
    ...neighbours.filter(([a, b]) => passageSimilarity(a, b, weights).dice >= MIN_RELATED_SIMILARITY).flat(),
    ...agreements.flatMap(({ first, second }) => [...first, ...second]),
  ]);
  const areStrangers = agreements.length === 0;
  const onlyIn = async (side: 0 | 1): Promise<DraftFinding[]> => {
    const { language } = documents[side];
    return (await findUnmatched(aligned, side, { language, related, areStrangers }, context)).map(asFinding);
  };
  const isTranslated = primarySubtag(one.language) !== primarySubtag(other.language);
  return {
    engine: EXTRACTIVE_FINGERPRINT,
    language: one.language,
    usage: NO_USAGE,
    agree: agreements.slice(0, MAX_PAIRS).map(({ first, second }) => ({
      text: commonText(first[0]!, isTranslated ? first[0]! : second[0]!),
      first: first.map(textOf),
      second: second.map(textOf),
    })),
    differ: differencesOf(conflicts, contrasts).slice(0, MAX_PAIRS),
    onlyFirst: isTranslated || isPart[1] ? [] : await onlyIn(0),
    onlySecond: isTranslated || isPart[0] ? [] : await onlyIn(1),
    notices: [
      ...(isTranslated ? (["languages_differ"] as const) : []),
      ...(language !== "auto" && primarySubtag(language) !== primarySubtag(one.language)
        ? (["not_translated"] as const)
        : []),
      ...(isPart.includes(true) ? (["compared_in_part"] as const) : []),
    ],
  };
}

/** Leaves out the conflicts of sentences on different years, whose figures are expected to differ. */
function withoutOtherYears(different: ValueMatch[]): ValueMatch[] {
  const pairs = Map.groupBy(different, pairKey);
  return different.filter((match) => {
    const group = pairs.get(pairKey(match))!;
    return group.length === 1 || !group.some(({ first }) => isYear(first.value));
  });
}

const pairKey = ({ first, second }: ValueMatch): string => `${first.passage.index}-${second.passage.index}`;
const isYear = ({ date }: Value): boolean => date?.year !== undefined && date.month === undefined;

/** Groups the conflicts of each pair of sentences. Conflicts come in the order of their certainty. */
function differencesOf(different: ValueMatch[], contrasts: Pair<Passage>[]): DraftDifference[] {
  const groups = new Map<string, { passages: Pair<Passage>; matches: ValueMatch[] }>();
  for (const match of different) {
    const passages: Pair<Passage> = [match.first.passage, match.second.passage];
    const key = pairKey(match);
    const group = groups.get(key) ?? { passages, matches: [] };
    group.matches.push(match);
    groups.set(key, group);
  }
  for (const passages of contrasts) {
    const key = `${passages[0].index}-${passages[1].index}`;
    if (!groups.has(key)) groups.set(key, { passages, matches: [] });
  }
  return Array.from(groups.values(), ({ passages: [a, b], matches }) => ({
    first: asFinding(a),
    second: asFinding(b),
    numbers: matches
      .sort((x, y) => x.first.value.start - y.first.value.start)
      .map(({ first, second }): Pair<string> => [first.value.shown, second.value.shown]),
  }));
}

/** Of two sentences that say the same, the one with fewer terms and values: it is more likely to say nothing else. */
const commonText = (one: Passage, other: Passage): string => (sizeOf(other) < sizeOf(one) ? other : one).text;
const sizeOf = ({ terms, values }: Passage): number => terms.length + values.length;
const textOf = ({ text }: Passage): string => text;
const asFinding = ({ text }: Passage): DraftFinding => ({ text, quotes: [text] });
