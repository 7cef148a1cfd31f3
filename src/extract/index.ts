import { type Extracted, type Extractor, type Intake, PithError, type ReportProgress } from "../model/index.ts";
import { stripInvisible } from "./whitespace.ts";

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml";
const EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const OPEN_DOCUMENT = "application/vnd.oasis.opendocument";

/**
 * The supported formats. To add a format, write an extractor and list it here. Extractors are imported on first use,
 * because parsers are large and the main process needs only the one for plain text. The media types of the extractors
 * are repeated here so that the list can be searched without importing them.
 */
export const FORMATS: readonly (readonly [load: () => Promise<Extractor>, ...mediaTypes: string[]])[] = [
  [async () => (await import("./text/plainText.ts")).plainText, "text/plain"],
  [async () => (await import("./text/markdown.ts")).markdown, "text/markdown"],
  [async () => (await import("./html/html.ts")).html, "text/html"],
  [async () => (await import("./pdf/pdf.ts")).pdf, "application/pdf"],
  [
    async () => (await import("./office/docx.ts")).docx,
    `${WORD}.document`,
    `${WORD}.template`,
    "application/vnd.ms-word.document.macroenabled.12",
  ],
  [async () => (await import("./office/odt.ts")).odt, `${OPEN_DOCUMENT}.text`, `${OPEN_DOCUMENT}.text-template`],
  [async () => (await import("./office/epub.ts")).epub, "application/epub+zip"],
  [
    async () => (await import("./office/pptx.ts")).pptx,
    `${POWERPOINT}.presentation`,
    `${POWERPOINT}.slideshow`,
    "application/vnd.ms-powerpoint.presentation.macroenabled.12",
  ],
  [
    async () => (await import("./office/xlsx.ts")).xlsx,
    `${EXCEL}.sheet`,
    "application/vnd.ms-excel.sheet.macroenabled.12",
  ],
  [async () => (await import("./rtf/rtf.ts")).rtf, "application/rtf"],
  [async () => (await import("./text/csv.ts")).csv, "text/csv", "text/tab-separated-values"],
  [async () => (await import("./text/json.ts")).json, "application/json", "application/x-ndjson"],
  [async () => (await import("./feed/feed.ts")).feed, "application/rss+xml"],
  [async () => (await import("./text/xml.ts")).xml, "application/xml"],
  [async () => (await import("./text/code.ts")).code, "text/x-source-code"],
  [async () => (await import("./text/captions.ts")).captions, "text/vtt", "application/x-subrip"],
  [async () => (await import("./text/eml.ts")).eml, "message/rfc822"],
];

const LOADERS = new Map(FORMATS.flatMap(([load, ...types]) => types.map((type) => [type, load] as const)));

/** Name of the stream that contains an encrypted Office document in an OLE container (MS-OFFCRYPTO 1.3.3). */
const ENCRYPTED_STREAM = Buffer.from("EncryptedPackage", "utf16le");

/**
 * Extracts the blocks and the metadata of a document, and removes invisible characters. Call it in a process that can
 * be killed, because hostile files can make parsers use any amount of time and memory.
 * @throws PithError `unsupported` if no extractor reads the media type; `encrypted` if the file is encrypted; `empty`
 * if it has no text; `too_short` if a large web page has hardly any text; `no_text_layer` if a PDF file has no text;
 * `too_large_unpacked` if the unpacked content exceeds a limit; `damaged` if the file is invalid or its parser fails,
 * with the error of the parser as the cause
 */
export async function extract(intake: Intake, reportProgress?: ReportProgress): Promise<Extracted> {
  const load = LOADERS.get(intake.mediaType);
  if (!load) {
    const isEncrypted =
      intake.mediaType === "application/x-cfb" && Buffer.from(intake.bytes ?? []).includes(ENCRYPTED_STREAM);
    throw new PithError(isEncrypted ? "encrypted" : "unsupported", isEncrypted ? null : intake.mediaType);
  }
  const extractor = await load();
  const extracted = await extractor.extract(intake, reportProgress).catch((error: unknown) => {
    throw error instanceof PithError ? error : new PithError("damaged", null, { cause: error });
  });
  const blocks = extracted.blocks
    .map((block) => ({ ...block, text: stripInvisible(block.text) }))
    .filter((block) => block.text.trim());
  if (!blocks.length) throw new PithError("empty");
  return { ...extracted, blocks };
}

/** Imports all extractors in advance, so that no document has to wait for its parser. */
export async function loadFormats(): Promise<void> {
  for (const [load] of FORMATS) await load();
}
