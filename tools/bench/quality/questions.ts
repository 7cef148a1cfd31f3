import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, type DraftAnswer, detachedContext, NO_USAGE } from "../../../src/model/index.ts";
import { createSearchIndex } from "../../../src/retrieval/index.ts";
import { segmentSentences } from "../../../src/text/index.ts";
import { verifyAnswer } from "../../../src/verify/index.ts";
import { createDocument } from "../../../test/fakes/documents.ts";
import { type BenchRow, median } from "../measurements.ts";
import { measureAnswerability } from "./answerability.ts";

/** A question (`q`) about the document `doc`. `spans` are the ranges of its answers, in UTF-16 units. */
type Question = { doc: string; q: string; spans: [number, number][] };
type SourceText = { set: string; text: string };

/** The values of k in recall@k. */
const RECALL_DEPTHS = [1, 5, 10];
/** Only this many UTF-16 units of a passage count. Otherwise, a passage with the whole document would be a hit. */
const PASSAGE_LIMIT = { default: 600, zh: 160 };
/** A passage is a hit if it contains 90 % of the answer, or of this many UTF-16 units if the answer is longer. */
const MAX_ANSWER_LENGTH = 40;
/** Durations for meeting transcripts are scaled to a transcript of this many words. */
const MEETING_WORDS = 9000;

/** Measures retrieval (recall and speed), the detection of unanswerable questions, and the verification of answers. */
export async function* measureQuestions(data: string): AsyncGenerator<BenchRow> {
  const folder = join(data, "retrieval");
  if (!existsSync(folder)) return;
  const documents = JSON.parse(readFileSync(join(folder, "docs.json"), "utf8")) as Record<string, SourceText>;
  const lines = readFileSync(join(folder, "questions.jsonl"), "utf8").trim().split("\n");
  const questions = lines.map((line) => JSON.parse(line) as Question);
  yield* measureRecall(documents, questions);
  yield* measureAnswerability(data);
  yield* measureVerifiedAnswers(documents, questions);
}

async function* measureRecall(documents: Record<string, SourceText>, questions: Question[]): AsyncGenerator<BenchRow> {
  const ranks = new Map<string, number[]>();
  const [indexDurations, queryDurations]: [number[], number[]] = [[], []];
  for (const [id, ofDocument] of Map.groupBy(questions, ({ doc }) => doc)) {
    const { set, text } = documents[id]!;
    const language = set.startsWith("xquad_") ? set.slice(-2) : "en";
    const limit = language === "zh" ? PASSAGE_LIMIT.zh : PASSAGE_LIMIT.default;
    const start = performance.now();
    const { find } = await createSearchIndex(text, language, detachedContext());
    const scale = MEETING_WORDS / text.split(/\s+/).length;
    if (set === "qmsum") indexDurations.push((performance.now() - start) * scale);
    for (const { q, spans } of ofDocument) {
      const queryStart = performance.now();
      const hits = find(q, RECALL_DEPTHS.at(-1)!);
      if (set === "qmsum") queryDurations.push((performance.now() - queryStart) * scale);
      const rank = hits.findIndex((hit) =>
        spans.some(([from, to]) => {
          const overlap = Math.min(to, hit.end, hit.start + limit) - Math.max(from, hit.start);
          return overlap >= Math.min(to - from, MAX_ANSWER_LENGTH) * 0.9;
        }),
      );
      ranks.set(set, [...(ranks.get(set) ?? []), rank < 0 ? Number.POSITIVE_INFINITY : rank]);
    }
  }
  for (const [set, all] of ranks) {
    const recallAt = (k: number): string => ((100 * all.filter((rank) => rank < k).length) / all.length).toFixed(1);
    yield { benchmark: "recall", subject: set, result: RECALL_DEPTHS.map((k) => `@${k} ${recallAt(k)}`).join("  ") };
  }
  const result = `index ${median(indexDurations).toFixed(1)} ms  query ${median(queryDurations).toFixed(2)} ms`;
  yield { benchmark: "finding", subject: `${MEETING_WORDS} words, median`, result };
}

/**
 * Measures how many correct answers pass verification, and how many answers with invented quotes pass it. The sentence
 * that contains the labelled answer serves as the correct answer.
 */
async function* measureVerifiedAnswers(
  documents: Record<string, SourceText>,
  questions: Question[],
): AsyncGenerator<BenchRow> {
  const rows = questions.filter(({ doc }) => documents[doc]!.set.startsWith("xquad_"));
  let [shownCorrect, wrongQuotes, shownInvented] = [0, 0, 0];
  const cache = new Map<string, Document>();
  for (const { doc, q, spans } of rows) {
    const { set, text } = documents[doc]!;
    const language = set.slice(-2);
    const document = cache.get(doc) ?? createDocument(text.split("\n\n"), { language });
    cache.set(doc, document);
    const [from, to] = spans[0]!;
    const containing = segmentSentences(text, language).find(({ start, end }) => start <= from && end >= to);
    const sentence = containing ? text.slice(containing.start, containing.end) : text.slice(from, to);
    const correct = await verifyAnswer(
      draft(`${sentence} [1]`, [sentence], language),
      [document],
      q,
      detachedContext(),
    );
    if (correct.answerable && correct.text.includes(sentence.slice(0, 20))) shownCorrect++;
    const invented = sentence.replace(/[\p{L}\p{N}]+/u, "zzqx");
    const answer = await verifyAnswer(
      draft(`${invented} [1] ${sentence} [2] ${invented}`, [invented, `${invented} too`], language),
      [document],
      q,
      detachedContext(),
    );
    if (answer.answerable) shownInvented++;
    if (answer.quotes.some(({ start, end, text: quote }) => document.text.slice(start, end) !== quote)) wrongQuotes++;
  }
  const share = ((100 * shownCorrect) / rows.length).toFixed(1);
  yield { benchmark: "answers", subject: "correct answers shown", result: `${share} % of ${rows.length}` };
  yield {
    benchmark: "answers",
    subject: "answers with invented quotes",
    result: `${shownInvented} shown, ${wrongQuotes} quotes not in the text`,
  };
}

const draft = (text: string, quotes: string[], language: string): DraftAnswer => ({
  engine: { kind: "llm", model: "stub", prompt: null },
  language,
  answerable: true,
  text,
  quotes,
  notices: [],
  usage: NO_USAGE,
});
