import type { Document, DraftClaim, DraftDigest } from "../../model/index.ts";
import { createLocator, terms } from "../../text/index.ts";
import type { Line } from "./numberedLines.ts";
import type { ModelClaim, ModelDigest } from "./responseSchemas.ts";

/** A quote that shares so many of its words, in their order, with the sentence it is said to be from was meant to be it. */
const NEAR = 0.8;

/**
 * What a model returned, as a draft over the document: numbers become sentences of the source. A number that no
 * sentence has becomes a quote that stands nowhere, so that verification drops it and says so.
 */
export function quoted(
  { gist, points, claims }: ModelDigest,
  document: Document,
  lines: readonly Line[],
): Pick<DraftDigest, "gist" | "points" | "claims"> {
  return {
    gist,
    points: points.map(({ text, sentences }) => ({
      text,
      quotes: sentences.map((n) => sentenceAt(document, lines, n)),
    })),
    claims: claims.map((claim) => quotedClaim(claim, document, lines)),
  };
}

/** As `quoted`, of one claim. */
export function quotedClaim(
  { text, kind, speaker, certainty, sentences, quote }: ModelClaim,
  document: Document,
  lines: readonly Line[],
): DraftClaim {
  const own = sentences.map((n) => sentenceAt(document, lines, n));
  return { text, kind, speaker: speaker?.trim() || null, certainty, quote: exact(quote.trim(), own) };
}

/** The sentence behind a number, or a quote that stands nowhere. */
export function sentenceAt({ text }: Document, lines: readonly Line[], n: number): string {
  const line = lines[n - 1];
  return line ? text.slice(line.start, line.end) : "";
}

/**
 * The model's quote; or, where it strays by a word or two from a sentence it names, that sentence as the source has it,
 * which then has to bear the claim out like any other; or the first sentence it names, where it gave none.
 */
function exact(quote: string, named: string[]): string {
  if (!quote) return named[0] ?? "";
  if (named.some((sentence) => createLocator(sentence)(quote) !== null)) return quote;
  return named.find((sentence) => isNear(quote, sentence)) ?? quote;
}

function isNear(quote: string, sentence: string): boolean {
  const [meant, source] = [terms(quote, "und"), terms(sentence, "und")];
  return meant.length >= 4 && commonInOrder(meant, source) >= NEAR * meant.length;
}

/** The length of the longest common subsequence (Wagner and Fischer 1974), in words. */
function commonInOrder(a: string[], b: string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    for (const [j, other] of b.entries()) next.push(word === other ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    row = next;
  }
  return row[b.length]!;
}
