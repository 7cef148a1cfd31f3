import { createRandom } from "../measurements.ts";

/**
 * Similarity of an extracted text to the gold text, with the metrics of the data sets: the three counts refer to
 * 4-token shingles (scrapinghub/article-extraction-benchmark), and `wordF1` is the F1 score of words (WCXB).
 */
export type PageScore = { truePositives: number; falsePositives: number; falseNegatives: number; wordF1: number };
type Overlap = { truePositives: number; falsePositives: number; falseNegatives: number };

const TOKEN = /[\p{L}\p{N}_]+/gu;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/** Splits text into words. In Chinese and Japanese text, every CJK character is a token. */
export const tokenize = (text: string, lang: string): string[] =>
  (/^(?:zh|ja)/.test(lang) ? text.replace(CJK, " $& ") : text).match(TOKEN) ?? [];

/** Returns all runs of 4 tokens. A shorter list is a single shingle; an empty list has none. */
export const shingles = (tokens: string[]): string[] =>
  tokens.length === 0
    ? []
    : Array.from({ length: Math.max(1, tokens.length - 3) }, (_, i) => tokens.slice(i, i + 4).join("\u0001"));

/** Counts how often each item occurs. */
export function bag(items: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/**
 * Compares predicted items with gold items. `gold` has the count of each gold item, and `size` is the total number of
 * gold items.
 */
function overlap(gold: Map<string, number>, size: number, predicted: string[]): Overlap {
  let truePositives = 0;
  for (const [item, count] of bag(predicted)) truePositives += Math.min(count, gold.get(item) ?? 0);
  return {
    truePositives,
    falsePositives: predicted.length - truePositives,
    falseNegatives: size - truePositives,
  };
}

/** Returns the F1 score, which is 1 if both texts are empty. */
export const f1 = ({ truePositives, falsePositives, falseNegatives }: Overlap): number =>
  truePositives + falsePositives + falseNegatives === 0
    ? 1
    : (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);

/** Creates a function that scores extracted text against the gold text. The gold text is tokenised only once. */
export function createPageScorer(gold: string, lang: string): (text: string) => PageScore {
  const goldShingles = shingles(tokenize(gold, lang));
  const goldWords = tokenize(gold.toLowerCase(), lang);
  const shingleBag = bag(goldShingles);
  const wordBag = bag(goldWords);
  return (text) => ({
    ...overlap(shingleBag, goldShingles.length, shingles(tokenize(text, lang))),
    wordF1: f1(overlap(wordBag, goldWords.length, tokenize(text.toLowerCase(), lang))),
  });
}

const mean = (values: number[]): number => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : 0);

/** Averages scores over pages. `f1` is the F1 of mean precision and mean recall; `wordF1` is a plain mean. */
export function aggregateScores(pages: PageScore[]): { f1: number; precision: number; recall: number; wordF1: number } {
  const precision = mean(
    pages
      .filter((p) => p.truePositives + p.falsePositives > 0)
      .map((p) => p.truePositives / (p.truePositives + p.falsePositives)),
  );
  const recall = mean(
    pages
      .filter((p) => p.truePositives + p.falseNegatives > 0)
      .map((p) => p.truePositives / (p.truePositives + p.falseNegatives)),
  );
  return {
    f1: precision + recall ? (2 * precision * recall) / (precision + recall) : 0,
    precision,
    recall,
    wordF1: mean(pages.map((p) => p.wordF1)),
  };
}

/**
 * Returns the 95 % confidence interval of the gain of `ours` over `theirs` on the same pages, by paired bootstrap
 * (Efron and Tibshirani 1993). The result is deterministic, because the random generator has a fixed seed.
 */
export function pairedBootstrapInterval(
  ours: PageScore[],
  theirs: PageScore[],
  measure: "f1" | "wordF1" = "f1",
  draws = 2000,
): [number, number] {
  const random = createRandom(20_260_101);
  const gains = Array.from({ length: draws }, () => {
    const sample = ours.map(() => Math.floor(random() * ours.length));
    return (
      aggregateScores(sample.map((i) => ours[i]!))[measure] - aggregateScores(sample.map((i) => theirs[i]!))[measure]
    );
  }).sort((a, b) => a - b);
  return [gains[Math.floor(draws * 0.025)]!, gains[Math.floor(draws * 0.975)]!];
}
