export { type Alignment, alignTexts, evidenceGap, isSingleEdit, type Token, tokenize } from "./alignment.ts";
export { restatedClauses } from "./clauses.ts";
export { type EvidenceTexts, fuzzyTermCoverage, termCoverage, termSupport } from "./coverage.ts";
export { areWordForms, wordSimilarity } from "./wordSimilarity.ts";
