import { type Extractor, type Meta, PithError } from "../../model/index.ts";
import { type Attributes, decodeXml, type ElementMapping, xmlToHtml } from "./xml.ts";
import { type Parts, unzip } from "./zip.ts";
import { dublinCore, htmlToBlocks, requirePart } from "./zipPackage.ts";

/** OpenDocument text (OASIS OpenDocument 1.3, part 3), converted to HTML. */
export const odt: Extractor = {
  mediaTypes: ["application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template"],
  async extract({ mediaType, bytes }) {
    const parts = unzip(bytes ?? new Uint8Array(), (name) => name.endsWith(".xml"));
    if (/<manifest:encryption-data/.test(decodeXml(parts.get("META-INF/manifest.xml"), true)))
      throw new PithError("encrypted");
    const content = decodeXml(requirePart(parts, "content.xml"));
    const { html, notes } = xmlToHtml(content, mapElement);
    const blocks = [...htmlToBlocks(html), ...htmlToBlocks(notes, null, "note")];
    const heading = blocks[0]?.kind === "heading" ? blocks[0].text : null;
    const meta = documentMeta(parts);
    return {
      mediaType,
      blocks,
      meta: { ...meta, title: meta.title ?? titleParagraph(content) ?? heading },
      coverage: null,
      flat: false,
      removed: [],
    };
  },
};

const TAGS: Record<string, string> = {
  "text:p": "p",
  "text:list-item": "li",
  "text:list-header": "li",
  "table:table": "table",
  "table:table-row": "tr",
  "table:table-cell": "td",
  "draw:text-box": "div",
  "text:line-break": "br",
};
/** Elements whose content is not part of the text, such as tracked changes, comments, forms and generated indexes. */
const SKIPPED_ELEMENTS = new Set([
  ..."annotation automatic-styles font-face-decls forms scripts".split(" ").map((name) => `office:${name}`),
  ..."alphabetical-index hidden-paragraph hidden-text note-citation page-number sequence-decls table-of-content tracked-changes"
    .split(" ")
    .map((name) => `text:${name}`),
  ...["svg:desc", "svg:title", "table:tracked-changes"],
]);

function mapElement(name: string, attributes: Attributes): ElementMapping {
  if (SKIPPED_ELEMENTS.has(name)) return "skip";
  if (name === "text:h") return { tag: `h${Math.min(6, Math.max(1, Number(attributes["text:outline-level"]) || 1))}` };
  if (name === "text:note") return "note";
  if (name === "text:s" || name === "text:tab") return { replacement: " " };
  if (name === "text:section" && attributes["text:display"] === "none") return "skip";
  const tag = TAGS[name];
  return tag ? { tag } : "content";
}

function documentMeta(parts: Parts): Meta {
  const { date: _, ...meta } = dublinCore(decodeXml(parts.get("meta.xml")));
  return meta;
}

/** The text of the first paragraph with the style "Title", or null if there is none. */
function titleParagraph(content: string): string | null {
  const inner = /<text:[ph]\b[^>]*text:style-name="Title"[^>]*>([\s\S]{1,2000}?)<\/text:[ph]>/.exec(content)?.[1];
  return inner ? (htmlToBlocks(xmlToHtml(inner, mapElement).html)[0]?.text ?? null) : null;
}
