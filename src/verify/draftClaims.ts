import {
  type Claim,
  type Document,
  type DraftClaim,
  type DraftDigest,
  type Quote,
  type TaskContext,
  yieldToEventLoop,
} from "../model/index.ts";
import { classifyStatement, hasSpeech } from "../text/index.ts";
import { ClaimVerifier, isInOtherLanguage, type VerifiedClaim } from "./claims/index.ts";
import { checkParts } from "./parts.ts";

/**
 * Verifies the claims of a draft, in its order. Those of the extractive engine that do not hold are left out.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function verifyDraftClaims(
  draft: DraftDigest,
  document: Document,
  context: TaskContext,
): Promise<Claim[]> {
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

const verifiers = new WeakMap<Document, ClaimVerifier>();

/**
 * Returns the verifier of a document, creating it on first use. The verifier is cached so that a draft and its repair
 * share one set of indexes.
 */
export function verifierOf(document: Document): ClaimVerifier {
  const verifier = verifiers.get(document) ?? new ClaimVerifier(document);
  verifiers.set(document, verifier);
  return verifier;
}

/** @param requested BCP-47 tag of the language in which the claim was to be written */
function verifyDraftClaim(claim: DraftClaim, document: Document, requested: string): Claim {
  const isTranslated = isInOtherLanguage(claim.text, requested, document.language);
  const named = verifyAs(claim, claim.speaker, isTranslated, document, requested);
  if (claim.speaker === null) return named;
  const isSpeaker = !named.reasons.includes("speaker_differs");
  const isDescribed = isTranslated && !verifierOf(document).mentions(claim.speaker);
  if (isSpeaker && !isDescribed && (!named.quote || isSaid(named.quote, claim.speaker, document))) return named;
  // Models name whoever a statement is about. Where nobody speaks, the document says it itself.
  const unattributed = verifyAs(claim, null, isTranslated, document, requested);
  if (isDescribed) return unattributed;
  return unattributed.quote && !isSaid(unattributed.quote, claim.speaker, document) ? unattributed : named;
}

/** Whether somebody speaks in the sentences of a quote. */
function isSaid(quote: Quote, speaker: string, document: Document): boolean {
  const verifier = verifierOf(document);
  return hasSpeech(verifier.evidenceAt(quote).sentence, document.language) || verifier.isTurnOf(speaker, quote);
}

function verifyAs(
  claim: DraftClaim,
  speaker: string | null,
  isTranslated: boolean,
  document: Document,
  requested: string,
): Claim {
  const verifier = verifierOf(document);
  const verify = (text: string): VerifiedClaim =>
    isTranslated
      ? verifier.verifyQuoted({ ...claim, text, speaker }, true)
      : verifier.verifyNear({ ...claim, text, speaker });
  const checks = verifier.checksFor(requested, isTranslated, (text) => verify(text).reasons);
  const reasons = checkParts(claim.text, document.language, checks);
  const quote = reasons.length ? null : verify(claim.text).quote;
  // Hedging in the source overrides the engine's classification.
  const isHedged = quote !== null && classifyStatement(quote.text).certainty === "hedged";
  const status = quote ? "verified" : "unverified";
  return { ...claim, speaker, ...(isHedged && { certainty: "hedged" }), status, quote, reasons };
}
