import {
  type Answer,
  type Comparison,
  type Digest,
  type Document,
  type Finding,
  type Quote,
  quotesOf,
} from "../model/index.ts";
import { AnswerSchema, ComparisonSchema, DigestSchema, DocumentSchema } from "../model/schemas.ts";

/** Validates a cached document. Returns undefined if its shape is wrong. */
export function parseDocument(stored: unknown): Document | undefined {
  return DocumentSchema.safeParse(stored).data;
}

/** Validates a cached digest. Returns undefined if its shape is wrong or a quote does not match the text. */
export function parseDigest(stored: unknown, document: Document): Digest | undefined {
  const digest = DigestSchema.safeParse(stored).data;
  if (!digest) return undefined;
  const quotes = [
    ...digest.gistQuotes,
    ...digest.points.flatMap((point) => point.quotes),
    ...digest.claims.flatMap((claim) => claim.quote ?? []),
  ];
  return quotesMatch(quotes, [document]) ? digest : undefined;
}

/** Validates a cached answer. Returns undefined if its shape is wrong or a quote does not match the text. */
export function parseAnswer(stored: unknown, documents: Document[]): Answer | undefined {
  const answer = AnswerSchema.safeParse(stored).data;
  if (!answer) return undefined;
  return quotesMatch([...answer.quotes, ...(answer.nearest ? [answer.nearest] : [])], documents) ? answer : undefined;
}

/**
 * Validates a cached comparison. Returns undefined if its shape is wrong, a quote does not match the text, or a
 * conflicting number is not in the quotes of its statement.
 */
export function parseComparison(stored: unknown, documents: Document[]): Comparison | undefined {
  const comparison = ComparisonSchema.safeParse(stored).data;
  if (!comparison) return undefined;
  const isQuoted = ({ quotes }: Finding, number: string): boolean => quotes.some(({ text }) => text.includes(number));
  const numbersMatch = comparison.differ.every(({ first, second, numbers }) =>
    numbers.every(([ofFirst, ofSecond]) => isQuoted(first, ofFirst) && isQuoted(second, ofSecond)),
  );
  return numbersMatch && quotesMatch(quotesOf(comparison), documents) ? comparison : undefined;
}

function quotesMatch(quotes: Quote[], documents: Document[]): boolean {
  const texts = new Map(documents.map((document) => [document.id, document.text]));
  return quotes.every((quote) => texts.get(quote.document)?.slice(quote.start, quote.end) === quote.text);
}
