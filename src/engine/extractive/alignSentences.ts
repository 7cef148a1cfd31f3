import { eachInTurns, type Run, type Two } from "../../model/index.ts";
import type { Sentence } from "./documentSentences.ts";

/** Words that begin alike in so many letters count as one: a light stem for all languages with letters. */
const STEM = 5;
/** Terms of more sentences than this tell little of a subject, and would cost much in a long text. */
const COMMON = 200;

/** What one sentence says another text may spread over so many that follow each other. */
const PLACE = 4;

/** Two sentences, one of each document, of which each is the nearest to the other; `likeness` 0..1. */
type Match = { first: Sentence; second: Sentence; likeness: number };
/** For each sentence of a side, the share (0..1) of what it is about that one place of the other document has too. */
export type Matching = { matches: Match[]; covered: Two<Float64Array> };

/**
 * Which sentences of two documents speak of the same, by the terms they share; those of few sentences count most, and
 * numbers nothing, since the same thing may be told with others. Both ways: each must be the other's nearest.
 */
export async function matchSentences(first: Sentence[], second: Sentence[], run: Run): Promise<Matching> {
  const [own, other] = [first.map(subjectOf), second.map(subjectOf)];
  const weights = weightsOf([...own, ...other]);
  const [there, back] = [await nearest(own, other, weights, run), await nearest(other, own, weights, run)];
  const matches = there.best.flatMap((at, i) =>
    at >= 0 && back.best[at] === i ? [{ first: first[i]!, second: second[at]!, likeness: there.likeness[i]! }] : [],
  );
  return {
    matches: matches.sort((a, b) => b.likeness - a.likeness),
    covered: [there.covered, back.covered],
  };
}

const subjectOf = ({ terms }: Sentence): string[] => [
  ...new Set(terms.filter((term) => !/\p{N}/u.test(term)).map((term) => term.slice(0, STEM))),
];

/** What each term counts: the rarer, the more (inverse document frequency over the sentences of both). */
function weightsOf(subjects: string[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of subjects.flat()) counts.set(term, (counts.get(term) ?? 0) + 1);
  return new Map(
    Array.from(counts, ([term, count]) => [term, count > COMMON ? 0 : Math.log(1 + subjects.length / count)]),
  );
}

type Nearest = { best: number[]; likeness: Float64Array; covered: Float64Array };

async function nearest(own: string[][], other: string[][], weights: Map<string, number>, run: Run): Promise<Nearest> {
  const weight = (term: string): number => weights.get(term) ?? 0;
  const sizeOf = (terms: string[]): number => terms.reduce((sum, term) => sum + weight(term), 0);
  const sizes = other.map(sizeOf);
  const holders = new Map<string, number[]>();
  await eachInTurns(other, run, (terms, at) => {
    for (const term of terms) {
      if (weight(term) === 0) continue;
      const known = holders.get(term);
      if (known) known.push(at);
      else holders.set(term, [at]);
    }
  });
  const best: number[] = [];
  const likeness = new Float64Array(own.length);
  const covered = new Float64Array(own.length);
  await eachInTurns(own, run, (terms, i) => {
    const size = sizeOf(terms);
    const shared = new Map<number, number>();
    const near = new Map<number, number>();
    for (const term of terms) {
      const touched = new Set<number>();
      for (const at of holders.get(term) ?? []) {
        shared.set(at, (shared.get(at) ?? 0) + weight(term));
        for (let from = at - PLACE + 1; from <= at; from++) touched.add(from);
      }
      for (const at of touched) near.set(at, (near.get(at) ?? 0) + weight(term));
    }
    let found = -1;
    for (const [at, sum] of shared) {
      const dice = (2 * sum) / (size + sizes[at]! || 1); // Dice's coefficient, weighted
      if (dice <= likeness[i]!) continue;
      likeness[i] = dice;
      found = at;
    }
    best.push(found);
    covered[i] = size ? Math.max(0, ...near.values()) / size : 1;
  });
  return { best, likeness, covered };
}
