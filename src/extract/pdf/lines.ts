/** A piece of text on a page as the PDF places it. Units are points, y grows upwards. */
export type Piece = { text: string; x: number; y: number; width: number; size: number };
/** A line of one column. */
export type PdfLine = { text: string; x: number; right: number; y: number; size: number };

/** Pieces further apart than this many font sizes belong to different columns (or table cells). */
const COLUMN_GAP = 1.6;
/** A gap of this many font sizes is a space that the PDF only moved over. */
const SPACE_GAP = 0.15;
/** The shortest column: less is a date, a page number, a label. */
const FEWEST_LINES = 4;
/** A gutter must part at least this share of the lines. */
const GUTTER_SHARE = 0.6;

/** The lines of a page in reading order, columns one after the other, also when the stream has them in another order. */
export function pageLines(pieces: Piece[]): PdfLine[] {
  const segments = toSegments(pieces);
  return order(segments);
}

/** Pieces on one base line put together, cut where a column gap lies between. */
function toSegments(pieces: Piece[]): PdfLine[] {
  const rows: Piece[][] = [];
  const sorted = pieces.filter((piece) => piece.text.trim()).sort((a, b) => b.y - a.y || a.x - b.x);
  for (const piece of sorted) {
    const row = rows.at(-1);
    if (row && Math.abs(row[0]!.y - piece.y) <= 0.35 * Math.max(row[0]!.size, piece.size)) row.push(piece);
    else rows.push([piece]);
  }
  return rows.flatMap((row) => {
    const segments: PdfLine[] = [];
    for (const piece of row.sort((a, b) => a.x - b.x)) {
      const last = segments.at(-1);
      const gap = last ? piece.x - last.right : 0;
      if (last && gap <= COLUMN_GAP * piece.size) {
        const spaced = gap > SPACE_GAP * piece.size && !/\s$/.test(last.text) && !/^\s/.test(piece.text);
        last.text += (spaced ? " " : "") + piece.text;
        last.right = Math.max(last.right, piece.x + piece.width);
        last.size = Math.max(last.size, piece.size);
      } else
        segments.push({ text: piece.text, x: piece.x, right: piece.x + piece.width, y: piece.y, size: piece.size });
    }
    return segments;
  });
}

/** Top to bottom; where gutters part the page, column after column, full-width lines between the bands. */
function order(lines: PdfLine[]): PdfLine[] {
  const gutters = findGutters(lines);
  const byHeight = (a: PdfLine, b: PdfLine): number => b.y - a.y || a.x - b.x;
  if (!gutters.length) return lines.sort(byHeight);
  const ordered: PdfLine[] = [];
  let columns: PdfLine[][] = [];
  const endBand = (): void => {
    ordered.push(...columns.flatMap((column) => column ?? []));
    columns = [];
  };
  for (const line of lines.sort(byHeight)) {
    const crosses = gutters.some((x) => line.x < x && line.right > x);
    if (crosses) {
      endBand();
      ordered.push(line);
      continue;
    }
    const column = gutters.filter((x) => line.x >= x).length;
    columns[column] = [...(columns[column] ?? []), line];
  }
  endBand();
  return ordered;
}

/** All gutters of a page from left to right: one that parts it, then those that part either side. */
function findGutters(lines: PdfLine[]): number[] {
  const x = findGutter(lines);
  if (x === null) return [];
  const left = lines.filter((line) => line.right <= x);
  const right = lines.filter((line) => line.x >= x);
  return [...findGutters(left), x, ...findGutters(right)];
}

/** The x that most lines end before or begin behind, with lines side by side, or null for a page of one column. */
function findGutter(lines: PdfLine[]): number | null {
  if (lines.length < 8) return null;
  const from = Math.min(...lines.map((line) => line.x));
  const to = Math.max(...lines.map((line) => line.right));
  let best: { x: number; crossed: number } | null = null;
  for (let share = 0.2; share <= 0.8; share += 0.01) {
    const x = from + (to - from) * share;
    const left = lines.filter((line) => line.right <= x);
    const right = lines.filter((line) => line.x >= x);
    const crossed = lines.length - left.length - right.length;
    if (lines.length - crossed < lines.length * GUTTER_SHARE || (best && crossed >= best.crossed)) continue;
    if (standSideBySide(left, right)) best = { x, crossed };
  }
  return best?.x ?? null;
}

/** A column may be short where a text ends; but its lines have others beside them, as an address at the right has not. */
function standSideBySide(left: PdfLine[], right: PdfLine[]): boolean {
  const [few, many] = left.length < right.length ? [left, right] : [right, left];
  if (few.length < FEWEST_LINES) return false;
  const top = Math.max(...many.map((line) => line.y));
  const bottom = Math.min(...many.map((line) => line.y));
  return few.filter((line) => line.y <= top && line.y >= bottom).length >= few.length * GUTTER_SHARE;
}

/** The usual distance of two lines of a column, in points; `size` is that of the text. */
export function lineStep(lines: PdfLine[], size: number): number {
  const steps = lines
    .slice(1)
    .map((line, i) => lines[i]!.y - line.y)
    .filter((step) => step > size * 0.5 && step < size * 3)
    .sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? size * 1.2;
}
