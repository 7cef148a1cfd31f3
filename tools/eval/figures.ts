import { l as rougeL, n as rougeN } from "js-rouge";
import type { Digest, Document } from "../../src/model/index.ts";
import { sentences } from "../../src/text/index.ts";

/** What one digest is worth. Shares are 0..1, and null where there is nothing to take them of. */
export type Figures = {
  verified: number | null;
  located: number;
  yield: number;
  coverage: number | null;
  sentences: number;
  compression: number;
  rouge1: number | null;
  rouge2: number | null;
  rougeL: number | null;
  tokens: number;
  costUsd: number | null;
  ms: number;
};

/** The document is cut into so many parts of one length, to see how many of them a digest has quotes from. */
const PARTS = 5;

const options = {
  caseSensitive: false,
  tokenizer: (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [],
};

/**
 * Figures of a digest: which share of its claims is verified, which of its quotes are slices of the text (anything
 * below all is a fault of Pith), how many verified claims it yields, from how many fifths of the text it quotes, how many
 * sentences gist and points have, what share of the words that is, ROUGE F1 against the best reference (Lin 2004), what it took.
 */
export function figuresOf(digest: Digest, document: Document, references: string[], ms: number): Figures {
  const { claims, points, gist, usage } = digest;
  const verified = claims.filter(({ status }) => status === "verified");
  const quotes = [...points.flatMap((point) => point.quotes), ...claims.flatMap(({ quote }) => quote ?? [])];
  const standing = quotes.filter(({ start, end, text }) => document.text.slice(start, end) === text);
  const parts = new Set(quotes.map(({ start }) => Math.floor((start / document.text.length) * PARTS)));
  const summary = [...new Set([gist, ...points.map(({ text }) => text)])].join("\n");
  const best = (score: (reference: string) => number): number | null =>
    references.length ? Math.max(...references.map(score)) : null;
  return {
    verified: claims.length ? verified.length / claims.length : null,
    located: quotes.length ? standing.length / quotes.length : 1,
    yield: verified.length,
    coverage: quotes.length ? parts.size / PARTS : null,
    sentences: sentences(summary, digest.language).length,
    compression: summary.length / document.text.length,
    rouge1: best((reference) => rougeN(summary, reference, { ...options, n: 1 })),
    rouge2: best((reference) => rougeN(summary, reference, { ...options, n: 2 })),
    rougeL: best((reference) => rougeL(summary, reference, options)),
    tokens: usage.inputTokens + usage.outputTokens,
    costUsd: usage.costUsd,
    ms,
  };
}

/** The mean of each figure over the digests that have it. Time is the median: one slow start says nothing of the rest. */
export function meanOf(all: Figures[]): Record<keyof Figures, number | null> {
  const names = Object.keys(all[0] ?? {}) as (keyof Figures)[];
  return Object.fromEntries(
    names.map((name) => {
      const known = all.flatMap((figures) => figures[name] ?? []).sort((a, b) => a - b);
      const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
      return [name, known.length ? (name === "ms" ? known[Math.floor(known.length / 2)]! : mean) : null];
    }),
  ) as Record<keyof Figures, number | null>;
}
