import type { Line } from "../line.ts";
import { select } from "../selectLines.ts";

/** What a first judgement of all lines tells of each line's surroundings, for the second judgement. */
export const CONTEXT = [
  // what was thought of it and of its neighbours
  "own", "own-1", "own+1", "own-2", "own+2",
  // expected words of main text on either side, and their share of all words there; near by and further away
  "bodyBefore", "bodyAfter", "shareBefore", "shareAfter", "wideBefore", "wideAfter", "wideShareBefore", "wideShareAfter",
  // and in the whole page
  "bodySoFar", "bodyLeft", "wanted", "trust",
  // against the heaviest stretch of main text
  "fromMain", "mainWords", "inMain", "termsInMain", "termsInChosen", "runWords", "runShare",
] as const; // biome-ignore format: groups of one kind

/** Lines that were not chosen, in a row, which do not break a stretch. */
const GAP = 1;
const MOST_ODDS = 6;
/** What stands beyond the ends of a page. */
const OUTSIDE = 0.01;
const NONE = -1;
const WITHOUT_TERMS = -0.1;
/** How fast words count less with distance. */
const NEAR = 0.6;
const FAR = 0.9;

const odds = (p: number): number => Math.max(-MOST_ODDS, Math.min(MOST_ODDS, Math.log(p / (1 - p))));
const log = (value: number): number => Math.log1p(Math.max(0, value));

type Run = { from: number; to: number; words: number };

/** Writes CONTEXT into `values`, `offset` numbers into each row of `width`. */
export function readContext(
  { lines, terms, values }: { lines: Line[]; terms: Set<number>[]; values: Float32Array },
  first: Float64Array,
  width: number,
  offset: number,
): void {
  const words = lines.map((line) => line.words);
  const { kept, trust } = select(first, words);
  const expected = words.map((count, i) => count * first[i]!);
  const wanted = expected.reduce((a, b) => a + b, 0);
  const { runs, main } = runsOf(kept, expected);
  const isMain = (i: number): boolean => i >= main.from && i < main.to;
  const inMain = countTerms(terms, (i) => kept[i]! && isMain(i));
  const inChosen = countTerms(terms, (i) => kept[i]!);
  const before = readSide(first, words, 1);
  const after = readSide(first, words, -1);
  let soFar = 0;
  for (const [i, set] of terms.entries()) {
    const b = before[i]!;
    const a = after[i]!;
    const near = (d: number): number => odds(first[i + d] ?? OUTSIDE);
    const run = runs[i];
    const own = Number(kept[i]);
    values.set([
      near(0), near(-1), near(1), near(-2), near(2),
      log(b.near), log(a.near), b.near / b.nearAll, a.near / a.nearAll, log(b.far), log(a.far), b.far / b.farAll, a.far / a.farAll,
      log(soFar), log(wanted - soFar - expected[i]!), log(wanted), trust,
      i < main.from ? -log(main.from - i) : i >= main.to ? log(i - main.to + 1) : 0, log(main.words), Number(isMain(i)),
      shareIn(set, inMain, isMain(i) ? own : 0), shareIn(set, inChosen, own), run ? log(run.words) : NONE, run ? run.words / (main.words + 1) : NONE,
    ], i * width + offset); // biome-ignore format: as CONTEXT
    soFar += expected[i]!;
  }
}

/** For each chosen line the stretch it is in, and the heaviest of them. */
function runsOf(kept: boolean[], expected: number[]): { runs: (Run | null)[]; main: Run } {
  const runs = new Array<Run | null>(kept.length).fill(null);
  let main: Run = { from: 0, to: 0, words: 0 };
  let run: Run | null = null;
  for (const [i, isKept] of kept.entries()) {
    if (!isKept) continue;
    if (run === null || i - run.to > GAP) run = { from: i, to: i, words: 0 };
    run.to = i + 1;
    run.words += expected[i]!;
    runs[i] = run;
    if (run.words > main.words) main = run;
  }
  return { runs, main };
}

/** In how many of the lines that `has` names each term stands. */
function countTerms(terms: Set<number>[], has: (i: number) => boolean): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [i, set] of terms.entries()) {
    if (!has(i)) continue;
    for (const term of set) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return counts;
}

/** The share of a line's terms that stand in so many lines more than the line itself is. */
function shareIn(set: Set<number>, counts: Map<number, number>, own: number): number {
  if (set.size === 0) return WITHOUT_TERMS;
  let hits = 0;
  for (const term of set) if ((counts.get(term) ?? 0) > own) hits++;
  return hits / set.size;
}

type Side = { near: number; nearAll: number; far: number; farAll: number };

/** Expected words of main text, and all words, before each line, or after it when `step` is -1; near ones count most. */
function readSide(first: Float64Array, words: number[], step: 1 | -1): Side[] {
  const sides = new Array<Side>(words.length);
  let [near, nearAll, far, farAll] = [0, 0.01, 0, 0.01];
  for (let k = 0; k < words.length; k++) {
    const i = step > 0 ? k : words.length - 1 - k;
    sides[i] = { near, nearAll, far, farAll };
    const mass = words[i]! + 0.5;
    near = near * NEAR + first[i]! * mass;
    nearAll = nearAll * NEAR + mass;
    far = far * FAR + first[i]! * mass;
    farAll = farAll * FAR + mass;
  }
  return sides;
}
