import type { Document, DraftClaim, DraftDigest } from "../../model/index.ts";
import { extractTerms } from "../../text/index.ts";
import type { NumberedLine } from "./prompt/numberedLines.ts";
import type { ModelDigest, ModelStatement } from "./prompt/responseSchemas.ts";

/**
 * Converts the model's output to a draft digest, in which each statement is a point and a claim: verification takes the
 * first points that hold. Sentence numbers are replaced with the sentences themselves, as quotes. A number without a
 * sentence becomes an empty quote, which verification drops and reports.
 */
export function mapQuotes(
  { gist, statements }: ModelDigest,
  document: Document,
  lines: readonly NumberedLine[],
): Pick<DraftDigest, "gist" | "points" | "claims"> {
  const distinct = [...new Map(statements.map((statement) => [statement.text, statement])).values()];
  return {
    gist,
    points: distinct.map(({ text, ids }) => ({ text, quotes: ids.map((n) => sentenceByNumber(document, lines, n)) })),
    claims: distinct.map((statement) => mapClaim(statement, document, lines)),
  };
}

/**
 * Converts one statement of the model's output to a draft claim. Its quote is the cited sentence that has most of its
 * terms. A blank speaker becomes null.
 */
export function mapClaim(
  { text, kind, speaker, certainty, ids }: ModelStatement,
  document: Document,
  lines: readonly NumberedLine[],
): DraftClaim {
  const cited = ids.map((n) => sentenceByNumber(document, lines, n));
  const terms = new Set(extractTerms(text, document.language));
  const shared = cited.map((sentence) => extractTerms(sentence, document.language).filter((term) => terms.has(term)));
  const best = shared.map(({ length }) => length).indexOf(Math.max(...shared.map(({ length }) => length)));
  return { text, kind, speaker: speaker?.trim() || null, certainty, quote: cited[best] ?? "" };
}

/** The sentence with line number `n`, verbatim from `Document.text`, or an empty string if there is no such line. */
export function sentenceByNumber({ text }: Document, lines: readonly NumberedLine[], n: number): string {
  const line = lines[n - 1];
  return line ? text.slice(line.start, line.end) : "";
}
