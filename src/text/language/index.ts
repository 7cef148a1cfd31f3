import { fnv1a } from "./fnv1a.ts";
import table from "./languages.json" with { type: "json" };

export { parseLanguage, readLanguage } from "./parseLanguage.ts";

/** Returns the primary language subtag of a BCP-47 tag, in lower case: "pt" of "pt-BR" (RFC 5646, section 2.2.1). */
export const primarySubtag = (tag: string): string => tag.split("-")[0]!.toLowerCase();

/** Sample size, in UTF-16 units. */
const SAMPLE_UNITS = 500;
/** Number of samples of long text: one each at its start, middle and end. Shorter text is a single sample. */
const SAMPLES = 3;
/**
 * Number of bytes after which the rest of a sample is skipped. A word that crosses the limit is still read. eld has the
 * same limit.
 */
const SAMPLE_BYTES = 350;
/** Maximum number of bytes read from a word. */
const MAX_WORD_BYTES = 70;
/** Offset to add to each score in the table. Scores are stored without it, to keep the file small. */
const SCORE_OFFSET = 53;
/** Mean score per n-gram that maps to 0.5 when mean scores are scaled to 0..1. */
const SCORE_MIDPOINT = 25;
/** Minimum number of distinct n-grams. With fewer, the language is undetermined. */
const MIN_NGRAMS = 3;
/**
 * Minimum ratio of the score of the most likely language to its mean score (`means`). Below this ratio, the language is
 * undetermined.
 */
const MIN_MEAN_SHARE = 0.75;

/**
 * Runs of non-letters, not ending in an apostrophe. Characters outside the Basic Multilingual Plane count as
 * non-letters.
 */
const SEPARATORS = /(?:[^\p{L}]|[\u{10000}-\u{10ffff}])+(?<!['`’])/gu;

const CODES = table.codes.split(" ");
/** The character that represents each byte value in the table's n-grams. */
const BYTES = Array.from(table.bytes);
const bytesOf = (base64: string): Buffer => Buffer.from(base64, "base64");
/**
 * The n-gram table as parallel arrays. `HASHES` is sorted. The entries of n-gram i are at `STARTS[i]` (inclusive) to
 * `STARTS[i + 1]` (exclusive) in `LANGUAGES` (indexes into `CODES`) and `SCORES`.
 */
const HASHES = new Uint32Array(Uint8Array.from(bytesOf(table.hashes)).buffer);
const STARTS = new Uint32Array(HASHES.length + 1);
for (const [i, count] of bytesOf(table.counts).entries()) STARTS[i + 1] = STARTS[i]! + count;
const LANGUAGES = bytesOf(table.languages);
const SCORES = bytesOf(table.scores);

/**
 * Detects the language of `text`. Returns a BCP-47 tag ("en", "zh"), or "und" for too little text or a low score. Uses
 * the byte n-gram method and the "small" table of eld (Nito T.M., Apache-2.0,
 * https://github.com/nitotm/efficient-language-detector-js). The table is packed into typed arrays, because eld's own
 * objects take 150 MB and two seconds to load.
 */
export function detectLanguage(text: string): string {
  const ngrams = new Set(takeSamples(text).flatMap((sample) => ngramsOf(encodeWords(sample))));
  const scores = new Float64Array(CODES.length);
  for (const ngram of ngrams) {
    const at = indexOfHash(fnv1a(ngram, table.seed));
    for (let i = STARTS[at]!; at >= 0 && i < STARTS[at + 1]!; i++) scores[LANGUAGES[i]!]! += SCORES[i]! + SCORE_OFFSET;
  }
  const scaled = Array.from(scores, (score) => score / ngrams.size / (score / ngrams.size + SCORE_MIDPOINT));
  const best = Math.max(...scaled);
  const language = scaled.indexOf(best);
  return ngrams.size >= MIN_NGRAMS && best >= table.means[language]! * MIN_MEAN_SHARE ? CODES[language]! : "und";
}

function takeSamples(text: string): string[] {
  if (text.length <= SAMPLE_UNITS * SAMPLES) return [text.slice(0, SAMPLE_UNITS * 2)];
  const middle = Math.floor((text.length - SAMPLE_UNITS) / 2);
  return [0, middle, text.length - SAMPLE_UNITS].map((at) => text.slice(at, at + SAMPLE_UNITS));
}

/**
 * Returns the words of a sample, up to `SAMPLE_BYTES`, with one character per byte of their UTF-8 encoding, as in the
 * table's n-grams.
 */
function encodeWords(sample: string): string[] {
  const words: string[] = [];
  let bytesLeft = SAMPLE_BYTES;
  for (const word of sample.replace(SEPARATORS, " ").trim().toLowerCase().split(" ")) {
    if (bytesLeft < 0) break;
    let encoded = "";
    for (const byte of Buffer.from(word)) encoded += byte < 0x80 ? String.fromCharCode(byte) : BYTES[byte];
    words.push(encoded);
    bytesLeft -= encoded.length + 1;
  }
  return words;
}

/**
 * Returns the byte 4-grams that start at every third byte of each word, and the last 4-gram of the word. A space marks
 * the start and the end of a word.
 */
function ngramsOf(words: string[]): string[] {
  const ngrams: string[] = [];
  for (const word of words) {
    if (!word) continue;
    const length = Math.min(word.length, MAX_WORD_BYTES);
    let at = 0;
    for (; at + 4 < length; at += 3) ngrams.push((at === 0 ? " " : "") + word.slice(at, at + 4));
    ngrams.push(`${at === 0 ? " " : ""}${word.slice(Math.max(0, length - 4))} `);
  }
  return ngrams;
}

/** Returns the index of a hash in `HASHES` by binary search, or -1 if the n-gram is unknown. */
function indexOfHash(hash: number): number {
  let [low, high] = [0, HASHES.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (HASHES[middle]! < hash) low = middle + 1;
    else high = middle;
  }
  return HASHES[low] === hash ? low : -1;
}

/** Whether a tag is well-formed BCP-47. Does not check that the language exists. */
export function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false; // RangeError: not well-formed
  }
}
