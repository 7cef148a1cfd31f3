export { DEFERRED, SUMMARY_HEADING } from "./cues.ts";
export { type DocumentFeatures, documentFeatures } from "./documentFeatures.ts";
export { KEY_FEATURES } from "./keyFeatures.ts";
export { NEWS_FEATURES } from "./newsFeatures.ts";
export { SENTENCE_FEATURES } from "./sentenceFeatures.ts";
export { WORD_FEATURES } from "./wordFeatures.ts";
