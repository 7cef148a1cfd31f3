import chardet from "chardet";

/** Of the characters that are no space, this share lies beyond ASCII in a text of Chinese, Japanese, Korean, Cyrillic or Greek. */
const LEAST_SHARE = 0.3;
/** Less than this tells nothing of a charset. */
const LEAST_BYTES = 40;
const SAMPLE_BYTES = 32 * 1024;
/** What a right decoding leaves undecoded: a byte lost at the edge of a line. */
const MOST_BROKEN = 0.01;
const LEAST_OWN = 0.6;
const MOST_INNER_CAPITALS = 0.03;

/** Where windows-1252 has a character in place of the control characters of Latin-1, by character. */
const WINDOWS_1252 = new Map(
  Array.from({ length: 32 }, (_, i) => 0x80 + i).map((byte) => [
    new TextDecoder("windows-1252").decode(Uint8Array.of(byte)),
    byte,
  ]),
);
const BEYOND_ASCII = /[^\p{ASCII}]/gu;
/** Scripts whose own charsets give such text when they are read as Latin-1. */
const OWN_SCRIPT =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Thai}]/gu;
const CHARSETS = new Set(
  "UTF-8 GB18030 Big5 Shift_JIS EUC-JP EUC-KR windows-1251 KOI8-R windows-1253 ISO-8859-5 ISO-8859-7".split(" "),
);

/**
 * A text that was read as Latin-1 although its bytes were Chinese, Japanese, Korean, Cyrillic or Greek ("ÖÐ¹ú" for 中国),
 * decoded anew; any other text as it is. Only a text of which most is such characters is touched.
 */
export function undoMojibake(text: string): string {
  const beyond = text.match(BEYOND_ASCII);
  if (!beyond || beyond.length < LEAST_BYTES) return text;
  if (beyond.some((character) => character > "\u00ff" && !WINDOWS_1252.has(character))) return text;
  if (beyond.length < LEAST_SHARE * text.replace(/\s/g, "").length) return text;
  const bytes = Uint8Array.from(text, (character) => WINDOWS_1252.get(character) ?? character.charCodeAt(0));
  for (const { name } of chardet.analyse(bytes.subarray(0, SAMPLE_BYTES))) {
    const decoded = CHARSETS.has(name) ? new TextDecoder(name).decode(bytes) : "";
    if (isPlausible(decoded)) return decoded;
  }
  return text;
}

/** Nearly all decoded, most of it in a script of its own, and no capitals in the middle of words, as wrong charsets give. */
function isPlausible(text: string): boolean {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const beyond = count(BEYOND_ASCII);
  return (
    count(OWN_SCRIPT) >= beyond * LEAST_OWN &&
    count(/\ufffd/g) <= beyond * MOST_BROKEN &&
    count(/\p{Ll}\p{Lu}/gu) <= beyond * MOST_INNER_CAPITALS
  );
}
