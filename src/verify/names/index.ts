export { hasNameMismatch, withoutUnsharedNames } from "./nameMismatch.ts";
export { isSameName, type WordCasing } from "./nameTokens.ts";
