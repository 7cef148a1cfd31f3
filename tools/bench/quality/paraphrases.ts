import { readFileSync } from "node:fs";
import { join } from "node:path";
import { detachedContext } from "../../../src/model/index.ts";
import { detectLanguage } from "../../../src/text/index.ts";
import { verifyClaim } from "../../../src/verify/index.ts";
import { createDocument } from "../../../test/fakes/documents.ts";
import type { BenchRow } from "../measurements.ts";

/** A line of `paraphrases.jsonl`. */
type Paraphrase = {
  id: string;
  language: string;
  kind: string;
  /** Key in `paraphraseDocuments.json`. */
  document: string;
  claim: string;
  quote: string;
  speaker?: string;
};
type VerifiedParaphrase = Paraphrase & { isVerified: boolean; reasons: string[] };

const readSibling = (name: string): string => readFileSync(join(import.meta.dirname, name), "utf8");

/**
 * Measures how many correct paraphrases of quotes the verifier wrongly rejects. The paraphrases were written without
 * knowledge of its results. Rewording one because it was rejected would bias the measurement.
 */
export async function* measureParaphrases(): AsyncGenerator<BenchRow> {
  const texts = JSON.parse(readSibling("paraphraseDocuments.json")) as Record<string, string>;
  const documents = new Map(
    Object.entries(texts).map(([name, text]) => [
      name,
      createDocument(text.split("\n\n"), { language: detectLanguage(text) }),
    ]),
  );
  const results: VerifiedParaphrase[] = [];
  for (const line of readSibling("paraphrases.jsonl").trim().split("\n")) {
    const row = JSON.parse(line) as Paraphrase;
    const { claim: text, quote, speaker = null } = row;
    const { status, reasons } = await verifyClaim(
      documents.get(row.document)!,
      { text, quote, speaker },
      detachedContext(),
    );
    results.push({ ...row, isVerified: status === "verified", reasons });
  }
  yield summarise("all", results);
  for (const part of ["kind", "language"] as const)
    for (const [name, rows] of Map.groupBy(results, (row) => row[part])) yield summarise(`${part} ${name}`, rows);
  for (const { id, isVerified, reasons } of results)
    if (!isVerified) yield { benchmark: "paraphrase", subject: id, result: `unverified: ${reasons.join(", ")}` };
}

function summarise(subject: string, rows: VerifiedParaphrase[]): BenchRow {
  const wrong = rows.filter(({ isVerified }) => !isVerified).length;
  const share = ((100 * wrong) / rows.length).toFixed(1).padStart(5);
  return { benchmark: "paraphrases", subject, result: `wrongly unverified ${share} %  ${wrong} of ${rows.length}` };
}
