import {
  type Answer,
  type Comparison,
  type Digest,
  type Document,
  type Quote,
  quotesOf,
  type Span,
} from "../../src/model/index.ts";
import { createQuoteLocator } from "../../src/text/index.ts";
import type { ActivityLog } from "../activityLog.ts";
import { type Message, textOf } from "../discord/index.ts";
import { type MarkInContext, readLastMark } from "./marks.ts";

/** Minimum number of letters and digits that a truncated statement must show to be recognised. */
const MIN_SHOWN = 20;

type Result = Digest | Answer | Comparison;
/** A statement of a result, one of the quotes that bear it out, and the document that holds the quote. */
type Candidate = { text: string; quote: Quote; document: Document; result: Result };
type LocatedQuotes = { document: Document; spans: Span[] };

/**
 * Finds what a mark of a bot message stands for: the quotes at the named place that bear out the statement before it.
 * @param line the line of the message up to and including the mark
 * @returns null if the activity log no longer holds the document
 */
export function locateMark(
  message: Message,
  line: string,
  { documents, results }: Pick<ActivityLog, "documents" | "results">,
): LocatedQuotes | null {
  const mark = readLastMark(line);
  if (!mark) return null;
  const candidates = results.flatMap((result) => candidatesOf(result, documents));
  const best = findBest(candidates, mark, normalize(textOf(message)));
  if (!best) return locatePassage(mark, documents);
  const { text, document } = best;
  const sameMark = candidates.filter(
    (other) => other.text === text && other.document === document && isAt(other.quote, mark),
  );
  return { document, spans: mergeSpans(sameMark.map(({ quote }) => quote)) };
}

/** Every statement of a result with each of its quotes, and every quote as a statement of its own. */
function candidatesOf(result: Result, documents: Document[]): Candidate[] {
  return [...statementsOf(result)].flatMap(([text, quotes]) =>
    quotes.flatMap((quote) => {
      const document = documents.find(({ id }) => id === quote.document);
      if (!document) return [];
      return [
        { text, quote, document, result },
        { text: quote.text, quote, document, result },
      ];
    }),
  );
}

function statementsOf(result: Result): [string, Quote[]][] {
  if ("gist" in result) {
    return [
      [result.gist, result.gistQuotes],
      ...result.points.map(({ text, quotes }): [string, Quote[]] => [text, quotes]),
      ...result.claims.map(({ text, quote }): [string, Quote[]] => [text, quote ? [quote] : []]),
    ];
  }
  if ("agree" in result) return quotesOf(result).map((quote) => [quote.text, [quote]]);
  const { nearest, text, quotes } = result;
  return [...sentencesOf(text, quotes), ...(nearest ? [[nearest.text, [nearest]] as [string, Quote[]]] : [])];
}

/** The sentences of an answer with the quotes that they cite as `[n]`. */
function sentencesOf(text: string, quotes: Quote[]): [string, Quote[]][] {
  const cited = new Map<string, Quote[]>();
  let sentence = "";
  for (const [i, part] of text.split(/\[(\d+)\]/).entries()) {
    const quote = i % 2 ? quotes[Number(part) - 1] : undefined;
    if (i % 2 === 0 && normalize(part)) sentence = part;
    else if (quote) cited.set(sentence, [...(cited.get(sentence) ?? []), quote]);
  }
  return [...cited];
}

/**
 * The candidate at the mark's place whose statement ends nearest to the mark. If several do, the document that the mark
 * names is preferred, then the longest statement, the document that the message names, and the latest result.
 */
function findBest(candidates: Candidate[], mark: MarkInContext, messageText: string): Candidate | null {
  const before = normalize(mark.before);
  const nameStart = before.length - normalize(mark.sincePrevious).length;
  const isTruncated = mark.before.includes("…");
  const ranked = candidates.flatMap((candidate) => {
    const text = normalize(candidate.text);
    const end = isAt(candidate.quote, mark) ? endOf(text, before, isTruncated) : null;
    if (end === null) return [];
    const title = normalize(candidate.document.title ?? "");
    const isShown = title !== "" && messageText.includes(title);
    const name = before.slice(Math.max(end, nameStart));
    return { candidate, rank: [Number(isNamed(candidate, name)), end, text.length, Number(isShown)] };
  });
  const [first] = ranked.toSorted((a, b) => b.rank.map((n, i) => n - a.rank[i]!).find((difference) => difference) ?? 0);
  return first?.candidate ?? null;
}

const isAt = (quote: Quote, { place: { unit, n } }: MarkInContext): boolean => quote[unit] === n;

/** The index in `shown` at which a statement ends, or null if it is not shown. */
function endOf(statement: string, shown: string, isTruncated: boolean): number | null {
  if (statement === "") return null;
  const at = shown.lastIndexOf(statement);
  if (at >= 0) return at + statement.length;
  if (!isTruncated || statement.length < MIN_SHOWN) return null;
  const start = shown.lastIndexOf(statement.slice(0, MIN_SHOWN));
  return start >= 0 && statement.startsWith(shown.slice(start)) ? shown.length : null;
}

/** Whether a mark names the document: by the beginning of its title or, in a comparison, by its side. */
function isNamed({ document, result }: Candidate, name: string): boolean {
  if (name === "") return false;
  if ("agree" in result) return result.documents[name === "a" ? 0 : 1].id === document.id;
  return normalize(document.title ?? "").startsWith(name);
}

/** The spans in the order of the text. Those that overlap or touch are joined. */
function mergeSpans(spans: Span[]): Span[] {
  const merged: Span[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end) merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else merged.push({ start, end });
  }
  return merged;
}

/** Finds a statement that is a passage of a document, for marks whose result the log does not hold, as in a draft. */
function locatePassage({ before }: MarkInContext, documents: Document[]): LocatedQuotes | null {
  const passage = before.replace(/\\([^\p{L}\p{N}\s])/gu, "$1").replace(/…$/, "");
  for (const document of documents) {
    const span = createQuoteLocator(document.text)(passage);
    if (span) return { document, spans: [span] };
  }
  return null;
}

/** Letters and digits only, in lower case, so that escapes, formatting and line breaks make no difference. */
const normalize = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();
