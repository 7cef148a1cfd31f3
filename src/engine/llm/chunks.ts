import type { Line } from "./numberedLines.ts";

/** A run of lines, `from` inclusive and `to` exclusive, counted from 0. */
export type Chunk = { from: number; to: number };

/** How much of a chunk the next one has again, so that what stands across a border is whole in one of them. */
const OVERLAP = 0.05;
/** How far before its end a chunk may stop to let a section, or at least a paragraph, begin the next one. */
const SECTION_REACH = 0.2;
const PARAGRAPH_REACH = 0.05;

/**
 * The lines as chunks of at most `most` tokens each, as few as there can be and of about the same size, which begin
 * where a section or a paragraph does when one is near. Every line is in one; a line that is longer than `most` alone is
 * a chunk of its own.
 */
export function chunk(lines: readonly Line[], most: number): Chunk[] {
  const chunks: Chunk[] = [];
  let left = lines.reduce((sum, line) => sum + line.tokens, 0);
  for (let from = 0; from < lines.length; ) {
    const rest = Math.ceil(left / most / (1 - OVERLAP));
    const size = rest <= 1 ? most : Math.min(most, Math.ceil((left / rest) * (1 + OVERLAP)));
    const end = reach(lines, from, size);
    // A chunk that ends early leaves more to the others, which must not become one more for it.
    const spare = (rest - 1) * most * (1 - OVERLAP) - (left - tokensOf(lines, from, end));
    const to = end === lines.length ? end : border(lines, from, end, size, spare);
    chunks.push({ from, to });
    if (to === lines.length) break;
    const next = Math.max(from + 1, stepBack(lines, to, size * OVERLAP));
    left -= tokensOf(lines, from, next);
    from = next;
  }
  return chunks;
}

const tokensOf = (lines: readonly Line[], from: number, to: number): number =>
  lines.slice(from, to).reduce((sum, line) => sum + line.tokens, 0);

/** The first line from `from` on that no longer fits. At least one does. */
function reach(lines: readonly Line[], from: number, size: number): number {
  let to = from;
  for (let left = size; to < lines.length && (to === from || lines[to]!.tokens <= left); to++)
    left -= lines[to]!.tokens;
  return to;
}

/** The best place to stop at or before `end`, with at most `spare` tokens between. */
function border(lines: readonly Line[], from: number, end: number, size: number, spare: number): number {
  const first = (opens: "opensSection" | "opensParagraph", share: number): number | null => {
    const most = Math.min(size * share, Math.max(0, spare));
    for (let to = end, passed = 0; to > from + 1 && passed <= most; to--) {
      if (lines[to]![opens]) return to;
      passed += lines[to - 1]!.tokens;
    }
    return null;
  };
  return first("opensSection", SECTION_REACH) ?? first("opensParagraph", PARAGRAPH_REACH) ?? end;
}

/** Where a chunk begins that has up to `tokens` of what stands before `to` again; a section's start is not gone behind. */
function stepBack(lines: readonly Line[], to: number, tokens: number): number {
  let from = to;
  for (let left = tokens; from > 0 && !lines[from]!.opensSection && lines[from - 1]!.tokens <= left; from--)
    left -= lines[from - 1]!.tokens;
  return from;
}
