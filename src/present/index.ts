export { helpCard, type Provider, usageCard } from "./cards/adminCards.ts";
export { answerCard } from "./cards/answerCard.ts";
export {
  type Action,
  type ActionName,
  action,
  type Card,
  errorCard,
  noteCard,
  offerCard,
  withoutFiles,
} from "./cards/card.ts";
export { claimsCard } from "./cards/claimsCard.ts";
export { comparisonCard } from "./cards/comparisonCard.ts";
export { digestCard, type Print } from "./cards/digestCard.ts";
export { menuCard } from "./cards/menuCard.ts";
export { overviewCard, type SourceLine } from "./cards/overviewCard.ts";
export { progressCard } from "./cards/progressCard.ts";
export { sourceCard } from "./cards/sourceCard.ts";
export { CATALOGUES, type Key, LOCALES, type PlainKey, type Say, sayIn, USUAL } from "./catalogue/index.ts";
export { comparisonMarkdown } from "./comparisonMarkdown.ts";
export { outside } from "./fit.ts";
export { digestHtml } from "./html.ts";
export { shorten, visible } from "./inert.ts";
export { answerMarkdown, digestMarkdown } from "./markdown.ts";
export { explain, forgottenInWords, planInWords, wordsShown } from "./words.ts";
