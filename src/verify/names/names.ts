import { gapAt, isOneEdit, type Pair, type Token, tokensOf } from "../alignment/align.ts";
import { clausesTold } from "../alignment/clauses.ts";
import { sameWord } from "../alignment/wordSimilarity.ts";
import { monthOf, weekdayOf } from "../numbers/units.ts";
import { isInitialsIn } from "./acronyms.ts";
import { regionOf } from "./countryNames.ts";

/** What of the document tells names from other words with a capital. */
export type Names = {
  language: string;
  /** Whether the text has the word in lower case. */
  isCommon(word: string): boolean;
  /** Whether the text has the word with a capital where no sentence begins. */
  isProper(word: string): boolean;
};
/** Where a name of the claim may come from when its evidence lacks it. */
export type Around = { near: Token[]; nearText: string; has(word: string): boolean };

const PRONOUN =
  /^(?:he|she|it|they|him|her|them|his|its|their|hers|theirs|we|our|us|i|my|me|this|that|these|those|who|er|sie|es|ihr\p{L}*|ihn|ihm|sein\p{L}*|dess\p{L}*|deren|dies\p{L}*|wir|uns\p{L}*|il|elle|ils|elles|son|sa|leur|él|ella|ellos|ellas|su|sus|este|esta|esa|ese|mism[oa]|nuestr\p{L}*|он|она|они|его|её|их|on|ona|oni|jego|jej|他|她|它|们|the|der|die|das|dem|den|des|le|la|el|los|las)$/u;
const ARTICLE = /^(?:the|an?|der|die|das|dem|den|des|el|la|los|las|le|les)$/;
const TITLE =
  /^(?:mr|mrs|ms|miss|dr|prof|professor\p{L}*|sir|lord|lady|dame|st|herr\p{L}*|frau|señora?|don|doña|madame|monsieur|mme|capt|gen|col|sgt|rev|hon|jr)$/u;
/** German nouns by their endings; a name may have one too, but seldom. */
const NOUN =
  /(?:ung|ungen|heit|heiten|keit|keiten|schaft\p{L}*|tion|tionen|tät|täten|nis|nisse\p{L}*|tum|ismus|ling\p{L}*|chen|ment|mente|anz|enz|ur|age|agen|ik|ist|isten|er(?:in|innen|n|s)|eure?n?|el[ns]|lein|zeug|werk\p{L}*)$/u;
/** What a German sentence opens with before a noun: adjectives, and words that never stand behind a name. */
const OPENING =
  /^(?:\p{L}+(?:e|en|er|es|em)|ein\p{L}*|kein\p{L}*|i[mn]|am|an|auf|aus|bei|beim|bis|durch|für|gegen|laut|mit|nach|ohne|rund|seit|statt|über|um|unter|vo[mnr]|während|wegen|zu|zum|zur|zwischen|als|dass|weil|wenn|ob|da|auch|nur|so|wie|etwa|fast|knapp|mehr|trotz|hat|ist|sind|war|waren|haben|wird|werden|soll|sollen|will|kann|können)$/u;
const MEASURE =
  /^(?:prozent|euro|dollar|franken|pfund|million\p{L}*|milliard\p{L}*|mio|mrd|ende|anfang|mitte|tonnen|kilo\p{L}*|meter|liter|hektar|uhr|jahre?n?|menschen)$/u;

/** Words of a claim that repeats its evidence but for the first one, from which on that was put there. */
const REPEATED = 12;

const isGerman = (language: string): boolean => /^(?:de|lb)\b/.test(language);

/**
 * Whether the claim has a name that its evidence does not bear out. One that stands nowhere is a stranger; one from
 * elsewhere in the document says whom a pronoun or "the company" means, unless it took the place of another name.
 */
export function namesDiffer(pair: Pair, claim: string, proof: string, around: Around, names: Names): boolean {
  const { mine, theirs } = pair;
  const lost = theirs.filter(
    (token, i) => isNamed(theirs, i, names) && !mine.some((own) => sameName(own, token)) && !isLongFor(theirs, i, mine),
  );
  const isEdit = isOneEdit(pair);
  let told: Token[] | null = null;
  return mine.some((token, i) => {
    if (!token.capital || TITLE.test(token.word) || isDate(token)) return false;
    const { tokens: gap, next } = gapAt(pair, i);
    const points = refers(gap, next, names);
    const replaced = gap.some((other) => lost.includes(other));
    if (isShortFor(token, theirs, proof) || isLongFor(mine, i, theirs)) return false;
    const [inGap, elsewhere] = [gap, theirs].map((part) => part.some((other) => sameName(token, other)));
    if (pair.close && pair.to[i] === -1 && !inGap && isBare(pair, i)) {
      // In a claim that repeats its evidence no other word with a capital may stand where a name is missing.
      if (replaced) return true;
      if (isEdit && gap.length > 0 && !points && (elsewhere || isPutIn(mine, i, names))) return true;
    }
    if (elsewhere || /^i(?:'|$)/.test(token.word)) return false;
    const kind = kindOf(mine, i, names);
    if (kind === "word") return false;
    const isNear =
      around.near.some((other) => sameName(token, other)) || isShortFor(token, around.near, around.nearText);
    if (!isNear && !around.has(token.word)) return kind === "name";
    if (kind === "maybe") return false;
    const isAdded =
      !gap.length && !lost.length && ((isNear && !isPartOfSaid(mine, i, theirs)) || refers(theirs, undefined, names));
    if (pair.close && (replaced || !(points || isAdded))) return true;
    // Reworded: whom a pronoun means may be named, but not where what is told names somebody whom the claim does not.
    if (isPartOfSaid(mine, i, theirs)) return false;
    told ??= tokensOf(clausesTold(claim, proof, names.language));
    return theirs.some(
      (other, j) =>
        lost.includes(other) && !isPartOfSaid(theirs, j, mine) && told!.some(({ word }) => word === other.word),
    );
  });
}

/** Whether a name stands next to one that the other side has: "Ruth" where it says "Calloway". */
const isPartOfSaid = (tokens: Token[], i: number, others: Token[]): boolean =>
  [tokens[i]!.joined ? tokens[i - 1] : undefined, tokens[i + 1]?.joined ? tokens[i + 1] : undefined].some(
    (beside) => beside?.capital && others.some((token) => sameName(beside, token)),
  );

/**
 * Whether a word with a capital was put into a claim that repeats its evidence in all others: it is a name, or so much
 * is repeated that nobody would have reworded the first word alone.
 */
function isPutIn(tokens: Token[], i: number, names: Names): boolean {
  const { word, first } = tokens[i]!;
  if (isGerman(names.language)) return kindOf(tokens, i, names) === "name";
  return names.isProper(word) || (first ? tokens.length >= REPEATED && !PRONOUN.test(word) : !names.isCommon(word));
}

/** Whether a pronoun, or an article with a common noun, points to somebody: "she", "the company", not "the Lords". */
function refers(tokens: Token[], next: Token | undefined, names: Names): boolean {
  const isArticleOfName = (i: number): boolean =>
    ARTICLE.test(tokens[i]!.word) && !isGerman(names.language) && (tokens[i + 1] ?? next)?.capital === true;
  return tokens.some(({ word }, i) => PRONOUN.test(word) && !isArticleOfName(i));
}

const isDate = ({ word }: Token): boolean => monthOf(word, true) !== undefined || weekdayOf(word) !== undefined;
/** No article of its own before it: "Boravia sells" for "Chelsea sells", not "The sellers". */
const isBare = ({ mine, to }: Pair, i: number): boolean => to[i - 1] !== -1 || !ARTICLE.test(mine[i - 1]?.word ?? "");

/** A text without the names that another one has no word of: whom "she" means there. */
export function withoutNames(text: string, other: string, names: Names): string {
  const [mine, theirs] = [tokensOf(text), tokensOf(other)];
  const isAdded = (token: Token, i: number): boolean =>
    token.capital && kindOf(mine, i, names) === "name" && !theirs.some((given) => sameName(token, given));
  return mine.flatMap((token, i) => (isAdded(token, i) ? [] : [token.word])).join(" ");
}

/** A `name` is one by its look; a `maybe` opens a sentence or is a German noun; a `word` is none. */
type Kind = "name" | "maybe" | "word";

function kindOf(tokens: Token[], i: number, names: Names): Kind {
  const token = tokens[i]!;
  const { word, first } = token;
  if (regionOf(word)) return "name";
  if (first && (names.isCommon(word) || PRONOUN.test(word))) return "word";
  const before = tokens[i - 1];
  if (isGerman(names.language)) {
    if (NOUN.test(word)) return "word";
    if (first) return "maybe";
    const apposed =
      token.joined && before?.capital && !MEASURE.test(before.word) && !/^\p{N}/u.test(tokens[i - 2]?.word ?? "");
    // What opens the sentence may be an article, a preposition or an adjective: "Viele Kinder", "Nach Angaben".
    const opened =
      before?.first && (names.isCommon(before.word) || PRONOUN.test(before.word) || OPENING.test(before.word));
    return apposed && !opened ? "name" : "maybe";
  }
  return !first || names.isProper(word) ? "name" : "maybe";
}

/** Whether a word of the evidence is a name that a claim can lose. */
function isNamed(tokens: Token[], i: number, names: Names): boolean {
  const token = tokens[i]!;
  if (
    !token.capital ||
    TITLE.test(token.word) ||
    isDate(token) ||
    PRONOUN.test(token.word) ||
    /^i(?:'|$)/.test(token.word)
  )
    return false;
  if (isGerman(names.language)) return kindOf(tokens, i, names) === "name";
  return (
    !token.first ||
    (!names.isCommon(token.word) && (names.isProper(token.word) || !!(tokens[i + 1]?.capital && tokens[i + 1]?.joined)))
  );
}

/** The same name in another form: inflected, or the country for its people. */
export function sameName(one: Token, other: Token): boolean {
  if (one.word === other.word || sameWord(one.word, other.word)) return true;
  const [a, b] = [regionOf(one.word), regionOf(other.word)];
  return a !== undefined && a === b;
}

const isShort = ({ word, capital }: Token): boolean => capital && word.length >= 2 && word.length <= 8;

/** "WHO" where the evidence has the organisation's whole name. */
function isShortFor(token: Token, words: Token[], text: string): boolean {
  return (
    isShort(token) &&
    isInitialsIn(
      token.word,
      words.map(({ word }) => word),
      text,
    )
  );
}

/** A word of a whole name whose initials the evidence has: "World" where it says "WHO". */
function isLongFor(tokens: Token[], i: number, theirs: Token[]): boolean {
  const around = tokens.slice(Math.max(0, i - 6), i + 7).map(({ word }) => word);
  return theirs.some(
    (token) =>
      isShort(token) &&
      token.word.length <= 6 &&
      isInitialsIn(token.word, around, "") &&
      coversWord(token.word, around, tokens[i]!.word),
  );
}

/** Whether the initials need the word: without it the run does not give them. */
const coversWord = (short: string, words: string[], word: string): boolean =>
  !isInitialsIn(
    short,
    words.filter((other) => other !== word),
    "",
  );
