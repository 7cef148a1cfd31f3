export { type BoilerplateRule, boilerplateRule, isRelatedHeading } from "./boilerplatePhrases.ts";
export { type DateOrder, dateOrderOf, findDates } from "./findDates.ts";
export { countCookies, HINTS, type Hint, keywordHints } from "./keywordHints.ts";
export { type LineRange, lineWeight, ruleBasedBody, viterbiRanges } from "./ruleBasedBody.ts";
