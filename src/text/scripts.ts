/** Scripts written without spaces between words. */
const UNSPACED = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}";

/** Matches one Han, Hiragana or Katakana character, the iteration mark 々 or the length mark ー. */
export const CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}々ー]/u;

/**
 * Matches one Han or kana character, CJK punctuation mark or full-width form. No space is written between two of these.
 */
export const CJK_FULL_WIDTH = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\uff00-\uffef]/u;

const WORD_CHARACTER = new RegExp(`[[\\p{L}\\p{N}\\p{M}_]--[${UNSPACED}]]`, "v");

/**
 * Whether `character` (one code point, or "" past the end of a text) belongs to a word in a script that separates words
 * with spaces.
 */
export function isWordCharacter(character: string): boolean {
  return character !== "" && WORD_CHARACTER.test(character);
}

/**
 * Whether a BCP-47 language tag is Chinese, Cantonese or Japanese. These languages are written without spaces and need
 * about a third as many characters as English.
 */
export function isCjkLanguage(language: string): boolean {
  return /^(?:zh|ja|yue)\b/i.test(language);
}

/** Returns the code point that starts at UTF-16 offset `at`, or "" past the end. */
export function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** Returns the code point that ends at UTF-16 offset `at`, or "" at the start. */
export function characterBefore(text: string, at: number): string {
  if (at <= 0) return "";
  const low = text.charCodeAt(at - 1);
  const isSurrogatePair = at > 1 && low >= 0xdc00 && low <= 0xdfff;
  return characterAt(text, isSurrogatePair ? at - 2 : at - 1);
}

/**
 * Returns the source of a regular expression that matches the alternatives as whole words. It does not use `\b`, which
 * only recognises ASCII letters.
 */
export const wholeWords = (alternatives: string): string => `(?<![\\p{L}\\p{M}])(?:${alternatives})(?![\\p{L}\\p{M}])`;
