import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clean } from "../../src/clean/index.ts";
import { extract } from "../../src/extract/index.ts";
import { detachedContext } from "../../src/model/index.ts";
import { documentStatements } from "../../src/statements/index.ts";

/** A short document of a kind, with sentences that could be read alone, and lines that are no statements. */
type Case = { id: string; kind: string; markdown: boolean; text: string; yes: string[]; no: string[] };

const CASES = readFileSync(join(import.meta.dirname, "statements.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Case);

const fold = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[*_`#>|\\]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
/** Whether one text is the other, or most of it. */
const isMostOf = (part: string, whole: string): boolean => whole.includes(part) && part.length > 0.6 * whole.length;

async function readableIn({ text, markdown }: Case): Promise<string[]> {
  const mediaType = markdown ? "text/markdown" : "text/plain";
  const document = clean(await extract({ mediaType, text, bytes: null, name: null, url: null }));
  const statements = await documentStatements(document, detachedContext());
  return statements.filter(({ isReadable }) => isReadable).map((statement) => fold(statement.text));
}

test("nearly all that can be read alone is kept, and hardly anything else", async () => {
  const lost: string[] = [];
  const kept: string[] = [];
  for (const item of CASES) {
    const readable = await readableIn(item);
    const isReadable = (text: string): boolean =>
      readable.some((found) => isMostOf(fold(text), found) || isMostOf(found, fold(text)));
    lost.push(...item.yes.filter((text) => !isReadable(text)).map((text) => `${item.id}: ${text}`));
    kept.push(...item.no.filter(isReadable).map((text) => `${item.id}: ${text}`));
  }
  const count = (of: "yes" | "no"): number => CASES.reduce((sum, item) => sum + item[of].length, 0);
  expect(count("yes")).toBeGreaterThan(400);
  expect(lost.length / count("yes"), lost.join("\n")).toBeLessThan(0.03);
  expect(kept.length / count("no"), kept.join("\n")).toBeLessThan(0.03);
});
