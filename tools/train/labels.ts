import { bag, shingles, tokenize } from "../bench/quality/textScore.ts";

/**
 * How much of each line stands in the gold text, 0..1: the share of its tokens that lie in a 4-token shingle of the page
 * which the gold text has too. Shingles run over line ends, so that a short subheading counts where its neighbours do.
 * A shingle that the gold text has n times counts n times, first where the most of the line is covered.
 */
export function labelLines(lines: string[], gold: string, lang: string): { share: number; size: number }[] {
  const goldBag = bag(shingles(tokenize(gold, lang)));
  const sizes = lines.map((line) => tokenize(line, lang).length);
  const page = lines.flatMap((line) => tokenize(line, lang));
  const ofPage = page.length >= 4 ? shingles(page) : [];
  const covered = coverage(ofPage, page.length, (shingle) => goldBag.has(shingle));
  const order = lineStarts(sizes)
    .map((start, i) => ({ i, start, share: shareOf(covered, start, sizes[i]!) }))
    .sort((a, b) => b.share * sizes[b.i]! - a.share * sizes[a.i]! || a.i - b.i);
  const left = new Map(goldBag);
  const taken = new Uint8Array(ofPage.length);
  for (const { i, start } of order) {
    // Shingles that begin in the line or reach into it from the line before.
    for (let at = Math.max(0, start - 3); at < Math.min(ofPage.length, start + sizes[i]!); at++) {
      const rest = left.get(ofPage[at]!) ?? 0;
      if (taken[at] || rest === 0) continue;
      left.set(ofPage[at]!, rest - 1);
      taken[at] = 1;
    }
  }
  const final = coverage(ofPage, page.length, (_, at) => taken[at] === 1);
  return lineStarts(sizes).map((start, i) => ({ share: shareOf(final, start, sizes[i]!), size: sizes[i]! }));
}

function lineStarts(sizes: number[]): number[] {
  let at = 0;
  return sizes.map((size) => {
    at += size;
    return at - size;
  });
}

function coverage(ofPage: string[], size: number, has: (shingle: string, at: number) => boolean): Uint8Array {
  const covered = new Uint8Array(size);
  for (const [at, shingle] of ofPage.entries()) if (has(shingle, at)) covered.fill(1, at, at + 4);
  return covered;
}

function shareOf(covered: Uint8Array, start: number, size: number): number {
  let sum = 0;
  for (let i = start; i < start + size; i++) sum += covered[i]!;
  return size ? sum / size : 0;
}
