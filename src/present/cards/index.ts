export { helpCard, type Provider, usageCard } from "./adminCards.ts";
export { answerCard } from "./answerCard.ts";
export {
  type Action,
  type ActionName,
  type Card,
  createAction,
  errorCard,
  noteCard,
  offerCard,
  withoutFiles,
} from "./card.ts";
export { claimsCard } from "./claimsCard.ts";
export { comparisonCard } from "./comparisonCard.ts";
export { type DigestFooter, digestCard, shortTextCard } from "./digestCard.ts";
export { menuCard } from "./menuCard.ts";
export { overviewCard, type SourceStatus } from "./overviewCard.ts";
export { progressCard } from "./progressCard.ts";
export { sourceCard } from "./sourceCard.ts";
