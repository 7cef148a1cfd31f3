import type { Answer, Comparison, Digest, Document, Finding, Quote } from "../model/index.ts";
import { quoteAt } from "./claims/index.ts";

/**
 * Returns a cached digest with the paragraph and page of each quote recomputed for this document. The same text can
 * have a different layout in another source, such as a PDF.
 */
export function reanchorDigest(digest: Digest, document: Document): Digest {
  const reanchor = (quote: Quote): Quote => quoteAt(document, quote);
  return {
    ...digest,
    gistQuotes: digest.gistQuotes.map(reanchor),
    points: digest.points.map((point) => ({ ...point, quotes: point.quotes.map(reanchor) })),
    claims: digest.claims.map((claim) => ({ ...claim, quote: claim.quote && reanchor(claim.quote) })),
  };
}

/** Like `reanchorDigest`, but for an answer, whose quotes can come from any of `documents`. */
export function reanchorAnswer(answer: Answer, documents: Document[]): Answer {
  const reanchor = reanchorIn(documents);
  return { ...answer, quotes: answer.quotes.map(reanchor), nearest: answer.nearest && reanchor(answer.nearest) };
}

/** Like `reanchorDigest`, but for a comparison, whose quotes can come from either document. */
export function reanchorComparison(comparison: Comparison, documents: Document[]): Comparison {
  const reanchor = reanchorIn(documents);
  const reanchorFinding = ({ text, quotes }: Finding): Finding => ({ text, quotes: quotes.map(reanchor) });
  return {
    ...comparison,
    agree: comparison.agree.map(reanchorFinding),
    differ: comparison.differ.map((difference) => ({
      ...difference,
      first: reanchorFinding(difference.first),
      second: reanchorFinding(difference.second),
    })),
    onlyFirst: comparison.onlyFirst.map(reanchorFinding),
    onlySecond: comparison.onlySecond.map(reanchorFinding),
  };
}

/**
 * Returns a function that re-anchors a quote in the document it comes from. If `documents` does not contain that
 * document, the quote is returned unchanged.
 */
const reanchorIn =
  (documents: Document[]) =>
  (quote: Quote): Quote => {
    const document = documents.find(({ id }) => id === quote.document);
    return document ? quoteAt(document, quote) : quote;
  };
