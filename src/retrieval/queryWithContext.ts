import type { Question } from "../model/index.ts";
import { terms } from "../text/index.ts";

/** How a question begins that goes on from the one before: "And last year?", "Und warum?", "¿Y dónde?", "那去年呢？" */
const GOES_ON =
  /^[¿¡\s]*(?:and|but|so|then|also|what about|how about|why(?: not)?\s*\?|und|aber|also|dann|warum\s*\?|y|e|pero|entonces|et|mais|alors|ma|i|a|но|а|и)(?![\p{L}\p{M}])|^\s*(?:那|然后|还有|じゃあ|では)/iu;
const FEW_TERMS = 2;

/** What to look for in the document: the question, with the one before it when it cannot be understood without. */
export function wanted({ text, language, talk = [] }: Question): string {
  const before = talk.at(-1)?.question;
  const leans = GOES_ON.test(text) || new Set(terms(text, language)).size < FEW_TERMS;
  return before && leans ? `${text} ${before}` : text;
}
