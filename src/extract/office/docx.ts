import mammoth from "mammoth";
import { type Extractor, PithError } from "../../model/index.ts";
import { xmlText } from "./xml.ts";
import { unzip, zipOf } from "./zip.ts";
import { blocksOf, officeMeta } from "./zipPackage.ts";

/** A Word document, by way of the HTML that mammoth makes of its styles: headings, lists, tables and notes stay. */
export const docx: Extractor = {
  mediaTypes: [
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    "application/vnd.ms-word.document.macroenabled.12",
  ],
  async extract({ mediaType, bytes }) {
    const parts = unzip(bytes ?? new Uint8Array(), (name) => /\.(?:xml|rels)$/.test(name));
    for (const part of parts.values()) xmlText(part);
    const { html, notes } = notesApart(await convert(zipOf(parts)));
    const blocks = [...blocksOf(html), ...blocksOf(notes, null, "note")];
    const meta = officeMeta(parts);
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

async function convert(buffer: Buffer): Promise<string> {
  try {
    // Pictures carry no text; without this each would become a data URL of its full size.
    const convertImage = mammoth.images.imgElement(async () => ({ src: "" }));
    return (await mammoth.convertToHtml({ buffer }, { convertImage })).value;
  } catch (cause) {
    throw new PithError("damaged", null, { cause });
  }
}

/** mammoth sets notes as a list behind the text, with links there and back; the numbers would stand inside sentences. */
function notesApart(html: string): { html: string; notes: string } {
  const bare = html
    .replace(/<sup><a href="#(?:foot|end)note-\d+" id="[^"]*">\[\d+\]<\/a><\/sup>/g, "")
    .replace(/<a href="#(?:foot|end)note-ref-\d+">↑<\/a>/g, "");
  const at = bare.search(/<ol><li id="(?:foot|end)note-\d+">/);
  return at < 0 ? { html: bare, notes: "" } : { html: bare.slice(0, at), notes: bare.slice(at) };
}
