import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findAnswers } from "../../../src/answering/index.ts";
import { detachedContext } from "../../../src/model/index.ts";
import { createDocument } from "../../../test/fakes/documents.ts";
import type { BenchRow } from "../measurements.ts";

/** Whether a question was answered, and whether it was asked about its own document or about another one. */
type Asked = { isAnswered: boolean; isOwn: boolean };

/** Every so manieth question of a document is asked. */
const STEP = 6;

/**
 * Measures how well the extractive engine recognises unanswerable questions. Each question is asked about its own document and about two
 * others in the same language. Reports the shares that are answered, and the balanced accuracy.
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
  const all: Asked[] = [];
  for (const set of new Set(documents.map(([, document]) => document.set))) {
    if (!set.startsWith("xquad_")) continue;
    const language = set.slice(-2);
    const ofSet = documents.filter(([, document]) => document.set === set);
    const asked: Asked[] = [];
    for (const [i, [id]] of ofSet.entries()) {
      const ofDocument = questions.filter(({ doc }) => doc === id).filter((_, n) => n % STEP === 0);
      for (const step of [0, 1, 11]) {
        const document = createDocument(ofSet[(i + step) % ofSet.length]![1].text.split("\n\n"), { language });
        for (const { q } of ofDocument) {
          const found = await findAnswers(document, { text: q, language, engine: "extractive" }, detachedContext());
          asked.push({ isAnswered: found.answers.length > 0, isOwn: step === 0 });
        }
      }
    }
    all.push(...asked);
    yield row(set, asked);
  }
  yield row("all languages", all);
}

function row(subject: string, asked: Asked[]): BenchRow {
  const answeredShare = (isOwn: boolean): number => {
    const ofClass = asked.filter((one) => one.isOwn === isOwn);
    return (100 * ofClass.filter(({ isAnswered }) => isAnswered).length) / ofClass.length;
  };
  const [own, foreign] = [answeredShare(true), answeredShare(false)];
  const balanced = ((own + 100 - foreign) / 2).toFixed(1);
  return {
    benchmark: "answerable",
    subject,
    result: `answered ${own.toFixed(1)} % of its own, ${foreign.toFixed(1)} % of others  balanced ${balanced}`,
  };
}
