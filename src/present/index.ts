export { answerCard, type Card, digestCard, errorCard, progressCard } from "./card.ts";
export { digestHtml } from "./html.ts";
export { answerMarkdown, digestMarkdown } from "./markdown.ts";
export { explain } from "./words.ts";
