import type { Answer, Digest, Document, Quote, Span } from "../../src/model/index.ts";
import { createQuoteLocator } from "../../src/text/index.ts";
import type { ActivityLog } from "../activityLog.ts";
import { type Message, textOf } from "../discord/index.ts";

/**
 * Number of UTF-16 code units compared: a message shows a result if its normalised text contains this many units from
 * the start of the normalised text of the result.
 */
const MATCH_LENGTH = 60;

/**
 * Finds quote `[n]` of a bot message in its source document.
 * @returns the document and the quote's span in UTF-16 code units; null if the activity log no longer contains the
 * document or result
 */
export function locateQuote(
  message: Message,
  n: number,
  { documents, results }: ActivityLog,
): { document: Document; span: Span } | null {
  const messageText = textOf(message);
  const shownQuote = quoteFromMessage(messageText, n);
  if (shownQuote) {
    for (const document of documents) {
      const span = createQuoteLocator(document.text)(shownQuote) ?? locateTruncated(document.text, shownQuote);
      if (span) return { document, span };
    }
  }
  const normalizedMessage = normalize(messageText);
  const result = results.find((candidate) =>
    normalizedMessage.includes(normalize(resultText(candidate)).slice(0, MATCH_LENGTH)),
  );
  const quote = result && numberedQuotes(result)[n - 1];
  const document = quote && documents.find(({ id }) => id === quote.document);
  return quote && document ? { document, span: quote } : null;
}

/** The block quote below the line with `[n]`, without Markdown escapes and outer quotation marks; null if not found. */
function quoteFromMessage(messageText: string, n: number): string | null {
  const lines = messageText.split("\n");
  const headIndex = lines.findIndex(
    (line, i) => new RegExp(`^(?:-# )?.{0,40}\\[${n}\\]`).test(line) && lines[i + 1]?.startsWith("> "),
  );
  if (headIndex < 0) return null;
  const end = lines.findIndex((line, i) => i > headIndex && !line.startsWith("> "));
  const quoteLines = lines.slice(headIndex + 1, end < 0 ? lines.length : end).map((line) => line.slice(2));
  return quoteLines
    .join(" ")
    .replace(/\\([^\p{L}\p{N}\s])/gu, "$1")
    .replace(/^[“"]|[”"]$/g, "");
}

/** The span of a quote that was truncated with an ellipsis; null if the quote was not truncated or is not found. */
function locateTruncated(text: string, quote: string): Span | null {
  const start = quote.endsWith("…") ? text.indexOf(quote.slice(0, -1)) : -1;
  return start < 0 ? null : { start, end: start + quote.length - 1 };
}

const normalize = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const resultText = (result: Digest | Answer): string => ("gist" in result ? result.gist : result.text);

/** The quotes of a result in the order of their numbers `[n]`. A digest numbers each distinct span once. */
function numberedQuotes(result: Digest | Answer): Quote[] {
  if (!("points" in result)) return result.quotes;
  const quotes = result.points.flatMap((point) => point.quotes);
  return [...new Map(quotes.map((quote) => [`${quote.start}-${quote.end}`, quote])).values()];
}
