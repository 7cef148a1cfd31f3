import type { Question } from "../model/index.ts";
import { extractTerms } from "../text/index.ts";

/** Openings of follow-up questions, such as "And last year?", "Und warum?", "¿Y dónde?", "那去年呢？". */
const FOLLOW_UP_OPENING =
  /^[¿¡\s]*(?:and|but|so|then|also|what about|how about|why(?: not)?\s*\?|und|aber|also|dann|warum\s*\?|y|e|pero|entonces|et|mais|alors|ma|i|a|но|а|и)(?![\p{L}\p{M}])|^\s*(?:那|然后|还有|じゃあ|では)/iu;
/** A question with fewer distinct terms than this is treated as a follow-up. */
const MIN_TERMS = 2;

/** The search query for a question. For a follow-up question, the previous question is appended. */
export function queryWithContext({ text, language, talk = [] }: Question): string {
  const previous = talk.at(-1)?.question;
  const isFollowUp = FOLLOW_UP_OPENING.test(text) || hasFewTerms(text, language);
  return previous && isFollowUp ? `${text} ${previous}` : text;
}

/**
 * The search queries for a question, to be tried in turn until one finds something. A question with few terms may still
 * stand alone ("was it unanimous?"), so it is tried without the previous question first.
 */
export function queriesFor(question: Question): string[] {
  const { text, language } = question;
  const withContext = queryWithContext(question);
  const mayStandAlone = !FOLLOW_UP_OPENING.test(text) && extractTerms(text, language).length > 0;
  return withContext !== text && mayStandAlone ? [text, withContext] : [withContext];
}

const hasFewTerms = (text: string, language: string): boolean => new Set(extractTerms(text, language)).size < MIN_TERMS;
