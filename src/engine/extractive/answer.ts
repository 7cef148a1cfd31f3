import {
  type Document,
  type DraftAnswer,
  type EngineFingerprint,
  NO_USAGE,
  type Question,
  type TaskContext,
} from "../../model/index.ts";
import { createSearchIndex, queriesFor } from "../../retrieval/index.ts";
import { answerFromTables, type TableAnswer } from "../../tables/index.ts";
import { primarySubtag } from "../../text/index.ts";

export const EXTRACTIVE_FINGERPRINT: EngineFingerprint = { kind: "extractive", model: null, prompt: null };

/**
 * Minimum answerability (0..1) of a document for the question. At this threshold, questions about the document and
 * questions about other documents are classified with the same accuracy.
 */
const MIN_ANSWERABILITY = 0.5;
/** Maximum number of sentences in an answer. */
const MAX_SENTENCES = 3;
/** Maximum number of passages per document from which sentences are taken. */
const PASSAGES = 3;
/** Minimum score of a sentence, relative to the score of the best one. */
const MIN_RELATIVE_SCORE = 0.3;

type ScoredSentence = { text: string; score: number };

/**
 * Answers a question with up to 3 sentences that most probably contain the answer, best first. They can come from any
 * of the documents. `answerable` is false if no document seems to answer the question.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function extractiveAnswer(
  documents: Document[],
  question: Question,
  context: TaskContext,
): Promise<DraftAnswer> {
  context.report({ stage: "answer", done: 0, total: documents.length });
  for (const document of documents) {
    const computed = await answerFromTables(document, question.text, context);
    if (computed) return tableAnswer(computed, document);
  }
  const candidates: ScoredSentence[] = [];
  for (const document of documents) candidates.push(...(await candidateSentences(document, question, context)));
  candidates.sort((a, b) => b.score - a.score);
  const minScore = (candidates[0]?.score ?? 0) * MIN_RELATIVE_SCORE;
  const selected = candidates.filter(({ score }) => score >= minScore).slice(0, MAX_SENTENCES);
  return {
    engine: EXTRACTIVE_FINGERPRINT,
    language: documents[0]?.language ?? question.language,
    answerable: selected.length > 0,
    text: selected.map(({ text }, i) => `${text} [${i + 1}]`).join("\n\n"),
    quotes: selected.map(({ text }) => text),
    notices: !selected.length && isInOtherLanguage(question, documents) ? ["question_language"] : [],
    usage: NO_USAGE,
  };
}

/** The draft of an answer that is worked out from a table, with a mark for each row that it rests on. */
const tableAnswer = ({ text, rows }: TableAnswer, { id, language }: Document): DraftAnswer => ({
  engine: EXTRACTIVE_FINGERPRINT,
  language,
  answerable: true,
  text: `${text}${rows.map((_, i) => ` [${i + 1}]`).join("")}`,
  quotes: [],
  rows: { document: id, spans: rows },
  notices: [],
  usage: NO_USAGE,
});

async function candidateSentences(
  { text, language }: Document,
  question: Question,
  context: TaskContext,
): Promise<ScoredSentence[]> {
  const { find } = await createSearchIndex(text, language, context);
  const found = queriesFor(question)
    .map((query) => find(query, PASSAGES))
    .find(({ answerability }) => answerability >= MIN_ANSWERABILITY);
  if (!found) return [];
  const { answerability, hits } = found;
  // Deduplicates by text: passages can overlap, and a document can repeat a sentence.
  const scores = new Map<string, number>();
  for (const { start, end, score } of hits.flatMap(({ sentences }) => sentences)) {
    const sentence = text.slice(start, end);
    scores.set(sentence, Math.max(scores.get(sentence) ?? 0, answerability * score));
  }
  return [...scores].map(([sentence, score]) => ({ text: sentence, score }));
}

/** Minimum length of a question, in UTF-16 units, whose language can be told. */
const MIN_TELLABLE_UNITS = 15;

/** Whether no document is in the language of the question, so that its words cannot be found. */
const isInOtherLanguage = ({ text, language }: Question, documents: Document[]): boolean =>
  text.length >= MIN_TELLABLE_UNITS &&
  language !== "und" &&
  documents.every(
    (document) => document.language !== "und" && primarySubtag(document.language) !== primarySubtag(language),
  );
