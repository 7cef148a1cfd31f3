import type { Coverage, Extractor, RawBlock } from "../../model/index.ts";
import { MAX_TABLE_ROWS, tableRowBlock } from "../table.ts";
import { type CellFormat, cellFormats, formatCell } from "./cells.ts";
import { decodeXml, walkXml } from "./xml.ts";
import { type Parts, unzip } from "./zip.ts";
import { coreProperties, relationshipsOf, requirePart } from "./zipPackage.ts";

/**
 * Workbooks (ECMA-376 part 1, 18). Each visible sheet becomes a heading with its name, followed by its rows. Formulas are
 * represented by their cached values.
 */
export const xlsx: Extractor = {
  mediaTypes: [
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel.sheet.macroenabled.12",
  ],
  async extract({ mediaType, bytes }, reportProgress) {
    const parts = unzip(bytes ?? new Uint8Array(), (name) => /\.(?:xml|rels)$/.test(name));
    const { sheets, hidden, uses1904 } = readWorkbook(parts);
    const strings = sharedStrings(parts);
    const formats = cellFormats(decodeXml(parts.get("xl/styles.xml")), uses1904);
    const blocks: RawBlock[] = [];
    let rows = 0;
    for (const [i, { name, part }] of sheets.entries()) {
      const remaining = Math.max(0, MAX_TABLE_ROWS - rows);
      const sheet = readSheet(decodeXml(parts.get(part)), { strings, formats }, remaining);
      if (sheet.blocks.length) blocks.push({ kind: "heading", text: name, page: null, links: 0 }, ...sheet.blocks);
      rows += sheet.rows;
      reportProgress?.(i + 1, sheets.length);
    }
    return {
      mediaType,
      blocks,
      meta: coreProperties(parts),
      coverage: coverageOf(sheets.length, hidden, rows),
      flat: false,
      removed: [],
    };
  },
};

function coverageOf(visible: number, hidden: number, rows: number): Coverage {
  const total = visible + hidden;
  const notes = [
    ...(hidden ? [`${hidden} of ${total} sheets ${hidden === 1 ? "is" : "are"} hidden`] : []),
    ...(rows > MAX_TABLE_ROWS ? [`the first ${MAX_TABLE_ROWS} of ${rows} rows`] : []),
  ];
  return { unit: "section", read: visible, total, note: notes.join("; ") || null };
}

const WORKBOOK = "xl/workbook.xml";

/** The visible sheets, the number of hidden sheets, and whether the workbook uses the 1904 date system. */
type Workbook = { sheets: { name: string; part: string }[]; hidden: number; uses1904: boolean };

function readWorkbook(parts: Parts): Workbook {
  const targets = new Map(relationshipsOf(parts, WORKBOOK).map(({ id, target }) => [id, target]));
  const workbook: Workbook = { sheets: [], hidden: 0, uses1904: false };
  walkXml(decodeXml(requirePart(parts, WORKBOOK)), {
    onOpenTag(tag, attributes) {
      if (tag === "workbookPr") workbook.uses1904 = /^(?:1|true)$/.test(attributes.date1904 ?? "");
      if (tag !== "sheet") return;
      const part = targets.get(attributes["r:id"] ?? "");
      if (/hidden/i.test(attributes.state ?? "")) workbook.hidden++;
      else if (part) workbook.sheets.push({ name: attributes.name ?? "", part });
    },
  });
  return workbook;
}

/** The shared strings, without phonetic guides (`rPh`). Cells refer to them by index (ECMA-376 part 1, 18.4.8). */
function sharedStrings(parts: Parts): string[] {
  const strings: string[] = [];
  let text = "";
  let isInText = false;
  let phoneticDepth = 0;
  walkXml(decodeXml(parts.get("xl/sharedStrings.xml")), {
    onOpenTag(tag) {
      if (tag === "si") text = "";
      if (tag === "rPh") phoneticDepth++;
      isInText = tag === "t" && phoneticDepth === 0;
    },
    onText(chunk) {
      if (isInText) text += chunk;
    },
    onCloseTag(tag) {
      isInText = false;
      if (tag === "rPh") phoneticDepth--;
      if (tag === "si") strings.push(text);
    },
  });
  return strings;
}

/** Workbook data to which cells refer by index. */
type CellContext = { strings: string[]; formats: CellFormat[] };

/** Reads the first `maxRows` non-empty rows of a sheet as blocks. `rows` is the total number of non-empty rows. */
function readSheet(
  xml: string,
  { strings, formats }: CellContext,
  maxRows: number,
): { blocks: RawBlock[]; rows: number } {
  const blocks: RawBlock[] = [];
  let rows = 0;
  let cells: string[] = [];
  let cell = { column: 0, type: "n", format: formats[0] };
  let value: string | null = null;
  walkXml(xml, {
    onOpenTag(tag, { r: reference = "", t: type = "n", s: style = "0" }) {
      if (tag === "row") cells = [];
      // Files omit empty cells, so the column is taken from the cell reference.
      if (tag === "c") cell = { column: columnIndex(reference) ?? cells.length, type, format: formats[Number(style)] };
      if (tag === "v" || tag === "t") value = "";
    },
    onText(chunk) {
      if (value !== null) value += chunk;
    },
    onCloseTag(tag) {
      if ((tag === "v" || tag === "t") && value !== null) {
        const text = cell.type === "s" ? (strings[Number(value)] ?? "") : formatCell(value, cell.type, cell.format);
        while (cells.length < cell.column) cells.push("");
        cells[cell.column] = (cells[cell.column] ?? "") + text;
        value = null;
      }
      const block = tag === "row" ? tableRowBlock(cells) : null;
      if (block && ++rows <= maxRows) blocks.push(block);
    },
  });
  return { blocks, rows };
}

/** Maximum number of columns in a sheet (A to XFD). */
const MAX_COLUMNS = 16_384;

/** The zero-based column of a cell reference: 27 for "AB12". Null for an invalid reference. */
function columnIndex(reference: string): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (!letters) return null;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return column < MAX_COLUMNS ? column : null;
}
