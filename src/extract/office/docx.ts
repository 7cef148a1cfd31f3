import mammoth from "mammoth";
import { type Extractor, PithError } from "../../model/index.ts";
import { decodeXml } from "./xml.ts";
import { unzip, zipParts } from "./zip.ts";
import { coreProperties, htmlToBlocks } from "./zipPackage.ts";

/** Word documents, converted to HTML by mammoth, which preserves headings, lists, tables and notes. */
export const docx: Extractor = {
  mediaTypes: [
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    "application/vnd.ms-word.document.macroenabled.12",
  ],
  async extract({ mediaType, bytes }) {
    const parts = unzip(bytes ?? new Uint8Array(), (name) => /\.(?:xml|rels)$/.test(name));
    for (const part of parts.values()) decodeXml(part); // rejects parts that are unsafe to parse
    const { html, notes } = splitNotes(await convertToHtml(zipParts(parts)));
    const blocks = [...htmlToBlocks(html), ...htmlToBlocks(notes, null, "note")];
    const meta = coreProperties(parts);
    const heading = blocks[0]?.kind === "heading" ? blocks[0].text : null;
    return {
      mediaType,
      blocks,
      meta: { ...meta, title: meta.title ?? heading },
      coverage: null,
      flat: false,
      removed: [],
    };
  },
};

async function convertToHtml(buffer: Buffer): Promise<string> {
  try {
    // Images are left out. The default converter would embed each as a data URL.
    const convertImage = mammoth.images.imgElement(async () => ({ src: "" }));
    return (await mammoth.convertToHtml({ buffer }, { convertImage })).value;
  } catch (cause) {
    throw new PithError("damaged", null, { cause });
  }
}

/** Splits off the list of notes that mammoth appends, and removes the note references, which interrupt sentences. */
function splitNotes(html: string): { html: string; notes: string } {
  const withoutReferences = html
    .replace(/<sup><a href="#(?:foot|end)note-\d+" id="[^"]*">\[\d+\]<\/a><\/sup>/g, "")
    .replace(/<a href="#(?:foot|end)note-ref-\d+">↑<\/a>/g, "");
  const start = withoutReferences.search(/<ol><li id="(?:foot|end)note-\d+">/);
  if (start < 0) return { html: withoutReferences, notes: "" };
  return { html: withoutReferences.slice(0, start), notes: withoutReferences.slice(start) };
}
