import chardet from "chardet";

/** Minimum number of misread bytes needed to identify a charset. */
const MIN_MISREAD_BYTES = 40;
/** Maximum length, in UTF-16 units, of the prefix that is examined. */
const SAMPLE_UNITS = 200_000;
/** Maximum size of the sample passed to chardet, in bytes. */
const SAMPLE_BYTES = 32 * 1024;
/**
 * Minimum share of the misread characters that are next to another misread one. In correct French or German text, most
 * accented letters stand alone.
 */
const MIN_ADJACENT_SHARE = 0.6;
/**
 * Maximum number of other non-ASCII characters per misread one. Some characters, such as typographic marks, may have
 * been inserted later.
 */
const MAX_OTHER_RATIO = 0.1;
/**
 * Maximum share of U+FFFD among the non-ASCII characters of text decoded with the right charset. A few result from
 * bytes lost at line ends.
 */
const MAX_REPLACEMENT_SHARE = 0.01;
/** Minimum share of the decoded non-ASCII characters that match `CHARSET_SCRIPTS`. */
const MIN_SCRIPT_SHARE = 0.6;
/** Maximum ratio of capitals inside words to non-ASCII characters. A wrong charset produces more. */
const MAX_INNER_CAPITAL_RATIO = 0.03;

/** The most frequent Chinese characters. */
const FREQUENT_HAN =
  /[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经]/g;
/** Minimum share of the Han characters in real Chinese text that match `FREQUENT_HAN`. */
const MIN_FREQUENT_HAN_SHARE = 0.08;

/**
 * Maps the windows-1252 characters for the bytes 0x80 to 0x9F to these bytes. In Latin-1, the bytes are control
 * characters.
 */
const WINDOWS_1252_BYTES = new Map(
  Array.from({ length: 32 }, (_, i) => 0x80 + i).map((byte) => [
    new TextDecoder("windows-1252").decode(Uint8Array.of(byte)),
    byte,
  ]),
);
/**
 * Contents of a regex class: the characters that bytes of 0x80 and above become when read as Latin-1 or windows-1252.
 */
const HIGH = `\\u0080-\\u00ff${[...WINDOWS_1252_BYTES.keys()].join("")}`;
/**
 * A misread byte and all following bytes that may be trail bytes of multi-byte characters (0x40 and above). `<` and `>`
 * are not among them, so a run never extends over an HTML tag.
 */
const MISREAD_RUN = new RegExp(`[${HIGH}][@-~${HIGH}]*`, "gu");
const ADJACENT_HIGH = new RegExp(`[${HIGH}]{2,}`, "gu");
const HIGH_CHARACTER = new RegExp(`[${HIGH}]`, "gu");
/** C1 control characters: the bytes 0x80 to 0x9F read as Latin-1. */
const CONTROL = "\\u0080-\\u009f";
/** UTF-8 continuation bytes (0x80 to 0xBF) read as Latin-1 or windows-1252. */
const CONTINUATION = `[${CONTROL}\\u00a0-\\u00bf${[...WINDOWS_1252_BYTES.keys()].join("")}]`;
/**
 * UTF-8 sequences that were read as Latin-1 or windows-1252 and do not occur in correct text: sequences with a control
 * character, quotation marks and dashes ("â€™"), emoji ("ðŸ™‚"), and accented letters ("Ã©"). Accented letters do not
 * match after two capitals, where "IRMÃ »" may be correct.
 */
const MISREAD_UTF8 = new RegExp(
  [
    `[\\u00c3-\\u00df][${CONTROL}]`,
    `[\\u00e0-\\u00ef](?:[${CONTROL}]${CONTINUATION}|${CONTINUATION}[${CONTROL}])`,
    `â[€‚„]${CONTINUATION}`,
    `ð[\\u009fŸ]${CONTINUATION}{2}`,
    `(?<!\\p{Lu}{2})(?:Â[\\u00a0-\\u00bf]|Ã${CONTINUATION})`,
  ].join("|"),
  "gu",
);
/** Maximum number of times that text is decoded again, because it may have been misread more than once. */
const MAX_LAYERS = 3;

const NON_ASCII = /[^\p{ASCII}]/gu;
/** Scripts for which there are dedicated legacy charsets. */
const CHARSET_SCRIPTS =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Thai}]/gu;
/** Charsets that are tried if chardet suggests them. */
const CHARSETS = new Set(
  "GB18030 Big5 Shift_JIS EUC-JP EUC-KR windows-1251 KOI8-R windows-1253 ISO-8859-5 ISO-8859-7".split(" "),
);

/**
 * Repairs mojibake: text decoded as Latin-1 or windows-1252 although its bytes were UTF-8 ("donâ€™t") or in a Chinese,
 * Japanese, Korean, Cyrillic or Greek charset ("ÖÐ¹ú" for 中国). Only the misread characters are decoded again, so HTML
 * markup is safe. Returns any other text unchanged.
 */
export function repairMojibake(text: string): string {
  const charset = detectMisreadCharset(text.slice(0, SAMPLE_UNITS));
  if (charset) return redecode(text, charset);
  let repaired = text;
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const next = repaired.replace(MISREAD_UTF8, redecodeUtf8);
    if (next === repaired) break;
    repaired = next;
  }
  return repaired;
}

/** Decodes one misread sequence as UTF-8, or returns it unchanged if it is not valid UTF-8. */
function redecodeUtf8(misread: string): string {
  const decoded = new TextDecoder().decode(bytesOf(misread));
  return decoded.includes("\ufffd") ? misread : decoded;
}

/** Returns the original charset of text whose non-ASCII characters are nearly all misread, else null. */
function detectMisreadCharset(sample: string): string | null {
  const high = count(sample, HIGH_CHARACTER);
  if (high < MIN_MISREAD_BYTES) return null;
  const adjacent = sample.match(ADJACENT_HIGH)?.reduce((sum, run) => sum + run.length, 0) ?? 0;
  if (adjacent < high * MIN_ADJACENT_SHARE || count(sample, NON_ASCII) > high * (1 + MAX_OTHER_RATIO)) return null;
  const runs = sample.match(MISREAD_RUN)!.join("\n");
  // Text in another charset is hardly ever valid UTF-8 by chance.
  if (replacementShare(redecode(runs, "UTF-8")) <= MAX_REPLACEMENT_SHARE) return "UTF-8";
  const candidates = chardet.analyse(bytesOf(runs).subarray(0, SAMPLE_BYTES)).map(({ name }) => name);
  const found = candidates.find((name) => CHARSETS.has(name) && isPlausible(redecode(runs, name)));
  return found ?? (isChinese(redecode(runs, "GB18030")) ? "GB18030" : null);
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

const bytesOf = (run: string): Uint8Array =>
  Uint8Array.from(run, (character) => WINDOWS_1252_BYTES.get(character) ?? character.charCodeAt(0));

function redecode(text: string, charset: string): string {
  const decoder = new TextDecoder(charset);
  return text.replace(MISREAD_RUN, (run) => decoder.decode(bytesOf(run)));
}

/** Returns the number of U+FFFD per non-ASCII character. */
const replacementShare = (text: string): number => count(text, /\ufffd/g) / Math.max(1, count(text, NON_ASCII));

/** Whether decoded text is well-formed and mostly in an expected script, and has few capitals inside words. */
function isPlausible(text: string): boolean {
  const nonAscii = count(text, NON_ASCII);
  return (
    count(text, CHARSET_SCRIPTS) >= nonAscii * MIN_SCRIPT_SHARE &&
    replacementShare(text) <= MAX_REPLACEMENT_SHARE &&
    count(text, /\p{Ll}\p{Lu}/gu) <= nonAscii * MAX_INNER_CAPITAL_RATIO
  );
}

/**
 * Whether decoded text is plausible Chinese. The second test is necessary because most byte pairs decode to a Han
 * character in GB18030.
 */
const isChinese = (text: string): boolean =>
  isPlausible(text) && count(text, FREQUENT_HAN) >= count(text, /\p{sc=Han}/gu) * MIN_FREQUENT_HAN_SHARE;
