import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fnv1a } from "../../src/text/language/fnv1a.ts";

/**
 * `npm run pack:languages`: packs the n-gram table of the installed `eld` package into
 * `src/text/language/languages.json`. The packed form has byte arrays in base64 instead of nested objects. It stores
 * the n-grams as hashes, with a seed chosen so that no two hashes collide.
 */
const OUT = join(import.meta.dirname, "../../src/text/language/languages.json");
const ELD = join(import.meta.dirname, "../../node_modules/eld/src");

type NgramTable = { type: string; languages: Record<string, string>; ngrams: Record<string, Record<string, number>> };
const loadEldModule = async <T>(file: string): Promise<T> => (await import(pathToFileURL(join(ELD, file)).href)) as T;

const { ngramsData } = await loadEldModule<{ ngramsData: NgramTable }>("ngrams/small.js");
const { avgScore } = await loadEldModule<{ avgScore: Record<string, number> }>("avgScore.js");
const { dictionary } = await loadEldModule<{ dictionary: string[] }>("dictionary.js");

const codes = Object.values(ngramsData.languages);
const ngrams = Object.entries(ngramsData.ngrams);
let seed = 0;
while (new Set(ngrams.map(([ngram]) => fnv1a(ngram, seed))).size < ngrams.length) seed++;
const entries = ngrams
  .map(([ngram, scores]) => ({ hash: fnv1a(ngram, seed), scores: Object.entries(scores) }))
  .sort((a, b) => a.hash - b.hash);
const pairs = entries.flatMap(({ scores }) => scores);
if (pairs.some(([, score]) => score > 255)) throw new Error("a score does not fit into a byte");

const base64 = (array: Uint8Array): string => Buffer.from(array).toString("base64");
const packed = {
  source: "the table `small` of eld, © Nito T.M., Apache-2.0 (licences/Apache-2.0.txt), packed",
  codes: codes.join(" "),
  means: codes.map((code) => avgScore[code]),
  bytes: dictionary.join(""),
  seed,
  hashes: base64(new Uint8Array(Uint32Array.from(entries, ({ hash }) => hash).buffer)),
  counts: base64(Uint8Array.from(entries, ({ scores }) => scores.length)),
  languages: base64(Uint8Array.from(pairs, ([language]) => Number(language))),
  scores: base64(Uint8Array.from(pairs, ([, score]) => score)),
};
writeFileSync(OUT, `${JSON.stringify(packed)}\n`);
