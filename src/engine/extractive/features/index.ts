export { type DocumentFeatures, documentFeatures } from "./documentFeatures.ts";
export { SENTENCE_FEATURES } from "./sentenceFeatures.ts";
export { WORD_FEATURES } from "./wordFeatures.ts";
