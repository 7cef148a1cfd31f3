import { strToU8, zipSync } from "fflate";

/** Zipped documents for tests, made in code of the few parts that each format needs. */
const zip = (parts: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, strToU8(part)])));

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const relations = (targets: Record<string, [type: string, target: string]>): string =>
  `<Relationships>${Object.entries(targets)
    .map(([id, [type, target]]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join("")}</Relationships>`;
const contentTypes = (part: string, type: string): string =>
  `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`;
const core = (title: string, author: string): string =>
  `<cp:coreProperties xmlns:dc="dc"><dc:title>${title}</dc:title><dc:creator>${author}</dc:creator></cp:coreProperties>`;

/** An OpenDocument text with `body` inside its office:text. `parts` are added or replace what is in it. */
export function odtFile(
  body: string,
  meta = { title: "", author: "" },
  parts: Record<string, string> = {},
): Uint8Array {
  return zip({
    mimetype: "application/vnd.oasis.opendocument.text",
    "content.xml": `<office:document-content><office:automatic-styles><style:style>STYLE</style:style></office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    "meta.xml": `<office:document-meta><dc:title>${meta.title}</dc:title><dc:creator>${meta.author}</dc:creator></office:document-meta>`,
    ...parts,
  });
}

export type Chapter = { name: string; body: string; properties?: string };

/** An e-book of the given chapters, in this order in its spine; the files stand in the reverse order in the archive. */
export function epubFile(chapters: Chapter[], parts: Record<string, string> = {}): Uint8Array {
  const items = chapters.map(
    ({ name, properties = "" }, i) =>
      `<item id="c${i}" href="text/${name}" media-type="application/xhtml+xml" properties="${properties}"/>`,
  );
  const pages = [...chapters]
    .reverse()
    .map(({ name, body }) => [
      `OEBPS/text/${name}`,
      `<?xml version="1.0"?><!DOCTYPE html><html><head><title>t</title></head><body>${body}</body></html>`,
    ]);
  return zip({
    mimetype: "application/epub+zip",
    "META-INF/container.xml": `<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`,
    ...Object.fromEntries(pages),
    "OEBPS/book.opf": `<package><metadata><dc:title>The third quay</dc:title><dc:creator>Ilse Brandt</dc:creator><dc:date>2026-03-01</dc:date><dc:language>en</dc:language></metadata><manifest>${items.join("")}</manifest><spine>${chapters.map((_, i) => `<itemref idref="c${i}"/>`).join("")}</spine></package>`,
    ...parts,
  });
}

export type Slide = { title: string; lines: string[]; notes?: string; hidden?: boolean };

/** A presentation. Its files are numbered backwards, so that only the show's own list gives the order. */
export function pptxFile(slides: Slide[]): Uint8Array {
  const number = (i: number): number => slides.length - i;
  const shape = (type: string, lines: string[]): string =>
    `<p:sp><p:nvSpPr><p:nvPr><p:ph${type}/></p:nvPr></p:nvSpPr><p:txBody>${lines.map((line) => `<a:p><a:r><a:t>${line}</a:t></a:r></a:p>`).join("")}</p:txBody></p:sp>`;
  const parts: Record<string, string> = {
    "[Content_Types].xml": contentTypes("ppt/presentation.xml", "presentationml.presentation"),
    "ppt/presentation.xml": `<p:presentation><p:sldIdLst>${slides.map((_, i) => `<p:sldId id="${256 + i}" r:id="r${i}"/>`).join("")}</p:sldIdLst></p:presentation>`,
    "ppt/_rels/presentation.xml.rels": relations(
      Object.fromEntries(slides.map((_, i) => [`r${i}`, ["slide", `slides/slide${number(i)}.xml`]])),
    ),
    "docProps/core.xml": core("", "Ilse Brandt"),
  };
  for (const [i, { title, lines, notes, hidden }] of slides.entries()) {
    parts[`ppt/slides/slide${number(i)}.xml`] =
      `<p:sld${hidden ? ' show="0"' : ""}><p:cSld><p:spTree>${shape(' type="title"', [title])}${shape(' idx="1"', lines)}${shape(' type="sldNum"', [String(i + 1)])}</p:spTree></p:cSld></p:sld>`;
    if (!notes) continue;
    parts[`ppt/slides/_rels/slide${number(i)}.xml.rels`] = relations({
      n: ["notesSlide", `../notesSlides/notesSlide${number(i)}.xml`],
    });
    parts[`ppt/notesSlides/notesSlide${number(i)}.xml`] =
      `<p:notes>${shape(' type="sldImg"', ["picture"])}${shape(' type="body" idx="1"', [notes])}</p:notes>`;
  }
  return zip(parts);
}

/** A workbook; a cell is a text, a number, or a number with the built-in or own format that shows it. */
type Cell = string | number | { value: number; format: "date" | "percent" };
export type Sheet = { name: string; rows: Cell[][]; hidden?: boolean };

export function xlsxFile(sheets: Sheet[]): Uint8Array {
  const strings: string[] = [];
  const cell = (value: Cell, row: number, column: number): string => {
    const name = `${String.fromCharCode(65 + column)}${row + 1}`;
    if (value === "") return "";
    if (typeof value === "string") return `<c r="${name}" t="s"><v>${strings.push(value) - 1}</v></c>`;
    if (typeof value === "number") return `<c r="${name}"><v>${value}</v></c>`;
    return `<c r="${name}" s="${value.format === "date" ? 1 : 2}"><v>${value.value}</v></c>`;
  };
  const parts: Record<string, string> = {
    "[Content_Types].xml": contentTypes("xl/workbook.xml", "spreadsheetml.sheet"),
    "xl/workbook.xml": `<workbook><sheets>${sheets.map(({ name, hidden }, i) => `<sheet name="${name}" r:id="r${i}"${hidden ? ' state="hidden"' : ""}/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations(
      Object.fromEntries(sheets.map((_, i) => [`r${i}`, ["worksheet", `worksheets/sheet${i + 1}.xml`]])),
    ),
    "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs></styleSheet>`,
  };
  for (const [i, { rows }] of sheets.entries())
    parts[`xl/worksheets/sheet${i + 1}.xml`] =
      `<worksheet><sheetData>${rows.map((row, r) => `<row r="${r + 1}">${row.map((value, c) => cell(value, r, c)).join("")}</row>`).join("")}</sheetData></worksheet>`;
  parts["xl/sharedStrings.xml"] =
    `<sst>${strings.map((text) => `<si><t>${text}</t><rPh><t>reading</t></rPh></si>`).join("")}</sst>`;
  return zip(parts);
}
