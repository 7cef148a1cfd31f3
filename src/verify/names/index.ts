export { hasNameMismatch, isAcronymIn, withoutUnsharedNames } from "./nameMismatch.ts";
export { isSameName, type WordCasing } from "./nameTokens.ts";
