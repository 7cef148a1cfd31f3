/** Scripts written without spaces between words: there a character, not a run of letters, is the unit. */
const UNSPACED = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}";

/** One Chinese or Japanese character (Han, Hiragana, Katakana, and the iteration and length marks 々 ー). */
export const CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}々ー]/u;

/** One CJK character or one mark of CJK punctuation or full-width form: no space belongs between two of these. */
export const CJK_WIDE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\uff00-\uffef]/u;

const WORD_CHARACTER = new RegExp(`[[\\p{L}\\p{N}\\p{M}_]--[${UNSPACED}]]`, "v");

/** Whether `character` (one code point, or "" past an end) is part of a word in a script with spaces. */
export function isWordCharacter(character: string): boolean {
  return character !== "" && WORD_CHARACTER.test(character);
}

/** Whether a language is written without spaces in Han or kana, where a sentence has a third of the characters. */
export function isCjkLanguage(language: string): boolean {
  return /^(?:zh|ja|yue)\b/i.test(language);
}

/** The code point that starts at `at`, or "" past the end. */
export function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** The code point that ends at `at`, or "" at the start. */
export function characterBefore(text: string, at: number): string {
  if (at <= 0) return "";
  const low = text.charCodeAt(at - 1);
  const pair = at > 1 && low >= 0xdc00 && low <= 0xdfff;
  return characterAt(text, pair ? at - 2 : at - 1);
}
