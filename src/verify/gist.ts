import {
  type Document,
  type Dropped,
  type Point,
  type Quote,
  type Reason,
  type TaskContext,
  yieldToEventLoop,
} from "../model/index.ts";
import { isCjkLanguage, segmentSentences } from "../text/index.ts";
import { fuzzyTermCoverage } from "./alignment/index.ts";
import { type ClaimVerifier, checkStatement, MIN_COVERAGE_GATHERED, selectEvidence } from "./claims/index.ts";
import { checkParts, withoutRepeatedSentences } from "./parts.ts";

/** What a gist is verified with. */
export type GistContext = {
  document: Document;
  verifier: ClaimVerifier;
  /** The quotes of a gist that stands in the document word for word or is worked out from a table, or null. */
  whole: Quote[] | null;
  /** BCP-47 tag of the language that the gist is written in. */
  language: string;
  /** BCP-47 tag of the language that the gist was to be written in. */
  requested: string;
  /** Whether a sentence is in another language than the document. */
  isTranslated(sentence: string): boolean;
  /** All quotes of the draft that the document contains. */
  cited: Quote[];
  /** The points and claims of the draft that passed verification. */
  proven: Point[];
};
type VerifiedGist = { kept: Point | null; dropped: Dropped[] };
/** The quotes for a sentence; they support it if there are no reasons. */
type Support = { quotes: Quote[]; reasons: Reason[] };

/**
 * Verifies each sentence of a gist: it must stand in the document, or be supported by sentences from anywhere in it.
 * `kept` has the sentences that hold, each once, with their quotes in the order of the sentences. It is null if none holds.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function verifyGist(gist: string, given: GistContext, context: TaskContext): Promise<VerifiedGist> {
  const { whole, language } = given;
  if (whole) return { kept: { text: gist, quotes: whole }, dropped: [] };
  const kept: Point[] = [];
  const dropped: Dropped[] = [];
  const once = withoutRepeatedSentences(gist, language);
  for (const { start, end } of segmentSentences(once, language)) {
    await yieldToEventLoop(context);
    const text = once.slice(start, end);
    const { quotes, reasons } = await findSupport(text, given, context);
    if (reasons.length) dropped.push({ what: "gist", text, reasons });
    else kept.push({ text, quotes });
  }
  if (!kept.length) return { kept: null, dropped };
  const joined = kept.map(({ text }) => text).join(isCjkLanguage(language) ? "" : " ");
  const quotes = new Map(kept.flatMap((sentence) => sentence.quotes).map((quote) => [quote.start, quote]));
  return {
    kept: { text: dropped.length ? joined : once, quotes: [...quotes.values()] },
    dropped,
  };
}

async function findSupport(text: string, given: GistContext, context: TaskContext): Promise<Support> {
  const { verifier, document, cited } = given;
  const isTranslated = given.isTranslated(text);
  const located = verifier.locateQuote(text);
  if (located) return { quotes: [located], reasons: [] };
  const byProven = isTranslated ? supportByProven(text, given) : null;
  if (byProven && !byProven.reasons.length) return byProven;
  const quotes = await verifier.findEvidence(text, cited, context);
  const evidence = quotes.map((quote) => verifier.evidenceAt(quote));
  const checks = verifier.checksFor(given.requested, isTranslated, (part) =>
    checkStatement(part, evidence, document.language, isTranslated, "gathered"),
  );
  const reasons = checkParts(text, given.language, checks);
  return { quotes, reasons };
}

/**
 * Supports a sentence in another language than the document by verified statements in its own: their quotes become its
 * quotes. Returns null if these statements cover too little of it.
 */
function supportByProven(text: string, { proven, verifier, document, language }: GistContext): Support | null {
  const statements = proven.map((statement) => statement.text);
  const joined = statements.join("\n");
  const spans = statements.map((statement, i) => {
    const start = statements.slice(0, i).join("\n").length + (i ? 1 : 0);
    return { start, end: start + statement.length };
  });
  const selected = selectEvidence(text, spans, joined, language);
  const statement = selected.map(({ start, end }) => joined.slice(start, end)).join(" ");
  const coverage = fuzzyTermCoverage(text, { quote: statement, sentence: "", preceding: "", title: "" }, language);
  if (coverage < MIN_COVERAGE_GATHERED) return null;
  const quotes = selected.flatMap((span) => proven[spans.indexOf(span)]!.quotes);
  const evidence = quotes.map((quote) => verifier.evidenceAt(quote));
  const reasons = checkStatement(text, evidence, document.language, true);
  return { quotes, reasons: reasons.filter((reason) => reason !== "little_in_common") };
}
