import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Aligned, alignDocuments } from "../../src/engine/extractive/comparison/alignDocuments.ts";
import { framesOf } from "../../src/engine/extractive/comparison/frames.ts";
import { logOdds } from "../../src/engine/extractive/comparison/logistic.ts";
import { type ValueCandidate, valueCandidates } from "../../src/engine/extractive/comparison/matchValues.ts";
import { unmatchedFeatures } from "../../src/engine/extractive/comparison/unmatched.ts";
import { detachedContext, type Pair } from "../../src/model/index.ts";
import { folded, readDocument, readRows } from "./documents.ts";
import { fitLogisticRegression } from "./linear.ts";

/**
 * `npm run train:comparison -- READER…`: fits the weights by which the extractive engine tells which values of two
 * documents are of one thing, and which sentences stand in one of them only. Prints how right they are on pairs that were
 * left out of the fit, and writes `src/engine/extractive/comparison/weights.json`. READER are folders with `pairs.jsonl` and
 * `pairs/`, such as `test/reader`.
 */

/** A line of `pairs.jsonl`. Labels are substrings of the documents; `va` and `vb` are the values that differ. */
type Label = {
  a: string;
  b: string;
  agree: Pair<string>[];
  differ: { a: string; b: string; va: string; vb: string }[];
  more_differ?: { va: string; vb: string }[];
  onlyA: string[];
  onlyB: string[];
};
/** An example with the pair it is of. */
type Example = { features: Record<string, number>; isPositive: boolean; importance: number; pair: number };

const OUTPUT = join(import.meta.dirname, "../../src/engine/extractive/comparison/weights.json");
/** L2 penalties, chosen by cross-validation over pairs. */
const LAMBDA = { match: 5, unmatched: 10 };
/** Log odds from which on an example counts as found. */
const THRESHOLDS = [-0.4, 0, 0.5, 1, 1.75];
/** A sentence without a label mostly stands in one document only, but not surely. */
const UNLABELLED_IMPORTANCE = 0.5;

const folders = process.argv.slice(2);
if (!folders.length) throw new Error("usage: npm run train:comparison -- READER…");
const labels = folders.flatMap((folder) => readRows<Label>(folder, "pairs.jsonl").map((label) => ({ folder, label })));
const examples: { match: Example[]; unmatched: Example[] } = { match: [], unmatched: [] };
for (const [pair, { folder, label }] of labels.entries()) {
  const paths = [label.a, label.b].map((file) => [join(folder, "pairs", file), join(folder, file)].find(existsSync)!);
  const documents = [await readDocument(paths[0]!), await readDocument(paths[1]!)] as const;
  const aligned = await alignDocuments([...documents], detachedContext());
  examples.match.push(...(await matchExamples(aligned, label, pair)));
  if (documents[0].language !== documents[1].language) continue;
  for (const side of [0, 1] as const)
    examples.unmatched.push(...(await unmatchedExamples(aligned, side, documents[side].language, label, pair)));
}
report("match", examples.match, LAMBDA.match);
report("unmatched", examples.unmatched, LAMBDA.unmatched);
const weights = {
  match: rounded(fitWeights(examples.match, LAMBDA.match)),
  unmatched: rounded(fitWeights(examples.unmatched, LAMBDA.unmatched)),
};
writeFileSync(OUTPUT, `${JSON.stringify(weights, null, 2)}\n`);

/** Pairs of different values, which are positive if they are labelled as a difference. */
async function matchExamples({ passages, weights }: Aligned, label: Label, pair: number): Promise<Example[]> {
  const frames = passages.map((list) => list.flatMap((passage) => framesOf(passage, weights)));
  const candidates = (await valueCandidates([frames[0]!, frames[1]!], weights, detachedContext())).flat();
  return candidates
    .filter(({ isEqual }) => !isEqual)
    .map((candidate) => ({
      features: candidate.features,
      isPositive: isLabelled(candidate, label),
      importance: 1,
      pair,
    }));
}

function isLabelled({ first, second }: ValueCandidate, { differ, more_differ = [] }: Label): boolean {
  const holds = (text: string, part: string): boolean => folded(text).includes(folded(part));
  const isOf = ({ va, vb }: { va: string; vb: string }): boolean =>
    (holds(first.value.shown, va) || holds(va, first.value.shown)) &&
    (holds(second.value.shown, vb) || holds(vb, second.value.shown));
  return (
    differ.some((row) => isOf(row) && holds(first.passage.text, row.a) && holds(second.passage.text, row.b)) ||
    more_differ.some((row) => isOf(row))
  );
}

/** Sentences of one document, which are positive if no label says that the other document speaks of them. */
async function unmatchedExamples(
  aligned: Aligned,
  side: 0 | 1,
  language: string,
  { agree, differ, onlyA, onlyB }: Label,
  pair: number,
): Promise<Example[]> {
  const candidates = await unmatchedFeatures(aligned, side, language, detachedContext());
  const inBoth = [...agree.map((texts) => texts[side]), ...differ.map(({ a, b }) => (side ? b : a))].map(folded);
  const inOne = (side ? onlyB : onlyA).map(folded);
  return candidates.map(({ passage, features }) => {
    const text = folded(passage.text);
    const isPositive = !inBoth.some((part) => text.includes(part));
    const isCertain = !isPositive || inOne.some((part) => text.includes(part));
    return { features, isPositive, importance: isCertain ? 1 : UNLABELLED_IMPORTANCE, pair };
  });
}

function fitWeights(rows: Example[], lambda: number): Record<string, number> {
  const names = Object.keys(rows[0]!.features);
  const fitted = fitLogisticRegression(
    rows.map(({ features }) => Float64Array.from(names, (name) => features[name]!)),
    rows.map(({ isPositive }) => Number(isPositive)),
    lambda,
    rows.map(({ importance }) => importance),
  );
  return Object.fromEntries(names.map((name, i) => [name, fitted[i]!]));
}

/** Prints precision and recall at some thresholds, with each pair judged by weights fitted to the others. */
function report(name: string, rows: Example[], lambda: number): void {
  const scored = [...new Set(rows.map(({ pair }) => pair))].flatMap((pair) => {
    const fitted = fitWeights(
      rows.filter((row) => row.pair !== pair),
      lambda,
    );
    return rows.filter((row) => row.pair === pair).map((row) => ({ ...row, score: logOdds(fitted, row.features) }));
  });
  const positive = scored.filter(({ isPositive }) => isPositive).length;
  console.log(`${name}: ${rows.length} examples, ${positive} positive; pairs left out of the fit:`);
  for (const threshold of THRESHOLDS) {
    const found = scored.filter(({ score }) => score >= threshold);
    const right = found.filter(({ isPositive }) => isPositive).length;
    console.log(
      `  log odds ≥ ${threshold}: ${percent(right, found.length)} % right, ${percent(right, positive)} % found`,
    );
  }
}

function percent(part: number, whole: number): string {
  return ((100 * part) / (whole || 1)).toFixed(1);
}

function rounded(weights: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, Number(weight.toPrecision(3))]));
}
