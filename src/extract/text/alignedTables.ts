/** Lines of a paragraph of plain text: those of a table, split into cells, or any others. */
export type Part = { rows: string[][] } | { lines: string[] };

/** Matches a line that only rules off rows: dashes, box drawings, the separators of Markdown. */
const RULE = /^(?=.*[-=_─━═┄]{2})[\s\-=_+|:.─━═┄┼├┤┌┐└┘┬┴│┃╞╡╪]+$/u;
/** Dots or dashes up to a page number, as in tables of contents. */
const LEADERS = /\.{3,}|…{2,}|(?:\.\s){3,}|·{3,}/u;
/** What stands in lines of code and not in tables. */
const CODE = /[;{}]\s*$|^\s*(?:\/\/|#include|\$ |>>> )|=>|\|\||&&|<\/?\w+>|\w\(\w*\)|\s=\s/u;
const PIPE = /[|│┃]/u;
/** A value: digits with little around them, such as "€1,204", "12 %", "2024-03-01", "n/a" or a dash for none. */
const VALUE =
  /^(?:[^\p{L}\d]{0,3}(?:[A-Z]{3}\s)?\d[^\s]{0,14}(?:\s[\d.,]{1,9}){0,3}(?:\s?[\p{L}%°²³/.€$£¥]{1,8})?|[-–—]|n\/?a)$/iu;
/** Maximum mean number of words in the cells of a table. Columns of prose have more. */
const MAX_MEAN_WORDS = 4.5;
/** Minimum share of cells with a letter or a digit. Drawings of characters have fewer. */
const MIN_FILLED_SHARE = 0.7;
/** Minimum share of the rows that have values in a table of two columns, and of those in step with the columns. */
const MIN_VALUE_SHARE = 0.6;
/** Minimum number of rows of a table of two columns, and of any other. */
const MIN_ROWS = { two: 3, more: 2 };
/** Maximum length of a line of a table, in UTF-16 units. */
const MAX_LINE_LENGTH = 400;
/** Maximum number of lines of a table whose alignment is looked at. */
const MAX_ALIGNED_LINES = 200;

type Splitter = (line: string) => string[];
const SPLITTERS: Splitter[] = [
  (line) =>
    PIPE.test(line)
      ? trimmed(
          line
            .trim()
            .replace(/^[|│┃]|[|│┃]$/gu, "")
            .split(PIPE),
        )
      : [],
  (line) => (line.trim().includes("\t") ? trimmed(line.trim().split("\t")) : []),
  (line) => trimmed(line.trim().split(/[^\S\n]{2,}/u)),
];

const trimmed = (cells: string[]): string[] => cells.map((cell) => cell.trim());

/**
 * Splits a paragraph into tables and other lines. A table is two or more consecutive lines whose cells are parted by
 * bars, tabs, or spaces that stand one below the other. Prose, code, drawings and tables of contents are no tables.
 */
export function splitTables(lines: string[]): Part[] {
  const parts: Part[] = [];
  // The lines from which on each splitter is worth a try: a run of lines that is no table is looked at once.
  const from = SPLITTERS.map(() => 0);
  let at = 0;
  while (at < lines.length) {
    const table = tableAt(lines, at, from);
    if (table) {
      parts.push({ rows: table.rows });
      at = table.end;
      continue;
    }
    const last = parts.at(-1);
    if (last && "lines" in last) last.lines.push(lines[at]!);
    else parts.push({ lines: [lines[at]!] });
    at++;
  }
  return parts;
}

function tableAt(lines: string[], start: number, from: number[]): { rows: string[][]; end: number } | null {
  for (const [i, split] of SPLITTERS.entries()) {
    if (start < from[i]!) continue;
    const rows: string[][] = [];
    const sources: string[] = [];
    let end = start;
    for (; end < lines.length; end++) {
      const line = lines[end]!;
      if (rows.length && RULE.test(line)) continue;
      const cells = line.length <= MAX_LINE_LENGTH && !LEADERS.test(line) && !RULE.test(line) ? split(line) : [];
      if (cells.filter(Boolean).length < 2) break;
      rows.push(cells);
      sources.push(line);
    }
    const isInColumns = i < 2 ? hasEqualCounts(rows) : hasEqualCounts(rows) && isAligned(sources, rows);
    if (isInColumns && isTable(rows, sources)) return { rows, end };
    from[i] = end;
  }
  return null;
}

const widthOf = (rows: string[][]): number => rows.reduce((most, { length }) => Math.max(most, length), 0);

/** Whether the rows have the same number of cells, but for empty ones at the end. */
function hasEqualCounts(rows: string[][]): boolean {
  const width = widthOf(rows);
  const full = rows.filter(({ length }) => length === width).length;
  return rows.length > 0 && full >= MIN_FILLED_SHARE * rows.length;
}

/**
 * Whether each column begins or ends at the same place in most lines. Wide characters, such as kanji, take two places.
 */
function isAligned(sources: string[], rows: string[][]): boolean {
  const width = widthOf(rows);
  const places = sources
    .slice(0, MAX_ALIGNED_LINES)
    .filter((_, i) => rows[i]!.length === width)
    .map(placesOf);
  return Array.from({ length: width - 1 }, (_, column) => column + 1).every((column) =>
    (["start", "end"] as const).some((side) => {
      const counts = new Map<number, number>();
      for (const cells of places) {
        const place = cells[column]![side];
        counts.set(place, (counts.get(place) ?? 0) + 1);
      }
      return Math.max(...counts.values()) >= MIN_VALUE_SHARE * places.length;
    }),
  );
}

const WIDE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー！-｠]/gu;

/** The places at which the cells of an aligned line begin and end, in columns of a terminal. */
function placesOf(line: string): { start: number; end: number }[] {
  return Array.from(line.matchAll(/\S+(?:[^\S\n]\S+)*/gu), ({ 0: cell, index }) => {
    const start = index + (line.slice(0, index).match(WIDE)?.length ?? 0);
    return { start, end: start + cell.length + (cell.match(WIDE)?.length ?? 0) };
  });
}

function isTable(rows: string[][], sources: string[]): boolean {
  const width = widthOf(rows);
  const cells = rows.flat();
  const given = cells.filter(Boolean);
  const words = given.reduce((sum, cell) => sum + cell.split(/\s+/).length, 0);
  const withText = given.filter((cell) => /[\p{L}\p{N}]/u.test(cell)).length;
  const isMostlyCode = sources.filter((line) => CODE.test(line)).length * 3 >= sources.length;
  if (rows.length < (width === 2 ? MIN_ROWS.two : MIN_ROWS.more)) return false;
  if (words > MAX_MEAN_WORDS * given.length || withText < MIN_FILLED_SHARE * given.length || isMostlyCode) return false;
  const hasValues = Array.from(
    { length: width },
    (_, column) =>
      column > 0 && rows.filter((row) => VALUE.test(row[column] ?? "")).length >= MIN_VALUE_SHARE * (rows.length - 1),
  );
  if (width === 2) return hasValues[1]! && !isContents(rows);
  return hasValues.includes(true) || rows.length > MIN_ROWS.more;
}

/** Whether the second of two columns counts pages: whole numbers that never fall, the first of which are small. */
function isContents(rows: string[][]): boolean {
  const pages = rows.map((row) => (/^\d{1,4}$/.test(row[1] ?? "") ? Number(row[1]) : Number.NaN));
  return pages[0]! <= 10 && pages.every((page, i) => i === 0 || page >= pages[i - 1]!);
}
