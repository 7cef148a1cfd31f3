export { verifyAnswer } from "./answer.ts";
export { checkEntities, checkTranslated, type Evidence } from "./checks.ts";
export { ClaimVerifier, distinctQuotes, quoteAt, type SourceText, type VerifiedClaim } from "./claimVerifier.ts";
export { checkStatement, isInOtherLanguage } from "./statement.ts";
