/** Openers of questions in English, German and Spanish, which make a text one without a question mark. */
const OPENERS = [
  String.raw`(?:(?:so|and|but|ok|okay|hi|hey|hello),? )*(?:who|whos|who's|whose|whom|which|what|what's|whats)\b(?! an?\b)`,
  String.raw`how (?:many|much|long|old|far|big|often|high|large|late|to|do|does|did|is|are|was|were|can|could|will|would|should|has|have|come)\b`,
  String.raw`(?:when|where|why) (?:is|are|was|were|do|does|did|will|would|can|could|should|has|have|had)\b`,
  String.raw`(?:is|are|was|were|does|did|will|would|could|should|has|have|had|can) (?:it|they|he|she|the|this|that|these|those|there|we|you|i|a|an|any|anyone|anybody|someone|somebody|people|all)\b`,
  "(?:tell me|do you know|does anyone know|can someone tell|i wonder|i want to know|find out) ",
  String.raw`(?:wer|wem|wen|wessen|wann|warum|wieso|weshalb|wohin|woher|womit|wodurch|wofür|worüber|welche[rsnm]?)\b`,
  String.raw`was (?!für ein)\p{L}+`,
  String.raw`(?:wie|wo) (?:viele?|lange?|oft|hoch|gro(?:ß|ss)|alt|weit|teuer|ist|sind|war|waren|hat|haben|wird|werden|kann|können|hei(?:ß|ss)t|kommt|geht|funktioniert|steht|soll|sollen)\b`,
  String.raw`(?:ist|sind|hat|haben|wird|werden|kann|können|darf|dürfen|gibt|war|waren|muss|soll) (?:es|er|sie|das|der|die|den|dem|ein|eine|man|wir|ich|du|dort|da|hier|jemand)\b`,
  "(?:sag mir|weißt du|weiss jemand|weiß jemand) ",
  "[¿]|(?:qui[eé]n(?:es)?|cu[aá]l(?:es)?|cu[aá]nt[oa]s?|cu[aá]ndo|d[oó]nde|por qu[eé]|qué|cómo) ",
];
const STARTS_AS_QUESTION = new RegExp(`^(?:${OPENERS.join("|")})`, "iu");
/** The end of a Japanese question, or one of its question words. */
const JAPANESE_QUESTION =
  /(?:か|かな|かしら|の)[。.!！]*$|(?:何|誰|いつ|どこ|なぜ|どうして|いくら|どの|どれ|どう|いくつ)(?=.*(?:か|の|は|です|ます)[。]*$)/u;
const HAS_KANA = /[\p{sc=Hiragana}\p{sc=Katakana}]/u;

/** Whether a text begins as a question does, in English, German, Spanish or Japanese. */
const startsAsQuestion = (text: string): boolean =>
  STARTS_AS_QUESTION.test(text.trim()) || (HAS_KANA.test(text) && JAPANESE_QUESTION.test(text.trim()));

/** Whether a text that comes with a source asks something, and is no comment: it has a question mark or begins so. */
export const isQuestion = (text: string): boolean =>
  /\p{L}.*[?？؟]/su.test(text) ||
  (text.trim().split(/\s+/).length >= 3 && startsAsQuestion(text)) ||
  (HAS_KANA.test(text) && startsAsQuestion(text));

/** The end of a text that goes on: a comma, a dash, an opening bracket, an ellipsis. */
const OPEN_END = /(?:[,;:、，–—(（「-]|\.{3}|…)\s*$/u;
const SENTENCE_END = /[.?!。？！؟](?:["'”’»)\]」』]|\s)*$/u;
/** Words after which something must follow, whatever comes before. */
const OPEN_WORDS =
  /(?:^|[^\p{L}])(?:and|or|but|nor|because|although|unless|whether|the|an|their|its|his|your|our|my|whose|every|than|und|oder|aber|weil|obwohl|dass|ob|der|die|das|den|dem|des|ein|eine|einen|einem|einer|ihre?[nrms]?|seine?[nrms]?|y|o|pero|porque|aunque|el|la|los|las|un|una|unos|unas|sus?|del|al|de|en|con|por|para|sobre|entre|desde|hasta|según)$/iu;
/** Prepositions may end a question ("what is it for"), but no other text. */
const PREPOSITIONS =
  /(?:^|[^\p{L}])(?:of|in|on|at|for|with|from|to|by|about|between|during|without|into|von|mit|bei|nach|aus|für|über|ohne|zwischen|gegen|wegen|zum|zur|im|am|beim|vom)$/iu;
/** A question to which the main verb is missing: "what would the change", "wann wird der Rat". */
const WITHOUT_VERB =
  /^(?:what|who|whom|which \p{L}+|when|where|why|how(?: \p{L}+)?) (?:would|does|did|do|will|can|could|should)(?: (?:the|a|an|this|that|these|those|their|its|his|her|our|my))?(?: \p{L}+)?$|^(?:was|wen|wem|wann|wo|wie|warum) (?:würden?|wird|werden|kann|können|soll|sollen|hat|haben)(?: (?:der|die|das|ein|eine|diese[rs]?|man|er|sie|es))?(?: \p{L}+)?$/iu;
/** One or two words that say nothing by themselves. Words of a question that is whole, such as "why", are no such. */
const FUNCTION_WORDS =
  /^(?:and|so|then|but|also|what|how|who|which|when|where|about|is|are|was|were|if|or|und|dann|aber|was|wie|wer|welche[rsn]?|wann|wo|ist|sind|y|entonces|pero|qué|cómo|quién|cuál|es|son|si|wenn|falls|the|that|this|it|he|she|they)(?:,? (?:and|so|then|but|also|what|how|who|which|when|where|about|is|are|was|were|if|und|dann|aber|was|wie|wer|wann|wo|ist|sind|y|qué|cómo|quién|es|son|si|the|a|that|this|it|he|she|they))?$/iu;
const OPEN_KANA = /(?:[をがにでとへ]|から|けど|けれど|ので|そして|また)$/u;

/** Whether a text is clearly unfinished, so that its writer is going to send more. */
export function isUnfinished(text: string): boolean {
  const trimmed = text.trim();
  if (OPEN_END.test(trimmed)) return true;
  if (SENTENCE_END.test(trimmed)) return false;
  if (FUNCTION_WORDS.test(trimmed) || OPEN_WORDS.test(trimmed) || WITHOUT_VERB.test(trimmed)) return true;
  return (PREPOSITIONS.test(trimmed) && !startsAsQuestion(trimmed)) || OPEN_KANA.test(trimmed);
}

/** Openers of a question that takes up the last one: "and in 2023". */
const FOLLOW_UP = /^(?:and|but|what about|how about|und|aber|was ist mit|y|pero|そして|では|じゃあ)(?=[^\p{L}]|$)/iu;

/** Whether a text goes on with another one by the same writer, sent shortly before, rather than asking anew. */
export const continuesText = (earlier: string, text: string): boolean =>
  !SENTENCE_END.test(earlier.trim()) &&
  (isUnfinished(earlier) || !(startsAsQuestion(text) || FOLLOW_UP.test(text.trim())));

/** Maximum number of words of a remark beside laughter. */
const MAX_REMARK_WORDS = 8;
/** Asks for something although it begins with no question word. */
const ASKS_FOR =
  /^(?:tell|show|give|explain|list|find|name|define|describe|compare|sag|zeig|nenn|erklär|gib|dime|explica|muestra|dame)\p{L}*(?!\p{L})/iu;

/** Whether what somebody writes after laughing is a remark that asks nothing: "haha, no boat". */
export function isRemark(text: string): boolean {
  const said = text.replace(/^[^\p{L}\p{N}]+/u, "").trim();
  const words = said.split(/\s+/).length;
  return (
    !/[?？]/.test(said) &&
    words <= MAX_REMARK_WORDS &&
    !startsAsQuestion(said) &&
    !startsAsQuestion(said.replace(FOLLOW_UP, "").trim()) &&
    !FOLLOW_UP.test(said) &&
    !ASKS_FOR.test(said) &&
    !QUESTION_WORD.test(said)
  );
}
/** A question word at the beginning, before anything: "what a pity" is a question to be safe. */
const QUESTION_WORD =
  /^(?:who|whom|whose|which|what|when|where|why|how|is|are|was|were|does|do|did|can|could|will|would|wer|wen|wem|was|wann|wo|warum|wieso|wie|welche\p{L}*|ist|sind|quien|quién|que|qué|cual|cuál|cuando|cuándo|donde|dónde|como|cómo|cuanto\p{L}*|cuánt\p{L}*|por qué)(?!\p{L})/iu;
