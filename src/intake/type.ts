import { extname } from "node:path";
import { fileTypeFromBuffer } from "file-type";

const BY_NAME: Record<string, string> = {
  ".txt": "text/plain",
  ".text": "text/plain",
  ".md": "text/markdown",
  ".markdown": "text/markdown",
  ".html": "text/html",
  ".htm": "text/html",
  ".xhtml": "text/html",
};
/** The document types that bytes alone tell, some under other names than the registered ones. */
const ALIASES: Record<string, string> = { "application/xhtml+xml": "text/html", "text/x-markdown": "text/markdown" };
/** What a server or a client says when it does not know. */
const SAYS_NOTHING = new Set([
  "",
  "application/octet-stream",
  "binary/octet-stream",
  "application/x-download",
  "text/plain",
]);
const HTML_START = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i;

/**
 * The media type of bytes: what their signature says, else what was declared, else what the name says, else HTML or
 * plain text by how they begin. Bytes that are no text in any charset are `application/octet-stream`.
 */
export async function mediaTypeOf(bytes: Uint8Array, declared: string | null, name: string | null): Promise<string> {
  const signature = await fileTypeFromBuffer(bytes);
  if (signature && signature.mime !== "application/xml") return signature.mime;
  if (!looksLikeText(bytes)) return "application/octet-stream";
  return textTypeOf(new TextDecoder("latin1").decode(bytes.subarray(0, 4096)).replaceAll("\0", ""), declared, name);
}

/** The media type of decoded text. */
export function textTypeOf(start: string, declared: string | null, name: string | null): string {
  const bare = (declared ?? "").split(";")[0]!.trim().toLowerCase();
  const type = ALIASES[bare] ?? bare;
  const byName = BY_NAME[extname(name ?? "").toLowerCase()];
  if (type === "text/plain" && byName !== "text/markdown")
    return HTML_START.test(start) && byName !== "text/plain" ? "text/html" : type;
  if (!SAYS_NOTHING.has(type)) return type;
  if (byName) return byName;
  if (HTML_START.test(start.slice(0, 4096))) return "text/html";
  return type === "" && looksLikeMarkdown(start.slice(0, 16_384)) ? "text/markdown" : "text/plain";
}

/** What only Markdown has, and how much each kind proves: a `#` alone is a comment in many a language. */
const MARKDOWN_SIGNS: [pattern: RegExp, most: number, each?: number][] = [
  [/^#{1,6} \S/gm, 2],
  [/(?:^|\n\n)#{2,6} \S.*\n\n/g, 1],
  [/^(?:```|~~~)[\w-]*[ \t]*$/gm, 2],
  [/(?<!\\)\[[^\]\n]{1,200}\]\((?:https?:|\/|\.|#|\w)[^)\s]{0,500}\)/g, 2],
  [/^\|?(?: *:?-{3,}:? *\|)+(?: *:?-{3,}:? *)?$/gm, 2, 2],
  [/\*\*[^*\s][^*\n]{0,200}\*\*/g, 1],
  [/^---\n[a-z_]+: [\s\S]{0,2000}?\n---$/gm, 2, 2],
];
const CLEARLY = 3;

/** Whether text of no name and no declared type is Markdown: signs of at least two kinds, or headings that stand free. */
function looksLikeMarkdown(start: string): boolean {
  const text = start.replace(/\r\n?/g, "\n");
  const proofs = MARKDOWN_SIGNS.map(([sign, most, each = 1]) => Math.min(most, each * (text.match(sign)?.length ?? 0)));
  return proofs.reduce((sum, proof) => sum + proof) >= CLEARLY;
}

/** Text in some charset has hardly any control characters; NULs are many only in UTF-16 and UTF-32. */
function looksLikeText(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 4096);
  const wide = (sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff);
  if (wide) return true;
  let odd = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd++;
  if (odd / Math.max(1, sample.length) > 0.05) return false;
  return odd === 0 || mostlyPrintable(sample);
}

/** Random bytes are printable ASCII four times in ten; text in any single- or multi-byte charset either is or has few oddities. */
function mostlyPrintable(sample: Uint8Array): boolean {
  let printable = 0;
  for (const byte of sample) if (byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127)) printable++;
  return printable / sample.length > 0.7;
}
