/**
 * The measure of `score-extract.mjs` in the data folder, for use inside a process: F1 over bags of 4-token shingles as
 * scrapinghub/article-extraction-benchmark reports it, and F1 over bags of lower-case words as WCXB does.
 */
const TOKEN = /[\p{L}\p{N}_]+/gu;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

export type Overlap = { hits: number; extra: number; missed: number };
export type PageScore = { shingles: Overlap; words: Overlap };

/** In Chinese and Japanese a letter is a token. */
export const tokens = (text: string, language: string): string[] =>
  (/^(?:zh|ja)/.test(language) ? text.replace(CJK, " $& ") : text).match(TOKEN) ?? [];

function bag(items: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** All runs of four tokens; a shorter list is one run. */
const shingles = (list: string[]): string[] =>
  list.length === 0
    ? []
    : Array.from({ length: Math.max(1, list.length - 3) }, (_, i) => list.slice(i, i + 4).join("\u0001"));

function overlap(gold: string[], predicted: string[]): Overlap {
  const wanted = bag(gold);
  let hits = 0;
  for (const [item, count] of bag(predicted)) hits += Math.min(count, wanted.get(item) ?? 0);
  return { hits, extra: predicted.length - hits, missed: gold.length - hits };
}

export const f1 = ({ hits, extra, missed }: Overlap): number =>
  hits + extra + missed === 0 ? 1 : (2 * hits) / (2 * hits + extra + missed);

export function scorePage(gold: string, text: string, language: string): PageScore {
  const list = (of: string): string[] => tokens(of, language);
  return {
    shingles: overlap(shingles(list(gold)), shingles(list(text))),
    words: overlap(list(gold.toLowerCase()), list(text.toLowerCase())),
  };
}

const mean = (values: number[]): number => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : 0);

/** F1 of the mean precision and the mean recall over pages, as scrapinghub defines it. */
export function shingleF1(pages: PageScore[]): number {
  const precision = mean(
    pages
      .filter(({ shingles: { hits, extra } }) => hits + extra > 0)
      .map((p) => p.shingles.hits / (p.shingles.hits + p.shingles.extra)),
  );
  const recall = mean(
    pages
      .filter(({ shingles: { hits, missed } }) => hits + missed > 0)
      .map((p) => p.shingles.hits / (p.shingles.hits + p.shingles.missed)),
  );
  return precision + recall ? (2 * precision * recall) / (precision + recall) : 0;
}

export const wordF1 = (pages: PageScore[]): number => mean(pages.map((page) => f1(page.words)));
