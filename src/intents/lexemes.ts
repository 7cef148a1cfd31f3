import { COUNTED_WISHES } from "./counted.ts";
import { ENGLISH } from "./english.ts";
import { GERMAN } from "./german.ts";
import { JAPANESE } from "./japanese.ts";
import { languageNames } from "./languageNames.ts";
import { type LexemeSymbol, type Lexicon, phrasesOf } from "./lexicon.ts";
import { parseNumber } from "./numberWords.ts";
import { SPANISH } from "./spanish.ts";

/**
 * A recognised stretch of an utterance. `x` is a word that no lexicon has. `value` is a number, or a
 * language tag: that of the language named or, in greetings and calls for help, that of the phrase.
 */
export type Lexeme = { symbol: LexemeSymbol | "x"; start: number; end: number; word: string; value: string };

type Word = { text: string; start: number; end: number; isCapitalised: boolean };

/** Maximum number of words in a phrase of the lexicons. */
const MAX_PHRASE_WORDS = 9;
/** Minimum length of a word in which one wrong letter is forgiven. Shorter words are too often one letter apart. */
const MIN_TYPO_LENGTH = 5;
const CJK_RUN = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]/u;
/** Words: "tl;dr", a run of Chinese or Japanese with its digits, a section sign, a number such as "3(b)", or letters. */
const WORD =
  /tl\s?[;:,\/]?\s?dr\b|(?:付録|附録|別紙|別表)[A-Z\d]+|(?:\d+(?:\.\d+)*)?[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー][\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\d]*|§{1,2}|\d+(?:\.\d+)*(?:st|nd|rd|th|[a-z](?!\p{L})|(?:\s?\([a-z\d]{1,3}\)){1,3})?|[[\p{L}\p{M}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]]+(?:['’ʼ`´][\p{L}\p{M}]+)*/giv;
/** "hahaha", "jajaja", "loool", "www", "xDD". */
const LAUGHTER = /^(?:a*(?:h[aei]){2,}h?|(?:j[aei]){2,}j?|l+o+l+(?:ol)*|k{3,}|w{2,}|x+d+)$/;
/** A section named by number in Japanese: 第3章, 三節, 第4条, セクション2. */
const NUMBERED_SECTION =
  /^(?:第?(\d[\d.]*|[一二三四五六七八九十]{1,4})(?:章|節|条|項|部|番目の(?:章|節|セクション))|(?:セクション|チャプター)(\d[\d.]*))/u;
/** A part of a document by its name and its number or letter in Japanese: 付録C. */
const NAMED_PART = /^(付録|附録|別紙|別表)([a-h\d])/u;

/** Brings a word into the form of the lexicons: lower case, without accents and apostrophes; `ß` becomes `ss`. */
export const foldWord = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/(?<=\p{sc=Latin})\p{M}+/gu, "")
    .normalize("NFC")
    .replace(/['’ʼ`´]/g, "")
    .replaceAll("ß", "ss");

const LANGUAGES = languageNames(foldWord);
/** Phrases of languages with spaces. A phrase that occurs more than once has its first meaning. */
const PHRASES = new Map(
  [
    ...phrasesIn(ENGLISH, "en"),
    ...phrasesIn(GERMAN, "de"),
    ...phrasesIn(SPANISH, "es"),
    ...phrasesIn(COUNTED_WISHES, "en"),
  ].reverse(),
);
const JAPANESE_PHRASES = new Map(phrasesIn(JAPANESE, "ja"));
const MAX_JAPANESE_LENGTH = Math.max(...[...JAPANESE_PHRASES.keys(), ...LANGUAGES.keys()].map(({ length }) => length));
/** Words of all phrases in which a typing error is forgiven, by length. */
const CORRECTIONS = Map.groupBy(
  new Set([...[...PHRASES.keys()].flatMap((phrase) => phrase.split(" ")), ...LANGUAGES.keys()]),
  ({ length }) => length,
);
const KNOWN_WORDS = new Set([...CORRECTIONS.values()].flat());

type Phrase = { symbol: LexemeSymbol; value: string };

function phrasesIn(lexicon: Lexicon, language: string): [phrase: string, Phrase][] {
  return phrasesOf(lexicon).map(([phrase, symbol]) => [
    phrase,
    { symbol, value: /[h?q]/.test(symbol) ? language : "" },
  ]);
}

/** Splits an utterance into lexemes. Offsets are UTF-16 units of `text`. */
export function findLexemes(text: string): Lexeme[] {
  const words = Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    text: foldWord(word),
    start: index,
    end: index + word.length,
    isCapitalised: /^\p{Lu}\p{Ll}/u.test(word),
  }));
  const lexemes: Lexeme[] = [];
  const latin: Word[] = [];
  const flush = (): void => {
    lexemes.push(...latinLexemes(latin.splice(0)));
  };
  for (const word of words) {
    if (!CJK_RUN.test(word.text)) latin.push(word);
    else {
      flush();
      lexemes.push(...japaneseLexemes(word));
    }
  }
  flush();
  return lexemes;
}

/** Takes the longest phrase at each word. */
function latinLexemes(words: Word[]): Lexeme[] {
  // A capital inside a sentence marks a name or a German noun, which is rather another word than a misspelt one.
  const spelled = words.map((word, i) => ({
    ...word,
    text: i > 0 && word.isCapitalised ? word.text : correctTypo(squeeze(word.text)),
  }));
  const lexemes: Lexeme[] = [];
  for (let at = 0; at < spelled.length; ) {
    const { symbol, value, count } = partAt(spelled, at) ?? letterAt(spelled, at) ?? lexemeAt(spelled, at);
    const [first, last] = [spelled[at]!, spelled[at + count - 1]!];
    lexemes.push({ symbol, value, start: first.start, end: last.end, word: first.text });
    at += count;
  }
  return lexemes;
}

/** Names of parts that mean the whole text too, unless a number follows: "article", "Artikel". */
const PARTS = new Set(
  phrasesOf({ part: [ENGLISH, GERMAN, SPANISH].map(({ part }) => part).join() }).map(([part]) => part),
);
const SECTIONS = new Set(
  [ENGLISH, GERMAN, SPANISH].flatMap(({ section }) => phrasesOf({ section: section! })).map(([name]) => name),
);

type Taken = { symbol: Lexeme["symbol"]; value: string; count: number };

/** Takes "article" before a number or a letter. */
function partAt(words: Word[], at: number): Taken | null {
  const isPart = PARTS.has(words[at]!.text) && (isLetterAt(words, at + 1) || isNumber(words[at + 1]));
  return isPart ? { symbol: "j", value: "", count: 1 } : null;
}

/** Takes the letter of a part: "annex B". */
const letterAt = (words: Word[], at: number): Taken | null =>
  isLetterAt(words, at) ? { symbol: "#", value: words[at]!.text.toUpperCase(), count: 1 } : null;

/** Whether the word is a letter after the name of a part or a section. The article "a" counts at the end only. */
function isLetterAt(words: Word[], at: number): boolean {
  const [before, word] = [words[at - 1]?.text ?? "", words[at]?.text ?? ""];
  return (
    /^[a-h]$/.test(word) && (PARTS.has(before) || SECTIONS.has(before)) && (word !== "a" || at === words.length - 1)
  );
}

const isNumber = (word: Word | undefined): boolean => word !== undefined && parseNumber(word.text) !== null;

function lexemeAt(words: Word[], at: number): Taken {
  for (let count = Math.min(MAX_PHRASE_WORDS, words.length - at); count > 0; count--) {
    const phrase = words
      .slice(at, at + count)
      .map(({ text }) => text)
      .join(" ");
    const known = PHRASES.get(phrase);
    if (known) return { ...known, count };
    const language = LANGUAGES.get(phrase);
    if (language) return { symbol: "n", value: language, count };
  }
  const { text } = words[at]!;
  if (/^(?:tl.{0,2}dr)$/.test(text)) return { symbol: "d", value: "", count: 1 };
  if (LAUGHTER.test(text)) return { symbol: "g", value: "", count: 1 };
  if (/^§{1,2}$/.test(text)) return { symbol: "c", value: "", count: 1 };
  const number = parseNumber(text);
  return number === null ? { symbol: "x", value: "", count: 1 } : { symbol: "#", value: number, count: 1 };
}

/** Takes the longest phrase at each character. Characters between phrases are one unknown word. */
function japaneseLexemes({ text, start }: Word): Lexeme[] {
  const lexemes: Lexeme[] = [];
  const add = (symbol: Lexeme["symbol"], at: number, length: number, value = ""): void => {
    const last = lexemes.at(-1);
    if (symbol === "x" && last?.symbol === "x") last.end = start + at + length;
    else
      lexemes.push({ symbol, value, start: start + at, end: start + at + length, word: text.slice(at, at + length) });
  };
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const section = NUMBERED_SECTION.exec(rest);
    const phrase = section ? null : longestJapanesePhrase(rest);
    const part = NAMED_PART.exec(rest);
    if (part) {
      add("j", at, part[1]!.length);
      add("#", at + part[1]!.length, part[2]!.length, part[2]!.toUpperCase());
    } else if (section) add("C", at, section[0].length, sectionName(section));
    else if (phrase) add(phrase.symbol, at, phrase.length, phrase.value);
    else if (/^w+$/.test(rest)) add("g", at, rest.length);
    else add("x", at, 1);
    at = lexemes.at(-1)!.end - start;
  }
  return lexemes;
}

/** Chapters keep their name, because a book may have sections with the same numbers. */
const sectionName = ([text, before, after]: RegExpExecArray): string => {
  const number = before ?? after!;
  const value = parseNumber(number) ?? number;
  return text.endsWith("章") ? `chapter ${value}` : value;
};

function longestJapanesePhrase(rest: string): { symbol: LexemeSymbol; length: number; value: string } | null {
  for (let length = Math.min(MAX_JAPANESE_LENGTH, rest.length); length > 0; length--) {
    const phrase = rest.slice(0, length);
    const known = JAPANESE_PHRASES.get(phrase);
    if (known) return { ...known, length };
    const language = LANGUAGES.get(phrase);
    if (language) return { symbol: "n", length, value: language };
  }
  return null;
}

/** Shortens a letter that is repeated for emphasis, as in "pleeease" and "thaaanks", unless the word is known. */
function squeeze(word: string): string {
  if (KNOWN_WORDS.has(word) || LAUGHTER.test(word) || parseNumber(word) || !/(\p{L})\1\1/u.test(word)) return word;
  const twice = word.replace(/(\p{L})\1{2,}/gu, "$1$1");
  return KNOWN_WORDS.has(twice) ? twice : word.replace(/(\p{L})\1{2,}/gu, "$1");
}

/**
 * Returns the word of the lexicons that differs from `word` by one letter left out, added or replaced, or by two
 * neighbours that changed places. Only for longer words that no lexicon has. The first letter is nearly always right.
 */
function correctTypo(word: string): string {
  if (word.length < MIN_TYPO_LENGTH || KNOWN_WORDS.has(word)) return word;
  for (const length of [word.length, word.length + 1, word.length - 1])
    for (const known of CORRECTIONS.get(length) ?? [])
      if (known.length >= MIN_TYPO_LENGTH && known[0] === word[0] && isOneEditApart(word, known)) return known;
  return word;
}

function isOneEditApart(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (a.length !== b.length)
    return restA.slice(a.length > b.length ? 1 : 0) === restB.slice(b.length > a.length ? 1 : 0);
  const isSwap = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  // Too many short words differ in one letter: "storm", "story".
  return isSwap || (a.length > MIN_TYPO_LENGTH && restA.slice(1) === restB.slice(1));
}
