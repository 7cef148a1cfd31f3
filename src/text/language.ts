import { hashOf } from "./hash.ts";
import table from "./languages.json" with { type: "json" };

/** Enough to tell a language by, and little enough to cost nothing. */
const SAMPLE_UNITS = 500;
const SAMPLES = 3;
/** So many bytes are looked at in each sample, to the end of the word (eld's own measure). */
const SAMPLE_BYTES = 350;
const LONGEST_WORD = 70;
/** What was taken from each score to make the table small, and what scales a mean score to 0..1. */
const LEAST_SCORE = 53;
const SCALE = 25;
/** A text with fewer runs, or a score under this share of what its language mostly has, tells nothing. */
const LEAST_RUNS = 3;
const LEAST_SHARE = 0.75;

/** All that is no letter, but for what joins two of them. */
const SEPARATORS = /(?:[^\p{L}]|[\u{10000}-\u{10ffff}])+(?<!['`’])/gu;

const CODES = table.codes.split(" ");
/** The character that stands for each byte in the runs of the table. */
const BYTES = Array.from(table.bytes);
const bytesOf = (base64: string): Buffer => Buffer.from(base64, "base64");
/** The hashes of the runs, in order; where each one's languages begin; the languages and their scores. */
const HASHES = new Uint32Array(Uint8Array.from(bytesOf(table.hashes)).buffer);
const STARTS = new Uint32Array(HASHES.length + 1);
for (const [i, count] of bytesOf(table.counts).entries()) STARTS[i + 1] = STARTS[i]! + count;
const LANGUAGES = bytesOf(table.languages);
const SCORES = bytesOf(table.scores);

/**
 * The language of a text as BCP-47 ("en", "zh"), or "und" when it cannot be told: too little text, or no language that
 * stands out. Long texts are sampled at their start, middle and end. The method and the table are those of eld's "small"
 * (Nito T.M., Apache-2.0), held in flat arrays: as objects they take 150 MB and two seconds to load.
 */
export function detectLanguage(text: string): string {
  const runs = new Set(samplesOf(text).flatMap((sample) => runsOf(wordsOf(sample))));
  const scores = new Float64Array(CODES.length);
  for (const run of runs) {
    const at = indexOf(hashOf(run, table.seed));
    for (let i = STARTS[at]!; at >= 0 && i < STARTS[at + 1]!; i++) scores[LANGUAGES[i]!]! += SCORES[i]! + LEAST_SCORE;
  }
  const shares = Array.from(scores, (score) => score / runs.size / (score / runs.size + SCALE));
  const best = Math.max(...shares);
  const language = shares.indexOf(best);
  return runs.size >= LEAST_RUNS && best >= table.means[language]! * LEAST_SHARE ? CODES[language]! : "und";
}

function samplesOf(text: string): string[] {
  if (text.length <= SAMPLE_UNITS * SAMPLES) return [text.slice(0, SAMPLE_UNITS * 2)];
  const middle = Math.floor((text.length - SAMPLE_UNITS) / 2);
  return [0, middle, text.length - SAMPLE_UNITS].map((at) => text.slice(at, at + SAMPLE_UNITS));
}

/** The words of a sample, a character for each byte of their UTF-8. */
function wordsOf(sample: string): string[] {
  const words: string[] = [];
  let left = SAMPLE_BYTES;
  for (const word of sample.replace(SEPARATORS, " ").trim().toLowerCase().split(" ")) {
    if (left < 0) break;
    let written = "";
    for (const byte of Buffer.from(word)) written += byte < 0x80 ? String.fromCharCode(byte) : BYTES[byte];
    words.push(written);
    left -= written.length + 1;
  }
  return words;
}

/** Runs of four bytes, every third one and the last, with a space where a word begins or ends. */
function runsOf(words: string[]): string[] {
  const runs: string[] = [];
  for (const word of words) {
    if (!word) continue;
    const length = Math.min(word.length, LONGEST_WORD);
    let at = 0;
    for (; at + 4 < length; at += 3) runs.push((at === 0 ? " " : "") + word.slice(at, at + 4));
    runs.push(`${at === 0 ? " " : ""}${word.slice(Math.max(0, length - 4))} `);
  }
  return runs;
}

function indexOf(hash: number): number {
  let [low, high] = [0, HASHES.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (HASHES[middle]! < hash) low = middle + 1;
    else high = middle;
  }
  return HASHES[low] === hash ? low : -1;
}

/** Whether a tag is of the form of BCP-47; whether there is such a language is not asked. */
export function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false; // a RangeError, which says that the form is wrong
  }
}
