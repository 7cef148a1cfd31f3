import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { detachedContext } from "../../../src/model/index.ts";
import { createSearchIndex } from "../../../src/retrieval/index.ts";
import type { BenchRow } from "../measurements.ts";

/** The answerability score of a question asked about its own document, or about another one. */
type Scored = { score: number; isOwn: boolean };

/**
 * Measures how well retrieval alone, without an LLM, recognises unanswerable questions. Each question is asked about
 * its own document and about two others in the same language. Reports the area under the ROC curve of the score, and
 * the balanced accuracy at a threshold of 0.5.
 */
export async function* measureAnswerability(data: string): AsyncGenerator<BenchRow> {
  const folder = join(data, "retrieval");
  if (!existsSync(folder)) return;
  const documents = Object.entries(
    JSON.parse(readFileSync(join(folder, "docs.json"), "utf8")) as Record<string, { set: string; text: string }>,
  );
  const questions = readFileSync(join(folder, "questions.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { doc: string; q: string });
  const all: Scored[] = [];
  for (const set of new Set(documents.map(([, document]) => document.set))) {
    if (!set.startsWith("xquad_")) continue;
    const ofSet = documents.filter(([, document]) => document.set === set);
    const scored: Scored[] = [];
    for (const [i, [id]] of ofSet.entries()) {
      const ofDocument = questions.filter(({ doc }) => doc === id);
      for (const step of [0, 1, 11]) {
        const { find } = await createSearchIndex(
          ofSet[(i + step) % ofSet.length]![1].text,
          set.slice(-2),
          detachedContext(),
        );
        scored.push(...ofDocument.map(({ q }) => ({ score: find(q, 1).answerability, isOwn: step === 0 })));
      }
    }
    all.push(...scored);
    yield row(set, scored);
  }
  yield row("all languages", all);
}

function row(subject: string, scored: Scored[]): BenchRow {
  const accuracy = (isOwn: boolean): number => {
    const ofClass = scored.filter((one) => one.isOwn === isOwn);
    return ofClass.filter(({ score }) => score >= 0.5 === isOwn).length / ofClass.length;
  };
  const balanced = 50 * (accuracy(true) + accuracy(false));
  return {
    benchmark: "answerable",
    subject,
    result: `AUC ${areaUnderCurve(scored).toFixed(3)}  balanced ${balanced.toFixed(1)}`,
  };
}

/**
 * Returns the area under the ROC curve: the probability that a question about its own document has a higher score than
 * one about another document. It is computed from the rank sum (Mann and Whitney 1947).
 */
function areaUnderCurve(scored: Scored[]): number {
  const ordered = scored.toSorted((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let from = 0, to = 0; from < ordered.length; from = to) {
    while (to < ordered.length && ordered[to]!.score === ordered[from]!.score) to++;
    const tied = ordered.slice(from, to).filter(({ isOwn }) => isOwn).length;
    rankSum += (tied * (from + to + 1)) / 2;
  }
  const own = ordered.filter(({ isOwn }) => isOwn).length;
  return (rankSum - (own * (own + 1)) / 2) / (own * (ordered.length - own));
}
