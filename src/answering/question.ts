import { extractTerms, primarySubtag, wholeWords } from "../text/index.ts";
import { type AnswerKind, kindAskedFor } from "./answerKind.ts";

/** What a question asks for. Terms are index terms as `extractTerms` gives them. */
export type AskedFor = {
  text: string;
  kind: AnswerKind;
  /** The thing counted or chosen from: "ditches" in "How many ditches …?", "licence" in "Under which licence …?". */
  focus: string[];
  /** The first word of it, as written. */
  focusWord: string | null;
  /** Names, each as its terms. */
  names: string[][];
  /** Numbers and codes, other than years: "180", "2 TB", "4.8". */
  numbers: string[];
  years: string[];
  /** Things that it takes for known ("the helicopter"), each as its terms. */
  definites: string[][];
  /** Whether it asks what somebody says or thinks. */
  asksForWords: boolean;
  /** Whose words are asked for, and what they are about: terms, none if it does not tell. */
  speaker: string[];
  subject: string[];
  /** The name of whose words are asked for, as written; null if it names nobody: "What did the farmer say?" */
  speakerName: string | null;
  /** The word for what he is, if it asks for the words of "the director". */
  speakerRole: string | null;
  /** Whether it takes something for granted that a negated sentence would deny: it asks why, how much or who. */
  isNegated: boolean;
  /** Of a follow-up question: the terms that only the topic of the talk has, and those that it adds itself. */
  topic: ReadonlySet<string>;
  fresh: string[];
};

/** Matches the wh-word that stands before the focus. */
const BEFORE_FOCUS = new RegExp(
  `${wholeWords(
    "how (?:many|much)|(?:what|which)(?! (?:is|was|are|were|did|do|does|has|have|had|will|would|can|could|should|may|might|must|if|happen\\p{L}*)(?!\\p{L}))|" +
      "(?:what|which) (?:is|was|are|were) the|wie ?viele?|welche[rsnm]?|cuánt[oa]s?|qué|cuál(?:es)? (?:es|era|fue|son) (?:el|la|los|las)|combien (?:de|d['’])|quel(?:le)?s? (?:est (?:le|la|l['’])?)?|" +
      "quant[oaie]|qua(?:l|is) (?:é|foi) [oa]|qua(?:l|le)|сколько|как(?:ой|ая|ое|ие|ую|ого|им|ом)|kaç|hangi|bao nhiêu|mấy",
  )}\\s*`,
  "iu",
);
/** What is counted or measured without being named in the answer. */
const GENERIC =
  /^(?:people|persons?|money|times?|things?|kinds?|sorts?|more|others?|leute|menschen|personen|geld|mal|gente|personas|dinero|veces|personnes|argent|fois|gens|pessoas|dinheiro|vezes|persone|soldi|человек|людей|раз|денег)$/iu;
const ARTICLE = /^(?:the|of|der|die|das|el|la|los|las|le|les|o|a|os|as|il|lo|gli|i|de|d)$/iu;
/** Words that end a focus: verbs and prepositions that are no stop words. */
const FOCUS_END = /[^\p{L}\p{M}\p{N}'’ -]/u;
const MAX_FOCUS = 3;
const NAME = /(?<![\p{L}\p{M}\p{N}])\p{Lu}[\p{L}\p{M}\p{N}’'&-]*(?:\s+\p{Lu}[\p{L}\p{M}\p{N}’'&-]*)*/gu;
const NUMBER = /(?<![\p{L}\p{N}])\p{N}+(?:[.,:]\p{N}+)*|(?<=\p{L} )\p{Lu}(?![\p{L}\p{N}'’.])/gu;
/** Definite articles, also joined with a preposition, by language. What is elided stands before an apostrophe. */
const ARTICLES: Record<string, { words: string; elided?: string }> = {
  en: { words: "the|this" },
  de: { words: "der|die|das|den|dem|des|im|am|zur|zum" },
  es: { words: "el|la|los|las|del|al" },
  fr: { words: "le|la|les|du|au|aux", elided: "l" },
  it: { words: "il|lo|la|i|gli|le|del|al|nel|nella|dal|dalla|della|dello|dei", elided: "l|dell|all|nell|dall|d" },
  pt: { words: "o|a|os|as|do|da|dos|das|no|na|ao|à" },
};
const DEFINITES = new Map(
  Object.entries(ARTICLES).map(([language, { words, elided }]) => [
    language,
    new RegExp(
      `${wholeWords(words)}\\s+(?<thing>[\\p{L}\\p{N}’'-]+(?:\\s+[\\p{L}\\p{N}’'-]+)?)` +
        (elided ? `|(?<![\\p{L}])(?:${elided})['’](?<elided>[\\p{L}-]+)` : ""),
      "giu",
    ),
  ]),
);
const YEAR = /^(?:1[5-9]|20)\d\d$/;
const WORDS_ASKED_FOR = new RegExp(
  `${wholeWords(
    "(?:what|how|why) (?:do|does|did|has|have|is|was|would) (?:.{1,80} )?(?:say|said|says|think|thinks|argue|argued|argues|claim|claimed|claims|blame|blames|blamed|believe|believes|want|suggest|suggested|respond|responded|answer|reply|replied|describe|tell|told|explain|explained|object)|" +
      "according to|was (?:sagt|sagte|meint|meinte|denkt|fordert|forderte)|qué (?:dice|dijo|opina|opinó|piensa|afirma|afirmó)|que (?:dit|pense)|qu['’]a dit|что (?:говорит|сказал\\p{L}*|думает)|o que (?:diz|disse)|cosa (?:dice|pensa|ha detto)",
  )}|何と(?:述べ|言|話|語)|どう(?:述べ|言|考え)|说了什么|怎么(?:说|看)`,
  "iu",
);
const NEGATION = new RegExp(
  `${wholeWords("not|no|never|nobody|none|without|cannot|neither|nicht|kein\\p{L}*|nie|ohne|nunca|ningún\\p{L}*|sin|pas|jamais|aucun\\p{L}*|sans|não|nem|non|mai|не|нет|değil|không")}|n['’]t(?!\\p{L})|不|没|ない|なかった|ません|ず[。、]|لا|لم|لن|ليس`,
  "iu",
);

/** Whether a text denies something. */
export const isNegated = (text: string): boolean => NEGATION.test(text);

const NEGATIONS = new RegExp(NEGATION, "giu");
/** The length of what a negation denies, in UTF-16 units. */
const DENIED_LENGTH = 14;

/** What stands right after each negation in a text. */
export const negatedWords = (text: string): string[] =>
  Array.from(text.matchAll(NEGATIONS), ({ 0: word, index }) =>
    text.slice(index + word.length, index + word.length + DENIED_LENGTH),
  );

/** Maximum length of what is read before and after a negation, in UTF-16 units. */
const CLAUSE_LENGTH = 40;
const CLAUSE_END = /[.,;:!?。、，；：！？]/u;

/** A negation in a text, with what stands before and after it within its clause. */
export type NegatedClause = { word: string; before: string; after: string };

const NOTHING = new RegExp(`${NEGATION.source}|${wholeWords("nothing|nichts|nada|rien|niente|nulla|ничего")}`, "giu");

/** Finds the negations in a text, "nothing" among them. */
export const negatedClauses = (text: string): NegatedClause[] =>
  Array.from(text.matchAll(NOTHING), ({ 0: word, index }) => ({
    word,
    before: text
      .slice(Math.max(0, index - CLAUSE_LENGTH), index)
      .split(CLAUSE_END)
      .at(-1)!,
    after: text.slice(index + word.length, index + word.length + CLAUSE_LENGTH).split(CLAUSE_END, 1)[0]!,
  }));

/** Analyses the wording of a question. `language` is the language of its terms (BCP-47). */
export function analyseQuestion(text: string, language: string): AskedFor {
  const found = text.match(NUMBER) ?? [];
  return {
    text,
    kind: kindAskedFor(text),
    ...focusOf(text, language),
    names: namesIn(text, language),
    numbers: found.filter((number) => !YEAR.test(number)),
    years: found.filter((number) => YEAR.test(number)),
    asksForWords: WORDS_ASKED_FOR.test(text),
    definites: definitesIn(text, language),
    ...speechIn(text, language),
    isNegated: isNegated(text),
    topic: new Set(),
    fresh: [],
  };
}

function focusOf(text: string, language: string): Pick<AskedFor, "focus" | "focusWord"> {
  const match = BEFORE_FOCUS.exec(text);
  if (!match) return { focus: [], focusWord: null };
  const rest = text.slice(match.index + match[0].length).split(FOCUS_END, 1)[0]!;
  const focus: string[] = [];
  let focusWord: string | null = null;
  for (const word of rest.split(/[\s-]+/).slice(0, MAX_FOCUS)) {
    const terms = extractTerms(word, language);
    if (!terms.length && (focus.length || !ARTICLE.test(word))) break;
    if (terms.length) focusWord ??= word;
    if (!GENERIC.test(word)) focus.push(...terms);
  }
  return { focus, focusWord };
}

/** Matches the speaker and the subject of a question for words: "What did X say about Y?" */
const SPEECH = new RegExp(
  `(?:${wholeWords("do|does|did|has|have|is|was|according to|sagte?|meinte?|denkt|hält|dice|dijo|opina|opinó|piensa|dit|pense|говорит|сказал\\p{L}*|думает|diz|disse|pensa")}|^)(?<speaker>.{0,80}?)${wholeWords("say|said|says|think|thinks|argue|argued|believe|claim|tell|told|propose|suggest|want|about|of|on|über|zu|zum|zur|von|sobre|del?|d[eu]|à propos|о|об|su|sul|sulla")}(?:\\s+${wholeWords("about|of|on")})?(?<subject>.*)`,
  "iu",
);
const CJK_SPEECH = /^(?<speaker>.{1,30}?)(?:は|对)(?<subject>.{0,30}?)(?:について|に対して|を|怎么)/u;

/**
 * What stands right before the name of whose words are asked for: "What did Anna Berg say", "Was sagt Anna Berg". The
 * name is matched apart, because V8 gets patterns wrong, once it has compiled them, in which only a part minds the case.
 */
const BEFORE_NAME = new RegExp(
  `${wholeWords(
    "do|does|did|has|have|according to|sagte?|meinte?|denkt|forderte?|dice|dijo|opina|opinó|piensa|afirma|afirmó|dit|pense|говорит|сказал\\p{L}*|думает|diz|disse|pensa|detto",
  )}\\s+`,
  "giu",
);
const NAME_AT_START = /^\p{Lu}[\p{L}\p{M}\p{N}’'-]*(?:\s+\p{Lu}[\p{L}\p{M}\p{N}’'-]*)*/u;
const CJK_SPEAKER_NAME =
  /^(?<name>[\p{sc=Han}\p{sc=Katakana}\p{sc=Hiragana}ー・]{1,12}?)(?:さん|氏|先生)(?:は|が)|^(?<bare>[\p{sc=Katakana}ー・]{2,12}|[\p{sc=Han}]{2,3})(?:は|说)/u;

function speakerNameIn(text: string): string | null {
  if (!WORDS_ASKED_FOR.test(text)) return null;
  for (const { 0: opening, index } of text.matchAll(BEFORE_NAME)) {
    const name = NAME_AT_START.exec(text.slice(index + opening.length))?.[0];
    if (name) return name;
  }
  const groups = CJK_SPEAKER_NAME.exec(text)?.groups;
  return groups?.name ?? groups?.bare ?? null;
}

function speechIn(
  text: string,
  language: string,
): Pick<AskedFor, "speaker" | "subject" | "speakerName" | "speakerRole"> {
  const groups = WORDS_ASKED_FOR.test(text) ? (CJK_SPEECH.exec(text) ?? SPEECH.exec(text))?.groups : undefined;
  const terms = (part = ""): string[] => extractTerms(part, language);
  return {
    speaker: terms(groups?.speaker),
    subject: terms(groups?.subject),
    speakerName: speakerNameIn(text),
    speakerRole: ROLE.exec(groups?.speaker?.trim() ?? "")?.[1] ?? null,
  };
}

/** A speaker who is named by what he is: "the director", "her deputy", "la presidenta". */
const ROLE =
  /(?:^|\s)(?:the|his|her|their|its|der|die|sein\p{L}*|ihr\p{L}*|el|la|su|le|l['’]|son|sa|il|lo) ?((?!head|chair of)\p{L}{4,})$/iu;

/** What follows a definite article: the first word, or in languages with adjectives first the two of which one is the thing. */
function definitesIn(text: string, language: string): string[][] {
  const definite = DEFINITES.get(primarySubtag(language));
  if (!definite) return [];
  return Array.from(text.matchAll(definite), ({ groups }) =>
    extractTerms(groups!.thing ?? groups!.elided ?? "", language),
  ).filter((terms) => terms.length > 0);
}

/** The names in a text. In German all nouns are capitalised, so that no word is taken for a name there. */
function namesIn(text: string, language: string): string[][] {
  if (/^(?:de|lb)\b/.test(language)) return [];
  return Array.from(text.matchAll(NAME))
    .filter(({ index }) => /[\p{L}\p{N}]/u.test(text.slice(0, index)))
    .map(([name]) => extractTerms(name, language))
    .filter((terms) => terms.length > 0);
}
