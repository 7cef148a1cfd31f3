export { splitFrontMatter } from "./frontMatter.ts";
export { detectLanguage, isLanguageTag } from "./language.ts";
export { createLocator } from "./locate.ts";
export { isCjkLanguage } from "./scripts.ts";
export { search } from "./search.ts";
export { sentences } from "./sentences.ts";
export { judge, speakerOf } from "./speech.ts";
export { estimateTokens } from "./tokens.ts";
export { terms, words } from "./words.ts";
