export {
  type Action,
  type ActionName,
  action,
  answerCard,
  type Card,
  digestCard,
  errorCard,
  noteCard,
  offerCard,
  progressCard,
  withoutFile,
} from "./card.ts";
export { comparisonCard } from "./comparisonCard.ts";
export { comparisonMarkdown } from "./comparisonMarkdown.ts";
export { digestHtml } from "./html.ts";
export { shorten, visible } from "./inert.ts";
export { answerMarkdown, digestMarkdown } from "./markdown.ts";
export { CARD_WORDS, explain, planInWords } from "./words.ts";
