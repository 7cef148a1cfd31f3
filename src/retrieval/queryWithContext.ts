import type { Question } from "../model/index.ts";
import { extractTerms } from "../text/index.ts";

/** Openings of follow-up questions, such as "And last year?", "Und warum?", "¿Y dónde?", "那去年呢？", and a mere topic: 去年は？ */
const FOLLOW_UP_OPENING =
  /^[¿¡\s]*(?:and|but|so|then|also|what about|how about|why(?: not)?\s*\?|und|aber|also|dann|warum\s*\?|y|e|pero|entonces|et|mais|alors|ma|i|a|но|а|и)(?![\p{L}\p{M}])|^\s*(?:那|然后|还有|じゃあ|では|それでは|で、)|^[^、。,，?？]{1,16}(?:は|呢)\s*[?？]\s*$/iu;
/** A question with fewer distinct terms than this is treated as a follow-up. */
const MIN_TERMS = 2;

/** The search query for a question. For a follow-up question, the previous question is appended. */
export function queryWithContext({ text, language, talk = [] }: Question): string {
  const previous = talk.at(-1)?.question;
  return previous && isFollowUp(text, language) ? `${text} ${previous}` : text;
}

/** Whether a question opens as a follow-up, such as "And last year?". */
export const isOpenedAsFollowUp = (text: string): boolean => FOLLOW_UP_OPENING.test(text);

/** Whether a question can only be understood together with the one before it. `language` is that of its terms. */
export const isFollowUp = (text: string, language: string): boolean =>
  FOLLOW_UP_OPENING.test(text) || new Set(extractTerms(text, language)).size < MIN_TERMS;
