import { CJK } from "./scripts.ts";
import { CJK_STOP_WORDS, stopWordsOf } from "./stopWords.ts";

const CJK_CLASS = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}々ー";
const LETTER = `[[\\p{L}\\p{M}\\p{N}]--[${CJK_CLASS}]]`;
/**
 * Quantifier for a run of letters. It is bounded because longer matches overflow the regex engine's stack. No real word
 * is this long.
 */
const RUN = "{1,500}";
/** Apostrophes, full stops and commas inside a word or number belong to it: "don't", "3,000.5", "U.S". */
const WORD = new RegExp(`[${CJK_CLASS}]|${LETTER}${RUN}(?:['’.,]${LETTER}${RUN}){0,20}`, "gv");
const TOKEN = new RegExp(`[${CJK_CLASS}]${RUN}|${LETTER}${RUN}`, "gv");

/**
 * Counts the words of a text. A word is a run of letters and digits ("well-known" is two, "don't" and "3,000" are one)
 * or a single Han or kana character. Other scripts without spaces, such as Thai, count one word per run.
 */
export function countWords(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(WORD)) count++;
  return count;
}

/**
 * Extracts the index terms of a text for retrieval and scoring, in order and with duplicates. Tokens are
 * NFKC-normalised, lower-cased and stripped of diacritics. Stop words are dropped, and English and Arabic words are
 * lightly stemmed. Han and kana become character unigrams and bigrams; Vietnamese becomes syllable unigrams and
 * bigrams. `language` is a BCP-47 tag.
 */
export function extractTerms(text: string, language: string): string[] {
  const primaryLanguage = language.slice(0, 2).toLowerCase();
  const stopWords = stopWordsOf(primaryLanguage);
  const found: string[] = [];
  let previousSyllable = "";
  for (const [token] of text.normalize("NFKC").toLowerCase().matchAll(TOKEN)) {
    if (CJK.test(token)) {
      for (const run of token.split(CJK_STOP_WORDS)) pushCharacterNgrams(found, run);
      continue;
    }
    if (stopWords.has(token)) {
      previousSyllable = "";
      continue;
    }
    const term = stem(stripDiacritics(token), primaryLanguage);
    found.push(term);
    if (primaryLanguage !== "vi") continue;
    // Vietnamese puts spaces between syllables, and most words have two.
    if (previousSyllable) found.push(`${previousSyllable} ${term}`);
    previousSyllable = term;
  }
  return found;
}

function pushCharacterNgrams(found: string[], run: string): void {
  let previous = "";
  for (const character of run) {
    found.push(character);
    if (previous) found.push(previous + character);
    previous = character;
  }
}

/**
 * Strips diacritics, unifies the Arabic spelling variants of alef, yeh and teh marbuta, removes tatweel, and replaces
 * ı, đ and ß with ASCII letters.
 */
function stripDiacritics(token: string): string {
  if (/^[a-z0-9]+$/.test(token)) return token;
  return token
    .normalize("NFD")
    .replace(/[\p{M}ـ]/gu, "")
    .replace(/[آأإٱ]/g, "ا")
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه")
    .replace(/ı/g, "i")
    .replace(/đ/g, "d")
    .replace(/ß/g, "ss");
}

function stem(token: string, language: string): string {
  if (language === "en") return stemEnglish(token);
  if (language === "ar")
    return /^(?:[وفبك]?ال|لل)/.test(token) && token.length > 4 ? token.replace(/^(?:[وفبك]?ال|لل)/, "") : token;
  return token;
}

/** Removes the -s of a plural or verb, using the S-stemmer of Harman (1991), "How effective is suffixing?". */
function stemEnglish(token: string): string {
  if (token.length < 4 || !token.endsWith("s")) return token;
  if (token.endsWith("ies")) return /[ae]ies$/.test(token) ? token : `${token.slice(0, -3)}y`;
  if (token.endsWith("es")) return /[aeo]es$/.test(token) ? token : token.slice(0, -1);
  return /[us]s$/.test(token) ? token : token.slice(0, -1);
}
