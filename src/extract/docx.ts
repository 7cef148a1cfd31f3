import mammoth from "mammoth";
import { type Extractor, type Meta, NO_META, PithError } from "../model/index.ts";
import { readHtml } from "./blocks.ts";
import { unzip, xmlText } from "./zip.ts";

/** A Word document, by way of the HTML that mammoth makes of its styles: headings, lists, tables and notes stay. */
export const docx: Extractor = {
  mediaTypes: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  async extract({ mediaType, bytes }) {
    const parts = unzip(bytes ?? new Uint8Array(), (name) => /\.(?:xml|rels)$/.test(name));
    for (const part of parts.values()) xmlText(part);
    const { value } = await convert(bytes ?? new Uint8Array());
    const { blocks } = readHtml(value);
    if (blocks.length === 0) throw new PithError("empty");
    const meta = coreMeta(parts.get("docProps/core.xml"));
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

async function convert(bytes: Uint8Array): Promise<{ value: string }> {
  try {
    // Pictures carry no text; without this each would become a data URL of its full size.
    const convertImage = mammoth.images.imgElement(async () => ({ src: "" }));
    return await mammoth.convertToHtml({ buffer: Buffer.from(bytes) }, { convertImage });
  } catch (cause) {
    throw new PithError("damaged", null, { cause });
  }
}

/** Title and author as the file's own properties give them (Dublin Core, ECMA-376 part 2). */
function coreMeta(part: Uint8Array | undefined): Meta {
  if (!part) return NO_META;
  const xml = xmlText(part);
  const said = (name: string): string | null => {
    const inner = new RegExp(`<${name}\\b[^>]*>([^<]{1,500})</${name}>`).exec(xml)?.[1];
    return inner ? (readHtml(`<p>${inner}</p>`).blocks[0]?.text ?? null) : null;
  };
  return { ...NO_META, title: said("dc:title"), byline: said("dc:creator"), language: said("dc:language") };
}
