export { verifyAnswer } from "./answer.ts";
export { type Evidence, MIN_COVERAGE_GATHERED } from "./checks.ts";
export { ClaimVerifier, distinctQuotes, quoteAt, type SourceText, type VerifiedClaim } from "./claimVerifier.ts";
export { selectEvidence } from "./evidenceSearch.ts";
export { checkStatement } from "./statement.ts";
export { isInOtherLanguage } from "./writtenLanguage.ts";
