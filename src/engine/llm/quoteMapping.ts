import type { Document, DraftClaim, DraftDigest } from "../../model/index.ts";
import { createQuoteLocator, extractTerms } from "../../text/index.ts";
import type { NumberedLine } from "./numberedLines.ts";
import type { ModelClaim, ModelDigest } from "./responseSchemas.ts";

/**
 * Minimum share (0..1) of a quote's terms that a sentence must contain, in the same order, for the quote to count as an
 * inexact copy of that sentence.
 */
const MIN_COMMON_SHARE = 0.8;
/** Minimum number of terms in a quote for inexact matching. */
const MIN_QUOTE_TERMS = 4;

/**
 * Converts the model's output to a draft digest. Sentence numbers are replaced with the sentences themselves, as
 * quotes. A number without a sentence becomes an empty quote, which verification drops and reports.
 */
export function mapQuotes(
  { gist, points, claims }: ModelDigest,
  document: Document,
  lines: readonly NumberedLine[],
): Pick<DraftDigest, "gist" | "points" | "claims"> {
  return {
    gist,
    points: points.map(({ text, sentences }) => ({
      text,
      quotes: sentences.map((n) => sentenceByNumber(document, lines, n)),
    })),
    claims: claims.map((claim) => mapClaim(claim, document, lines)),
  };
}

/** Converts one claim of the model's output to a draft claim. A blank speaker becomes null. */
export function mapClaim(
  { text, kind, speaker, certainty, sentences, quote }: ModelClaim,
  document: Document,
  lines: readonly NumberedLine[],
): DraftClaim {
  const cited = sentences.map((n) => sentenceByNumber(document, lines, n));
  return { text, kind, speaker: speaker?.trim() || null, certainty, quote: resolveQuote(quote.trim(), cited) };
}

/** The sentence with line number `n`, verbatim from `Document.text`, or an empty string if there is no such line. */
export function sentenceByNumber({ text }: Document, lines: readonly NumberedLine[], n: number): string {
  const line = lines[n - 1];
  return line ? text.slice(line.start, line.end) : "";
}

/**
 * Returns the quote for a claim. This is the model's quote if a cited sentence contains it, and otherwise the first
 * cited sentence that the quote copies inexactly. If there is no such sentence, the model's quote is returned
 * unchanged, and verification looks for it in the whole document. If the model gave no quote, the first cited sentence
 * is returned, or an empty string if no sentence is cited.
 */
function resolveQuote(quote: string, cited: string[]): string {
  if (!quote) return cited[0] ?? "";
  if (cited.some((sentence) => createQuoteLocator(sentence)(quote) !== null)) return quote;
  return cited.find((sentence) => isInexactCopy(quote, sentence)) ?? quote;
}

function isInexactCopy(quote: string, sentence: string): boolean {
  const [quoteTerms, sentenceTerms] = [extractTerms(quote, "und"), extractTerms(sentence, "und")];
  if (quoteTerms.length < MIN_QUOTE_TERMS) return false;
  return longestCommonSubsequence(quoteTerms, sentenceTerms) >= MIN_COMMON_SHARE * quoteTerms.length;
}

/** The length of the longest common subsequence of two term lists (Wagner and Fischer 1974). */
function longestCommonSubsequence(a: string[], b: string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const term of a) {
    const next = [0];
    for (const [j, other] of b.entries()) next.push(term === other ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    row = next;
  }
  return row[b.length]!;
}
