export { type BoilerplateRule, boilerplateRule, isRelatedHeading } from "./boilerplatePhrases.ts";
export { countCookies, HINTS, type Hint, keywordHints } from "./keywordHints.ts";
export { parseDate } from "./parseDate.ts";
export { type LineRange, lineWeight, ruleBasedBody, viterbiRanges } from "./ruleBasedBody.ts";
