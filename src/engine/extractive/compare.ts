import {
  type CompareOptions,
  type Document,
  type DraftAgreement,
  type DraftComparison,
  type DraftFinding,
  NO_USAGE,
  type Pair,
  type TaskContext,
} from "../../model/index.ts";
import { primarySubtag } from "../../text/index.ts";
import { EXTRACTIVE_FINGERPRINT } from "./answer.ts";
import { type Agreement, findAgreements } from "./comparison/agreements.ts";
import { alignDocuments } from "./comparison/alignDocuments.ts";
import { findOtherAttributions } from "./comparison/attributions.ts";
import type { RowPair } from "./comparison/compareTables.ts";
import { findContrasts } from "./comparison/contrasts.ts";
import { differenceOfRows, differencesOf, pairKey, passagesOf, withoutOtherThings } from "./comparison/differences.ts";
import { findEdits } from "./comparison/edits.ts";
import { passageSimilarity } from "./comparison/passages/passageSimilarity.ts";
import type { Passage } from "./comparison/passages/passages.ts";
import { findUnmatched } from "./comparison/unmatched.ts";

/** Minimum log odds at which different values are shown as a conflict, and equal ones count as an agreement. */
const MIN_CONFLICT_SCORE = -0.4;
const MIN_EQUAL_SCORE = 0;
/** The former for documents that agree on nothing: they may be about different events. */
const MIN_CONFLICT_SCORE_OF_STRANGERS = 2.25;
/** Number of contradictions in words from which on documents that agree on nothing surely speak of one thing. */
const MIN_CONTRASTS_OF_KIN = 2;
/** Number of equal values from which on two documents surely speak of one event. */
const MIN_EQUAL_OF_ONE_EVENT = 3;
/** Minimum log odds at which a value counts as one that the other document may speak of too. */
const MIN_RELATED_SCORE = -1;
/** Minimum similarity (0..1) to a passage of the other document at which a passage counts as spoken of there. */
const MIN_RELATED_SIMILARITY = 0.3;
/** Maximum number of findings in each of the lists `agree` and `differ`. */
const MAX_PAIRS = 12;
/** Maximum number of rows of tables that are shown as equal. */
const MAX_EQUAL_ROWS = 4;
/** Maximum number of rows of tables that are shown as being in one document only. */
const MAX_ROWS_OF_ONE = 4;

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
  const { passages, weights, matches, neighbours, tables, isPart } = aligned;
  const equal = matches.filter(({ isEqual, score }) => isEqual && score >= MIN_EQUAL_SCORE);
  const edits = findEdits(passages, neighbours, weights);
  const edited = new Set(edits.flat());
  const unlike = matches.filter(({ isEqual, score }) => !isEqual && score >= MIN_CONFLICT_SCORE);
  const different = withoutOtherThings(unlike, edited);
  const isTranslated = primarySubtag(one.language) !== primarySubtag(other.language);
  const denials = await findContrasts({ neighbours, edits, unlike }, weights, context);
  const areOnOneEvent = equal.length >= MIN_EQUAL_OF_ONE_EVENT || denials.length >= MIN_CONTRASTS_OF_KIN;
  const others = isTranslated ? [] : await findOtherAttributions(passages, { weights, areOnOneEvent }, context);
  const contrasts = [...denials, ...others];
  const agreed = (await findAgreements(neighbours, { equal, different: unlike }, weights, context)).filter(
    ({ first, second }) => ![...first, ...second].some((passage) => edited.has(passage)),
  );
  const areStrangers = agreed.length === 0 && contrasts.length < MIN_CONTRASTS_OF_KIN;
  const minScore = areStrangers ? MIN_CONFLICT_SCORE_OF_STRANGERS : MIN_CONFLICT_SCORE;
  const conflicts = different.filter(({ score }) => score >= minScore);
  const shown = new Set([...conflicts.map(passagesOf), ...contrasts].map(pairKey));
  // Sentences that differ in anything are no agreement, whatever else they have in common.
  const agreements = agreed.flatMap((agreement) => withoutDifferences(agreement, shown));
  const related = new Set<Passage>([
    ...matches.filter(({ first, score }) => score >= MIN_RELATED_SCORE && !first.value.isName).flatMap(passagesOf),
    ...neighbours.filter(([a, b]) => passageSimilarity(a, b, weights).dice >= MIN_RELATED_SIMILARITY).flat(),
    ...contrasts.flat(),
    ...agreements.flatMap(({ first, second }) => [...first, ...second]),
  ]);
  const onlyIn = async (side: 0 | 1): Promise<DraftFinding[]> => {
    const { language } = documents[side];
    const passages = await findUnmatched(aligned, side, { language, related, areStrangers }, context);
    return [...tables.only[side].slice(0, MAX_ROWS_OF_ONE).map((text) => ({ text })), ...passages].map(asFinding);
  };
  return {
    engine: EXTRACTIVE_FINGERPRINT,
    language: one.language,
    usage: NO_USAGE,
    agree: [...agreements.map((agreement) => agreedFinding(agreement, isTranslated)), ...equalRows(tables.pairs)].slice(
      0,
      MAX_PAIRS,
    ),
    differ: [
      ...tables.pairs.filter(({ cells }) => cells.length > 0).map(differenceOfRows),
      ...differencesOf(conflicts, contrasts),
    ].slice(0, MAX_PAIRS),
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

/** An agreement without the sentences that are shown to differ in something, or none if one document has no others. */
function withoutDifferences(agreement: Agreement, shown: Set<string>): Agreement[] {
  const differs = (a: Passage, b: Passage): boolean => shown.has(pairKey([a, b]));
  const [one, other] = [agreement.first, agreement.second];
  const first = one.length > 1 ? one.filter((a) => !other.some((b) => differs(a, b))) : one;
  const second = other.filter((b) => !first.some((a) => differs(a, b)));
  return first.length && second.length ? [{ ...agreement, first, second }] : [];
}

/** What both documents say, in the words of the first if they are in different languages. */
const agreedFinding = ({ first, second }: Agreement, isTranslated: boolean): DraftAgreement => ({
  text: commonText(first[0]!, isTranslated ? first[0]! : second[0]!),
  first: first.map(textOf),
  second: second.map(textOf),
});

const equalRows = (tables: RowPair[]): DraftAgreement[] =>
  tables
    .filter(({ cells }) => cells.length === 0)
    .slice(0, MAX_EQUAL_ROWS)
    .map(({ first, second }) => ({ text: first, first: [first], second: [second] }));

/** Of two sentences that say the same, the one with fewer terms and values: it is more likely to say nothing else. */
const commonText = (one: Passage, other: Passage): string => (sizeOf(other) < sizeOf(one) ? other : one).text;
const sizeOf = ({ terms, values }: Passage): number => terms.length + values.length;
const textOf = ({ text }: Passage): string => text;
const asFinding = ({ text }: { text: string }): DraftFinding => ({ text, quotes: [text] });
