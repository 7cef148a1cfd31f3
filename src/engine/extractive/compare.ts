import {
  type CompareOptions,
  type Document,
  type DraftComparison,
  type DraftFinding,
  NO_USAGE,
  type Pair,
  type TaskContext,
} from "../../model/index.ts";
import { hasDependentOpener } from "../../statements/index.ts";
import { primarySubtag } from "../../text/index.ts";
import { alignSentences } from "./alignSentences.ts";
import { EXTRACTIVE_FINGERPRINT } from "./answer.ts";
import type { Sentence } from "./documentSentences.ts";
import { rankSentences } from "./rank.ts";
import type { RankedSentence } from "./scoring.ts";

/** Minimum similarity (0..1) at which an aligned pair counts as being about the same topic. */
const SAME_TOPIC_SIMILARITY = 0.4;
/** Minimum similarity (0..1) at which an aligned pair counts as saying the same thing. */
const SAME_CONTENT_SIMILARITY = 0.5;
/**
 * Maximum coverage (0..1) of a sentence that counts as having no counterpart in the other document. See
 * `SentenceAlignment.coverage`.
 */
const MAX_UNMATCHED_COVERAGE = 0.35;
/** Maximum number of pairs used for each of the lists `agree` and `differ`. */
const MAX_PAIRS = 8;
/** Maximum number of sentences in each of `onlyFirst` and `onlySecond`. */
const MAX_UNMATCHED = 4;
/** Sentences with fewer terms are ignored: they say too little to be compared. */
const MIN_TERMS = 4;
/** Sentences are ranked as if for a digest of this many sentences: the length of a standard digest. */
const RANKING_SENTENCES = 5;
const QUESTION = /[?？؟]["'”’»）)\s]*$/u;

/**
 * Compares two documents by aligning their sentences. Finds pairs that say the same thing, pairs about the same topic,
 * and high-ranking sentences of one document without a counterpart in the other. The comparison is lexical, so the
 * result for documents in different languages is empty, with the notice `languages_differ`.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function extractiveComparison(
  documents: Pair<Document>,
  { language }: CompareOptions,
  context: TaskContext,
): Promise<DraftComparison> {
  context.report({ stage: "compare", done: 0, total: 1 });
  const [one, other] = documents;
  const draft = { engine: EXTRACTIVE_FINGERPRINT, language: one.language, usage: NO_USAGE };
  const empty = { ...draft, agree: [], differ: [], onlyFirst: [], onlySecond: [] };
  if (primarySubtag(one.language) !== primarySubtag(other.language)) return { ...empty, notices: ["languages_differ"] };
  const ranked: Pair<RankedSentence[]> = [await rankDistinct(one, context), await rankDistinct(other, context)];
  const { pairs, coverage } = await alignSentences(...ranked, context);
  const related = pairs.filter(
    ({ first, second, similarity }) =>
      similarity >= SAME_TOPIC_SIMILARITY &&
      [first, second].every(({ text, terms }) => terms.length >= MIN_TERMS && !QUESTION.test(text)),
  );
  const equivalent = related.filter(({ similarity }) => similarity >= SAME_CONTENT_SIMILARITY);
  return {
    ...draft,
    agree: equivalent.slice(0, MAX_PAIRS).flatMap(({ first, second }) => {
      // Either sentence can be the common statement. The one with fewer terms comes first, because it is more likely to
      // hold for both documents.
      const candidates = [first, second].sort((a, b) => a.terms.length - b.terms.length);
      return candidates.map(({ text }) => ({ text, first: [first.text], second: [second.text] }));
    }),
    // A pair can be in both lists. Verification keeps it in `differ` only if its numbers conflict, and in `agree` only
    // if both documents support the statement.
    differ: related
      .slice(0, MAX_PAIRS)
      .map(({ first, second }) => ({ first: asFinding(first), second: asFinding(second) })),
    onlyFirst: unmatched(ranked[0], coverage[0], one.language),
    onlySecond: unmatched(ranked[1], coverage[1], other.language),
    notices: language !== "auto" && primarySubtag(language) !== primarySubtag(one.language) ? ["not_translated"] : [],
  };
}

/** The primary language subtag of a BCP-47 tag, in lower case: "zh" for `zh-Hant`. */
const asFinding = ({ text }: Sentence): DraftFinding => ({ text, quotes: [text] });

/** Ranks the sentences of a document. Of repeated sentences, only the first is kept. */
async function rankDistinct(document: Document, context: TaskContext): Promise<RankedSentence[]> {
  const { sentences } = await rankSentences(document, RANKING_SENTENCES, null, context);
  return [...new Map(sentences.toReversed().map((sentence) => [sentence.text, sentence])).values()].reverse();
}

/** Up to 4 of the highest-ranked sentences without a counterpart in the other document, in document order. */
function unmatched(ranked: RankedSentence[], coverage: Float64Array, language: string): DraftFinding[] {
  return ranked
    .filter(
      ({ text, terms }, i) =>
        coverage[i]! <= MAX_UNMATCHED_COVERAGE &&
        terms.length >= MIN_TERMS &&
        !QUESTION.test(text) &&
        !hasDependentOpener(text, language),
    )
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_UNMATCHED)
    .sort((a, b) => a.index - b.index)
    .map(asFinding);
}
