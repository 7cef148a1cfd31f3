import { type AnswerPiece, type Findings, type FoundAnswer, findAnswers, leanedOn } from "../../answering/index.ts";
import {
  type Document,
  type DraftAnswer,
  type EngineFingerprint,
  NO_USAGE,
  type Question,
  type TaskContext,
} from "../../model/index.ts";
import { answerFromTables, type TableStatement } from "../../tables/index.ts";
import { countWords, extractTerms, primarySubtag } from "../../text/index.ts";

export const EXTRACTIVE_FINGERPRINT: EngineFingerprint = { kind: "extractive", model: null, prompt: null };

/** Maximum number of answers that are shown: a second one where the best is not sure. */
const MAX_ANSWERS = 2;
/** Maximum distance of the score of an answer from that of the best one. */
const MAX_DISTANCE = 2;
/**
 * Minimum logit of an answer that stands for what a model answers, and minimum share (0..1) of the terms of the question
 * that must stand in it or right before it. Of the practice questions of `npm run bench -- reader` 57 % are answered so
 * surely and none of those that the document only nearly answers; of 224 others 52 %, and 18 %.
 */
const SURE = { score: -0.4, coverage: 0.6 };
/** Length of what stands before an answer and may have terms of the question, in UTF-16 units. */
const CONTEXT_UNITS = 250;
/** Number of first letters that forms of one word share. */
const STEM = 5;
/** Maximum number of words with a second answer. */
const MAX_WORDS = 45;

/**
 * Answers a question with the sentence that most probably contains the answer, or with two if it is not sure. They can
 * come from any of the documents. `answerable` is false if no document seems to answer the question.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function extractiveAnswer(
  documents: Document[],
  question: Question,
  context: TaskContext,
): Promise<DraftAnswer> {
  context.report({ stage: "answer", done: 0, total: documents.length });
  for (const document of documents) {
    const earlier = leanedOn(question, document.language);
    const isForeign = isInOtherLanguage(question, [document]);
    const computed = await answerFromTables(document, question.text, context, earlier, isForeign);
    if (!computed) continue;
    const found = await findAnswers(document, question, context);
    return statesValue(found, computed) ? quotedAnswer([found], [document], question) : tableAnswer(computed, document);
  }
  const findings: Findings[] = [];
  for (const document of documents) findings.push(await findAnswers(document, question, context));
  return quotedAnswer(findings, documents, question);
}

/** Matches the number at the end of what is worked out from a table. */
const LAST_NUMBER = /\p{N}+(?:[.,\u00a0\u202f’']\p{N}+)*(?=\P{N}*$)/u;
/** Minimum length of a number that stands in a sentence hardly by chance, in UTF-16 units. */
const MIN_TELLING_NUMBER = 3;

/** Whether the sentence that answers best states the very number of a cell, and so tells more than the cell. */
function statesValue({ answers: [best] }: Findings, { text, rows }: TableStatement): boolean {
  const number = LAST_NUMBER.exec(text)?.[0];
  if (!best || rows.length !== 1 || !number || number.length < MIN_TELLING_NUMBER) return false;
  const found: readonly string[] = best.pieces[0]!.text.match(/\p{N}+(?:[.,\u00a0\u202f’']\p{N}+)*/gu) ?? [];
  return found.includes(number);
}

/** The draft of an answer that quotes what was found, or of one that says that nothing was. */
function quotedAnswer(findings: Findings[], documents: Document[], question: Question): DraftAnswer {
  const found = findings.flatMap(({ answers }) => answers).sort((a, b) => b.score - a.score);
  const pieces = piecesToShow(found);
  const isForeign = !pieces.length && isInOtherLanguage(question, documents);
  const nearest = findings.find((one) => one.nearest !== null)?.nearest;
  return {
    engine: EXTRACTIVE_FINGERPRINT,
    language: documents[0]?.language ?? question.language,
    answerable: pieces.length > 0,
    isSure: found[0] !== undefined && isSure(found[0], documents, question.text),
    text: pieces.map(({ text }, i) => `${text} [${i + 1}]`).join("\n\n"),
    quotes: pieces.map(({ text }) => text),
    speakers: pieces.map(({ speaker }) => speaker),
    // What has words of a question in another language has them by chance.
    ...(isForeign ? { nearest: null } : !pieces.length && nearest && { nearest }),
    notices: isForeign ? ["question_language"] : [],
    usage: NO_USAGE,
  };
}

function isSure({ pieces, score }: FoundAnswer, documents: Document[], question: string): boolean {
  if (score < SURE.score) return false;
  const [first] = pieces;
  const document = documents.find(({ text }) => first && text.includes(first.text));
  if (!first || !document) return false;
  const at = document.text.indexOf(first.text);
  const said = [document.text.slice(Math.max(0, at - CONTEXT_UNITS), at), ...pieces.map(({ text }) => text)].join(" ");
  const terms = extractTerms(said, document.language);
  const asked = extractTerms(question, document.language);
  const stemOf = (term: string): string => term.slice(0, STEM);
  const covered = asked.filter((term) => terms.some((other) => stemOf(other) === stemOf(term)));
  return covered.length >= SURE.coverage * asked.length;
}

/** The draft of an answer that is worked out from a table, with a mark for each row that it rests on. */
const tableAnswer = ({ text, rows }: TableStatement, { id, language }: Document): DraftAnswer => ({
  engine: EXTRACTIVE_FINGERPRINT,
  language,
  answerable: true,
  isSure: true,
  text: `${text}${rows.map((_, i) => ` [${i + 1}]`).join("")}`,
  quotes: [],
  rows: { document: id, spans: rows },
  notices: [],
  usage: NO_USAGE,
});

/** The pieces of the best answer, and of the next one if it is nearly as good and both are short enough. */
function piecesToShow(found: FoundAnswer[]): AnswerPiece[] {
  const minScore = (found[0]?.score ?? 0) - MAX_DISTANCE;
  const good = found.filter(({ score }) => score >= minScore).slice(0, MAX_ANSWERS);
  const all = [...new Map(good.flatMap(({ pieces }) => pieces).map((piece) => [piece.text, piece])).values()];
  return countWords(all.map(({ text }) => text).join(" ")) <= MAX_WORDS ? all : (found[0]?.pieces ?? []);
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
