export { answerCard } from "./answerCard.ts";
export {
  type Action,
  type ActionName,
  action,
  type Card,
  errorCard,
  noteCard,
  offerCard,
  withoutFiles,
} from "./card.ts";
export { CATALOGUES, type Key, LOCALES, type PlainKey, type Say, sayIn, USUAL } from "./catalogue/index.ts";
export { claimsCard } from "./claimsCard.ts";
export { comparisonCard } from "./comparisonCard.ts";
export { comparisonMarkdown } from "./comparisonMarkdown.ts";
export { digestCard, type Print } from "./digestCard.ts";
export { outside } from "./fit.ts";
export { digestHtml } from "./html.ts";
export { shorten, visible } from "./inert.ts";
export { answerMarkdown, digestMarkdown } from "./markdown.ts";
export { menuCard } from "./menuCard.ts";
export { helpCard, type Provider, usageCard } from "./officeCards.ts";
export { overviewCard, type SourceLine } from "./overviewCard.ts";
export { progressCard } from "./progressCard.ts";
export { sourceCard } from "./sourceCard.ts";
export { explain, forgottenInWords, planInWords, wordsShown } from "./words.ts";
