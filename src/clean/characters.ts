/**
 * What a character is to a line: one of a few classes, whatever its script. They are looked up rather than matched,
 * because every character of a page is asked for; a code unit is classified when it is first seen.
 */
export const SPACE = 1;
export const LOWER = 2;
export const UPPER = 3;
export const DIGIT = 4;
/** Han and kana: written without spaces, about two to a word. */
export const IDEOGRAPH = 5;
/** Thai and its kin: written without spaces, about four to a word. */
export const SYLLABLE = 6;
/** Ends a sentence when a space or the line's end follows. */
export const STOP = 7;
/** Ends a sentence whatever follows. */
export const FULL_STOP = 8;
export const COMMA = 9;
export const SEPARATOR = 10;
/** Closing quotes and brackets, which may stand behind the end of a sentence. */
export const CLOSER = 11;
/** Apostrophes and hyphens: inside a word they do not end it. */
export const JOINER = 12;
export const COLON = 13;
export const SYMBOL = 14;

const PATTERNS: [number, RegExp][] = [
  [SPACE, /\s/],
  [STOP, /[.!?…؟۔।;]/],
  [FULL_STOP, /[。！？；｡]/],
  [COMMA, /[,،、，]/],
  [COLON, /[:：]/],
  [SEPARATOR, /[|•·»›/▸►▶→←>┊｜・∙●■◆]/],
  [CLOSER, /["”’»)\]」』）】›]/],
  [JOINER, /['‐‑-]/],
  [DIGIT, /\p{Nd}/u],
  [IDEOGRAPH, /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}々ー]/u],
  [SYLLABLE, /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u],
  [UPPER, /\p{Lu}/u],
  [LOWER, /[\p{L}\p{M}\p{N}]/u],
];

/** Never of halves of surrogate pairs. */
const known = new Uint8Array(0x10000);

/** The class of the code unit at `at`; both halves of a surrogate pair have the class of their character. */
export const classAt = (text: string, at: number): number => known[text.charCodeAt(at)]! || classify(text, at);

function classify(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const surrogate = unit >= 0xd800 && unit <= 0xdfff;
  const character = surrogate
    ? String.fromCodePoint(text.codePointAt(unit >= 0xdc00 ? Math.max(0, at - 1) : at)!)
    : String.fromCharCode(unit);
  const found = PATTERNS.find(([, pattern]) => pattern.test(character))?.[0] ?? SYMBOL;
  if (!surrogate) known[unit] = found;
  return found;
}
