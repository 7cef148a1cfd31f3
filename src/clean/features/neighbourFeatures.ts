import type { Line } from "../line.ts";

/** What a page looks like line by line, before anything is decided. All arrays run over its lines. */
export type Survey = {
  lines: Line[];
  /** Words of lines that are prose, 0 for others. */
  prose: number[];
  /** 1 for short lines that end nothing: labels, menus, headlines. */
  labels: number[];
  /** 1 for lines that a furniture rule knows, or that open a tail. */
  ruled: number[];
  /** 1 for short lines with a date. */
  dated: number[];
  /** 1 for lines that stand in the page more than once. */
  repeated: number[];
};

/** What stands on one side of a line; sums fade with distance, so that near lines count most. */
export type Side = {
  near: number;
  far: number;
  labels: number;
  rules: number;
  dates: number;
  headlines: number;
  repeats: number;
  proseLines: number;
  /** How many stretches the prose lines are in: in a list of teasers every one stands alone. */
  proseRuns: number;
  /** Labels in a row that end here. */
  run: number;
  /** Lines in a row of one shape; and lines that take turns, such as headline and teaser. */
  alike: number;
  turns: number;
};

const CAP = 20;

/** What stands before each line, or after it when `reversed`. */
export function readSide({ lines, prose, labels, ruled, dated, repeated }: Survey, reversed: boolean): Side[] {
  const n = lines.length;
  const step = reversed ? 1 : -1;
  const sides: Side[] = new Array(n);
  const now: Side = {
    near: 0, far: 0, labels: 0, rules: 0, dates: 0, headlines: 0, repeats: 0, proseLines: 0, proseRuns: 0, run: 0, alike: 0, turns: 0,
  }; // biome-ignore format: all zero
  for (let k = 0; k < n; k++) {
    const i = reversed ? n - 1 - k : k;
    const line = lines[i]!;
    const isAlike = shapesMatch(line, lines[i + step], 2, 0.3);
    now.alike = isAlike ? now.alike + 1 : 0;
    now.turns = !isAlike && shapesMatch(line, lines[i + 2 * step], 3, 0.4) ? now.turns + 1 : 0;
    sides[i] = {
      ...now,
      run: Math.min(CAP, now.run),
      alike: Math.min(CAP, now.alike),
      turns: Math.min(CAP, now.turns),
    };
    const isProse = prose[i]! > 0;
    now.near = now.near * 0.5 + prose[i]!;
    now.far = now.far * 0.85 + prose[i]!;
    now.labels = now.labels * 0.7 + labels[i]!;
    now.rules = now.rules * 0.8 + ruled[i]!;
    now.dates = now.dates * 0.85 + dated[i]!;
    now.repeats = now.repeats * 0.85 + repeated[i]!;
    now.headlines = now.headlines * 0.85 + Number(looksLikeHeadline(line));
    now.proseRuns = now.proseRuns * 0.85 + Number(isProse && !((prose[i + step] ?? 0) > 0));
    now.proseLines = now.proseLines * 0.85 + Number(isProse);
    now.run = labels[i] ? now.run + 1 : 0;
  }
  return sides;
}

const looksLikeHeadline = ({ closed, words, separators }: Line): boolean =>
  !closed && words >= 4 && words < 18 && separators === 0;

const shapesMatch = (line: Line, other: Line | undefined, words: number, share: number): boolean =>
  other !== undefined &&
  other.closed === line.closed &&
  Math.abs(other.words - line.words) <= words + line.words * share;

/** How often each text stands in the page, and how often before this line. */
export function countRepeats(texts: string[]): { times: number; before: number }[] {
  const seen = new Map<string, number>();
  const before = texts.map((text) => {
    const count = seen.get(text) ?? 0;
    seen.set(text, count + 1);
    return count;
  });
  return texts.map((text, i) => ({ times: seen.get(text)!, before: before[i]! }));
}
