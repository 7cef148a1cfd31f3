import { type Extracted, type Extractor, type Intake, PithError, type Tell } from "../model/index.ts";
import { withoutInvisible } from "./text/plainText.ts";

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const SLIDES = "application/vnd.openxmlformats-officedocument.presentationml";
const SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const OPEN = "application/vnd.oasis.opendocument";

/**
 * The formats Pith reads. A new one is a file here and a line in this list. Each is loaded when the first file of its
 * type comes, as parsers are large and the bot's own process needs but one of them: so its media types stand here too.
 */
export const FORMATS: readonly (readonly [load: () => Promise<Extractor>, ...mediaTypes: string[]])[] = [
  [async () => (await import("./text/plainText.ts")).plainText, "text/plain"],
  [async () => (await import("./text/markdown.ts")).markdown, "text/markdown"],
  [async () => (await import("./html/html.ts")).html, "text/html"],
  [async () => (await import("./pdf/pdf.ts")).pdf, "application/pdf"],
  [async () => (await import("./office/docx.ts")).docx, `${WORD}.document`, `${WORD}.template`, "application/vnd.ms-word.document.macroenabled.12"],
  [async () => (await import("./office/odt.ts")).odt, `${OPEN}.text`, `${OPEN}.text-template`],
  [async () => (await import("./office/epub.ts")).epub, "application/epub+zip"],
  [async () => (await import("./office/pptx.ts")).pptx, `${SLIDES}.presentation`, `${SLIDES}.slideshow`, "application/vnd.ms-powerpoint.presentation.macroenabled.12"],
  [async () => (await import("./office/xlsx.ts")).xlsx, `${SHEETS}.sheet`, "application/vnd.ms-excel.sheet.macroenabled.12"],
  [async () => (await import("./rtf/rtf.ts")).rtf, "application/rtf"],
  [async () => (await import("./text/csv.ts")).csv, "text/csv", "text/tab-separated-values"],
  [async () => (await import("./text/json.ts")).json, "application/json", "application/x-ndjson"],
  [async () => (await import("./text/code.ts")).code, "text/x-source-code"],
  [async () => (await import("./text/captions.ts")).captions, "text/vtt", "application/x-subrip"],
  [async () => (await import("./text/eml.ts")).eml, "message/rfc822"],
]; // biome-ignore format: a format a line

const LOADERS = new Map(FORMATS.flatMap(([load, ...types]) => types.map((type) => [type, load] as const)));

/** An Office file that is locked with a password is an OLE container with a stream of this name (MS-OFFCRYPTO 1.3.3). */
const LOCKED_STREAM = Buffer.from("EncryptedPackage", "utf16le");

/**
 * Bytes to blocks. Runs in a process of its own, which may be killed: a file may cost any time and memory. What a parser
 * throws that is no PithError is a fault it found no words for: the file is `damaged`, and the cause stays.
 * @throws PithError `unsupported`, `encrypted`, `damaged`, `empty`, `too_short`, `no_text_layer`, `too_large_unpacked`
 */
export async function extract(intake: Intake, tell?: Tell): Promise<Extracted> {
  const load = LOADERS.get(intake.mediaType);
  if (!load) {
    const locked = intake.mediaType === "application/x-cfb" && Buffer.from(intake.bytes ?? []).includes(LOCKED_STREAM);
    throw new PithError(locked ? "encrypted" : "unsupported", locked ? null : intake.mediaType);
  }
  const extractor = await load();
  const extracted = await extractor.extract(intake, tell).catch((thrown: unknown) => {
    throw thrown instanceof PithError ? thrown : new PithError("damaged", null, { cause: thrown });
  });
  const blocks = extracted.blocks
    .map((block) => ({ ...block, text: withoutInvisible(block.text) }))
    .filter((block) => block.text.trim());
  if (!blocks.length) throw new PithError("empty");
  return { ...extracted, blocks };
}

/** Loads every format ahead, so that no document waits for a parser. */
export async function loadFormats(): Promise<void> {
  for (const [load] of FORMATS) await load();
}
