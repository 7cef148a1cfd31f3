import { foldWord, type Lexeme } from "./lexemes.ts";

/** A question word in English, German, Spanish or Japanese. */
const QUESTION_WORD =
  /^(?:who|whom|whose|which|what|when|where|why|how|wer|wem|wen|wessen|welche[rsnm]?|wann|wo|warum|wozu|wieso|wie|quien(?:es)?|cual(?:es)?|cuando|cuantos?|donde|.*[誰何].*|ど[のれんうこ]?.*|いつ.*|なぜ.*|いくら.*|いくつ.*)$/u;
/** A verb that makes a statement or a question of a topic. */
const VERB =
  /^(?:is|are|was|were|isnt|arent|has|have|had|does|do|did|will|can|should|ist|sind|war|waren|wird|werden|hat|haben|gilt|es|son|era|eran|fue|fueron|esta|estan|estaba|sera|tiene|tienen|sigue)$/;
/** Spanish questions whether something is so. "Es posible" and "es muy largo" are none. */
const SPANISH_COPULA =
  /^[^\p{L}]*(?:y |pero |ok |entonces )?(?:(?:el|la|los|las|lo|eso|esto) (?:[\p{L}\d]+ ){0,2})?(?:es|son|era|eran|fue|esta|estan|estaba) (?!posible|muy|demasiado)/u;
/** Asks what the writer may do, rather than for a digest: "can I extend that?" */
const DONE_BY_WRITER =
  /^[^\p{L}]*(?:and |so |but )?(?:can|could|may|am i allowed to|do i have to) (?:i )?(?:extend|expand|lengthen|shorten|cut)\b/u;
/** The end of a Japanese question whether something is so, but for 可能ですか. */
const JAPANESE_COPULA =
  /(?<!可能|いい)(?:なん)?(?:ですか|でしたか|ですかね|でしょうか|だっけ|だった|なの|いの)[?？。\s]*$/u;
/** Words by which somebody asks for something, as `foldWord` gives them. */
const REQUEST =
  /\b(?:(?:can|could|would|will) (?:you|u|ya|i|we)|please|pls|plz|give|make|show|bitte|kannst|konnten|konntest|konnen|mach|gib|zeig|puedes|podrias|puede|por favor|porfa|haz|hazme|dame|muestrame)\b/;

/**
 * Whether an utterance that is made of words of wishes may be one, and does not ask whether or who: "¿es simple?",
 * "zusammengefasst von wem?", 英語ですか.
 */
export function isAskedFor(lexemes: Lexeme[], text: string): boolean {
  const topic = lexemes.filter(({ symbol }) => /[xo]/.test(symbol));
  if (topic.some(({ word }) => QUESTION_WORD.test(word))) return false;
  const symbols = lexemes.map(({ symbol }) => symbol).join("");
  if (/[\p{sc=Hiragana}\p{sc=Katakana}]/u.test(text)) {
    if (JAPANESE_COPULA.test(text) && !/[dDwV]/.test(symbols)) return false;
    if (/は.{1,20}(?:について|に関して|に対して)は?[?？\s]*$/u.test(text)) return false;
    if (/は[?？\s]*$/u.test(text) && /Bf*$/.test(symbols)) return false;
  }
  return !/[?？]/.test(text) || isRequest(lexemes, symbols, foldWord(text));
}

/** Whether a text with a question mark may be a wish. */
function isRequest(lexemes: Lexeme[], symbols: string, folded: string): boolean {
  if (DONE_BY_WRITER.test(folded)) return false;
  if (SPANISH_COPULA.test(folded) && !/[DwC]/.test(symbols)) return false;
  const first = lexemes.find(({ word }) => !/^(?:y|pero|ok|and|und|but|aber)$/.test(word));
  if (first?.word === "que" && first.end - first.start === 3) return false;
  if (lexemes.some(({ symbol, word }) => symbol === "x" && VERB.test(word))) return false;
  // "A list of the members?" asks for what the document has, "can you make a list of the members?" for a digest.
  return !/b.*x/.test(symbols) || REQUEST.test(folded);
}
