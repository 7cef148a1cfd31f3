import {
  type Document,
  type DraftAnswer,
  type EngineMark,
  NO_USAGE,
  type Question,
  type Run,
} from "../../model/index.ts";
import { wanted } from "../../retrieval/queryWithContext.ts";
import { createSearch } from "../../text/index.ts";

export const EXTRACTIVE_MARK: EngineMark = { kind: "extractive", model: null, prompt: null };

/** A document answers from here on: of questions about itself and about another, as many are told right. */
const ANSWERED = 0.5;
/** How many sentences are shown, out of how many passages. */
const SHOWN = 3;
const PASSAGES = 3;
/** A further sentence is shown when it is at least so likely to hold the answer as the likeliest one. */
const NEXT_BEST = 0.3;

/** The sentences of the documents that most likely hold the answer, likeliest first; none when no document seems to. */
export async function extractiveAnswer(documents: Document[], question: Question, run: Run): Promise<DraftAnswer> {
  run.report({ stage: "answer", done: 0, total: documents.length });
  const supporting: { text: string; score: number }[] = [];
  for (const document of documents) supporting.push(...(await supports(document, question, run)));
  const likely = supporting.sort((a, b) => b.score - a.score);
  const least = (likely[0]?.score ?? 0) * NEXT_BEST;
  const shown = likely.filter(({ score }) => score >= least).slice(0, SHOWN);
  return {
    engine: EXTRACTIVE_MARK,
    language: documents[0]?.language ?? question.language,
    answerable: shown.length > 0,
    text: shown.map(({ text }, i) => `${text} [${i + 1}]`).join("\n\n"),
    quotes: shown.map(({ text }) => text),
    notices: [],
    usage: NO_USAGE,
  };
}

async function supports(
  { text, language }: Document,
  question: Question,
  run: Run,
): Promise<{ text: string; score: number }[]> {
  const { find } = await createSearch(text, language, run);
  const { answerable, hits } = find(wanted(question), PASSAGES);
  if (answerable < ANSWERED) return [];
  // Passages may share sentences, and a text may say a sentence twice: one is shown once.
  const found = new Map<string, number>();
  for (const { start, end, score } of hits.flatMap(({ sentences }) => sentences)) {
    const sentence = text.slice(start, end);
    found.set(sentence, Math.max(found.get(sentence) ?? 0, answerable * score));
  }
  return [...found].map(([sentence, score]) => ({ text: sentence, score }));
}
