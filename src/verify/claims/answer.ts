import type { Answer, Document, DraftAnswer, Quote, Span, TaskContext } from "../../model/index.ts";
import { search } from "../../retrieval/index.ts";
import { extractTerms, isRepeated, segmentSentences } from "../../text/index.ts";
import { checkParts, type PartChecks } from "../parts.ts";
import type { Evidence } from "./checks.ts";
import { ClaimVerifier, quoteAt } from "./claimVerifier.ts";
import { checkStatement } from "./statement.ts";
import { isInOtherLanguage } from "./writtenLanguage.ts";

export type VerifiedAnswer = Pick<Answer, "answerable" | "text" | "computed" | "quotes" | "nearest" | "notices">;

const DOES_NOT_SAY = "The document does not say.";

/**
 * Verifies an answer against its documents. A sentence is kept only if it is supported by the quotes that its `[n]`
 * marks cite or, without a mark, by any quote of the answer. Quotes that no document contains do not count. The remaining
 * marks are renumbered from 1. If no sentence is left, the answer becomes "The document does not say.", with the sentence
 * that best matches the question. An answer of
 * the extractive engine that is worked out from a table is taken as it is, with its rows as quotes.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function verifyAnswer(
  draft: DraftAnswer,
  documents: Document[],
  question: string,
  context: TaskContext,
): Promise<VerifiedAnswer> {
  const computed = draft.engine.kind === "extractive" ? quoteRows(draft, documents) : null;
  if (computed)
    return {
      answerable: true,
      text: draft.text,
      computed: true,
      quotes: computed,
      nearest: null,
      notices: draft.notices,
    };
  const verifiers = documents.map((document) => new ClaimVerifier(document));
  const locate = (text: string, speaker: string | null): Citation | null => {
    for (const [i, verifier] of verifiers.entries()) {
      const quote = verifier.locateQuote(text);
      if (!quote) continue;
      const said = { quote, verifier, evidence: verifier.evidenceAt(quote), language: documents[i]!.language };
      return { ...said, speaker: speaker !== null && verifier.mentions(speaker) ? speaker : null };
    }
    return null;
  };
  const citations = draft.answerable ? draft.quotes.map((text, i) => locate(text, draft.speakers?.[i] ?? null)) : [];
  const { text, quotes, hasDropped } = keepSupported(draft.text, citations, draft.language);
  const isChanged = draft.answerable && (hasDropped || citations.includes(null));
  const notices = isChanged ? [...draft.notices, "quotes_dropped" as const] : draft.notices;
  if (quotes.length) return { answerable: true, text, quotes, nearest: null, notices };
  const closest = draft.nearest ? locate(draft.nearest, null) : null;
  const isLeftOut = draft.nearest === null;
  const nearest = closest?.quote ?? (isLeftOut ? null : await nearestSentence(question, documents, context));
  return { answerable: false, text: DOES_NOT_SAY, quotes: [], nearest, notices };
}

/** The quotes of an answer that is worked out from the rows of a table, or null for any other answer. */
function quoteRows({ rows }: DraftAnswer, documents: Document[]): Quote[] | null {
  const document = rows && documents.find(({ id }) => id === rows.document);
  return document ? rows.spans.map((span) => quoteAt(document, span)) : null;
}

/**
 * A located quote of the answer, with its evidence, who says it in a conversation, and the verifier and the language
 * (BCP-47) of its document.
 */
type Citation = {
  quote: Quote;
  verifier: ClaimVerifier;
  evidence: Evidence;
  language: string;
  speaker: string | null;
};

/** Matches a citation mark such as "[3]", with any space before it. */
const MARK = /\s?\[(\d+)\]/g;
/** Matches a mark with several citations: "[1, 3]". */
const COMBINED_MARK = /\[(\d+(?:\s*[,;]\s*\d+)+)\]/g;

/**
 * Keeps the sentences that are supported by the quotes they cite, each once, and renumbers marks and quotes from 1. `hasDropped`
 * is true if a sentence was dropped.
 */
function keepSupported(
  draftText: string,
  citations: (Citation | null)[],
  language: string,
): { text: string; quotes: Quote[]; hasDropped: boolean } {
  const text = draftText.replace(COMBINED_MARK, (_, list: string) => `[${list.split(/\D+/).join("] [")}]`);
  const quotes: Quote[] = [];
  const newNumbers = new Map<number, number>();
  const renumber = (n: number): number => {
    const number = newNumbers.get(n) ?? quotes.push(citations[n - 1]!.quote);
    newNumbers.set(n, number);
    return number;
  };
  const kept: string[] = [];
  const said: string[] = [];
  let hasDropped = false;
  for (const { start, end } of attachMarks(text, segmentSentences(text, language))) {
    const sentence = withMark(text.slice(start, end), citations, language);
    const cited = [...sentence.matchAll(MARK)].flatMap(([, n]) => citations[Number(n) - 1] ?? []);
    if (isRepeated(sentence.replace(MARK, ""), said)) continue;
    if (isSupported(sentence, cited, language)) {
      said.push(sentence.replace(MARK, ""));
      const [first] = cited;
      const isQuote = first?.speaker && sentence.replace(MARK, "").trim() === first.quote.text;
      kept.push(
        (isQuote ? `${first.speaker}: ` : "") +
          sentence
            .trim()
            .replace(MARK, (mark, n: string) =>
              citations[Number(n) - 1] ? mark.replace(n, String(renumber(Number(n)))) : "",
            ),
      );
    } else hasDropped ||= citations.length > 0;
  }
  return { text: kept.map((sentence) => sentence.trim()).join(" "), quotes, hasDropped };
}

/** Adds the mark of the first quote that supports a sentence to one that has no mark, or of the first two that do so together. */
function withMark(sentence: string, citations: (Citation | null)[], language: string): string {
  if (sentence.match(MARK)) return sentence;
  const indices = citations.flatMap((citation, i) => (citation ? [i] : []));
  const pairs = indices.flatMap((i, at) => indices.slice(at + 1).map((j) => [i, j]));
  const supporting = [...indices.map((i) => [i]), ...pairs].find((set) =>
    isSupported(
      sentence,
      set.map((i) => citations[i]!),
      language,
    ),
  );
  return supporting ? `${sentence.trimEnd()} ${supporting.map((i) => `[${i + 1}]`).join(" ")}` : sentence;
}

/** Whether the cited quotes support a sentence, and each piece of it that ends in marks. */
function isSupported(sentence: string, cited: Citation[], requestedLanguage: string): boolean {
  const [first] = cited;
  if (!first) return false;
  const statement = sentence.replace(MARK, "").trim();
  const isTranslated = isInOtherLanguage(statement, requestedLanguage, first.language);
  const evidence = cited.map((one) => one.evidence);
  const checks = first.verifier.checksFor(requestedLanguage, isTranslated, (part) =>
    checkStatement(part, evidence, first.language, isTranslated),
  );
  if (checkParts(statement, requestedLanguage, checks).length) return false;
  const pieces = sentence.split(/(?:\s?\[\d+\])+/).filter((piece) => /[\p{L}\p{N}]/u.test(piece));
  return pieces.length < 2 || pieces.every((piece) => isPieceSupported(piece.trim(), checks));
}

/** Whether a piece between marks, which can be short or no full sentence, has something in common with the source. */
const isPieceSupported = (piece: string, { statement, words }: PartChecks): boolean =>
  words(piece) || !statement(piece).includes("little_in_common");

/**
 * Moves marks that follow the full stop ("… in May. [1]") from the start of a sentence to the end of the previous one.
 */
function attachMarks(text: string, sentences: Span[]): Span[] {
  const attached: Span[] = [];
  for (const { start, end } of sentences) {
    const previous = attached.at(-1);
    const length = previous ? (/^(?:\s*\[\d+\])+/.exec(text.slice(start, end))?.[0].length ?? 0) : 0;
    if (previous && length) previous.end = start + length;
    if (text.slice(start + length, end).trim()) attached.push({ start: start + length, end });
  }
  return attached;
}

/** Returns the sentence of the best passage that has most words of the question, from the first document with one. */
async function nearestSentence(question: string, documents: Document[], context: TaskContext): Promise<Quote | null> {
  for (const document of documents) {
    const { text, language } = document;
    const [[hit] = []] = await search(text, [question], 1, language, context);
    if (!hit) continue;
    const asked = new Set(extractTerms(question, language));
    const shared = hit.sentences.map(
      ({ start, end }) => extractTerms(text.slice(start, end), language).filter((term) => asked.has(term)).length,
    );
    return quoteAt(document, hit.sentences[shared.indexOf(Math.max(...shared))]!);
  }
  return null;
}
