export { COLUMN, type Evidence, EvidenceIndex, ROW_WIDTH } from "./evidence.ts";
export { isFollowUp, isOpenedAsFollowUp, queryWithContext } from "./queryWithContext.ts";
export { answerabilityLogit, createSearchIndex, type SearchIndex, search, segmentLogits } from "./search.ts";
