export { classifyIntent, type Intent, type Wish, withoutChatter } from "./classifyIntent.ts";
export { foldWord } from "./lexemes.ts";
export { parseNumber } from "./numberWords.ts";
export { continuesText, isQuestion, isUnfinished } from "./questions.ts";
