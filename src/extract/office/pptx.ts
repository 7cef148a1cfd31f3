import type { Coverage, Extractor, RawBlock } from "../../model/index.ts";
import { decodeXml, type ElementMapper, walkXml, xmlToHtml } from "./xml.ts";
import { type Parts, unzip } from "./zip.ts";
import { coreProperties, htmlToBlocks, relationshipsOf, requirePart } from "./zipPackage.ts";

/** Presentations (ECMA-376 part 1, 13). Each slide is a page, followed by its speaker notes as blocks of kind `note`. */
export const pptx: Extractor = {
  mediaTypes: [
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12",
  ],
  async extract({ mediaType, bytes }, reportProgress) {
    const parts = unzip(bytes ?? new Uint8Array(), (name) => /\.(?:xml|rels)$/.test(name));
    const slides = slideNames(parts);
    const pages = slides.map((slide, i) => {
      reportProgress?.(i + 1, slides.length);
      return slideBlocks(parts, slide, i + 1);
    });
    const blocks = pages.flatMap((page) => page ?? []);
    const meta = coreProperties(parts);
    const heading = pages[0]?.find((block) => block.kind === "heading")?.text ?? null;
    return {
      mediaType,
      blocks,
      meta: { ...meta, title: meta.title ?? heading },
      coverage: coverageOf(pages),
      flat: false,
      removed: [],
    };
  },
};

function coverageOf(pages: (RawBlock[] | null)[]): Coverage {
  const total = pages.length;
  const hidden = pages.filter((page) => page === null).length;
  const read = pages.filter((page) => page?.length).length;
  const note = (count: number, state: string): string[] =>
    count ? [`${count} of ${total} slides ${count === 1 ? "is" : "are"} ${state}`] : [];
  const notes = [...note(hidden, "hidden"), ...note(total - read - hidden, "without text")];
  return { unit: "page", read, total, note: notes.join("; ") || null };
}

const PRESENTATION = "ppt/presentation.xml";

/** The part names of the slides in presentation order, which can differ from the order of their numbers. */
function slideNames(parts: Parts): string[] {
  const targets = new Map(relationshipsOf(parts, PRESENTATION).map(({ id, target }) => [id, target]));
  const slides: string[] = [];
  walkXml(decodeXml(requirePart(parts, PRESENTATION)), {
    onOpenTag(name, attributes) {
      const target = name === "p:sldId" ? targets.get(attributes["r:id"] ?? "") : undefined;
      if (target) slides.push(target);
    },
  });
  return slides;
}

/** The blocks of a slide, its diagrams and its notes. Null for a hidden slide. */
function slideBlocks(parts: Parts, slide: string, page: number): RawBlock[] | null {
  const xml = decodeXml(parts.get(slide));
  if (/<p:sld\b[^>]*\bshow="(?:0|false)"/.test(xml)) return null;
  const relationships = relationshipsOf(parts, slide);
  const relatedParts = (type: string): string[] =>
    relationships
      .filter((relationship) => relationship.type === type)
      .map(({ target }) => decodeXml(parts.get(target)));
  return [
    ...[xml, ...relatedParts("diagramData")].flatMap((part) => htmlToBlocks(xmlToHtml(part, slideMapper()).html, page)),
    ...relatedParts("notesSlide").flatMap((part) => htmlToBlocks(xmlToHtml(part, notesMapper()).html, page, "note")),
  ];
}

/** Placeholder types for dates, footers, headers, slide numbers and slide images (ECMA-376 part 1, 19.7.10). */
const BOILERPLATE_PLACEHOLDERS = new Set(["dt", "ftr", "hdr", "sldNum", "sldImg"]);
const TAGS: Record<string, string> = { "a:tbl": "table", "a:tr": "tr", "a:tc": "td", "a:br": "br" };

/** Maps each paragraph to a heading, a list item or a paragraph, depending on the placeholder type of its shape. */
function slideMapper(): ElementMapper {
  let placeholder: string | null = null;
  return (name, attributes) => {
    if (name === "p:sp" || name === "p:graphicFrame" || name === "dgm:pt") placeholder = null;
    if (name === "p:ph") placeholder = attributes.type ?? "body";
    if (name === "mc:Fallback" || name === "a:fld") return "skip";
    if (name !== "a:p") return TAGS[name] ? { tag: TAGS[name] } : "content";
    if (placeholder && BOILERPLATE_PLACEHOLDERS.has(placeholder)) return "skip";
    if (placeholder === "title" || placeholder === "ctrTitle") return { tag: "h2" };
    return { tag: placeholder === "body" ? "li" : "p" };
  };
}

/** Maps the paragraphs in the notes placeholder of a notes page to `p` elements, and skips all other paragraphs. */
function notesMapper(): ElementMapper {
  let isNotes = false;
  return (name, attributes) => {
    if (name === "p:sp") isNotes = false;
    if (name === "p:ph") isNotes = attributes.type === "body";
    if (name === "a:fld") return "skip";
    if (name === "a:p") return isNotes ? { tag: "p" } : "skip";
    return name === "a:br" ? { tag: "br" } : "content";
  };
}
