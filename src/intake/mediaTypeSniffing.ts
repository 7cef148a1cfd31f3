import { extname } from "node:path";
import { fileTypeFromBuffer } from "file-type";
import { looksLikeConfiguration, looksLikeCsv } from "./lineSniffing.ts";
import { FEED, isTextType, SOURCE_CODE, TYPE_ALIASES, TYPE_BY_EXTENSION, XML } from "./mediaTypes.ts";
import { detectUtf16, isProbablyText } from "./textSniffing.ts";

/** Declared types that carry no information. */
const GENERIC_TYPES = new Set([
  "",
  "application/octet-stream",
  "binary/octet-stream",
  "application/x-download",
  "text/plain",
]);
/**
 * Length of the sample in which formats are recognised, from the start of a file. In bytes, or in UTF-16 units for
 * text.
 */
const SAMPLE_BYTES = 4096;
/**
 * Length, in UTF-16 units, of the sample searched for Markdown syntax. It is larger than `SAMPLE_BYTES`, because
 * Markdown can start with a long stretch of plain prose.
 */
const MARKDOWN_SAMPLE_UNITS = 16_384;
const HTML_START = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i;
/** What may stand before the root element of XML: declarations, processing instructions and comments. */
const XML_PROLOG =
  /^\s*(?:<\?[^>]{0,1000}>\s*|<!--[\s\S]{0,2000}?-->\s*|<!doctype[^>[]{0,500}(?:\[[^\]]{0,1000}\])?\s*>\s*)*/i;
/** Start tags of the root elements of feeds. That of Atom and of RSS 1.0 is known by its namespace. */
const FEED_ROOT =
  /^<(?:[\w.-]+:)?(?:rss[\s>]|feed\s[^>]*(?:www\.w3\.org\/2005\/atom|purl\.org\/atom\/ns)|rdf\s[^>]*(?:purl\.org\/rss\/1\.0\/|netscape\.com\/rdf\/simple\/0\.9\/)["'])/i;
/** The start of a JSON Feed, unless its version comes late. */
const JSON_FEED = /^\s*\{[\s\S]*?"version"\s*:\s*"https?:\\?\/\\?\/jsonfeed\.org\\?\//;
/** A PDF header may appear anywhere within the first 1,024 bytes of a file (PDF 1.7, annex H, note 13). */
const PDF_START = /^[\s\S]{0,1020}?%PDF-\d/;
const SUBTITLES = /^\s*\d+\n\d{1,2}:\d{2}:\d{2}[,.]\d{3} --> \d/;
const MAIL =
  /^(?:(?:Return-Path|Received|Delivered-To|From|To|Cc|Date|Subject|Message-ID|MIME-Version|Reply-To|X-[\w-]+|Content-[\w-]+|DKIM-Signature|ARC-[\w-]+): .*\n(?:[ \t].*\n)*){3}/i;

/**
 * Detects the media type of a file. These are examined in order: the signature in its bytes, its declared type, its
 * name, and the start of its text (for HTML, see `detectTextMediaType`). A declared type or a name that contradicts the
 * bytes is ignored. Returns `application/octet-stream` for bytes that are not text and have no known signature.
 */
export async function detectMediaType(
  bytes: Uint8Array,
  declared: string | null,
  name: string | null,
): Promise<string> {
  const start = new TextDecoder(detectUtf16(bytes) ?? "latin1")
    .decode(bytes.subarray(0, SAMPLE_BYTES))
    .replaceAll("\0", "")
    .replace(/\r\n?/g, "\n");
  if (start.startsWith("%PDF-") || (PDF_START.test(start) && hasPdfTrailer(bytes))) return "application/pdf";
  const isText = isProbablyText(bytes);
  const signature = isText && !start.startsWith("{\\rtf") ? null : await signatureTypeOf(bytes);
  // A plain zip signature does not say what the archive contains, so the declared type and the name decide.
  if (signature === "application/zip") return zipTypeOf(declared, name) ?? signature;
  if (signature) return signature;
  return isText ? detectTextMediaType(start, declared, name) : "application/octet-stream";
}

/**
 * Whether the bytes contain `startxref`, as every PDF file does near its end. Text that merely quotes a PDF header does
 * not.
 */
const hasPdfTrailer = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes("startxref");

/**
 * Detects the media type of a binary file by its signature, or returns null. Call it only for bytes that are not plain
 * text, because some signatures are only two letters ("BM", "MZ").
 */
async function signatureTypeOf(bytes: Uint8Array): Promise<string | null> {
  const mime = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime;
  return mime && mime !== "application/xml" && !isTextType(mime) ? mime : null;
}

function zipTypeOf(declared: string | null, name: string | null): string | null {
  const types = [normalizeMediaType(declared), TYPE_BY_EXTENSION[extname(name ?? "").toLowerCase()]];
  return types.find((type) => type && /openxmlformats|opendocument|epub/.test(type)) ?? null;
}

/**
 * Detects the media type of text from the declared type, the file name, and `start`, which is the text or its first
 * part. Text that starts like a feed is one, whatever its declared type and its name. Text that starts like HTML is `text/html`, whatever its declared type. A file name extension such as `.txt` or
 * `.csv` prevents this, but one of Markdown or source code does not.
 */
export function detectTextMediaType(start: string, declared: string | null, name: string | null): string {
  const type = normalizeMediaType(declared);
  const named = TYPE_BY_EXTENSION[extname(name ?? "").toLowerCase()];
  const byName = named && isTextType(named) ? named : undefined;
  const sample = start.slice(0, SAMPLE_BYTES).replace(/^\ufeff|^\u00ef\u00bb\u00bf/, "");
  if (FEED_ROOT.test(sample.replace(XML_PROLOG, ""))) return FEED;
  if (JSON_FEED.test(sample)) return "application/json";
  if (HTML_START.test(sample) && (!byName || byName === SOURCE_CODE || byName === "text/markdown")) return "text/html";
  // A declared binary type must be wrong, because the bytes are text.
  if (!GENERIC_TYPES.has(type) && isTextType(type)) return type;
  return (
    byName ??
    sniffTextFormat(sample) ??
    (type === "" && looksLikeMarkdown(start.slice(0, MARKDOWN_SAMPLE_UNITS)) ? "text/markdown" : "text/plain")
  );
}

function sniffTextFormat(start: string): string | null {
  if (/^WEBVTT(?:\s|$)/.test(start)) return "text/vtt";
  if (SUBTITLES.test(start)) return "application/x-subrip";
  if (MAIL.test(start)) return "message/rfc822";
  if (/^\s*(?:\{\s*"|\[\s*\{\s*")/.test(start)) return "application/json";
  if (looksLikeCsv(start)) return "text/csv";
  if (looksLikeConfiguration(start)) return SOURCE_CODE;
  return /^\s*<\?xml\s/.test(start) ? XML : null;
}

/** Returns a Content-Type in lower case, without parameters and with aliases resolved, or "" if none is declared. */
function normalizeMediaType(declared: string | null): string {
  const bare = (declared ?? "").split(";")[0]!.trim().toLowerCase();
  return TYPE_ALIASES[bare] ?? (bare.endsWith("+xml") ? XML : bare);
}

/**
 * Patterns of Markdown syntax, each with its maximum score and its score per match (default 1). Lines that start with
 * `#` score only 2 in total, because many languages use `#` for comments. A heading between blank lines scores 1 more.
 */
const MARKDOWN_SYNTAX: [pattern: RegExp, maxScore: number, perMatch?: number][] = [
  [/^#{1,6} \S/gm, 2],
  [/(?:^|\n\n)#{2,6} \S.*\n\n/g, 1],
  [/^(?:```|~~~)[\w-]*[ \t]*$/gm, 2],
  [/(?<!\\)\[[^\]\n]{1,200}\]\((?:https?:|\/|\.|#|\w)[^)\s]{0,500}\)/g, 2],
  [/^\|?(?: *:?-{3,}:? *\|)+(?: *:?-{3,}:? *)?$/gm, 2, 2],
  [/\*\*[^*\s][^*\n]{0,200}\*\*/g, 1],
  [/^---\n[a-z_]+: [\s\S]{0,2000}?\n---$/gm, 2, 2],
];
const MIN_MARKDOWN_SCORE = 3;

/** Whether text without a declared type or a known file name extension is Markdown. */
function looksLikeMarkdown(start: string): boolean {
  const text = start.replace(/\r\n?/g, "\n");
  const scores = MARKDOWN_SYNTAX.map(([pattern, maxScore, perMatch = 1]) =>
    Math.min(maxScore, perMatch * (text.match(pattern)?.length ?? 0)),
  );
  return scores.reduce((sum, score) => sum + score) >= MIN_MARKDOWN_SCORE;
}
