export { isNonbreakingAbbreviation } from "./abbreviations.ts";
export { classifyStatement, hasSpeech, speakerOf } from "./classifyStatement.ts";
export {
  addWordCounts,
  digestWordLimits,
  isShorterThanDigest,
  isWithin,
  MAX_POINTS,
  maxDigestWords,
  type WordCounts,
  wordCounts,
} from "./digestWords.ts";
export { estimateTokens } from "./estimateTokens.ts";
export { splitFrontMatter } from "./frontMatter.ts";
export { type GradientBoostedTrees, predictProbability } from "./gbdt.ts";
export { detectLanguage, isLanguageTag, parseLanguage, primarySubtag, readLanguage } from "./language/index.ts";
export { repairMojibake } from "./mojibake.ts";
export { createQuoteLocator } from "./quoteLocator.ts";
export { isRepeated, SaidTexts, withoutRepetitions } from "./repetition.ts";
export { CJK, isCjkLanguage, wholeWords } from "./scripts.ts";
export { segmentSentences, splitParagraphs } from "./sentenceSegmentation.ts";
export { stopWordsOf } from "./stopWords.ts";
export { countWords, extractTerms } from "./tokenizer.ts";
