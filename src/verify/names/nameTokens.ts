import { monthNumber, weekdayNumber } from "../../quantities/index.ts";
import { areWordForms, type Token } from "../alignment/index.ts";

/** The use of capitals in a document, from which names are told apart from other capitalised words. */
export type WordCasing = {
  /** BCP-47. */
  language: string;
  /** Whether the document contains the word in lower case, which means that it is not only a name. */
  occursLowercase(word: string): boolean;
  /** Whether the document contains the word capitalised in the middle of a sentence, like a name. */
  occursCapitalised(word: string): boolean;
};

const PRONOUN_OR_ARTICLE =
  /^(?:he|she|it|they|him|her|them|his|its|their|hers|theirs|we|our|us|i|my|me|this|that|these|those|who|er|sie|es|ihr\p{L}*|ihn|ihm|sein\p{L}*|dess\p{L}*|deren|dies\p{L}*|wir|uns\p{L}*|il|elle|ils|elles|son|sa|leur|él|ella|ellos|ellas|su|sus|este|esta|esa|ese|mism[oa]|nuestr\p{L}*|он|она|они|его|её|их|on|ona|oni|jego|jej|他|她|它|们|the|der|die|das|dem|den|des|le|la|el|los|las)$/u;
const ARTICLE = /^(?:the|an?|der|die|das|dem|den|des|el|la|los|las|le|les)$/;
const HONORIFIC =
  /^(?:mr|mrs|ms|miss|dr|prof|professor\p{L}*|sir|lord|lady|dame|st|herr\p{L}*|frau|señora?|don|doña|madame|monsieur|mme|capt|gen|col|sgt|rev|hon|jr)$/u;
/** Suffixes that are typical of German common nouns and rare in names. */
const GERMAN_NOUN_SUFFIX =
  /(?:ung|ungen|heit|heiten|keit|keiten|schaft\p{L}*|tion|tionen|tät|täten|nis|nisse\p{L}*|tum|ismus|ling\p{L}*|chen|ment|mente|anz|enz|ur|age|agen|ik|ist|isten|er(?:in|innen|n|s)|eure?n?|el[ns]|lein|zeug|werk\p{L}*)$/u;
/**
 * Words that can start a German sentence before a noun: inflected adjectives, determiners, prepositions, conjunctions,
 * adverbs and verbs.
 */
const GERMAN_OPENER =
  /^(?:\p{L}+(?:e|en|er|es|em)|ein\p{L}*|kein\p{L}*|i[mn]|am|an|auf|aus|bei|beim|bis|durch|für|gegen|laut|mit|nach|ohne|rund|seit|statt|über|um|unter|vo[mnr]|während|wegen|zu|zum|zur|zwischen|als|dass|weil|wenn|ob|da|auch|nur|so|wie|etwa|fast|knapp|mehr|trotz|hat|ist|sind|war|waren|haben|wird|werden|soll|sollen|will|kann|können)$/u;
/** German nouns used in measurements and dates. A capitalised word after one of them is not classified as a name. */
const GERMAN_MEASURE_NOUN =
  /^(?:prozent|euro|dollar|franken|pfund|million\p{L}*|milliard\p{L}*|mio|mrd|ende|anfang|mitte|tonnen|kilo\p{L}*|meter|liter|hektar|uhr|jahre?n?|menschen)$/u;

/**
 * Whether a language capitalises all nouns, as German and Luxembourgish do. A capital then does not indicate a name.
 */
export const capitalisesNouns = (language: string): boolean => /^(?:de|lb)\b/.test(language);

export const isPronounOrArticle = (word: string): boolean => PRONOUN_OR_ARTICLE.test(word);
export const isArticle = (word: string): boolean => ARTICLE.test(word);
/** Whether a token is the English "I", on its own or in a contraction ("I'm"). */
export const isFirstPersonPronoun = ({ word }: Token): boolean => /^i(?:'|$)/.test(word);
/** Whether a token can be a name: capitalised, and not an honorific, month or weekday. */
export const isNameCandidate = ({ word, isCapitalised }: Token): boolean =>
  isCapitalised && !HONORIFIC.test(word) && monthNumber(word, true) === undefined && weekdayNumber(word) === undefined;

/**
 * The class of a capitalised word. `uncertain` means that it may owe its capital to the start of a sentence or to
 * German spelling, and so need not be a name.
 */
export type NameStatus = "name" | "uncertain" | "word";

/** Classifies the capitalised token `i` by its form, its position and how the document writes it elsewhere. */
export function classifyName(tokens: Token[], i: number, casing: WordCasing): NameStatus {
  const { word, isInitial } = tokens[i]!;
  if (countryCode(word)) return "name";
  if (isInitial && (casing.occursLowercase(word) || isPronounOrArticle(word))) return "word";
  if (capitalisesNouns(casing.language)) return classifyGermanName(tokens, i, casing);
  return !isInitial || casing.occursCapitalised(word) ? "name" : "uncertain";
}

/** In German, only a capitalised word directly after another one is classified as a name: "Minister Müller". */
function classifyGermanName(tokens: Token[], i: number, casing: WordCasing): NameStatus {
  const { word, isInitial, isAdjacent } = tokens[i]!;
  if (GERMAN_NOUN_SUFFIX.test(word)) return "word";
  if (isInitial) return "uncertain";
  const previous = tokens[i - 1];
  const followsNoun =
    isAdjacent &&
    previous?.isCapitalised &&
    !GERMAN_MEASURE_NOUN.test(previous.word) &&
    !/^\p{N}/u.test(tokens[i - 2]?.word ?? "");
  // The first word of a sentence need not be a noun: "Viele Kinder", "Nach Angaben".
  const followsOpener =
    previous?.isInitial &&
    (casing.occursLowercase(previous.word) || isPronounOrArticle(previous.word) || GERMAN_OPENER.test(previous.word));
  return followsNoun && !followsOpener ? "name" : "uncertain";
}

/**
 * Whether token `i` of the evidence is likely a name, judging by its form, its position and the rest of the document.
 */
export function isName(tokens: Token[], i: number, casing: WordCasing): boolean {
  const token = tokens[i]!;
  const { word, isInitial } = token;
  if (!isNameCandidate(token) || isPronounOrArticle(word) || isFirstPersonPronoun(token)) return false;
  if (capitalisesNouns(casing.language)) return classifyName(tokens, i, casing) === "name";
  if (!isInitial) return true;
  const next = tokens[i + 1];
  const startsLongerName = !!next?.isCapitalised && next.isAdjacent;
  return !casing.occursLowercase(word) && (casing.occursCapitalised(word) || startsLongerName);
}

/** Whether two tokens are forms of the same name: equal, inflected, or the same country in two languages. */
export function isSameName(a: Token, b: Token): boolean {
  if (areWordForms(a.word, b.word)) return true;
  const country = countryCode(a.word);
  return country !== undefined && country === countryCode(b.word);
}

/** Single-word country names in lower case, from Intl, mapped to their ISO 3166-1 codes. */
const COUNTRY_CODES = new Map<string, string>();
const COUNTRY_NAME_LANGUAGES = ["en", "de", "es", "fr", "it", "pt"];
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
for (const language of COUNTRY_NAME_LANGUAGES) {
  const names = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
  for (const code of LETTERS.flatMap((first) => LETTERS.map((second) => first + second))) {
    const name = names.of(code)?.toLowerCase();
    if (name && !/[\s(]/.test(name)) COUNTRY_CODES.set(name, code);
  }
}

const countryCode = (word: string): string | undefined => COUNTRY_CODES.get(word);
