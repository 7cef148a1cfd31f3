/**
 * A piece of text and its position on a page. Lengths are in points, and `y` increases upwards. `size` is the font
 * size.
 */
export type TextItem = { text: string; x: number; y: number; width: number; size: number };

/**
 * A line of a single column, from `x` to `right`. Lengths are in points, and `y` increases upwards. `size` is the font
 * size.
 */
export type PdfLine = { text: string; x: number; right: number; y: number; size: number };

/** Maximum gap between items of the same column or table cell, as a multiple of the font size. */
const COLUMN_GAP = 1.6;
/** Gap above which a space is inserted between two items, as a multiple of the font size. */
const SPACE_GAP = 0.15;
/** Maximum difference between the baselines of items on the same line, as a multiple of the font size. */
const BASELINE_TOLERANCE = 0.35;
/** Minimum number of lines in a column. Fewer lines may be a date, a page number or a label. */
const MIN_COLUMN_LINES = 4;
/** Minimum number of lines for a page, or a part of it, to be divided into columns. */
const MIN_PAGE_LINES = 8;
/** Minimum share of lines that must lie entirely on one side of a gutter. */
const MIN_UNCROSSED_SHARE = 0.6;
/** Minimum share of the shorter column's lines that must be beside the longer column. */
const MIN_BESIDE_SHARE = 0.6;

/** Groups the text items of a page into lines in reading order, regardless of their order in the content stream. */
export function pageLines(items: TextItem[]): PdfLine[] {
  return sortByColumns(rowsOf(items).flatMap(splitRow));
}

/** Groups items by baseline, from top to bottom. */
function rowsOf(items: TextItem[]): TextItem[][] {
  const rows: TextItem[][] = [];
  const sorted = items.filter((item) => item.text.trim()).sort((a, b) => b.y - a.y || a.x - b.x);
  for (const item of sorted) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (first && Math.abs(first.y - item.y) <= BASELINE_TOLERANCE * Math.max(first.size, item.size)) row!.push(item);
    else rows.push([item]);
  }
  return rows;
}

/** Splits a row at column gaps, and joins the items between them into lines. */
function splitRow(row: TextItem[]): PdfLine[] {
  const lines: PdfLine[] = [];
  for (const item of row.sort((a, b) => a.x - b.x)) {
    const line = lines.at(-1);
    const gap = line ? item.x - line.right : 0;
    if (line && gap <= COLUMN_GAP * item.size) {
      const needsSpace = gap > SPACE_GAP * item.size && !/\s$/.test(line.text) && !/^\s/.test(item.text);
      line.text += (needsSpace ? " " : "") + item.text;
      line.right = Math.max(line.right, item.x + item.width);
      line.size = Math.max(line.size, item.size);
    } else lines.push({ text: item.text, x: item.x, right: item.x + item.width, y: item.y, size: item.size });
  }
  return lines;
}

/** Sorts lines column by column and from top to bottom. A line that crosses a gutter ends the columns above it. */
function sortByColumns(lines: PdfLine[]): PdfLine[] {
  const gutters = findGutters(lines);
  const byPosition = (a: PdfLine, b: PdfLine): number => b.y - a.y || a.x - b.x;
  if (!gutters.length) return lines.sort(byPosition);
  const sorted: PdfLine[] = [];
  let columns: PdfLine[][] = [];
  const endColumns = (): void => {
    sorted.push(...columns.flatMap((column) => column ?? []));
    columns = [];
  };
  for (const line of lines.sort(byPosition)) {
    if (gutters.some((x) => line.x < x && line.right > x)) {
      endColumns();
      sorted.push(line);
      continue;
    }
    const column = gutters.filter((x) => line.x >= x).length;
    columns[column] = [...(columns[column] ?? []), line];
  }
  endColumns();
  return sorted;
}

/** Finds the x positions of all gutters between columns, from left to right, by dividing the page recursively. */
function findGutters(lines: PdfLine[]): number[] {
  const x = findGutter(lines);
  if (x === null) return [];
  const left = lines.filter((line) => line.right <= x);
  const right = lines.filter((line) => line.x >= x);
  return [...findGutters(left), x, ...findGutters(right)];
}

/**
 * Finds the x position crossed by the fewest lines, among those with columns on both sides. Null if there is only one
 * column.
 */
function findGutter(lines: PdfLine[]): number | null {
  if (lines.length < MIN_PAGE_LINES) return null;
  const from = Math.min(...lines.map((line) => line.x));
  const to = Math.max(...lines.map((line) => line.right));
  let best: { x: number; crossings: number } | null = null;
  // Candidates are 1% apart, in the middle 60% of the width.
  for (let share = 0.2; share <= 0.8; share += 0.01) {
    const x = from + (to - from) * share;
    const left = lines.filter((line) => line.right <= x);
    const right = lines.filter((line) => line.x >= x);
    const crossings = lines.length - left.length - right.length;
    if (lines.length - crossings < lines.length * MIN_UNCROSSED_SHARE || (best && crossings >= best.crossings))
      continue;
    if (areSideBySide(left, right)) best = { x, crossings };
  }
  return best?.x ?? null;
}

/**
 * Whether the lines on both sides of a gutter form columns. One column can be shorter, but most of its lines must be
 * beside the other column. This rules out an address in a letterhead, for example, which is above the other column.
 */
function areSideBySide(left: PdfLine[], right: PdfLine[]): boolean {
  const [shorter, longer] = left.length < right.length ? [left, right] : [right, left];
  if (shorter.length < MIN_COLUMN_LINES) return false;
  const top = Math.max(...longer.map((line) => line.y));
  const bottom = Math.min(...longer.map((line) => line.y));
  return shorter.filter((line) => line.y <= top && line.y >= bottom).length >= shorter.length * MIN_BESIDE_SHARE;
}

/**
 * The median line spacing in points. Distances outside 0.5 to 3 times the font size `size` are ignored. The default is
 * 1.2 times the font size.
 */
export function medianLineSpacing(lines: PdfLine[], size: number): number {
  const spacings = lines
    .slice(1)
    .map((line, i) => lines[i]!.y - line.y)
    .filter((spacing) => spacing > size * 0.5 && spacing < size * 3)
    .sort((a, b) => a - b);
  return spacings[Math.floor(spacings.length / 2)] ?? size * 1.2;
}
