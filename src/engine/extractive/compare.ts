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
import { isSelfContained } from "../../statements/index.ts";
import { primarySubtag } from "../../text/index.ts";
import { EXTRACTIVE_FINGERPRINT } from "./answer.ts";
import { findAgreements } from "./comparison/agreements.ts";
import { alignPassages } from "./comparison/alignPassages.ts";
import { isContrast } from "./comparison/contrasts.ts";
import { findEdits } from "./comparison/edits.ts";
import { framesOf, weighTerms } from "./comparison/frames.ts";
import { matchValues, type ValueMatch } from "./comparison/matchValues.ts";
import { passageSimilarity } from "./comparison/passageSimilarity.ts";
import { documentPassages, type Passage } from "./comparison/passages.ts";
import { rankSentences } from "./rank.ts";

/** Minimum log odds at which different values are shown as a conflict, and equal ones count as an agreement. */
const MIN_CONFLICT_SCORE = 0.5;
const MIN_EQUAL_SCORE = 0;
/** The former for documents that agree on nothing: they may be about different events. */
const MIN_CONFLICT_SCORE_OF_STRANGERS = 2;
/** Minimum log odds at which a value counts as one that the other document may speak of too. */
const MIN_RELATED_SCORE = -1;
/** Minimum similarity (0..1) to a passage of the other document at which a passage counts as spoken of there. */
const MIN_RELATED_SIMILARITY = 0.3;
/** Maximum coverage (0..1) of a passage that counts as having no counterpart. See `Alignment.coverage`. */
const MAX_UNMATCHED_COVERAGE = 0.4;
/** Maximum number of findings in each of the lists `agree` and `differ`. */
const MAX_PAIRS = 12;
/** Maximum number of sentences in each of `onlyFirst` and `onlySecond`. */
const MAX_UNMATCHED = 4;
/** Sentences with fewer terms say too little to be shown as unique to a document. */
const MIN_TERMS = 4;
/** Sentences are ranked as if for a digest of this many sentences: the length of a standard digest. */
const RANKING_SENTENCES = 5;

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
  const passages: Pair<Passage[]> = [await documentPassages(one, context), await documentPassages(other, context)];
  const weights = weighTerms(passages.flat());
  const frames = passages.map((list) => list.flatMap((passage) => framesOf(passage, weights))) as Pair<
    ReturnType<typeof framesOf>
  >;
  const matches = await matchValues(frames, weights, context);
  const { neighbours, coverage } = await alignPassages(passages, weights, context);
  const equal = matches.filter(({ isEqual, score }) => isEqual && score >= MIN_EQUAL_SCORE);
  const different = withoutOtherYears(matches.filter(({ isEqual, score }) => !isEqual && score >= MIN_CONFLICT_SCORE));
  const edits = findEdits(passages, neighbours, weights);
  const edited = new Set(edits.flat());
  const agreements = findAgreements(neighbours, { equal, different }, weights).filter(
    ({ first, second }) => ![...first, ...second].some((passage) => edited.has(passage)),
  );
  const conflicts = agreements.length
    ? different
    : different.filter(({ score }) => score >= MIN_CONFLICT_SCORE_OF_STRANGERS);
  const contrasts = [...neighbours.filter((pair) => isContrast(pair, weights)), ...edits];
  const related = new Set<Passage>([
    ...matches
      .filter(({ first, score }) => score >= MIN_RELATED_SCORE && !first.value.isName)
      .flatMap(({ first, second }) => [first.passage, second.passage]),
    ...neighbours.filter(([a, b]) => passageSimilarity(a, b, weights).dice >= MIN_RELATED_SIMILARITY).flat(),
    ...agreements.flatMap(({ first, second }) => [...first, ...second]),
  ]);
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
    onlyFirst: isTranslated ? [] : await unmatched(one, passages[0], coverage[0], related, context),
    onlySecond: isTranslated ? [] : await unmatched(other, passages[1], coverage[1], related, context),
    notices: [
      ...(isTranslated ? (["languages_differ"] as const) : []),
      ...(language !== "auto" && primarySubtag(language) !== primarySubtag(one.language)
        ? (["not_translated"] as const)
        : []),
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

/** Up to 4 of the highest-ranked sentences without a counterpart in the other document, in document order. */
async function unmatched(
  document: Document,
  passages: Passage[],
  coverage: Float64Array,
  related: Set<Passage>,
  context: TaskContext,
): Promise<DraftFinding[]> {
  const candidates = passages.filter(
    (passage) =>
      passage.isReadable &&
      passage.terms.length >= MIN_TERMS &&
      coverage[passage.index]! <= MAX_UNMATCHED_COVERAGE &&
      !related.has(passage) &&
      isSelfContained(passage.text, document.language),
  );
  if (!candidates.length) return [];
  const { sentences } = await rankSentences(document, RANKING_SENTENCES, null, context);
  const scores = new Map<Passage, number>();
  let at = 0;
  for (const passage of candidates) {
    while (at < sentences.length - 1 && sentences[at]!.end <= passage.start) at++;
    scores.set(passage, sentences[at]?.score ?? 0);
  }
  return candidates
    .sort((a, b) => scores.get(b)! - scores.get(a)!)
    .slice(0, MAX_UNMATCHED)
    .sort((a, b) => a.index - b.index)
    .map(asFinding);
}
