import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { clean } from "../../src/clean/index.ts";
import { documentSentences, type Sentence } from "../../src/engine/extractive/documentSentences.ts";
import { type DocumentFeatures, documentFeatures } from "../../src/engine/extractive/features/index.ts";
import { bestGist } from "../../src/engine/extractive/gist.ts";
import { type Ranking, scoreSentences, type Weights } from "../../src/engine/extractive/scoring.ts";
import { selectWithinWords } from "../../src/engine/extractive/selectWithinWords.ts";
import { extract } from "../../src/extract/index.ts";
import { type Document, detachedContext } from "../../src/model/index.ts";
import { digestWordLimits } from "../../src/text/index.ts";
import { fitLogisticRegression } from "./linear.ts";

/**
 * A document that people post, with the key facts that a digest of it should give. `keys` has for each sentence the
 * indices of the key facts that it gives, the most important one first. `keyCount` is 0 for a document without labels.
 */
export type LabelledDocument = {
  id: string;
  kind: string;
  document: Document;
  sentences: Sentence[];
  features: DocumentFeatures;
  keys: number[][];
  keyCount: number;
};

/** A line of `labels.jsonl`. A key fact is a list of alternatives: substrings, or lists of values of a table. */
type Label = { id: string; kind: string; file: string; key: (string | string[])[][] };
/** A line of `pairs.jsonl`: two documents on one subject. */
type PairLabel = { kind: string; a: string; b: string };

const MEDIA_TYPES: Record<string, string> = { ".md": "text/markdown", ".csv": "text/csv" };

/** Reads the labelled documents of a folder (`labels.jsonl` and `docs/`), and those of its pairs, which have no keys. */
export async function readLabelledDocuments(folder: string): Promise<LabelledDocument[]> {
  const rows = <T>(name: string): T[] => {
    const path = join(folder, name);
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, "utf8").trim().split("\n");
    return lines.map((line) => JSON.parse(line) as T);
  };
  const labels = rows<Label>("labels.jsonl").map((row) => ({ ...row, path: join(folder, "docs", row.file) }));
  const pairs = rows<PairLabel>("pairs.jsonl").flatMap(({ kind, a, b }) =>
    [a, b].map((file) => ({ id: file, kind, key: [], path: join(folder, "pairs", file) })),
  );
  return Promise.all([...labels, ...pairs].map(readLabelledDocument));
}

async function readLabelledDocument({
  id,
  kind,
  key,
  path,
}: Pick<Label, "id" | "kind" | "key"> & { path: string }): Promise<LabelledDocument> {
  const document = await readDocument(path);
  const sentences = await documentSentences(document, detachedContext());
  const alternatives = key.map((list) => list.filter((item) => typeof item === "string").map(folded));
  return {
    id,
    kind,
    document,
    sentences,
    features: await documentFeatures(sentences, document.title, document.language, detachedContext()),
    keys: sentences.map(({ text }) =>
      alternatives.flatMap((list, k) => (list.some((item) => folded(text).includes(item)) ? [k] : [])),
    ),
    keyCount: key.length,
  };
}

/** Reads a file of text as the product does. */
export async function readDocument(path: string): Promise<Document> {
  const mediaType = MEDIA_TYPES[extname(path)] ?? "text/plain";
  const text = readFileSync(path, "utf8");
  return clean(await extract({ mediaType, text, bytes: null, name: null, url: null }));
}

/** A text without markup and line ends, so that a label can be looked for in it. */
export const folded = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[*_`#>|\\]/g, " ")
    .replace(/\s+/g, " ")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’]/g, "'")
    .trim()
    .toLowerCase();

/** L2 penalties: of the regressions on key facts and on news, chosen by cross-validation over documents. */
const LAMBDA = { key: 10, news: 1 };
/** The most important key facts of a document. */
const MAIN_KEYS = 2;

/**
 * Fits the probability that a readable sentence gives a key fact, or with `isMain` one of the two most important ones. The
 * total weight of a document is proportional to the square root of its number of sentences.
 */
export function fitKeys(documents: LabelledDocument[], isMain: boolean): number[] {
  const rows: Float64Array[] = [];
  const targets: number[] = [];
  const importance: number[] = [];
  for (const { sentences, features, keys, keyCount } of documents) {
    const readable = sentences.filter(({ isReadable }) => isReadable);
    if (!keyCount || !readable.length) continue;
    for (const { index } of readable) {
      rows.push(Float64Array.from(features.keys[index]!));
      targets.push(Number(isMain ? keys[index]!.some((k) => k < MAIN_KEYS) : keys[index]!.length > 0));
      importance.push(1 / Math.sqrt(readable.length));
    }
  }
  return fitLogisticRegression(rows, targets, LAMBDA.key, scaledToMeanOne(importance));
}

/** Fits the probability that a document is a news report. `news` are articles that are known to be. */
export function fitNews(documents: LabelledDocument[], news: DocumentFeatures[]): number[] {
  const rows = [...documents.map(({ features }) => features.news), ...news.map((features) => features.news)];
  const targets = [...documents.map(({ kind }) => Number(kind === "news")), ...news.map(() => 1)];
  // Both sets of news count as much as all else.
  const count = (is: number): number => targets.slice(0, documents.length).filter((target) => target === is).length;
  const importance = targets.map((target, i) => {
    if (i >= documents.length) return count(0) / 2 / news.length;
    return target ? count(0) / 2 / Math.max(1, count(1)) : 1;
  });
  return fitLogisticRegression(
    rows.map((row) => Float64Array.from(row)),
    targets,
    LAMBDA.news,
    scaledToMeanOne(importance),
  );
}

function scaledToMeanOne(values: number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value / mean);
}

/** Number of sentences in a standard digest, and of key facts that count. */
const STATEMENTS = 6;
const MAX_KEYS = 5;

/**
 * Share of the key facts of each kind of document, in per cent, that standard digests give with these weights, and of gists
 * that give one of the main facts.
 */
export async function keysGiven(
  documents: LabelledDocument[],
  weightsFor: (document: LabelledDocument) => Weights,
): Promise<Record<string, number>> {
  const given = new Map<string, number[]>();
  for (const labelled of documents) {
    if (!labelled.keyCount) continue;
    const ranking = await rankWith(labelled, weightsFor(labelled));
    const limits = digestWordLimits("standard", labelled.document.text, labelled.document.language);
    const selected = await selectWithinWords(ranking, STATEMENTS, limits, labelled.document, detachedContext());
    const hits = new Set(selected.flatMap(({ index }) => labelled.keys[index]!)).size;
    const share = Math.min(hits, MAX_KEYS) / Math.min(labelled.keyCount, MAX_KEYS);
    const gist = bestGist(selected, ranking, labelled.document.language);
    const isMain = gist !== null && labelled.keys[gist.index]!.some((k) => k < MAIN_KEYS);
    given.set("main fact in gist", [...(given.get("main fact in gist") ?? []), Number(isMain)]);
    for (const kind of ["all", labelled.kind]) given.set(kind, [...(given.get(kind) ?? []), share]);
  }
  return Object.fromEntries(
    [...given].map(([kind, shares]) => [kind, Math.round((100 * shares.reduce((a, b) => a + b, 0)) / shares.length)]),
  );
}

const rankWith = ({ document, sentences, features }: LabelledDocument, weights: Weights): Promise<Ranking> =>
  scoreSentences(
    sentences,
    features,
    { count: STATEMENTS, language: document.language, weights, focusTerms: new Set() },
    detachedContext(),
  );
