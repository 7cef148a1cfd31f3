/** Character classes for line statistics, for any script. 0 is reserved for "not yet classified". */
export const CharacterClass = {
  SPACE: 1,
  /** Lower-case letters, letters of scripts without case, marks, and numbers other than decimal digits. */
  LOWERCASE: 2,
  UPPERCASE: 3,
  DIGIT: 4,
  /** Han and kana, written without spaces: about two characters per word. */
  IDEOGRAPH: 5,
  /** Thai, Lao, Khmer and Myanmar, written without spaces: about four characters per word. */
  UNSPACED_LETTER: 6,
  /** Punctuation that ends a sentence if followed by white space, closing punctuation or the end of the line. */
  TERMINATOR: 7,
  /** Full-width punctuation, which ends a sentence whatever follows it. */
  FULL_WIDTH_TERMINATOR: 8,
  COMMA: 9,
  /** Bars, bullets, slashes and arrows between menu items. */
  SEPARATOR: 10,
  /** Closing quotation marks and brackets, which may follow a terminator. */
  CLOSING: 11,
  /** Apostrophes and hyphens, which may occur inside a word. */
  MID_WORD: 12,
  COLON: 13,
  SYMBOL: 14,
} as const;

export const CHARACTER_CLASS_COUNT = Object.keys(CharacterClass).length;

/** Patterns of the classes, in order of precedence. A character that matches none of them is a symbol. */
const PATTERNS: [number, RegExp][] = [
  [CharacterClass.SPACE, /\s/],
  [CharacterClass.TERMINATOR, /[.!?…؟۔।;]/],
  [CharacterClass.FULL_WIDTH_TERMINATOR, /[。！？；｡]/],
  [CharacterClass.COMMA, /[,،、，]/],
  [CharacterClass.COLON, /[:：]/],
  [CharacterClass.SEPARATOR, /[|•·»›/▸►▶→←>┊｜・∙●■◆]/],
  [CharacterClass.CLOSING, /["”’»)\]」』）】›]/],
  [CharacterClass.MID_WORD, /['‐‑-]/],
  [CharacterClass.DIGIT, /\p{Nd}/u],
  [CharacterClass.IDEOGRAPH, /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}々ー]/u],
  [CharacterClass.UNSPACED_LETTER, /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u],
  [CharacterClass.UPPERCASE, /\p{Lu}/u],
  [CharacterClass.LOWERCASE, /[\p{L}\p{M}\p{N}]/u],
];

/** Classes by UTF-16 code unit, filled on first use; 0 means not yet classified. Surrogates are never cached. */
const classByUnit = new Uint8Array(0x10000);

/** Returns the class of the code unit at `at`. Both halves of a surrogate pair have the class of their character. */
export const characterClassAt = (text: string, at: number): number =>
  classByUnit[text.charCodeAt(at)]! || classify(text, at);

function classify(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
  const character = isSurrogate
    ? String.fromCodePoint(text.codePointAt(unit >= 0xdc00 ? Math.max(0, at - 1) : at)!)
    : String.fromCharCode(unit);
  const found = PATTERNS.find(([, pattern]) => pattern.test(character))?.[0] ?? CharacterClass.SYMBOL;
  if (!isSurrogate) classByUnit[unit] = found;
  return found;
}
