/**
 * A line of text on a PDF page. `x` and `y` are measured from the lower left corner. All three numbers are in points.
 */
export type PdfText = { text: string; x: number; y: number; size?: number };

/**
 * Builds a PDF with uncompressed page streams. Pages measure 612 × 792 points (US Letter). The font is Helvetica.
 * `info` becomes the document information dictionary, e.g. `{ Title: "…" }`.
 */
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

/** Lays out lines as one column; positions and the line height are in points. */
export function pdfColumn(lines: string[], x = 72, top = 720, lineHeight = 14): PdfText[] {
  return lines.map((text, i) => ({ text, x, y: top - i * lineHeight }));
}

/** Builds a PDF with 45 distinct lines on each page, for benchmarks. */
export function longPdf(pages: number): Uint8Array {
  const line = (page: number, n: number): string =>
    `Page ${page} tells in its line ${n} what the harbour of Marenholm paid for cable ${page * 50 + n}.`;
  return pdfFile(
    Array.from({ length: pages }, (_, page) => pdfColumn(Array.from({ length: 45 }, (_, n) => line(page, n)))),
  );
}
