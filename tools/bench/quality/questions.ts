import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, type DraftAnswer, detachedContext, NO_USAGE } from "../../../src/model/index.ts";
import { createSearchIndex } from "../../../src/retrieval/index.ts";
import { segmentSentences } from "../../../src/text/index.ts";
import { verifyAnswer } from "../../../src/verify/index.ts";
import { createDocument } from "../../../test/fakes/documents.ts";
import type { BenchRow } from "../measurements.ts";
import { measureAnswerability } from "./answerability.ts";

type Asked = { doc: string; q: string; spans: [number, number][] };
type Text = { set: string; text: string };

const DEPTHS = [1, 5, 10];
/** What is read of a passage, so that nobody wins by giving the whole document. */
const READ = { usual: 600, zh: 160 };
/** Of a longer answer so many characters tell that it was found, nine tenths of them. */
const LONGEST_SPAN = 40;
const MEETING_WORDS = 9000;
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** All that answering questions must hold: finding, its speed, knowing what is not said, and what of an answer is shown. */
export async function* measureQuestions(data: string): AsyncGenerator<BenchRow> {
  const folder = join(data, "retrieval");
  if (!existsSync(folder)) return;
  const documents = JSON.parse(readFileSync(join(folder, "docs.json"), "utf8")) as Record<string, Text>;
  const lines = readFileSync(join(folder, "questions.jsonl"), "utf8").trim().split("\n");
  const asked = lines.map((line) => JSON.parse(line) as Asked);
  yield* recall(documents, asked);
  yield* measureAnswerability(data);
  yield* shownAnswers(documents, asked);
}

async function* recall(documents: Record<string, Text>, asked: Asked[]): AsyncGenerator<BenchRow> {
  const ranks = new Map<string, number[]>();
  const [indexing, finding]: [number[], number[]] = [[], []];
  for (const [doc, own] of Map.groupBy(asked, (one) => one.doc)) {
    const { set, text } = documents[doc]!;
    const language = set.startsWith("xquad_") ? set.slice(-2) : "en";
    const limit = language === "zh" ? READ.zh : READ.usual;
    const start = performance.now();
    const { find } = await createSearchIndex(text, language, detachedContext());
    // Times of a meeting of 9,000 words, from those of meetings of other lengths.
    const share = MEETING_WORDS / text.split(/\s+/).length;
    if (set === "qmsum") indexing.push((performance.now() - start) * share);
    for (const { q, spans } of own) {
      const begun = performance.now();
      const { hits } = find(q, DEPTHS.at(-1)!);
      if (set === "qmsum") finding.push((performance.now() - begun) * share);
      const rank = hits.findIndex((hit) =>
        spans.some(([from, to]) => {
          const held = Math.min(to, hit.end, hit.start + limit) - Math.max(from, hit.start);
          return held >= Math.min(to - from, LONGEST_SPAN) * 0.9;
        }),
      );
      ranks.set(set, [...(ranks.get(set) ?? []), rank < 0 ? Number.POSITIVE_INFINITY : rank]);
    }
  }
  for (const [set, all] of ranks) {
    const at = (k: number): string => ((100 * all.filter((rank) => rank < k).length) / all.length).toFixed(1);
    yield { benchmark: "recall", subject: set, result: DEPTHS.map((k) => `@${k} ${at(k)}`).join("  ") };
  }
  const figure = `index ${median(indexing).toFixed(1)} ms  query ${median(finding).toFixed(2)} ms`;
  yield { benchmark: "finding", subject: `${MEETING_WORDS} words, median`, result: figure };
}

/** A model that answers every question with the sentence that holds the answer, and one that invents its quotes. */
async function* shownAnswers(documents: Record<string, Text>, asked: Asked[]): AsyncGenerator<BenchRow> {
  const rows = asked.filter(({ doc }) => documents[doc]!.set.startsWith("xquad_"));
  let [shown, unquoted, invented] = [0, 0, 0];
  const made = new Map<string, Document>();
  for (const { doc, q, spans } of rows) {
    const { set, text } = documents[doc]!;
    const language = set.slice(-2);
    const document = made.get(doc) ?? createDocument(text.split("\n\n"), { language });
    made.set(doc, document);
    const [from, to] = spans[0]!;
    const held = segmentSentences(text, language).find(({ start, end }) => start <= from && end >= to);
    const sentence = held ? text.slice(held.start, held.end) : text.slice(from, to);
    const own = await verifyAnswer(draft(`${sentence} [1]`, [sentence], language), [document], q, detachedContext());
    if (own.answerable && own.text.includes(sentence.slice(0, 20))) shown++;
    const lie = sentence.replace(/[\p{L}\p{N}]+/u, "zzqx");
    const lied = `${lie} [1] ${sentence} [2] ${lie}`;
    const answer = await verifyAnswer(draft(lied, [lie, `${lie} too`], language), [document], q, detachedContext());
    if (answer.answerable) invented++;
    if (answer.quotes.some(({ start, end, text: words }) => document.text.slice(start, end) !== words)) unquoted++;
  }
  const share = ((100 * shown) / rows.length).toFixed(1);
  yield { benchmark: "answers", subject: "true ones that are shown", result: `${share} % of ${rows.length}` };
  yield {
    benchmark: "answers",
    subject: "of an inventing model",
    result: `${invented} shown, ${unquoted} quotes not in the text`,
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
