export {
  type Action,
  type ActionName,
  answerCard,
  type Card,
  claimsCard,
  comparisonCard,
  createAction,
  type DigestFooter,
  digestCard,
  errorCard,
  helpCard,
  menuCard,
  noteCard,
  offerCard,
  overviewCard,
  type Provider,
  progressCard,
  type SourceStatus,
  shortTextCard,
  sourceCard,
  usageCard,
  withoutFiles,
} from "./cards/index.ts";
export {
  CATALOGUES,
  DEFAULT_LOCALE,
  LOCALES,
  localeOfLanguage,
  type MessageKey,
  type PlainMessageKey,
  type Translate,
  translatorFor,
} from "./catalogue/index.ts";
export { type CitedSource, createCiter } from "./citations/index.ts";
export { comparisonMarkdown } from "./comparisonMarkdown.ts";
export { escapeUntrusted, truncate, visibleText } from "./escape.ts";
export {
  countShownWords,
  explainError,
  formatCostEstimate,
  formatDate,
  formatForgotten,
  readingMinutes,
} from "./format.ts";
export { digestHtml } from "./html.ts";
export type { Cite } from "./mark.ts";
export { answerMarkdown, digestMarkdown } from "./markdown.ts";
