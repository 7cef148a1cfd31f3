import { type Coverage, type Extractor, PithError, type RawBlock } from "../../model/index.ts";
import { type Attributes, type Turn, turnXml, walkXml, xmlText } from "./xml.ts";
import { type Parts, unzip } from "./zip.ts";
import { blocksOf, dublinCore, partOf, resolvePart } from "./zipPackage.ts";

/** An e-book (EPUB 3.3 and 2): its spine in order, without navigation and cover. Nothing outside the file is read. */
export const epub: Extractor = {
  mediaTypes: ["application/epub+zip"],
  async extract({ mediaType, bytes }, tell) {
    const parts = unzip(bytes ?? new Uint8Array(), (name) => /\.(?:xml|opf|x?html?|svg)$/i.test(name));
    const root = rootOf(parts);
    const { date, ...meta } = dublinCore(xmlText(partOf(parts, root), true));
    const chapters = spineOf(parts, root);
    refuseLocked(parts, chapters);
    const blocks: RawBlock[] = [];
    let read = 0;
    for (const [i, chapter] of chapters.entries()) {
      const part = parts.get(chapter);
      const { html, notes } = turnXml(xmlText(part, true), turned);
      const found = [...blocksOf(html), ...blocksOf(notes, null, "note")];
      if (found.length) read++;
      blocks.push(...found);
      tell?.(i + 1, chapters.length);
    }
    return {
      mediaType,
      blocks,
      meta: { ...meta, published: date && /^\d{4}-\d{2}-\d{2}/.test(date) ? date.slice(0, 10) : null },
      coverage: coverageOf(read, chapters.length),
      flat: false,
      removed: [],
    };
  },
};

function coverageOf(read: number, total: number): Coverage {
  const without = total - read;
  const note = without ? `${without} of ${total} sections ${without === 1 ? "has" : "have"} no text` : null;
  return { unit: "section", read, total, note };
}

/** The package document (EPUB 3.3, 4.2.6.3.1). */
function rootOf(parts: Parts): string {
  let path: string | undefined;
  walkXml(xmlText(partOf(parts, "META-INF/container.xml"), true), {
    open(name, attributes) {
      if (name.endsWith("rootfile")) path ??= attributes["full-path"];
    },
  });
  if (!path) throw new PithError("damaged", "it names no package");
  return path;
}

/** The parts of the spine that are read in order: not the table of contents, and not the cover's picture page. */
function spineOf(parts: Parts, root: string): string[] {
  const manifest = new Map<string, { path: string; skip: boolean }>();
  const spine: string[] = [];
  walkXml(xmlText(partOf(parts, root), true), {
    open(name, { id = "", href = "", properties = "", idref = "", ...rest }) {
      const path = resolvePart(root, href);
      const isText = /xhtml|html|svg|dtbook/.test(rest["media-type"] ?? "html");
      if (name.endsWith("item") && path && isText) {
        const skip = /\b(?:nav|cover-image)\b/.test(properties) || /^(?:cover|toc|nav|ncx)$/i.test(id);
        manifest.set(id, { path, skip });
      }
      if (name.endsWith("itemref")) spine.push(idref);
    },
  });
  const chapters = [...new Set(spine)].flatMap((id) => manifest.get(id) ?? []);
  const shown = chapters.filter(({ skip }) => !skip);
  if (!shown.length) throw new PithError(chapters.length ? "empty" : "damaged");
  return shown.map(({ path }) => path);
}

/** Fonts may be obfuscated; a chapter that is encrypted is locked to somebody's key (EPUB 3.3, 4.2.6.3.2). */
function refuseLocked(parts: Parts, chapters: string[]): void {
  const part = parts.get("META-INF/encryption.xml");
  if (!part) return;
  walkXml(xmlText(part, true), {
    open(name, { URI = "" }) {
      const path = name.endsWith("CipherReference") ? resolvePart("", URI) : null;
      if (path && chapters.includes(path)) throw new PithError("encrypted");
    },
  });
}

const GONE = new Set(["nav", "script", "style", "template", "title", "desc", "metadata", "math"]);

/** XHTML is read as HTML, but empty elements end where XML says; of a drawing only its words are text. */
function turned(name: string, attributes: Attributes): Turn {
  const tag = name.replace(/^\w+:/, "").toLowerCase();
  const type = attributes["epub:type"] ?? "";
  if (GONE.has(tag) || /\b(?:pagebreak|noteref|toc|landmarks|page-list)\b/.test(type)) return "nothing";
  if (/\b(?:footnotes?|endnotes?|rearnotes?)\b/.test(type)) return "note";
  if (tag === "svg" || tag === "g" || tag === "tspan") return "content";
  if (tag === "text") return { tag: "p" };
  const { style, hidden } = attributes;
  return { tag, attributes: { ...(style && { style }), ...(hidden !== undefined && { hidden: "" }) } };
}
