import { l as rougeL, n as rougeN } from "js-rouge";
import type { Digest, Document } from "../../src/model/index.ts";
import { segmentSentences } from "../../src/text/index.ts";

/** Quality and cost of one digest. Fractions are from 0 to 1. Null means that a metric is undefined for the digest. */
export type DigestMetrics = {
  /** Fraction of the claims that are verified. */
  verified: number | null;
  /**
   * Fraction of the quotes that equal the text between their offsets (UTF-16), or 1 if there are no quotes. A value
   * below 1 is a bug in Pith.
   */
  located: number;
  /** Number of verified claims. */
  yield: number;
  /** Fraction of the sections of the text (see `SECTIONS`) in which at least one quote starts. */
  coverage: number | null;
  /** Number of sentences in gist and points. */
  sentences: number;
  /** Length of gist and points divided by the length of the text, both in UTF-16 units. */
  compression: number;
  /**
   * ROUGE-1, ROUGE-2 and ROUGE-L: F1 scores (Lin 2004) of gist and points. The reference with the best score counts.
   * Null without references.
   */
  rouge1: number | null;
  rouge2: number | null;
  rougeL: number | null;
  /** Input and output tokens. */
  tokens: number;
  costUsd: number | null;
  ms: number;
};

/** To measure coverage, the text is divided into this many sections of equal length. */
const SECTIONS = 5;

const options = {
  caseSensitive: false,
  tokenizer: (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [],
};

/** Measures a digest against its document and the reference summaries. `ms` is the time that the digest took. */
export function measureDigest(digest: Digest, document: Document, references: string[], ms: number): DigestMetrics {
  const { claims, points, gist, usage } = digest;
  const verified = claims.filter(({ status }) => status === "verified");
  const quotes = [...points.flatMap((point) => point.quotes), ...claims.flatMap(({ quote }) => quote ?? [])];
  const located = quotes.filter(({ start, end, text }) => document.text.slice(start, end) === text);
  const sections = new Set(quotes.map(({ start }) => Math.floor((start / document.text.length) * SECTIONS)));
  const summary = [...new Set([gist, ...points.map(({ text }) => text)])].join("\n");
  const best = (score: (reference: string) => number): number | null =>
    references.length ? Math.max(...references.map(score)) : null;
  return {
    verified: claims.length ? verified.length / claims.length : null,
    located: quotes.length ? located.length / quotes.length : 1,
    yield: verified.length,
    coverage: quotes.length ? sections.size / SECTIONS : null,
    sentences: segmentSentences(summary, digest.language).length,
    compression: summary.length / document.text.length,
    rouge1: best((reference) => rougeN(summary, reference, { ...options, n: 1 })),
    rouge2: best((reference) => rougeN(summary, reference, { ...options, n: 2 })),
    rougeL: best((reference) => rougeL(summary, reference, options)),
    tokens: usage.inputTokens + usage.outputTokens,
    costUsd: usage.costUsd,
    ms,
  };
}

/**
 * Averages each metric over the digests for which it is defined. For `ms`, returns the median instead of the mean,
 * because the first digest includes start-up time.
 */
export function averageMetrics(digests: DigestMetrics[]): Record<keyof DigestMetrics, number | null> {
  const names = Object.keys(digests[0] ?? {}) as (keyof DigestMetrics)[];
  return Object.fromEntries(
    names.map((name) => {
      const values = digests.flatMap((metrics) => metrics[name] ?? []).sort((a, b) => a - b);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return [name, values.length ? (name === "ms" ? values[Math.floor(values.length / 2)]! : mean) : null];
    }),
  ) as Record<keyof DigestMetrics, number | null>;
}
