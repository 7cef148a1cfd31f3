import chardet from "chardet";
import sniffHtmlEncoding from "html-encoding-sniffer";
import { wideCharset } from "./look.ts";

const CHARSET_OF = /charset\s*=\s*"?([^\s;"]+)/i;
const LINE_END = /[\r\u2028\u2029]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be dropped
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/;
const SAMPLE_BYTES = 64 * 1024;

/**
 * Bytes as text, by the first of these that knows the charset: byte order mark, the Content-Type header, the page's own
 * meta element, UTF-8 when nearly all of it is valid, and at last what the bytes look like. NUL bytes and other control
 * characters, which no text has, are dropped; line ends become `\n`.
 */
export function decode(bytes: Uint8Array, contentType: string | null, isHtml: boolean): string {
  const text = new TextDecoder(charsetOf(bytes, contentType, isHtml)).decode(bytes);
  const lines = LINE_END.test(text) ? text.replaceAll("\r\n", "\n").replace(/[\r\u2028\u2029]/g, "\n") : text;
  return CONTROL.test(lines) ? lines.replace(new RegExp(CONTROL, "g"), "") : lines;
}

function charsetOf(bytes: Uint8Array, contentType: string | null, isHtml: boolean): string {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  const wide = wideCharset(bytes);
  if (wide) return wide;
  const declared = CHARSET_OF.exec(contentType ?? "")?.[1];
  if (declared && isKnown(declared)) return declared;
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (isHtml) {
    const meta = sniffHtmlEncoding(sample, { defaultEncoding: "x-user-defined" });
    if (meta !== "x-user-defined" && isKnown(meta)) return meta;
  }
  if (isUtf8(sample)) return "utf-8";
  const guess = chardet
    .analyse(sample)
    .map((match) => match.name)
    .find(isKnown);
  return guess ?? "windows-1252";
}

const isKnown = (label: string): boolean => {
  try {
    return new TextDecoder(label).encoding !== "replacement";
  } catch {
    return false; // a label that no decoder knows settles nothing
  }
};

/** Valid UTF-8, or what is plainly UTF-8 but for a few damaged bytes: no other charset makes such sequences by chance. */
function isUtf8(sample: Uint8Array): boolean {
  try {
    // `stream` lets the sample end in the middle of a character.
    new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    let [damaged, proof] = [0, 0];
    for (const character of new TextDecoder("utf-8").decode(sample, { stream: true })) {
      const code = character.codePointAt(0)!;
      if (code === 0xfffd) damaged++;
      else proof += code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    }
    return damaged * 2 <= proof;
  }
}
