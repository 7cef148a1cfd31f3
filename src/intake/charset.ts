import chardet from "chardet";
import sniffHtmlEncoding from "html-encoding-sniffer";
import { detectUtf16 } from "./textSniffing.ts";

const CHARSET_PARAMETER = /charset\s*=\s*"?([^\s;"]+)/i;
const XML_ENCODING = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/;
const LINE_END = /[\r\u2028\u2029]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it matches
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/;
/** Charset detection examines this many bytes at the start of a file. */
const SAMPLE_BYTES = 64 * 1024;

/**
 * Decodes bytes to text. The charset is determined by the first of these that applies:
 * 1. a UTF-8 or UTF-16 byte order mark, or NUL bytes typical of UTF-16
 * 2. the charset parameter of `contentType`
 * 3. the `meta` element of an HTML page, or the XML declaration (XML 1.0, 4.3.3)
 * 4. UTF-8, if the bytes are valid UTF-8 or only a few are damaged
 * 5. the best supported guess of chardet
 * 6. windows-1252
 *
 * Line ends become `\n`. ASCII control characters are dropped, except for tabs, line feeds and form feeds.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null, isHtml: boolean): string {
  const text = new TextDecoder(detectCharset(bytes, contentType, isHtml)).decode(bytes);
  const lines = LINE_END.test(text) ? text.replaceAll("\r\n", "\n").replace(/[\r\u2028\u2029]/g, "\n") : text;
  return CONTROL.test(lines) ? lines.replace(new RegExp(CONTROL, "g"), "") : lines;
}

function detectCharset(bytes: Uint8Array, contentType: string | null, isHtml: boolean): string {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  const utf16 = detectUtf16(bytes);
  if (utf16) return utf16;
  const declared = CHARSET_PARAMETER.exec(contentType ?? "")?.[1];
  if (declared && isSupportedCharset(declared)) return declared;
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (isHtml) {
    const meta = sniffHtmlEncoding(sample, { defaultEncoding: "x-user-defined" });
    if (meta !== "x-user-defined" && isSupportedCharset(meta)) return meta;
  }
  const xmlDeclared = XML_ENCODING.exec(Buffer.from(sample.subarray(0, 200)).toString("latin1"))?.[1];
  // Bytes that were UTF-16 would have been recognised by now.
  if (xmlDeclared && !/^utf-16/i.test(xmlDeclared) && isSupportedCharset(xmlDeclared)) return xmlDeclared;
  if (isUtf8(sample)) return "utf-8";
  const guess = chardet
    .analyse(sample)
    .map((match) => match.name)
    .find(isSupportedCharset);
  return guess ?? "windows-1252";
}

const isSupportedCharset = (label: string): boolean => {
  try {
    return new TextDecoder(label).encoding !== "replacement";
  } catch {
    return false; // RangeError: unknown label
  }
};

/**
 * Whether bytes are UTF-8. A few damaged bytes are tolerated if there are enough valid multi-byte sequences, which
 * rarely occur by chance in another charset.
 */
function isUtf8(sample: Uint8Array): boolean {
  try {
    // With `stream`, the sample may end inside a character.
    new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    let [damaged, evidence] = [0, 0];
    for (const character of new TextDecoder("utf-8").decode(sample, { stream: true })) {
      const code = character.codePointAt(0)!;
      if (code === 0xfffd) damaged++;
      else evidence += code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    }
    return damaged * 2 <= evidence;
  }
}
