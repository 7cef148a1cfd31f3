import { walkXml } from "./xml.ts";

/** The number format of a cell. `uses1904` is true if the workbook uses the 1904 date system. */
export type CellFormat = { kind: "number" | "date" | "time" | "percent"; uses1904: boolean };

/** The kinds of the built-in number formats by id (ECMA-376 part 1, 18.8.30). */
const BUILT_IN_FORMATS = new Map<number, CellFormat["kind"]>([
  ...[9, 10].map((id) => [id, "percent"] as const),
  ...[14, 15, 16, 17, 22].map((id) => [id, "date"] as const),
  ...[18, 19, 20, 21, 45, 46, 47].map((id) => [id, "time"] as const),
]);
const SECONDS_PER_DAY = 86_400;
/**
 * Day 0 of the 1900 date system, in ms since the Unix epoch. It is a day early, because the system includes the
 * nonexistent 29 February 1900.
 */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
/** Day 0 of the 1904 date system, in ms since the Unix epoch. */
const EPOCH_1904 = Date.UTC(1904, 0, 1);

/** Reads the cell formats from the styles part of a workbook. Cells refer to them by index. */
export function cellFormats(styles: string, uses1904: boolean): CellFormat[] {
  const codes = new Map<number, string>();
  const formats: CellFormat[] = [];
  let isInCellFormats = false;
  walkXml(styles, {
    onOpenTag(tag, { numFmtId = "0", formatCode = "" }) {
      const id = Number(numFmtId);
      if (tag === "numFmt") codes.set(id, formatCode);
      if (tag === "cellXfs") isInCellFormats = true;
      if (tag === "xf" && isInCellFormats)
        formats.push({ kind: BUILT_IN_FORMATS.get(id) ?? formatKind(codes.get(id) ?? ""), uses1904 });
    },
    onCloseTag(tag) {
      if (tag === "cellXfs") isInCellFormats = false;
    },
  });
  return formats;
}

/**
 * Determines the kind of a format code by the letters in its first section, ignoring quoted text and brackets other
 * than those for elapsed time (`[h]`). For example, `dd.mm.yyyy` is a date.
 */
function formatKind(code: string): CellFormat["kind"] {
  const letters = code.replace(/"[^"]*"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "").split(";")[0]!;
  if (/general/i.test(letters)) return "number";
  if (/[yd]|m{3,}/i.test(letters)) return "date";
  if (/[hs]/i.test(letters)) return "time";
  return letters.includes("%") ? "percent" : "number";
}

/**
 * Formats the stored value of a cell for display. Dates become `YYYY-MM-DD`, followed by the time of day unless it is
 * midnight.
 * @param type the cell type (ECMA-376 part 1, 18.18.11)
 */
export function formatCell(value: string, type: string, format: CellFormat | undefined): string {
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type !== "n" || !format) return value;
  const number = Number(value);
  if (!Number.isFinite(number) || format.kind === "number") return roundNumber(value);
  if (format.kind === "percent") return `${roundNumber(String(number * 100))}%`;
  const epoch = format.uses1904 ? EPOCH_1904 : EPOCH_1900;
  const date = new Date(epoch + Math.round(number * SECONDS_PER_DAY) * 1000);
  if (Number.isNaN(date.getTime())) return value;
  const [day = "", time = ""] = date.toISOString().split(/[T.]/);
  if (format.kind === "time" && Math.abs(number) < 1) return time.replace(/:00$/, "");
  return number % 1 === 0 ? day : `${day} ${time.replace(/:00$/, "")}`;
}

/** Rounds to 15 significant digits, the display precision of spreadsheet programs. Files store up to 17. */
const roundNumber = (value: string): string =>
  /\.\d{12,}|e[-+]?\d/i.test(value) ? String(Number(Number(value).toPrecision(15))) : value;
