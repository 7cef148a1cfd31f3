/** A piece of text on a page as the PDF places it. Units are points, y grows upwards. */
export type Piece = { text: string; x: number; y: number; width: number; size: number };
/** A line of one column. */
export type PdfLine = { text: string; x: number; right: number; y: number; size: number };

/** Pieces further apart than this many font sizes belong to different columns (or table cells). */
const COLUMN_GAP = 1.6;
/** A gap of this many font sizes is a space that the PDF only moved over. */
const SPACE_GAP = 0.15;
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

/** Top to bottom; where a gutter parts the page, left column before right, full-width lines between the bands. */
function order(lines: PdfLine[]): PdfLine[] {
  const gutter = findGutter(lines);
  const byHeight = (a: PdfLine, b: PdfLine): number => b.y - a.y || a.x - b.x;
  if (gutter === null) return lines.sort(byHeight);
  const ordered: PdfLine[] = [];
  let left: PdfLine[] = [];
  let right: PdfLine[] = [];
  const endBand = (): void => {
    ordered.push(...left, ...right);
    left = [];
    right = [];
  };
  for (const line of lines.sort(byHeight)) {
    if (line.right <= gutter) left.push(line);
    else if (line.x >= gutter) right.push(line);
    else {
      endBand();
      ordered.push(line);
    }
  }
  endBand();
  return ordered;
}

/** The x that most lines end before or begin behind, with enough on either side, or null for a page of one column. */
function findGutter(lines: PdfLine[]): number | null {
  if (lines.length < 8) return null;
  const from = Math.min(...lines.map((line) => line.x));
  const to = Math.max(...lines.map((line) => line.right));
  let best: { x: number; crossed: number } | null = null;
  for (let share = 0.3; share <= 0.7; share += 0.01) {
    const x = from + (to - from) * share;
    const left = lines.filter((line) => line.right <= x).length;
    const right = lines.filter((line) => line.x >= x).length;
    const crossed = lines.length - left - right;
    const parts = Math.min(left, right) >= lines.length * 0.2 && left + right >= lines.length * GUTTER_SHARE;
    if (parts && (!best || crossed < best.crossed)) best = { x, crossed };
  }
  return best?.x ?? null;
}
