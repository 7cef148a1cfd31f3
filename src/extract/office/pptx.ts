import type { Coverage, Extractor, RawBlock } from "../../model/index.ts";
import { type Attributes, type Turn, turnXml, walkXml, xmlText } from "./xml.ts";
import { type Parts, unzip } from "./zip.ts";
import { blocksOf, officeMeta, partOf, type Relation, relationsOf } from "./zipPackage.ts";

/** A presentation (ECMA-376 part 1, 13): a slide is a page, the speaker's notes stand behind its text as notes. */
export const pptx: Extractor = {
  mediaTypes: [
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12",
  ],
  async extract({ mediaType, bytes }, tell) {
    const parts = unzip(bytes ?? new Uint8Array(), (name) => /\.(?:xml|rels)$/.test(name));
    const slides = slidesOf(parts);
    const pages = slides.map((slide, i) => {
      tell?.(i + 1, slides.length);
      return slideBlocks(parts, slide, i + 1);
    });
    const blocks = pages.flatMap((page) => page ?? []);
    const meta = officeMeta(parts);
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
  const said = (count: number, words: string): string[] =>
    count ? [`${count} of ${total} slides ${count === 1 ? "is" : "are"} ${words}`] : [];
  const notes = [...said(hidden, "hidden"), ...said(total - read - hidden, "without text")];
  return { unit: "page", read, total, note: notes.join("; ") || null };
}

const PRESENTATION = "ppt/presentation.xml";

/** The slides in the order of the show, which their file names need not have. */
function slidesOf(parts: Parts): string[] {
  const targets = new Map(relationsOf(parts, PRESENTATION).map(({ id, target }) => [id, target]));
  const slides: string[] = [];
  walkXml(xmlText(partOf(parts, PRESENTATION)), {
    open(name, attributes) {
      const target = name === "p:sldId" ? targets.get(attributes["r:id"] ?? "") : undefined;
      if (target) slides.push(target);
    },
  });
  return slides;
}

/** The text of a slide, of the diagrams on it, and of its notes. Null when the show leaves the slide out. */
function slideBlocks(parts: Parts, slide: string, page: number): RawBlock[] | null {
  const xml = xmlText(parts.get(slide));
  if (/<p:sld\b[^>]*\bshow="(?:0|false)"/.test(xml)) return null;
  const related = relationsOf(parts, slide);
  const targets = (type: string): string[] =>
    related.filter((relation: Relation) => relation.type === type).map(({ target }) => target);
  const shown = [xml, ...targets("diagramData").map((name) => xmlText(parts.get(name)))];
  const notes = targets("notesSlide").map((name) => turnXml(xmlText(parts.get(name)), notesTurn()).html);
  return [
    ...shown.flatMap((part) => blocksOf(turnXml(part, slideTurn()).html, page)),
    ...notes.flatMap((html) => blocksOf(html, page, "note")),
  ];
}

/** Placeholders that every slide repeats (ECMA-376 part 1, 19.7.10). */
const FURNITURE = new Set(["dt", "ftr", "hdr", "sldNum", "sldImg"]);
const TAGS: Record<string, string> = { "a:tbl": "table", "a:tr": "tr", "a:tc": "td", "a:br": "br" };

/** A shape says what it is for before its text comes: that makes its paragraphs headings, list items or plain. */
function slideTurn(): (name: string, attributes: Attributes) => Turn {
  let role: string | null = null;
  return (name, attributes) => {
    if (name === "p:sp" || name === "p:graphicFrame" || name === "dgm:pt") role = null;
    if (name === "p:ph") role = attributes.type ?? "body";
    if (name === "mc:Fallback" || name === "a:fld") return "nothing";
    if (name !== "a:p") return TAGS[name] ? { tag: TAGS[name] } : "content";
    if (role && FURNITURE.has(role)) return "nothing";
    if (role === "title" || role === "ctrTitle") return { tag: "h2" };
    return { tag: role === "body" ? "li" : "p" };
  };
}

/** Of a notes page only the notes: its picture of the slide and its running lines are no text. */
function notesTurn(): (name: string, attributes: Attributes) => Turn {
  let isNotes = false;
  return (name, attributes) => {
    if (name === "p:sp") isNotes = false;
    if (name === "p:ph") isNotes = attributes.type === "body";
    if (name === "a:fld") return "nothing";
    if (name === "a:p") return isNotes ? { tag: "p" } : "nothing";
    return name === "a:br" ? { tag: "br" } : "content";
  };
}
