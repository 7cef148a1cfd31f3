/**
 * How near a cleaned text is to the gold text, by the measures of the labelled sets' own scorer: bags of 4-token
 * shingles as scrapinghub/article-extraction-benchmark counts them, and word bags as WCXB does. In Chinese and Japanese
 * a character is a token.
 */
export type PageScore = { truePositives: number; falsePositives: number; falseNegatives: number; wordF1: number };
type Overlap = { truePositives: number; falsePositives: number; falseNegatives: number };

const TOKEN = /[\p{L}\p{N}_]+/gu;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

export const tokenize = (text: string, lang: string): string[] =>
  (/^(?:zh|ja)/.test(lang) ? text.replace(CJK, " $& ") : text).match(TOKEN) ?? [];

export const shingles = (list: string[]): string[] =>
  list.length === 0
    ? []
    : Array.from({ length: Math.max(1, list.length - 3) }, (_, i) => list.slice(i, i + 4).join("\u0001"));

export function bag(items: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function overlap(gold: Map<string, number>, size: number, predicted: string[]): Overlap {
  let hits = 0;
  for (const [item, count] of bag(predicted)) hits += Math.min(count, gold.get(item) ?? 0);
  return { truePositives: hits, falsePositives: predicted.length - hits, falseNegatives: size - hits };
}

export const f1 = ({ truePositives, falsePositives, falseNegatives }: Overlap): number =>
  truePositives + falsePositives + falseNegatives === 0
    ? 1
    : (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);

/** A scorer for one page, which counts its gold text once. */
export function createPageScorer(gold: string, lang: string): (text: string) => PageScore {
  const ofShingles = shingles(tokenize(gold, lang));
  const ofWords = tokenize(gold.toLowerCase(), lang);
  const shingleBag = bag(ofShingles);
  const wordBag = bag(ofWords);
  return (text) => ({
    ...overlap(shingleBag, ofShingles.length, shingles(tokenize(text, lang))),
    wordF1: f1(overlap(wordBag, ofWords.length, tokenize(text.toLowerCase(), lang))),
  });
}

const mean = (values: number[]): number => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : 0);

/** F1 of the mean precision and the mean recall over pages, and the mean word F1. */
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
  const both = precision + recall;
  return {
    f1: both ? (2 * precision * recall) / both : 0,
    precision,
    recall,
    wordF1: mean(pages.map((p) => p.wordF1)),
  };
}

/**
 * The 95 % interval of how much better `ours` is than `theirs`, page by page over the same pages (paired bootstrap,
 * Efron & Tibshirani 1993). Deterministic: the draws come from a fixed linear congruential generator.
 */
export function pairedBootstrapInterval(
  ours: PageScore[],
  theirs: PageScore[],
  measure: "f1" | "wordF1" = "f1",
  draws = 2000,
): [number, number] {
  let seed = 20_260_101;
  const next = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const gains = Array.from({ length: draws }, () => {
    const picked = ours.map(() => Math.floor(next() * ours.length));
    return (
      aggregateScores(picked.map((i) => ours[i]!))[measure] - aggregateScores(picked.map((i) => theirs[i]!))[measure]
    );
  }).sort((a, b) => a - b);
  return [gains[Math.floor(draws * 0.025)]!, gains[Math.floor(draws * 0.975)]!];
}
