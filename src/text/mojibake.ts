import chardet from "chardet";

/** Less than this tells nothing of a charset. */
const LEAST_BYTES = 40;
/** So much of a text is looked at, and so many of its bytes. */
const SAMPLE_UNITS = 200_000;
const SAMPLE_BYTES = 32 * 1024;
/** Of the misread characters, so many stand side by side; the accents of French or German mostly stand alone. */
const LEAST_IN_RUNS = 0.6;
/** What is no misread character may be this share of those that are: typographic signs that were put in later. */
const MOST_OTHERS = 0.1;
/** What a right decoding leaves undecoded: a byte lost at the edge of a line. */
const MOST_BROKEN = 0.01;
const LEAST_OWN = 0.6;
const MOST_INNER_CAPITALS = 0.03;

const COMMON =
  /[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经]/g;
const LEAST_COMMON = 0.08;

/** Where windows-1252 has a character in place of the control characters of Latin-1, by character. */
const WINDOWS_1252 = new Map(
  Array.from({ length: 32 }, (_, i) => 0x80 + i).map((byte) => [
    new TextDecoder("windows-1252").decode(Uint8Array.of(byte)),
    byte,
  ]),
);
const HIGH = `\\u0080-\\u00ff${[...WINDOWS_1252.keys()].join("")}`;
/** Misread bytes and what may follow the first byte of a character; no tag of HTML is in it. */
const MISREAD = new RegExp(`[${HIGH}][@-~${HIGH}]*`, "gu");
const HIGH_RUN = new RegExp(`[${HIGH}]{2,}`, "gu");
const HIGH_ONE = new RegExp(`[${HIGH}]`, "gu");
/** How bytes of UTF-8 behind the first look: 0x80 to 0xBF in Latin-1, or what windows-1252 has in place of the first half. */
const CONTROL = "\\u0080-\\u009f";
const NEXT = `[${CONTROL}\\u00a0-\\u00bf${[...WINDOWS_1252.keys()].join("")}]`;
/**
 * Misread characters of UTF-8 that no language writes: with a control character among them, quotes and dashes ("â€™"),
 * emoji ("ðŸ™‚"), and letters ("Ã©") where they do not end a word in capitals, as "IRMÃ »" might.
 */
const MISREAD_UTF8 = new RegExp(
  [
    `[\\u00c3-\\u00df][${CONTROL}]`,
    `[\\u00e0-\\u00ef](?:[${CONTROL}]${NEXT}|${NEXT}[${CONTROL}])`,
    `â[€‚„]${NEXT}`,
    `ð[\\u009fŸ]${NEXT}{2}`,
    `(?<!\\p{Lu}{2})(?:Â[\\u00a0-\\u00bf]|Ã${NEXT})`,
  ].join("|"),
  "gu",
);
/** Text may have been misread more than once. */
const MOST_TIMES = 3;

const BEYOND_ASCII = /[^\p{ASCII}]/gu;
/** Scripts whose own charsets give such text when they are read as Latin-1. */
const OWN_SCRIPT =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Thai}]/gu;
const CHARSETS = new Set(
  "GB18030 Big5 Shift_JIS EUC-JP EUC-KR windows-1251 KOI8-R windows-1253 ISO-8859-5 ISO-8859-7".split(" "),
);

/**
 * A text, or the source of a page, that was read as Latin-1 although its bytes were UTF-8 ("donâ€™t"), or Chinese, Japanese,
 * Korean, Cyrillic or Greek ("ÖÐ¹ú" for 中国), decoded anew; any other text as it is. No header tells of this: the text is
 * valid Unicode. Only misread characters are decoded, so that markup and what else there is stays.
 */
export function undoMojibake(text: string): string {
  const charset = charsetOf(text.slice(0, SAMPLE_UNITS));
  if (charset) return decode(text, charset);
  let read = text;
  for (let times = 0; times < MOST_TIMES; times++) {
    const again = read.replace(MISREAD_UTF8, decodeUtf8);
    if (again === read) break;
    read = again;
  }
  return read;
}

/** A character of UTF-8 as it was meant, or what stands there if it is none. */
function decodeUtf8(misread: string): string {
  const decoded = new TextDecoder().decode(bytesOf(misread));
  return decoded.includes("\ufffd") ? misread : decoded;
}

/** The charset that all that is misread in a text is in; null where nothing is, or it stands among what is not. */
function charsetOf(sample: string): string | null {
  const high = count(sample, HIGH_ONE);
  if (high < LEAST_BYTES) return null;
  const inRuns = sample.match(HIGH_RUN)?.reduce((sum, run) => sum + run.length, 0) ?? 0;
  if (inRuns < high * LEAST_IN_RUNS || count(sample, BEYOND_ASCII) > high * (1 + MOST_OTHERS)) return null;
  const runs = sample.match(MISREAD)!.join("\n");
  // Nothing else is well-formed UTF-8 by chance.
  if (brokenShare(decode(runs, "UTF-8")) <= MOST_BROKEN) return "UTF-8";
  const likely = chardet.analyse(bytesOf(runs).subarray(0, SAMPLE_BYTES)).map(({ name }) => name);
  const found = likely.find((name) => CHARSETS.has(name) && isPlausible(decode(runs, name)));
  return found ?? (isChinese(decode(runs, "GB18030")) ? "GB18030" : null);
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

const bytesOf = (run: string): Uint8Array =>
  Uint8Array.from(run, (character) => WINDOWS_1252.get(character) ?? character.charCodeAt(0));

function decode(text: string, charset: string): string {
  const decoder = new TextDecoder(charset);
  return text.replace(MISREAD, (run) => decoder.decode(bytesOf(run)));
}

const brokenShare = (text: string): number => count(text, /\ufffd/g) / Math.max(1, count(text, BEYOND_ASCII));

/** Nearly all decoded, most of it in a script of its own, and no capitals in the middle of words, as wrong charsets give. */
function isPlausible(text: string): boolean {
  const beyond = count(text, BEYOND_ASCII);
  return (
    count(text, OWN_SCRIPT) >= beyond * LEAST_OWN &&
    brokenShare(text) <= MOST_BROKEN &&
    count(text, /\p{Ll}\p{Lu}/gu) <= beyond * MOST_INNER_CAPITALS
  );
}

/** Among much that is odd, Chinese is still told by the characters that stand in every text. */
const isChinese = (text: string): boolean =>
  isPlausible(text) && count(text, COMMON) >= count(text, /\p{sc=Han}/gu) * LEAST_COMMON;
