import type { Answer, Document, DraftAnswer, Quote, Span } from "../model/index.ts";
import { search, sentences } from "../text/index.ts";
import { cutQuote, Judge } from "./judge.ts";

export type VerifiedAnswer = Pick<Answer, "answerable" | "text" | "quotes" | "nearest" | "notices">;

const DOES_NOT_SAY = "The document does not say.";

/**
 * Holds an answer against its documents. A sentence whose `[n]` marks all point to quotes that are not in a text, or
 * that has none, is cut; the marks left are counted anew; and an answer that keeps nothing becomes "The document does
 * not say." with the passage nearest to the question.
 */
export function verifyAnswer(draft: DraftAnswer, documents: Document[], question: string): VerifiedAnswer {
  const judges = documents.map((document) => new Judge(document));
  const locate = (quote: string): Quote | null => {
    for (const judge of judges) {
      const found = judge.locate(quote);
      if (found) return found;
    }
    return null;
  };
  const located = draft.answerable ? draft.quotes.map(locate) : [];
  const notices = located.includes(null) ? [...draft.notices, "quotes_dropped" as const] : draft.notices;
  const { text, quotes } = renumber(draft.text, located, draft.language);
  if (quotes.length) return { answerable: true, text, quotes, nearest: null, notices };
  return { answerable: false, text: DOES_NOT_SAY, quotes: [], nearest: nearestTo(question, documents), notices };
}

/** Keeps the marks whose quotes were found, counted anew from 1; a sentence without a mark left is cut. */
function renumber(text: string, located: (Quote | null)[], language: string): { text: string; quotes: Quote[] } {
  const quotes: Quote[] = [];
  const numbers = new Map<number, number>();
  const renew = (n: number): number | null => {
    const quote = located[n - 1];
    if (!quote) return null;
    const known = numbers.get(n) ?? quotes.push(quote);
    numbers.set(n, known);
    return known;
  };
  const kept: string[] = [];
  for (const { start, end } of withMarks(text, sentences(text, language))) {
    let held = false;
    const sentence = text.slice(start, end).replace(/\s?\[(\d+)\]/g, (mark, digits: string) => {
      const n = renew(Number(digits));
      held ||= n !== null;
      return n === null ? "" : mark.replace(digits, String(n));
    });
    if (held) kept.push(sentence);
  }
  return { text: kept.join(" "), quotes };
}

/** A mark behind the full stop ("… in May. [1]") belongs to the sentence before it. */
function withMarks(text: string, spans: Span[]): Span[] {
  const joined: Span[] = [];
  for (const { start, end } of spans) {
    const last = joined.at(-1);
    const marks = last ? (/^(?:\s*\[\d+\])+/.exec(text.slice(start, end))?.[0].length ?? 0) : 0;
    if (last && marks) last.end = start + marks;
    if (text.slice(start + marks, end).trim()) joined.push({ start: start + marks, end });
  }
  return joined;
}

function nearestTo(question: string, documents: Document[]): Quote | null {
  for (const document of documents) {
    const [hit] = search(document.text, [question], 1, document.language)[0] ?? [];
    if (hit) return cutQuote(document, hit);
  }
  return null;
}
