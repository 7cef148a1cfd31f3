import type { NumberedLine } from "./numberedLines.ts";

/** A range of line indices, from `from` (inclusive) to `to` (exclusive). */
export type Chunk = { from: number; to: number };

/**
 * Share (0..1) of a chunk that the next chunk repeats, so that a passage spanning the boundary is complete in one of
 * the two chunks.
 */
const OVERLAP = 0.05;
/** Maximum share (0..1) of a chunk to give up so that the next chunk starts at a section. */
const SECTION_TOLERANCE = 0.2;
/** Maximum share (0..1) of a chunk to give up so that the next chunk at least starts at a paragraph. */
const PARAGRAPH_TOLERANCE = 0.05;

/**
 * Splits lines into as few chunks of at most `maxTokens` tokens as possible. The chunks are about equal in size and
 * overlap slightly. A chunk starts at a section or a paragraph if one starts close enough. Every line is in at least
 * one chunk. A line with more than `maxTokens` tokens forms a chunk of its own.
 */
export function chunkLines(lines: readonly NumberedLine[], maxTokens: number): Chunk[] {
  const chunks: Chunk[] = [];
  let remainingTokens = countTokens(lines, 0, lines.length);
  for (let from = 0; from < lines.length; ) {
    const remainingChunks = Math.ceil(remainingTokens / maxTokens / (1 - OVERLAP));
    const target =
      remainingChunks <= 1
        ? maxTokens
        : Math.min(maxTokens, Math.ceil((remainingTokens / remainingChunks) * (1 + OVERLAP)));
    const end = fitLines(lines, from, target);
    // If this chunk ends early, the remaining chunks get more tokens. `spareTokens` is how many more they can take.
    const capacity = (remainingChunks - 1) * maxTokens * (1 - OVERLAP);
    const spareTokens = capacity - (remainingTokens - countTokens(lines, from, end));
    const to = end === lines.length ? end : findBoundary(lines, { from, to: end }, target, spareTokens);
    chunks.push({ from, to });
    if (to === lines.length) break;
    const next = Math.max(from + 1, overlapStart(lines, to, target * OVERLAP));
    remainingTokens -= countTokens(lines, from, next);
    from = next;
  }
  return chunks;
}

const countTokens = (lines: readonly NumberedLine[], from: number, to: number): number =>
  lines.slice(from, to).reduce((sum, line) => sum + line.tokens, 0);

/**
 * The end (exclusive) of the longest range that starts at `from` and has at most `maxTokens` tokens. The range has at
 * least one line, even if that line has more tokens.
 */
function fitLines(lines: readonly NumberedLine[], from: number, maxTokens: number): number {
  let to = from;
  for (let left = maxTokens; to < lines.length && (to === from || lines[to]!.tokens <= left); to++)
    left -= lines[to]!.tokens;
  return to;
}

/**
 * Finds the end (exclusive) of a chunk that could extend to `to`: the start of the last section within tolerance of
 * `to`, otherwise the start of the last paragraph within tolerance, otherwise `to` itself. Shortens the chunk by at
 * most `spareTokens` tokens.
 */
function findBoundary(
  lines: readonly NumberedLine[],
  { from, to }: Chunk,
  target: number,
  spareTokens: number,
): number {
  const lastStart = (opens: "opensSection" | "opensParagraph", tolerance: number): number | null => {
    const maxGivenUp = Math.min(target * tolerance, Math.max(0, spareTokens));
    for (let at = to, givenUp = 0; at > from + 1 && givenUp <= maxGivenUp; at--) {
      if (lines[at]![opens]) return at;
      givenUp += lines[at - 1]!.tokens;
    }
    return null;
  };
  return lastStart("opensSection", SECTION_TOLERANCE) ?? lastStart("opensParagraph", PARAGRAPH_TOLERANCE) ?? to;
}

/**
 * The start of the chunk that follows a chunk ending at `to`. The following chunk repeats at most `maxTokens` tokens
 * from before `to`, and none from the previous section.
 */
function overlapStart(lines: readonly NumberedLine[], to: number, maxTokens: number): number {
  let from = to;
  for (let left = maxTokens; from > 0 && !lines[from]!.opensSection && lines[from - 1]!.tokens <= left; from--)
    left -= lines[from - 1]!.tokens;
  return from;
}
