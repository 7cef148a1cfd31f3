import { type Coverage, type Extractor, PithError, type RawBlock } from "../../model/index.ts";
import { type Attributes, decodeXml, type ElementMapping, walkXml, xmlToHtml } from "./xml.ts";
import { type Parts, unzip } from "./zip.ts";
import { dublinCore, htmlToBlocks, requirePart, resolvePartName } from "./zipPackage.ts";

/**
 * E-books (EPUB 2 and 3.3): the spine items in order, excluding navigation and cover. Remote resources are not fetched.
 */
export const epub: Extractor = {
  mediaTypes: ["application/epub+zip"],
  async extract({ mediaType, bytes }, reportProgress) {
    const parts = unzip(bytes ?? new Uint8Array(), (name) => /\.(?:xml|opf|x?html?|svg)$/i.test(name));
    const packageName = packageDocument(parts);
    const { date, ...meta } = dublinCore(decodeXml(requirePart(parts, packageName), true));
    const chapters = readingOrder(parts, packageName);
    assertNotEncrypted(parts, chapters);
    const blocks: RawBlock[] = [];
    let chaptersWithText = 0;
    for (const [i, chapter] of chapters.entries()) {
      const { html, notes } = xmlToHtml(decodeXml(parts.get(chapter), true), mapElement);
      const chapterBlocks = [...htmlToBlocks(html), ...htmlToBlocks(notes, null, "note")];
      if (chapterBlocks.length) chaptersWithText++;
      blocks.push(...chapterBlocks);
      reportProgress?.(i + 1, chapters.length);
    }
    return {
      mediaType,
      blocks,
      meta: { ...meta, published: date && /^\d{4}-\d{2}-\d{2}/.test(date) ? date.slice(0, 10) : null },
      coverage: coverageOf(chaptersWithText, chapters.length),
      flat: false,
      removed: [],
    };
  },
};

function coverageOf(read: number, total: number): Coverage {
  const withoutText = total - read;
  const note = withoutText ? `${withoutText} of ${total} sections ${withoutText === 1 ? "has" : "have"} no text` : null;
  return { unit: "section", read, total, note };
}

/** The part name of the package document (EPUB 3.3, 4.2.6.3.1). */
function packageDocument(parts: Parts): string {
  let name: string | undefined;
  walkXml(decodeXml(requirePart(parts, "META-INF/container.xml"), true), {
    onOpenTag(tag, attributes) {
      if (tag.endsWith("rootfile")) name ??= attributes["full-path"];
    },
  });
  if (!name) throw new PithError("damaged", "it has no package file");
  return name;
}

/** The part names of the chapters, in spine order, excluding the table of contents and the cover. */
function readingOrder(parts: Parts, packageName: string): string[] {
  const manifest = new Map<string, { name: string; isSkipped: boolean }>();
  const spine: string[] = [];
  walkXml(decodeXml(requirePart(parts, packageName), true), {
    onOpenTag(tag, { id = "", href = "", properties = "", idref = "", ...rest }) {
      const name = resolvePartName(packageName, href);
      const isText = /xhtml|html|svg|dtbook/.test(rest["media-type"] ?? "html");
      if (tag.endsWith("item") && name && isText) {
        const isSkipped = /\b(?:nav|cover-image)\b/.test(properties) || /^(?:cover|toc|nav|ncx)$/i.test(id);
        manifest.set(id, { name, isSkipped });
      }
      if (tag.endsWith("itemref")) spine.push(idref);
    },
  });
  const items = [...new Set(spine)].flatMap((id) => manifest.get(id) ?? []);
  const chapters = items.filter(({ isSkipped }) => !isSkipped);
  if (!chapters.length) throw new PithError(items.length ? "empty" : "damaged");
  return chapters.map(({ name }) => name);
}

/**
 * Checks that no chapter is encrypted (EPUB 3.3, 4.2.6.3.2). Other parts, such as obfuscated fonts, may be encrypted.
 * @throws PithError `encrypted` if a chapter is encrypted
 */
function assertNotEncrypted(parts: Parts, chapters: string[]): void {
  const part = parts.get("META-INF/encryption.xml");
  if (!part) return;
  walkXml(decodeXml(part, true), {
    onOpenTag(tag, { URI = "" }) {
      const name = tag.endsWith("CipherReference") ? resolvePartName("", URI) : null;
      if (name && chapters.includes(name)) throw new PithError("encrypted");
    },
  });
}

const SKIPPED_ELEMENTS = new Set("nav script style template title desc metadata math".split(" "));

/** Maps XHTML elements to HTML elements of the same name, and the text of SVG images to paragraphs. */
function mapElement(name: string, attributes: Attributes): ElementMapping {
  const tag = name.replace(/^\w+:/, "").toLowerCase();
  const type = attributes["epub:type"] ?? "";
  if (SKIPPED_ELEMENTS.has(tag) || /\b(?:pagebreak|noteref|toc|landmarks|page-list)\b/.test(type)) return "skip";
  if (/\b(?:footnotes?|endnotes?|rearnotes?)\b/.test(type)) return "note";
  if (tag === "svg" || tag === "g" || tag === "tspan") return "content";
  if (tag === "text") return { tag: "p" };
  const { style, hidden } = attributes;
  return { tag, attributes: { ...(style && { style }), ...(hidden !== undefined && { hidden: "" }) } };
}
