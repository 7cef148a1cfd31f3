import { type Extractor, type Meta, PithError } from "../../model/index.ts";
import { type Attributes, type Turn, turnXml, xmlText } from "./xml.ts";
import { type Parts, unzip } from "./zip.ts";
import { blocksOf, dublinCore, partOf } from "./zipPackage.ts";

/** OpenDocument text (OASIS OpenDocument 1.3, part 3), by way of the HTML that its elements stand for. */
export const odt: Extractor = {
  mediaTypes: ["application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template"],
  async extract({ mediaType, bytes }) {
    const parts = unzip(bytes ?? new Uint8Array(), (name) => name.endsWith(".xml"));
    if (/<manifest:encryption-data/.test(xmlText(parts.get("META-INF/manifest.xml"), true)))
      throw new PithError("encrypted");
    const content = xmlText(partOf(parts, "content.xml"));
    const { html, notes } = turnXml(content, turned);
    const blocks = [...blocksOf(html), ...blocksOf(notes, null, "note")];
    const heading = blocks[0]?.kind === "heading" ? blocks[0].text : null;
    const meta = metaOf(parts);
    return {
      mediaType,
      blocks,
      meta: { ...meta, title: meta.title ?? titled(content) ?? heading },
      coverage: null,
      flat: false,
      removed: [],
    };
  },
};

const TAGS: Record<string, string> = {
  "text:p": "p", "text:list-item": "li", "text:list-header": "li", "table:table": "table", "table:table-row": "tr",
  "table:table-cell": "td", "draw:text-box": "div", "text:line-break": "br",
}; // biome-ignore format: a table reads better in rows
/** Former versions, comments, descriptions of pictures, forms and generated indexes are not the text. */
const GONE = new Set(
  "office:automatic-styles office:font-face-decls text:tracked-changes text:note-citation office:annotation svg:title svg:desc office:forms text:table-of-content text:alphabetical-index text:sequence-decls text:page-number table:tracked-changes office:scripts text:hidden-text text:hidden-paragraph".split(
    " ",
  ),
);

function turned(name: string, attributes: Attributes): Turn {
  if (GONE.has(name)) return "nothing";
  if (name === "text:h") return { tag: `h${Math.min(6, Math.max(1, Number(attributes["text:outline-level"]) || 1))}` };
  if (name === "text:note") return "note";
  if (name === "text:s" || name === "text:tab") return { instead: " " };
  if (name === "text:section" && attributes["text:display"] === "none") return "nothing";
  const tag = TAGS[name];
  return tag ? { tag } : "content";
}

function metaOf(parts: Parts): Meta {
  const { date: _, ...meta } = dublinCore(xmlText(parts.get("meta.xml")));
  return meta;
}

/** The paragraph whose style is "Title", as the program names it. */
function titled(content: string): string | null {
  const inner = /<text:[ph]\b[^>]*text:style-name="Title"[^>]*>([\s\S]{1,2000}?)<\/text:[ph]>/.exec(content)?.[1];
  return inner ? (blocksOf(turnXml(inner, turned).html)[0]?.text ?? null) : null;
}
