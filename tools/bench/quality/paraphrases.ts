import { readFileSync } from "node:fs";
import { join } from "node:path";
import { detachedContext } from "../../../src/model/index.ts";
import { detectLanguage } from "../../../src/text/index.ts";
import { verifyClaim } from "../../../src/verify/index.ts";
import { createDocument } from "../../../test/fakes/documents.ts";
import type { BenchRow } from "../measurements.ts";

type Paraphrase = {
  id: string;
  language: string;
  kind: string;
  /** Its name in `paraphraseDocuments.json`. */
  document: string;
  claim: string;
  quote: string;
  speaker?: string;
};
type Judged = Paraphrase & { isVerified: boolean; reasons: string[] };

const readBeside = (name: string): string => readFileSync(join(import.meta.dirname, name), "utf8");

/**
 * True paraphrases, each with the quote that bears it out: whatever is unverified is so wrongly. The rows were written
 * before any was given to the verifier and stay as they are; one that fails is no reason to reword it.
 */
export async function* measureParaphrases(): AsyncGenerator<BenchRow> {
  const texts = JSON.parse(readBeside("paraphraseDocuments.json")) as Record<string, string>;
  const documents = new Map(
    Object.entries(texts).map(([name, text]) => [
      name,
      createDocument(text.split("\n\n"), { language: detectLanguage(text) }),
    ]),
  );
  const judged: Judged[] = [];
  for (const line of readBeside("paraphrases.jsonl").trim().split("\n")) {
    const row = JSON.parse(line) as Paraphrase;
    const { claim: text, quote, speaker = null } = row;
    const { status, reasons } = await verifyClaim(
      documents.get(row.document)!,
      { text, quote, speaker },
      detachedContext(),
    );
    judged.push({ ...row, isVerified: status === "verified", reasons });
  }
  yield figureOf("all", judged);
  for (const part of ["kind", "language"] as const)
    for (const [name, rows] of Map.groupBy(judged, (row) => row[part])) yield figureOf(`${part} ${name}`, rows);
  for (const { id, isVerified, reasons } of judged)
    if (!isVerified) yield { benchmark: "paraphrase", subject: id, result: `unverified: ${reasons.join(", ")}` };
}

function figureOf(on: string, rows: Judged[]): BenchRow {
  const wrong = rows.filter(({ isVerified }) => !isVerified).length;
  const share = ((100 * wrong) / rows.length).toFixed(1).padStart(5);
  return { benchmark: "paraphrases", subject: on, result: `wrongly unverified ${share} %  ${wrong} of ${rows.length}` };
}
