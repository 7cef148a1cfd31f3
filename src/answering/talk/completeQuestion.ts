import { wholeWords } from "../../text/index.ts";

/** What opens a follow-up question. */
const OPENING = new RegExp(
  `^[¿¡\\s]*(?:${wholeWords("and|but|so|then|also|what about|how about|und|aber|was ist mit|y|pero|qué tal|et|mais|e|ma")}[\\s,]*)+`,
  "iu",
);
/** Maximum number of words of what a follow-up question puts in the place of something else. */
const MAX_WORDS = 6;
/** Words that make a question of what follows the opening, so that nothing has to be put into another one. */
const ASKS_ITSELF = new RegExp(
  wholeWords(
    "who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|has|have|had|should|if|wer|wen|wem|was|welche\\p{L}*|wann|wo|warum|wieso|wie|ist|sind|war|waren|hat|haben|wird|kann|darf|wenn|quién\\p{L}*|qué|cuál\\p{L}*|cuánt\\p{L}*|cuándo|dónde|cómo|por qué|si|qui|que|quoi|quel\\p{L}*|quand|où|pourquoi|comment|combien|chi|cosa|quanto|quando|dove|perché|quem",
  ),
  "iu",
);
/** "The second one", and the first thing with an article and another word before it: "the first loaf". */
const ONE_OF = /^the (?<which>\p{L}+) ones?$/iu;
const CHOSEN = /(?<=\bthe )\p{L}+(?= \p{L}+)/iu;
/** What words are about: "about the grill", "zum Dach". */
const ABOUT = new RegExp(
  `^${wholeWords("about|on|über|zu|zum|zur|sobre|de|del|à propos d[eu]|sur|su|sul|sulla")}\\s+\\S`,
  "iu",
);
const ABOUT_IN_QUESTION = new RegExp(
  `\\s${wholeWords("about|on|über|zu|zum|zur|sobre|del?|à propos d[eu]|sur|su|sul|sulla")}\\s.*$`,
  "iu",
);
const NAME = "\\p{Lu}[\\p{L}\\p{M}’'-]*(?: \\p{Lu}[\\p{L}\\p{M}’'-]*)*";
/** What stands before the subject of a question, the subject, and what stands behind it, by the order of words. */
const WITH_SUBJECT: RegExp[] = [
  /^(?<before>(?:what|how|why|when|where|which)\b.*?\b(?:does|do|did|has|have|is|was|would|will)\s+)(?<subject>.{1,60}?)(?<after>\s+(?:say|said|think|thought|want|argue|blame|believe|claim|suggest|propose|advise|prefer|expect|hope|pay|cost|charge|earn|receive|get|give|spend|call|demand|plan|offer|recommend|report|write|promise|have|need)\b.*)$/iu,
  new RegExp(
    `^(?<before>(?:[Ww]as|[Ww]ie ?viel|[Ww]ann|[Ww]arum|[Ww]ie) \\p{Ll}+ )(?<subject>(?:(?:der|die|das|Herr|Frau|Dr\\.?) )*${NAME})(?<after>.*)$`,
    "u",
  ),
  new RegExp(
    `^(?<before>[¿\\s]*(?:[Qq]ué|[Cc]uánt\\p{L}*|[Cc]uándo|[Pp]or qué|[Cc]ómo) \\p{Ll}+ )(?<subject>(?:(?:el|la|los|las|su|sus) .+?|${NAME}))(?<after> (?:a|al|de|del|en|sobre|con|por|para) .*|[?\\s]*)$`,
    "u",
  ),
];
/** A person or thing in the place of another, unless it is a name: it begins with an article or a possessive. */
const THING = new RegExp(
  `^(?:${wholeWords("the|a|an|his|her|their|its|der|die|das|sein\\p{L}*|ihr\\p{L}*|herr|frau|el|la|los|las|su|sus|le|les|son|sa|ses|il|lo|i|gli")}\\s|l['’])`,
  "iu",
);

/**
 * Completes a follow-up question that only names what to put in the place of something in the last question: "and her
 * deputy?" after "What does the head of planning think?".
 * @returns null for any other question
 */
export function completeQuestion(text: string, latest: string): string | null {
  const rest = text.replace(OPENING, "").replace(/[\s?？!.]+$/u, "");
  if (!rest || rest === text || rest.split(/\s+/).length > MAX_WORDS || ASKS_ITSELF.test(rest)) return null;
  const which = ONE_OF.exec(rest)?.groups?.which;
  if (which) return CHOSEN.test(latest) ? latest.replace(CHOSEN, which) : null;
  if (ABOUT.test(rest)) return `${latest.replace(/[\s?？]+$/u, "").replace(ABOUT_IN_QUESTION, "")} ${rest}?`;
  if (!THING.test(rest) && !/^\p{Lu}/u.test(rest)) return null;
  for (const pattern of WITH_SUBJECT) {
    const groups = pattern.exec(latest)?.groups;
    if (groups) return `${groups.before}${rest}${groups.after}`;
  }
  return null;
}
