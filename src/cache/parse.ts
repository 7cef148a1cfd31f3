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

/**
 * Validate stored values. They return undefined for a value of another shape, and for one whose quotes do not match the
 * text at their offsets.
 */
export function parseDocument(stored: unknown): Document | undefined {
  return DocumentSchema.safeParse(stored).data;
}

export function parseDigest(stored: unknown, document: Document): Digest | undefined {
  const digest = DigestSchema.safeParse(stored).data;
  if (!digest) return undefined;
  const quotes = [
    ...digest.points.flatMap((point) => point.quotes),
    ...digest.claims.flatMap((claim) => claim.quote ?? []),
  ];
  return stand(quotes, [document]) ? digest : undefined;
}

export function parseAnswer(stored: unknown, documents: Document[]): Answer | undefined {
  const answer = AnswerSchema.safeParse(stored).data;
  if (!answer) return undefined;
  return stand([...answer.quotes, ...(answer.nearest ? [answer.nearest] : [])], documents) ? answer : undefined;
}

export function parseComparison(stored: unknown, documents: Document[]): Comparison | undefined {
  const comparison = ComparisonSchema.safeParse(stored).data;
  if (!comparison) return undefined;
  const has = ({ quotes }: Finding, number: string): boolean => quotes.some(({ text }) => text.includes(number));
  const isWhole = comparison.differ.every(({ first, second, numbers }) =>
    numbers.every(([mine, theirs]) => has(first, mine) && has(second, theirs)),
  );
  return isWhole && stand(quotesOf(comparison), documents) ? comparison : undefined;
}

function stand(quotes: Quote[], documents: Document[]): boolean {
  const texts = new Map(documents.map((document) => [document.id, document.text]));
  return quotes.every((quote) => texts.get(quote.document)?.slice(quote.start, quote.end) === quote.text);
}
