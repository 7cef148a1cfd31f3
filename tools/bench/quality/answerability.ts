import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { detachedContext } from "../../../src/model/index.ts";
import { createSearchIndex } from "../../../src/retrieval/index.ts";
import type { BenchRow } from "../measurements.ts";

type Scored = { score: number; own: boolean };

/**
 * How well "The document does not say." is told without a model: questions are asked of their own document and of
 * two others in the same language. The area under the ROC curve of the score, and the balanced accuracy at one half.
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
    const own = documents.filter(([, document]) => document.set === set);
    const scored: Scored[] = [];
    for (const [i, [id]] of own.entries()) {
      const asked = questions.filter(({ doc }) => doc === id);
      for (const step of [0, 1, 11]) {
        const { find } = await createSearchIndex(
          own[(i + step) % own.length]![1].text,
          set.slice(-2),
          detachedContext(),
        );
        scored.push(...asked.map(({ q }) => ({ score: find(q, 1).answerability, own: step === 0 })));
      }
    }
    all.push(...scored);
    yield row(set, scored);
  }
  yield row("all languages", all);
}

function row(on: string, scored: Scored[]): BenchRow {
  const right = (own: boolean): number => {
    const asked = scored.filter((one) => one.own === own);
    return asked.filter(({ score }) => score >= 0.5 === own).length / asked.length;
  };
  return {
    benchmark: "answerable",
    subject: on,
    result: `AUC ${area(scored).toFixed(3)}  balanced ${(50 * (right(true) + right(false))).toFixed(1)}`,
  };
}

/** The chance that a question of a document scores above one of another: the rank sum of Mann and Whitney (1947). */
function area(scored: Scored[]): number {
  const ordered = scored.toSorted((a, b) => a.score - b.score);
  let ranks = 0;
  for (let from = 0, to = 0; from < ordered.length; from = to) {
    while (to < ordered.length && ordered[to]!.score === ordered[from]!.score) to++;
    const tied = ordered.slice(from, to).filter(({ own }) => own).length;
    ranks += (tied * (from + to + 1)) / 2;
  }
  const own = ordered.filter((one) => one.own).length;
  return (ranks - (own * (own + 1)) / 2) / (own * (ordered.length - own));
}
