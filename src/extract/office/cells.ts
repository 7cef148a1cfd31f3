import { walkXml } from "./xml.ts";

/** How a cell shows its number: as a date of the calendar `from1904` or not, as a share of a hundred, or as it is. */
export type CellFormat = { kind: "number" | "date" | "time" | "percent"; from1904: boolean };

/** Number formats that files refer to without naming them (ECMA-376 part 1, 18.8.30). */
const BUILT_IN: Record<number, CellFormat["kind"]> = {
  9: "percent", 10: "percent", 14: "date", 15: "date", 16: "date", 17: "date", 18: "time", 19: "time", 20: "time",
  21: "time", 22: "date", 45: "time", 46: "time", 47: "time",
}; // biome-ignore format: one list
const DAY_MS = 86_400_000;
/** Day 0 of either calendar; that of 1900 counts a 29 February that never was, so it begins a day early. */
const EPOCH = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);

/** The formats of a workbook's cells by their style number. */
export function cellFormats(styles: string, from1904: boolean): CellFormat[] {
  const codes = new Map<number, string>();
  const formats: CellFormat[] = [];
  let inCells = false;
  walkXml(styles, {
    open(tag, { numFmtId = "0", formatCode = "" }) {
      if (tag === "numFmt") codes.set(Number(numFmtId), formatCode);
      if (tag === "cellXfs") inCells = true;
      const id = Number(numFmtId);
      if (tag === "xf" && inCells) formats.push({ kind: BUILT_IN[id] ?? kindOf(codes.get(id) ?? ""), from1904 });
    },
    close(tag) {
      if (tag === "cellXfs") inCells = false;
    },
  });
  return formats;
}

/** What a format code is for, by its letters outside quotes and brackets: `dd.mm.yyyy` is a date, `[h]:mm` a time. */
function kindOf(code: string): CellFormat["kind"] {
  const letters = code.replace(/"[^"]*"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "").split(";")[0]!;
  if (/general/i.test(letters)) return "number";
  if (/[yd]|m{3,}/i.test(letters)) return "date";
  if (/[hs]/i.test(letters)) return "time";
  return letters.includes("%") ? "percent" : "number";
}

/** A cell's stored value as people see it; dates as ISO 8601. `type` is that of the cell (18.18.11). */
export function shownCell(value: string, type: string, format: CellFormat | undefined): string {
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type !== "n" || !format) return value;
  const number = Number(value);
  if (!Number.isFinite(number) || format.kind === "number") return shortNumber(value);
  if (format.kind === "percent") return `${shortNumber(String(number * 100))}%`;
  const when = new Date((format.from1904 ? EPOCH_1904 : EPOCH) + Math.round(number * 86_400) * 1000);
  if (Number.isNaN(when.getTime())) return value;
  const [day = "", time = ""] = when.toISOString().split(/[T.]/);
  if (format.kind === "time" && Math.abs(number) * DAY_MS < DAY_MS) return time.replace(/:00$/, "");
  return number % 1 === 0 ? day : `${day} ${time.replace(/:00$/, "")}`;
}

/** Files store 0.1 + 0.2 with 17 digits; a program shows fifteen at most. */
const shortNumber = (value: string): string =>
  /\.\d{12,}|e[-+]?\d/i.test(value) ? String(Number(Number(value).toPrecision(15))) : value;
