import type { Answer, Digest, Document, Quote, Span } from "../../src/model/index.ts";
import { createLocator } from "../../src/text/index.ts";
import type { Ledger } from "../activityLog.ts";
import { type Message, textOf } from "../discord/index.ts";

/** Characters of a result's words by which its message is known. */
const KNOWN_BY = 60;

/** Where the quote `[n]` of a bot's message stands in the document it was cut from; null when that is not remembered. */
export function quoteAt(
  message: Message,
  n: number,
  { documents, results }: Ledger,
): { document: Document; span: Span } | null {
  const shown = textOf(message);
  const words = shownQuote(shown, n);
  if (words) {
    for (const document of documents) {
      const span = createLocator(document.text)(words) ?? beginningOf(document.text, words);
      if (span) return { document, span };
    }
  }
  const said = plain(shown);
  const result = results.find((one) => said.includes(plain(wordsOf(one)).slice(0, KNOWN_BY)));
  const quote = result && quotesOf(result)[n - 1];
  const document = quote && documents.find(({ id }) => id === quote.document);
  return quote && document ? { document, span: quote } : null;
}

/** The quote that stands below its number, without the marks that make it inert. */
function shownQuote(shown: string, n: number): string | null {
  const lines = shown.split("\n");
  const head = lines.findIndex(
    (line, i) => new RegExp(`^(?:-# )?.{0,40}\\[${n}\\]`).test(line) && lines[i + 1]?.startsWith("> "),
  );
  if (head < 0) return null;
  const end = lines.findIndex((line, i) => i > head && !line.startsWith("> "));
  const quoted = lines.slice(head + 1, end < 0 ? lines.length : end).map((line) => line.slice(2));
  return quoted
    .join(" ")
    .replace(/\\([^\p{L}\p{N}\s])/gu, "$1")
    .replace(/^[“"]|[”"]$/g, "");
}

/** A quote that was cut to fit ends with an ellipsis. */
function beginningOf(text: string, words: string): Span | null {
  const start = words.endsWith("…") ? text.indexOf(words.slice(0, -1)) : -1;
  return start < 0 ? null : { start, end: start + words.length - 1 };
}

const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const wordsOf = (result: Digest | Answer): string => ("gist" in result ? result.gist : result.text);

/** The quotes of a result as its numbers count them: each place once. */
function quotesOf(result: Digest | Answer): Quote[] {
  if (!("points" in result)) return result.quotes;
  const all = result.points.flatMap(({ quotes }) => quotes);
  return [...new Map(all.map((quote) => [`${quote.start}-${quote.end}`, quote])).values()];
}
