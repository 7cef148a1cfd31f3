import {
  type Claim,
  type Digest,
  type Document,
  type DraftClaim,
  type DraftDigest,
  type TaskContext,
  yieldToEventLoop,
} from "../model/index.ts";
import { classifyStatement } from "../text/index.ts";
import {
  ClaimVerifier,
  checkEntities,
  checkStatement,
  checkTranslated,
  distinctQuotes,
  isInOtherLanguage,
  type SourceText,
  type VerifiedClaim,
} from "./claims/index.ts";

type VerifiedDigest = Pick<Digest, "gist" | "gistQuotes" | "points" | "claims" | "dropped" | "notices">;

/**
 * Verifies a draft digest against its document. Every quote in the result is a slice of the document's text.
 * - Claims: a claim becomes unverified and loses its quote if the quote is not in the text or does not support the
 *   claim. `reasons` says why.
 * - Points: a point that its quotes do not support is dropped.
 * - Gist: a gist that the document does not support is replaced with `extractiveGist`.
 *
 * The notice `quotes_dropped` is added if a point was dropped or a quote was not found, and `gist_replaced` if the gist
 * was replaced.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function verifyDigest(
  draft: DraftDigest,
  document: Document,
  extractiveGist: string,
  context: TaskContext,
): Promise<VerifiedDigest> {
  const verifier = verifierOf(document);
  const draftText = [draft.gist, ...draft.points.map((point) => point.text)].join("\n");
  const isTranslated = isInOtherLanguage(draftText, draft.language, document.language);
  const notices = new Set(draft.notices);
  const points: VerifiedDigest["points"] = [];
  for (const { text, quotes: drafted } of draft.points) {
    await yieldToEventLoop(context);
    const located = [...new Set(drafted)].map((quote) => verifier.locateQuote(quote));
    const quotes = distinctQuotes(located);
    const evidence = quotes.map((quote) => verifier.evidenceAt(quote));
    const isSupported = checkStatement(text, evidence, document.language, isTranslated).length === 0;
    if (!isSupported || located.includes(null)) notices.add("quotes_dropped");
    if (isSupported) points.push({ text, quotes });
  }
  const claims: Claim[] = [];
  for (const draftClaim of draft.claims) {
    await yieldToEventLoop(context);
    const claim = verifyDraftClaim(draftClaim, verifier, isTranslated);
    if (claim.reasons.includes("quote_not_found")) notices.add("quotes_dropped");
    claims.push(claim);
  }
  await yieldToEventLoop(context);
  const keepsGist = await isGistSupported(draft.gist, document, isTranslated, verifier, context);
  if (!keepsGist) notices.add("gist_replaced");
  const gist = keepsGist ? draft.gist : extractiveGist;
  const gistQuotes = distinctQuotes([verifier.locateQuote(gist)]);
  return { gist, gistQuotes, points, claims, dropped: [], notices: [...notices] };
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
  const verifier = verifierOf(document);
  const text = claims.map((claim) => claim?.text ?? "").join("\n");
  const isTranslated = isInOtherLanguage(text, requestedLanguage, document.language);
  const verified: (Claim | null)[] = [];
  for (const claim of claims) {
    await yieldToEventLoop(context);
    verified.push(claim && verifyDraftClaim(claim, verifier, isTranslated));
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

function verifyDraftClaim(claim: DraftClaim, verifier: ClaimVerifier, isTranslated: boolean): Claim {
  const { status, quote, reasons } = verifier.verifyQuoted(claim, isTranslated);
  // Hedging in the source overrides the engine's classification.
  const isHedged = quote !== null && classifyStatement(quote.text).certainty === "hedged";
  return { ...claim, ...(isHedged && { certainty: "hedged" }), status, quote, reasons };
}

/**
 * Maximum length, in UTF-16 units, of a document whose whole text a gist is checked against. In a longer document, only
 * relevant paragraphs are used, because extracting all quantities would block the event loop for too long.
 */
const MAX_FULLY_CHECKED_LENGTH = 200_000;
/**
 * Matches words that indicate a topic: capitalised words, words of at least four letters, numbers, and pairs of Han
 * characters.
 */
const CONTENT_WORD = /\p{Lu}[\p{L}\p{M}]+|\p{N}+|[\p{L}\p{M}]{4,}|\p{sc=Han}{2}/gu;

/** Whether the document supports the gist. The gist's numbers and names may occur anywhere in the document. */
async function isGistSupported(
  gist: string,
  { text, title, language }: Document,
  isTranslated: boolean,
  verifier: ClaimVerifier,
  context: TaskContext,
): Promise<boolean> {
  if (text.includes(gist)) return true;
  const isLong = text.length > MAX_FULLY_CHECKED_LENGTH;
  if (!isTranslated && !isLong && (await contradictsNearestSentence(gist, verifier, context))) return false;
  const relevantText = `${title ?? ""}\n${isLong ? relevantParagraphs(gist, text) : text}`;
  return isTranslated
    ? checkTranslated(gist, relevantText, language).reasons.length === 0
    : checkEntities(gist, relevantText, language).length === 0;
}

/** Whether the gist fails only the polarity check against the most similar sentences of the text. */
async function contradictsNearestSentence(
  gist: string,
  verifier: ClaimVerifier,
  context: TaskContext,
): Promise<boolean> {
  const { reasons } = await verifier.verifyUnquoted({ text: gist, speaker: null }, context);
  return reasons.length === 1 && reasons[0] === "negation_differs";
}

/** Returns the paragraphs of `text` that contain a content word of the statement, joined with blank lines. */
function relevantParagraphs(statement: string, text: string): string {
  const words = [...new Set(statement.match(CONTENT_WORD))].map(RegExp.escape);
  // A statement without content words matches no paragraph.
  const isRelevant = new RegExp(words.join("|") || "$^", "iu");
  return text
    .split("\n\n")
    .filter((paragraph) => isRelevant.test(paragraph))
    .join("\n\n");
}
