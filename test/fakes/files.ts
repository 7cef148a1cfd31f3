import { strToU8, zipSync } from "fflate";

/** Documents for tests, made in code: nothing binary is committed, and what is in a file can be read in its test. */
export type PdfText = { text: string; x: number; y: number; size?: number };

/** A PDF of uncompressed pages of 612 × 792 points in Helvetica, each text placed where it is told. */
export function pdfFile(pages: PdfText[][], info: Record<string, string> = {}): Uint8Array {
  const escaped = (text: string): string => text.replace(/[\\()]/g, "\\$&");
  const objects: string[] = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, i) => `${5 + 2 * i} 0 R`).join(" ")}]>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    `<<${Object.entries(info)
      .map(([key, value]) => `/${key}(${escaped(value)})`)
      .join("")}>>`,
  ];
  for (const [i, page] of pages.entries()) {
    const content = page
      .map(({ text, x, y, size = 10 }) => `BT /F1 ${size} Tf ${x} ${y} Td (${escaped(text)}) Tj ET`)
      .join("\n");
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents ${6 + 2 * i} 0 R>>`,
    );
    objects.push(`<</Length ${content.length}>>\nstream\n${content}\nendstream`);
  }
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R/Info 4 0 R>>\nstartxref\n${file.length}\n%%EOF`;
  return new Uint8Array(Buffer.from(file, "latin1"));
}

/** A text set in one column from the top of a page, a line for each of `lines`. */
export function pdfColumn(lines: string[], x = 72, top = 720, step = 14): PdfText[] {
  return lines.map((text, i) => ({ text, x, y: top - i * step }));
}

/** A PDF of many full pages, for measuring. */
export function longPdf(pages: number): Uint8Array {
  const line = (page: number, n: number): string =>
    `Page ${page} tells in its line ${n} what the harbour of Marenholm paid for cable ${page * 50 + n}.`;
  return pdfFile(
    Array.from({ length: pages }, (_, page) => pdfColumn(Array.from({ length: 45 }, (_, n) => line(page, n)))),
  );
}

const WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org";

/** A paragraph of a Word document; `style` is a paragraph style such as Heading1. */
export type WordParagraph = string | { text: string; style: string };

/** A Word document of the given paragraphs. `parts` are added to the package or replace what is in it. */
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
    "[Content_Types].xml": `<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/_rels/document.xml.rels": `<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    "word/styles.xml": `<w:styles xmlns:w="${WORD}">${styles.join("")}</w:styles>`,
    "word/document.xml": `<w:document xmlns:w="${WORD}"><w:body>${body.join("")}</w:body></w:document>`,
    "docProps/core.xml": `<cp:coreProperties xmlns:cp="${OFFICE}/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${core.title ?? ""}</dc:title><dc:creator>${core.author ?? ""}</dc:creator></cp:coreProperties>`,
    ...parts,
  };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, strToU8(content)])));
}

/** A Word document whose main part unpacks to `megabytes` of spaces. */
export function docxBomb(megabytes: number): Uint8Array {
  return docxFile(["small"], {}, { "word/document.xml": " ".repeat(megabytes * 1_000_000) });
}

/** The head of an OLE container, as an Office file that is locked with a password begins. */
export function lockedOfficeFile(): Uint8Array {
  const file = Buffer.alloc(4096);
  file.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  file.write("EncryptedPackage", 1024, "utf16le");
  return new Uint8Array(file);
}
