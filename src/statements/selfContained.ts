import { hasDependentOpener } from "./dependentOpeners.ts";

/** Matches the end of a question. */
export const QUESTION = /[?？؟]["'”’»）)\s]*$/u;
/**
 * Matches a lower-case word at the start. It suggests that the text continues a sentence that was interrupted, for
 * example by a code block.
 */
const CONTINUATION = /^\p{Ll}+ /u;
/** Whether a sentence is likely to be understood without the preceding sentence. */
export const isSelfContained = (text: string, language: string): boolean =>
  !hasDependentOpener(text, language) && !QUESTION.test(text) && !CONTINUATION.test(text);
