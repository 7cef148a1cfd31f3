import { extname } from "node:path";
import { fileTypeFromBuffer } from "file-type";
import { looksLikeText, wideCharset } from "./look.ts";
import { looksLikeMarkdown } from "./markdown.ts";
import { ALIASES, BY_NAME, CODE, isTextType } from "./mediaTypes.ts";

/** What a server or a client says when it does not know. */
const SAYS_NOTHING = new Set([
  "",
  "application/octet-stream",
  "binary/octet-stream",
  "application/x-download",
  "text/plain",
]);
const SAMPLE_BYTES = 4096;
/** Markdown shows itself later than other forms do. */
const MARKDOWN_SAMPLE = 16_384;
const HTML_START = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i;
/** A PDF may begin after 1,024 bytes of something else (PDF 1.7, annex H, note 13). */
const PDF_START = /^[\s\S]{0,1020}?%PDF-\d/;
const SUBTITLES = /^\s*\d+\n\d{1,2}:\d{2}:\d{2}[,.]\d{3} --> \d/;
const MAIL =
  /^(?:(?:Return-Path|Received|Delivered-To|From|To|Cc|Date|Subject|Message-ID|MIME-Version|Reply-To|X-[\w-]+|Content-[\w-]+|DKIM-Signature|ARC-[\w-]+): .*\n(?:[ \t].*\n)*){3}/i;

/**
 * The media type of bytes: what their signature says, else what was declared, else what the name says, else by how they
 * begin. A declared type or a name that the bytes speak against is not believed. Bytes that are no text in any charset
 * and have no signature are `application/octet-stream`.
 */
export async function mediaTypeOf(bytes: Uint8Array, declared: string | null, name: string | null): Promise<string> {
  const start = new TextDecoder(wideCharset(bytes) ?? "latin1")
    .decode(bytes.subarray(0, SAMPLE_BYTES))
    .replaceAll("\0", "")
    .replace(/\r\n?/g, "\n");
  if (start.startsWith("%PDF-") || (PDF_START.test(start) && hasPdfEnd(bytes))) return "application/pdf";
  const isText = looksLikeText(bytes);
  const signature = isText && !start.startsWith("{\\rtf") ? null : await signatureOf(bytes);
  // An archive that does not say what it holds is what its name says.
  if (signature === "application/zip") return zipTypeOf(declared, name) ?? signature;
  if (signature) return signature;
  return isText ? textTypeOf(start, declared, name) : "application/octet-stream";
}

/** A text about PDF may have its first line in it, but not what every file ends with. */
const hasPdfEnd = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes("startxref");

/** Two letters make a signature ("BM", "MZ"), so it is only asked about bytes that are not plainly text. */
async function signatureOf(bytes: Uint8Array): Promise<string | null> {
  const mime = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime;
  return mime && mime !== "application/xml" && !isTextType(mime) ? mime : null;
}

function zipTypeOf(declared: string | null, name: string | null): string | null {
  const types = [bareType(declared), BY_NAME[extname(name ?? "").toLowerCase()]];
  return types.find((type) => type && /openxmlformats|opendocument|epub/.test(type)) ?? null;
}

/** The media type of decoded text. */
export function textTypeOf(start: string, declared: string | null, name: string | null): string {
  const type = bareType(declared);
  const named = BY_NAME[extname(name ?? "").toLowerCase()];
  const byName = named && isTextType(named) ? named : undefined;
  const begins = start.slice(0, SAMPLE_BYTES).replace(/^\ufeff|^\u00ef\u00bb\u00bf/, "");
  if (HTML_START.test(begins) && (!byName || byName === CODE || byName === "text/markdown")) return "text/html";
  // Bytes that are text are no picture and no archive, whatever a server says.
  if (!SAYS_NOTHING.has(type) && isTextType(type)) return type;
  return (
    byName ??
    byStart(begins) ??
    (type === "" && looksLikeMarkdown(start.slice(0, MARKDOWN_SAMPLE)) ? "text/markdown" : "text/plain")
  );
}

function byStart(start: string): string | null {
  if (/^WEBVTT(?:\s|$)/.test(start)) return "text/vtt";
  if (SUBTITLES.test(start)) return "application/x-subrip";
  if (MAIL.test(start)) return "message/rfc822";
  if (/^\s*(?:\{\s*"|\[\s*\{\s*")/.test(start)) return "application/json";
  return /^\s*<\?xml\s/.test(start) ? CODE : null;
}

function bareType(declared: string | null): string {
  const bare = (declared ?? "").split(";")[0]!.trim().toLowerCase();
  return ALIASES[bare] ?? bare;
}
