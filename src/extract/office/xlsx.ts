import type { Coverage, Extractor, RawBlock } from "../../model/index.ts";
import { ROWS, rowBlock } from "../table.ts";
import { type CellFormat, cellFormats, shownCell } from "./cells.ts";
import { walkXml, xmlText } from "./xml.ts";
import { type Parts, unzip } from "./zip.ts";
import { officeMeta, partOf, relationsOf } from "./zipPackage.ts";

/** A workbook (ECMA-376 part 1, 18): each visible sheet as a table under its name, cells as the file last showed them. */
export const xlsx: Extractor = {
  mediaTypes: [
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel.sheet.macroenabled.12",
  ],
  async extract({ mediaType, bytes }, tell) {
    const parts = unzip(bytes ?? new Uint8Array(), (name) => /\.(?:xml|rels)$/.test(name));
    const { sheets, hidden, from1904 } = sheetsOf(parts);
    const strings = sharedStrings(parts);
    const formats = cellFormats(xmlText(parts.get("xl/styles.xml")), from1904);
    const blocks: RawBlock[] = [];
    let rows = 0;
    for (const [i, { name, part }] of sheets.entries()) {
      const { table, count } = readSheet(xmlText(parts.get(part)), strings, formats, ROWS - Math.min(ROWS, rows));
      if (table.length) blocks.push({ kind: "heading", text: name, page: null, links: 0 }, ...table);
      rows += count;
      tell?.(i + 1, sheets.length);
    }
    return {
      mediaType,
      blocks,
      meta: officeMeta(parts),
      coverage: coverageOf(sheets.length, hidden, rows),
      flat: false,
      removed: [],
    };
  },
};

function coverageOf(shown: number, hidden: number, rows: number): Coverage {
  const total = shown + hidden;
  const notes = [
    ...(hidden ? [`${hidden} of ${total} sheets ${hidden === 1 ? "is" : "are"} hidden`] : []),
    ...(rows > ROWS ? [`the first ${ROWS} of ${rows} rows`] : []),
  ];
  return { unit: "section", read: shown, total, note: notes.join("; ") || null };
}

const WORKBOOK = "xl/workbook.xml";

type Sheets = { sheets: { name: string; part: string }[]; hidden: number; from1904: boolean };

function sheetsOf(parts: Parts): Sheets {
  const targets = new Map(relationsOf(parts, WORKBOOK).map(({ id, target }) => [id, target]));
  const found: Sheets = { sheets: [], hidden: 0, from1904: false };
  walkXml(xmlText(partOf(parts, WORKBOOK)), {
    open(tag, attributes) {
      if (tag === "workbookPr") found.from1904 = /^(?:1|true)$/.test(attributes.date1904 ?? "");
      if (tag !== "sheet") return;
      const part = targets.get(attributes["r:id"] ?? "");
      if (/hidden/i.test(attributes.state ?? "")) found.hidden++;
      else if (part) found.sheets.push({ name: attributes.name ?? "", part });
    },
  });
  return found;
}

/** The texts that cells share by number (18.4.8). Readings aids of East Asian text (`rPh`) are not shown. */
function sharedStrings(parts: Parts): string[] {
  const strings: string[] = [];
  let text = "";
  let inText = false;
  let phonetic = 0;
  walkXml(xmlText(parts.get("xl/sharedStrings.xml")), {
    open(tag) {
      if (tag === "si") text = "";
      if (tag === "rPh") phonetic++;
      inText = tag === "t" && phonetic === 0;
    },
    text(piece) {
      if (inText) text += piece;
    },
    close(tag) {
      inText = false;
      if (tag === "rPh") phonetic--;
      if (tag === "si") strings.push(text);
    },
  });
  return strings;
}

/** The rows of a sheet, at most `most` of them, and how many it has. A cell tells its own column, as empty ones are left out. */
function readSheet(
  xml: string,
  strings: string[],
  formats: CellFormat[],
  most: number,
): { table: RawBlock[]; count: number } {
  const table: RawBlock[] = [];
  let count = 0;
  let cells: string[] = [];
  let cell = { column: 0, type: "n", format: formats[0] };
  let value: string | null = null;
  walkXml(xml, {
    open(tag, { r = "", t = "n", s = "0" }) {
      if (tag === "row") cells = [];
      if (tag === "c") cell = { column: columnOf(r) ?? cells.length, type: t, format: formats[Number(s)] };
      if (tag === "v" || tag === "t") value = "";
    },
    text(text) {
      if (value !== null) value += text;
    },
    close(tag) {
      if ((tag === "v" || tag === "t") && value !== null) {
        const text = cell.type === "s" ? (strings[Number(value)] ?? "") : shownCell(value, cell.type, cell.format);
        while (cells.length < cell.column) cells.push("");
        cells[cell.column] = (cells[cell.column] ?? "") + text;
        value = null;
      }
      const block = tag === "row" ? rowBlock(cells) : null;
      if (block && ++count <= most) table.push(block);
    },
  });
  return { table, count };
}

/** A sheet has at most 16,384 columns (XFD). */
const COLUMNS = 16_384;

/** The column of a cell's name, from 0: that of "AB12" is 27. */
function columnOf(name: string): number | null {
  const letters = /^[A-Z]{1,3}/.exec(name)?.[0];
  if (!letters) return null;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return column < COLUMNS ? column : null;
}
