import { bag, shingles, tokenize } from "../bench/quality/textScore.ts";

/** The fraction of a line's tokens that match the gold text (0 to 1), and the line's number of tokens. */
export type LineLabel = { share: number; size: number };

/**
 * Labels each line with the fraction of its tokens that are in a 4-token shingle shared with the gold text. Shingles
 * cross line boundaries, so that a short subheading matches together with its neighbours. A shingle that occurs n times
 * in the gold text matches at most n times. The lines with the most matching tokens take precedence.
 */
export function labelLines(lines: string[], gold: string, lang: string): LineLabel[] {
  const goldBag = bag(shingles(tokenize(gold, lang)));
  const sizes = lines.map((line) => tokenize(line, lang).length);
  const pageTokens = lines.flatMap((line) => tokenize(line, lang));
  const pageShingles = pageTokens.length >= 4 ? shingles(pageTokens) : [];
  const inGold = coverage(pageShingles, pageTokens.length, (shingle) => goldBag.has(shingle));
  const order = lineStarts(sizes)
    .map((start, i) => ({ i, start, share: shareOf(inGold, start, sizes[i]!) }))
    .sort((a, b) => b.share * sizes[b.i]! - a.share * sizes[a.i]! || a.i - b.i);
  const available = new Map(goldBag);
  const isMatched = new Uint8Array(pageShingles.length);
  for (const { i, start } of order) {
    // Shingles that overlap the line, including those that start in an earlier line.
    for (let at = Math.max(0, start - 3); at < Math.min(pageShingles.length, start + sizes[i]!); at++) {
      const count = available.get(pageShingles[at]!) ?? 0;
      if (isMatched[at] || count === 0) continue;
      available.set(pageShingles[at]!, count - 1);
      isMatched[at] = 1;
    }
  }
  const matched = coverage(pageShingles, pageTokens.length, (_, at) => isMatched[at] === 1);
  return lineStarts(sizes).map((start, i) => ({ share: shareOf(matched, start, sizes[i]!), size: sizes[i]! }));
}

/** Returns the index of the first token of each line. */
function lineStarts(sizes: number[]): number[] {
  let at = 0;
  return sizes.map((size) => {
    at += size;
    return at - size;
  });
}

/** Marks each of `size` tokens with 1 if it is in a shingle for which `has` returns true, otherwise with 0. */
function coverage(pageShingles: string[], size: number, has: (shingle: string, at: number) => boolean): Uint8Array {
  const covered = new Uint8Array(size);
  for (const [at, shingle] of pageShingles.entries()) if (has(shingle, at)) covered.fill(1, at, at + 4);
  return covered;
}

function shareOf(covered: Uint8Array, start: number, size: number): number {
  let sum = 0;
  for (let i = start; i < start + size; i++) sum += covered[i]!;
  return size ? sum / size : 0;
}
