import type { Span } from "../../../../model/index.ts";

/** Matches words that deny what follows. Bounds deny nothing: "no more than 5". */
const NEGATION =
  /(?<![\p{L}'’])(?:not|never|no|without|cannot|ruled? out|miss(?:es|ed)|refus(?:es|ed) to|fail(?:s|ed) to|nicht|nie|niemals|kein\p{L}*|ohne|nunca|jamás|sin|ningun\p{L}*|descart(?:a|ó|an|aron)|ne|n['’]\p{L}+|sans|jamais|aucune?|non|não|nem)(?![\p{L}])(?!\s(?:more|less|fewer|later|earlier|longer|mehr|weniger|später|más|menos|plus|moins)\s(?:than|als|que|de|\d))|\p{L}n['’]t(?![\p{L}])|(?<![\p{L}'’])no one|nobody|nothing|none|nichts|nada|rien|niemand|nadie|personne ne|(?:ない|ません|なかった)|[不没沒无無]/giu;

/** Finds the words of a sentence that deny what follows. */
export const findNegations = (text: string): Span[] =>
  Array.from(text.matchAll(NEGATION), ({ 0: word, index }) => ({ start: index, end: index + word.length }));
