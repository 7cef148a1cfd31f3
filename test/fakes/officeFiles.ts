import { strToU8, zipSync } from "fflate";

const SCHEMAS = "http://schemas.openxmlformats.org";
const WORD_NAMESPACE = `${SCHEMAS}/wordprocessingml/2006/main`;
const RELATIONSHIPS = `${SCHEMAS}/officeDocument/2006/relationships`;

/** Creates a ZIP archive from text parts by path. The builders below write only the parts that each format requires. */
const zip = (parts: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, strToU8(part)])));

const relationships = (targets: Record<string, [type: string, target: string]>): string =>
  `<Relationships>${Object.entries(targets)
    .map(([id, [type, target]]) => `<Relationship Id="${id}" Type="${RELATIONSHIPS}/${type}" Target="${target}"/>`)
    .join("")}</Relationships>`;
const contentTypes = (part: string, type: string): string =>
  `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`;
const coreProperties = (title: string, author: string): string =>
  `<cp:coreProperties xmlns:dc="dc"><dc:title>${title}</dc:title><dc:creator>${author}</dc:creator></cp:coreProperties>`;

/** A paragraph of a Word document; `style` is the id of a paragraph style, e.g. `Heading1`. Default: `Normal`. */
export type WordParagraph = string | { text: string; style: string };

/** Builds a Word document. `parts` adds parts to the package or replaces them, by path. Text must be escaped for XML. */
export function docxFile(
  paragraphs: WordParagraph[],
  core: { title?: string; author?: string } = {},
  parts: Record<string, string> = {},
): Uint8Array {
  const body = paragraphs.map((paragraph) => {
    const { text, style } = typeof paragraph === "string" ? { text: paragraph, style: "Normal" } : paragraph;
    return `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
  });
  const styles = ["Heading1", "Heading2"].map(
    (id, i) => `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="heading ${i + 1}"/></w:style>`,
  );
  const files: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="${SCHEMAS}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${SCHEMAS}/package/2006/relationships"><Relationship Id="r1" Type="${SCHEMAS}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/_rels/document.xml.rels": `<Relationships xmlns="${SCHEMAS}/package/2006/relationships"><Relationship Id="r1" Type="${SCHEMAS}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    "word/styles.xml": `<w:styles xmlns:w="${WORD_NAMESPACE}">${styles.join("")}</w:styles>`,
    "word/document.xml": `<w:document xmlns:w="${WORD_NAMESPACE}"><w:body>${body.join("")}</w:body></w:document>`,
    "docProps/core.xml": `<cp:coreProperties xmlns:cp="${SCHEMAS}/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${core.title ?? ""}</dc:title><dc:creator>${core.author ?? ""}</dc:creator></cp:coreProperties>`,
    ...parts,
  };
  return zip(files);
}

/** Builds a zip bomb: a Word document whose main part decompresses to `megabytes` (10^6 bytes) of spaces. */
export function docxBomb(megabytes: number): Uint8Array {
  return docxFile(["small"], {}, { "word/document.xml": " ".repeat(megabytes * 1_000_000) });
}

/** Builds the start of an OLE compound file as Office writes it for a document encrypted with a password. */
export function lockedOfficeFile(): Uint8Array {
  const file = Buffer.alloc(4096);
  file.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  file.write("EncryptedPackage", 1024, "utf16le");
  return new Uint8Array(file);
}

/** Builds an OpenDocument text whose `office:text` contains `body`. `parts` adds or replaces parts, by path. */
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

/** Builds an EPUB. The spine lists the chapters in the given order; the archive stores their files in reverse order. */
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

/** Builds a presentation. Its slide files are numbered in reverse, so that only `p:sldIdLst` gives their order. */
export function pptxFile(slides: Slide[]): Uint8Array {
  const number = (i: number): number => slides.length - i;
  const shape = (type: string, lines: string[]): string =>
    `<p:sp><p:nvSpPr><p:nvPr><p:ph${type}/></p:nvPr></p:nvSpPr><p:txBody>${lines.map((line) => `<a:p><a:r><a:t>${line}</a:t></a:r></a:p>`).join("")}</p:txBody></p:sp>`;
  const parts: Record<string, string> = {
    "[Content_Types].xml": contentTypes("ppt/presentation.xml", "presentationml.presentation"),
    "ppt/presentation.xml": `<p:presentation><p:sldIdLst>${slides.map((_, i) => `<p:sldId id="${256 + i}" r:id="r${i}"/>`).join("")}</p:sldIdLst></p:presentation>`,
    "ppt/_rels/presentation.xml.rels": relationships(
      Object.fromEntries(slides.map((_, i) => [`r${i}`, ["slide", `slides/slide${number(i)}.xml`]])),
    ),
    "docProps/core.xml": coreProperties("", "Ilse Brandt"),
  };
  for (const [i, { title, lines, notes, hidden }] of slides.entries()) {
    parts[`ppt/slides/slide${number(i)}.xml`] =
      `<p:sld${hidden ? ' show="0"' : ""}><p:cSld><p:spTree>${shape(' type="title"', [title])}${shape(' idx="1"', lines)}${shape(' type="sldNum"', [String(i + 1)])}</p:spTree></p:cSld></p:sld>`;
    if (!notes) continue;
    parts[`ppt/slides/_rels/slide${number(i)}.xml.rels`] = relationships({
      n: ["notesSlide", `../notesSlides/notesSlide${number(i)}.xml`],
    });
    parts[`ppt/notesSlides/notesSlide${number(i)}.xml`] =
      `<p:notes>${shape(' type="sldImg"', ["picture"])}${shape(' type="body" idx="1"', [notes])}</p:notes>`;
  }
  return zip(parts);
}

/** A cell: a string (stored as a shared string), a number, or a number with a number format. */
type Cell = string | number | { value: number; format: "date" | "percent" };
export type Sheet = { name: string; rows: Cell[][]; hidden?: boolean };

/** Builds a workbook. Cells with an empty string are left out. */
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
    "xl/_rels/workbook.xml.rels": relationships(
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
