import type { Answer, Comparison, Digest, Document, Finding, Quote } from "../model/index.ts";
import { cutQuote } from "./claims/claimVerifier.ts";

/**
 * A remembered digest over the document at hand. Paragraphs and pages belong to the posting: the same text may come from
 * a PDF today and a note tomorrow.
 */
export function placeDigest(digest: Digest, document: Document): Digest {
  const place = (quote: Quote): Quote => cutQuote(document, quote);
  return {
    ...digest,
    points: digest.points.map((point) => ({ ...point, quotes: point.quotes.map(place) })),
    claims: digest.claims.map((claim) => ({ ...claim, quote: claim.quote && place(claim.quote) })),
  };
}

/** As `placeDigest`, of an answer, whose quotes are from any of the documents. */
export function placeAnswer(answer: Answer, documents: Document[]): Answer {
  const place = placeIn(documents);
  return { ...answer, quotes: answer.quotes.map(place), nearest: answer.nearest && place(answer.nearest) };
}

/** As `placeAnswer`, of a comparison. */
export function placeComparison(comparison: Comparison, documents: Document[]): Comparison {
  const place = placeIn(documents);
  const placed = ({ text, quotes }: Finding): Finding => ({ text, quotes: quotes.map(place) });
  return {
    ...comparison,
    agree: comparison.agree.map(placed),
    differ: comparison.differ.map((one) => ({ ...one, first: placed(one.first), second: placed(one.second) })),
    onlyFirst: comparison.onlyFirst.map(placed),
    onlySecond: comparison.onlySecond.map(placed),
  };
}

const placeIn =
  (documents: Document[]) =>
  (quote: Quote): Quote => {
    const document = documents.find(({ id }) => id === quote.document);
    return document ? cutQuote(document, quote) : quote;
  };
