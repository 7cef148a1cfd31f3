import { type Extracted, type Extractor, type Intake, PithError } from "../model/index.ts";
import { docx } from "./docx.ts";
import { html } from "./html.ts";
import { markdown } from "./markdown.ts";
import { pdf } from "./pdf.ts";
import { plainText } from "./text.ts";

/** The formats Pith reads. A new one is a file here and a line in this list. */
const EXTRACTORS: readonly Extractor[] = [plainText, markdown, html, pdf, docx];

const BY_TYPE = new Map(EXTRACTORS.flatMap((extractor) => extractor.mediaTypes.map((type) => [type, extractor])));

/** An Office file that is locked with a password is an OLE container with a stream of this name (MS-OFFCRYPTO 1.3.3). */
const LOCKED_STREAM = Buffer.from("EncryptedPackage", "utf16le");

/**
 * Bytes to blocks. Runs in a process of its own, which may be killed: a file may cost any time and memory.
 * @throws PithError `unsupported`, `encrypted`, `damaged`, `empty`, `too_short`, `no_text_layer`, `too_large_unpacked`
 */
export async function extract(intake: Intake): Promise<Extracted> {
  const extractor = BY_TYPE.get(intake.mediaType);
  if (!extractor) {
    const locked = intake.mediaType === "application/x-cfb" && Buffer.from(intake.bytes ?? []).includes(LOCKED_STREAM);
    throw new PithError(locked ? "encrypted" : "unsupported", locked ? null : intake.mediaType);
  }
  const extracted = await extractor.extract(intake);
  if (!extracted.blocks.some((block) => block.text.trim())) throw new PithError("empty");
  return extracted;
}
