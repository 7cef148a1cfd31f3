import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clean } from "../../src/clean/index.ts";
import { extractiveEngine } from "../../src/engine/index.ts";
import { extract } from "../../src/extract/index.ts";
import { type Comparison, type Document, detachedContext, type Finding, type Pair } from "../../src/model/index.ts";
import { verifyComparison } from "../../src/verify/index.ts";

/**
 * Two documents with what must stand under which heading of their comparison, and what must not. Texts are parts of the
 * sentences: `differ` and `agree` must be shown, `notDiffer` and `notAgree` must not, `notSet` are values of different things
 * that must not stand side by side. At most `maxDiffer` differences are shown.
 */
type Row = { id: string; mediaType: string; a: string; b: string; maxDiffer?: number } & Record<
  "differ" | "agree" | "notDiffer" | "notAgree" | "notSet",
  Pair<string>[]
>;

const ROWS = readFileSync(join(import.meta.dirname, "comparisonKinds.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line): Row => JSON.parse(line));

const read = async (text: string, mediaType: string): Promise<Document> =>
  clean(await extract({ mediaType, text, bytes: null, name: null, url: null }));

const holds = (texts: string[], part: string): boolean => texts.some((text) => text.includes(part));
const textsOf = ({ text, quotes }: Finding): string[] => [text, ...quotes.map((quote) => quote.text)];

function found({ differ, agree }: Pick<Comparison, "differ" | "agree">, [{ id }]: Pair<Document>) {
  const quotesOf = ({ quotes }: Finding, isFirst: boolean): string[] =>
    quotes.filter(({ document }) => (document === id) === isFirst).map(({ text }) => text);
  return {
    areSet: ([a, b]: Pair<string>) =>
      differ.some(({ numbers }) => numbers.some(([x, y]) => x.includes(a) && y.includes(b))),
    differ: ([a, b]: Pair<string>) =>
      differ.some(({ first, second }) => holds(textsOf(first), a) && holds(textsOf(second), b)),
    agree: ([a, b]: Pair<string>) =>
      agree.some((finding) => holds(quotesOf(finding, true), a) && holds(quotesOf(finding, false), b)),
  };
}

test.each(ROWS)("a comparison tells what differs from what agrees: $id", async (row) => {
  const documents: Pair<Document> = [await read(row.a, row.mediaType), await read(row.b, row.mediaType)];
  const draft = await extractiveEngine.compare(documents, { language: "auto", engine: "auto" }, detachedContext());
  const comparison = await verifyComparison(draft, documents, detachedContext());
  const is = found(comparison, documents);
  expect(row.differ.filter((pair) => !is.differ(pair))).toEqual([]);
  expect(row.agree.filter((pair) => !is.agree(pair))).toEqual([]);
  expect(row.notDiffer.filter(is.differ)).toEqual([]);
  expect(row.notAgree.filter(is.agree)).toEqual([]);
  expect(row.notSet.filter(is.areSet)).toEqual([]);
  if (row.maxDiffer !== undefined) expect(comparison.differ.length).toBeLessThanOrEqual(row.maxDiffer);
  for (const { first, second } of comparison.differ) {
    expect(first.quotes.length * second.quotes.length).toBeGreaterThan(0);
    expect(is.agree([first.text, second.text])).toBe(false);
  }
});

test("a comparison of tables sets cells of one row and column side by side, and names the rows of one table only", async () => {
  const [first, second] = [
    "station,lifts,passengers\nOakgate,2,18400\nMillbrook,0,5200\nWesting,1,2800\n",
    "station,lifts,passengers\nMillbrook,1,5200\nOakgate,2,18400\nDocks,2,7600\n",
  ];
  const documents: Pair<Document> = [await read(first, "text/csv"), await read(second, "text/csv")];
  const draft = await extractiveEngine.compare(documents, { language: "auto", engine: "auto" }, detachedContext());
  const { differ, agree, onlyFirst, onlySecond } = await verifyComparison(draft, documents, detachedContext());
  expect(differ.map(({ numbers }) => numbers)).toEqual([[["0", "1"]]]);
  expect(agree.map(({ text }) => text)).toEqual(["Oakgate | 2 | 18400"]);
  expect(onlyFirst.map(({ text }) => text)).toEqual(["Westing | 1 | 2800"]);
  expect(onlySecond.map(({ text }) => text)).toEqual(["Docks | 2 | 7600"]);
});
