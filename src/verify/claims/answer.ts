import type { Answer, Document, DraftAnswer, Quote, Run, Span } from "../../model/index.ts";
import { search, sentences } from "../../text/index.ts";
import type { Evidence } from "./checks.ts";
import { cutQuote, Judge } from "./claimVerifier.ts";
import { checkStatement, isTranslated } from "./statement.ts";

export type VerifiedAnswer = Pick<Answer, "answerable" | "text" | "quotes" | "nearest" | "notices">;

const DOES_NOT_SAY = "The document does not say.";

/**
 * Holds an answer against its documents. A sentence whose `[n]` marks all point to quotes that are not in a text, or
 * that has none, is cut, and so is one that says another number, name or "not" than its quotes; the marks left are
 * counted anew; and an answer that keeps nothing becomes "The document does not say." with the passage nearest to the
 * question.
 */
export async function verifyAnswer(
  draft: DraftAnswer,
  documents: Document[],
  question: string,
  run: Run,
): Promise<VerifiedAnswer> {
  const judges = documents.map((document) => new Judge(document));
  const locate = (quote: string): Cited | null => {
    for (const [i, judge] of judges.entries()) {
      const found = judge.locate(quote);
      if (found) return { quote: found, evidence: judge.evidence(found), language: documents[i]!.language };
    }
    return null;
  };
  const located = draft.answerable ? draft.quotes.map(locate) : [];
  const { text, quotes, cut } = renumber(draft.text, located, draft.language);
  const dropped = draft.answerable && (cut || located.includes(null));
  const notices = dropped ? [...draft.notices, "quotes_dropped" as const] : draft.notices;
  if (quotes.length) return { answerable: true, text, quotes, nearest: null, notices };
  const nearest = await nearestTo(question, documents, run);
  return { answerable: false, text: DOES_NOT_SAY, quotes: [], nearest, notices };
}

/** A quote of the answer that was found, what it bears out, and the language it is in. */
type Cited = { quote: Quote; evidence: Evidence; language: string };

const MARK = /\s?\[(\d+)\]/g;
const SEVERAL = /\[(\d+(?:\s*[,;]\s*\d+)+)\]/g;

/** Keeps the sentences that the quotes of their marks bear out, with those marks counted anew from 1. */
function renumber(
  given: string,
  located: (Cited | null)[],
  language: string,
): { text: string; quotes: Quote[]; cut: boolean } {
  const text = given.replace(SEVERAL, (_, list: string) => `[${list.split(/\D+/).join("] [")}]`);
  const quotes: Quote[] = [];
  const numbers = new Map<number, number>();
  const renew = (n: number): number => {
    const known = numbers.get(n) ?? quotes.push(located[n - 1]!.quote);
    numbers.set(n, known);
    return known;
  };
  const kept: string[] = [];
  let cut = false;
  for (const { start, end } of withMarks(text, sentences(text, language))) {
    const sentence = text.slice(start, end);
    const cited = [...sentence.matchAll(MARK)].flatMap(([, n]) => located[Number(n) - 1] ?? []);
    if (isBorneOut(sentence.replace(MARK, "").trim(), cited, language)) {
      kept.push(
        sentence.replace(MARK, (mark, n: string) =>
          located[Number(n) - 1] ? mark.replace(n, String(renew(Number(n)))) : "",
        ),
      );
    } else cut ||= cited.length > 0;
  }
  return { text: kept.join(" "), quotes, cut };
}

function isBorneOut(statement: string, cited: Cited[], asked: string): boolean {
  const [first] = cited;
  if (!first) return false;
  const translated = isTranslated(statement, asked, first.language);
  const evidence = cited.map((one) => one.evidence);
  return checkStatement(statement, evidence, first.language, translated).length === 0;
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

async function nearestTo(question: string, documents: Document[], run: Run): Promise<Quote | null> {
  for (const document of documents) {
    const [[hit] = []] = await search(document.text, [question], 1, document.language, run);
    if (hit) return cutQuote(document, { start: hit.sentences[0]!.start, end: hit.sentences.at(-1)!.end });
  }
  return null;
}
