import {
  type Claim,
  type Digest,
  type Document,
  type DraftClaim,
  type DraftDigest,
  type Dropped,
  type Point,
  type Quote,
  type Reason,
  type TaskContext,
  yieldToEventLoop,
} from "../model/index.ts";
import { classifyStatement, segmentSentences, withoutRepetitions } from "../text/index.ts";
import {
  ClaimVerifier,
  checkStatement,
  distinctQuotes,
  isInOtherLanguage,
  type SourceText,
  type VerifiedClaim,
} from "./claims/index.ts";
import { fitsDigest } from "./digestLength.ts";
import { verifyGist } from "./gist.ts";
import { checkParts } from "./parts.ts";

/** A verified digest. `gist` is null if neither a sentence of the draft's gist nor a point can be the gist. */
type VerifiedDigest = Pick<Digest, "gistQuotes" | "gistComputed" | "points" | "claims" | "dropped" | "notices"> & {
  gist: string | null;
};

/**
 * Verifies a draft digest against its document. Every quote in the result is a slice of the document's text.
 * - Claims: a claim becomes unverified and loses its quote if the quote is not in the text or does not support the
 *   claim. `reasons` says why.
 * - Points: a point that its quotes do not support is dropped. A point that repeats the gist or an earlier point is left
 *   out.
 * - Statements of the extractive engine that are worked out from a table are taken as they are, with their rows as quotes.
 * - Gist: a sentence for which the document has no supporting sentences is dropped. If none is left, the first point
 *   that keeps to the word limit of the digest takes the place of the gist.
 *
 * `dropped` has what was dropped and why. The notice `quotes_dropped` is added if a point or a part of the gist was
 * dropped or a quote was not found, and `gist_replaced` if a point replaced the gist.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function verifyDigest(
  drafted: DraftDigest,
  document: Document,
  context: TaskContext,
  length: Digest["length"] = "detailed",
): Promise<VerifiedDigest> {
  const isExtractive = drafted.engine.kind === "extractive";
  const draft = isExtractive ? drafted : withoutListMarks(drafted);
  const verifier = verifierOf(document);
  // A model can mix languages, so each statement is looked at alone.
  const isTranslated = (text: string): boolean => isInOtherLanguage(text, draft.language, document.language);
  const notices = new Set(draft.notices);
  const points: Point[] = [];
  const cited: Quote[] = [];
  const dropped: Dropped[] = [];
  for (const { text, quotes: drafted, rows } of draft.points) {
    await yieldToEventLoop(context);
    if (isExtractive && rows) {
      points.push({ text, quotes: rows.map((row) => verifier.quoteOf(row)), computed: true });
      continue;
    }
    const located = [...new Set(drafted)].map((quote) => verifier.locateQuote(quote));
    const citedQuotes = distinctQuotes(located);
    cited.push(...citedQuotes);
    const evidence = citedQuotes.map((quote) => verifier.evidenceAt(quote));
    const support = (part: string): Reason[] => checkStatement(part, evidence, document.language, isTranslated(text));
    const checks = verifier.checksFor(draft.language, isTranslated(text), support);
    const failed = checkParts(text, document.language, checks);
    // A point that stands in the text word for word is its own quote, whatever the model cites for it.
    const own = failed.length ? ownQuote(text, draft, document, verifier) : null;
    const [reasons, quotes] = own ? [[], [own]] : [failed, citedQuotes];
    if (reasons.length || (located.includes(null) && !isExtractive)) notices.add("quotes_dropped");
    if (!reasons.length) points.push({ text, quotes });
    else
      dropped.push({ what: "point", text, reasons: !quotes.length && drafted.length ? ["quote_not_found"] : reasons });
  }
  const claims = await verifyDraftClaims(draft, document, context);
  if (claims.some(({ reasons }) => reasons.includes("quote_not_found"))) notices.add("quotes_dropped");
  const proven = [...points, ...claims.flatMap(({ text, quote }) => (quote ? [{ text, quotes: [quote] }] : []))];
  cited.push(...claims.flatMap(({ quote }) => quote ?? []));
  const language = isTranslated(draft.gist) ? draft.language : document.language;
  const computed = isExtractive && draft.gistRows ? draft.gistRows.map((row) => verifier.quoteOf(row)) : null;
  const own = computed ? null : ownQuote(draft.gist, draft, document, verifier);
  const whole = own ? [own] : computed;
  const given = { document, verifier, whole, language, requested: draft.language, isTranslated, cited, proven };
  const gist = await verifyGist(draft.gist, given, context);
  if (gist.kept) {
    if (gist.dropped.length) notices.add("quotes_dropped");
    return {
      gist: gist.kept.text,
      gistQuotes: gist.kept.quotes,
      ...(computed && { gistComputed: true as const }),
      points: withoutRepetitions(points, sentencesOf(gist.kept.text, language)),
      claims,
      dropped: [...gist.dropped, ...dropped],
      notices: [...notices],
    };
  }
  const best = points.find(({ text }) => fitsDigest(text, document, length));
  if (best) notices.add("gist_replaced");
  return {
    gist: best?.text ?? null,
    gistQuotes: best?.quotes ?? [],
    points: withoutRepetitions(
      points.filter((point) => point !== best),
      best ? [best.text] : [],
    ),
    claims,
    dropped: [...gist.dropped, ...dropped],
    notices: [...notices],
  };
}

async function verifyDraftClaims(draft: DraftDigest, document: Document, context: TaskContext): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const draftClaim of draft.claims) {
    await yieldToEventLoop(context);
    const claim = verifyDraftClaim(draftClaim, document, draft.language);
    // The document's own sentence is true to it. If it cannot be told which one it is ("1."), it is no use as a claim.
    if (draft.engine.kind === "llm" || claim.status === "verified") claims.push(claim);
  }
  return claims;
}

/**
 * Verifies claims rewritten by an engine. They are checked in the same way as the claims of a draft. Null entries stay
 * null. `requestedLanguage` is BCP-47.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function verifyClaims(
  claims: (DraftClaim | null)[],
  requestedLanguage: string,
  document: Document,
  context: TaskContext,
): Promise<(Claim | null)[]> {
  const verified: (Claim | null)[] = [];
  for (const claim of claims) {
    await yieldToEventLoop(context);
    verified.push(claim && verifyDraftClaim(claim, document, requestedLanguage));
  }
  return verified;
}

/**
 * Verifies one claim against a text. If the claim has no quote, the most similar sentences of the text become its
 * quote, provided that they support it.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function verifyClaim(
  source: SourceText,
  claim: { text: string; quote: string | null; speaker: string | null },
  context: TaskContext,
): Promise<VerifiedClaim> {
  const verifier = new ClaimVerifier(source);
  return claim.quote === null ? verifier.verifyUnquoted(claim, context) : verifier.verifyQuoted(claim);
}

/**
 * Returns the quote of a statement that stands in the document word for word, or null. The extractive engine takes its
 * sentences from the document, so even one that is too short to be located for certain ("1.") is a quote.
 */
function ownQuote(text: string, { engine }: DraftDigest, document: Document, verifier: ClaimVerifier): Quote | null {
  const start = engine.kind === "extractive" || text === document.text ? document.text.indexOf(text) : -1;
  return start < 0 ? verifier.locateQuote(text) : verifier.quoteOf({ start, end: start + text.length });
}

/** Returns a text and its sentences. A statement may repeat either. */
const sentencesOf = (text: string, language: string): string[] => [
  text,
  ...segmentSentences(text, language).map(({ start, end }) => text.slice(start, end)),
];

/** Matches the mark of a Markdown heading, block quote or list item at the start of a statement. */
const LIST_MARK = /^(?:\s*(?:#{1,6}|>|[-*+•])\s+)+/u;

/** Returns a draft whose statements do not start with the marks of headings and lists, which are no part of them. */
function withoutListMarks(draft: DraftDigest): DraftDigest {
  const strip = <T extends { text: string }>(statement: T): T => ({
    ...statement,
    text: statement.text.replace(LIST_MARK, ""),
  });
  const gist = draft.gist.replace(LIST_MARK, "");
  return { ...draft, gist, points: draft.points.map(strip), claims: draft.claims.map(strip) };
}

const verifiers = new WeakMap<Document, ClaimVerifier>();

/**
 * Returns the verifier of a document, creating it on first use. The verifier is cached so that a draft and its repair
 * share one set of indexes.
 */
function verifierOf(document: Document): ClaimVerifier {
  const verifier = verifiers.get(document) ?? new ClaimVerifier(document);
  verifiers.set(document, verifier);
  return verifier;
}

/** @param requested BCP-47 tag of the language in which the claim was to be written */
function verifyDraftClaim(claim: DraftClaim, document: Document, requested: string): Claim {
  const verifier = verifierOf(document);
  const isTranslated = isInOtherLanguage(claim.text, requested, document.language);
  // Who speaks is told in the reader's language: a description that the document does not have is left out.
  const speaker = isTranslated && claim.speaker && !verifier.mentions(claim.speaker) ? null : claim.speaker;
  const verify = (text: string): VerifiedClaim => verifier.verifyQuoted({ ...claim, text, speaker }, isTranslated);
  const checks = verifier.checksFor(requested, isTranslated, (text) => verify(text).reasons);
  const reasons = checkParts(claim.text, document.language, checks);
  const quote = reasons.length ? null : verify(claim.text).quote;
  // Hedging in the source overrides the engine's classification.
  const isHedged = quote !== null && classifyStatement(quote.text).certainty === "hedged";
  const status = quote ? "verified" : "unverified";
  return { ...claim, speaker, ...(isHedged && { certainty: "hedged" }), status, quote, reasons };
}
