import { CJK } from "../text/scripts.ts";

/** Words that share less are taken to be different ones. */
const LEAST_SIMILAR = 0.4;

type Similar = { id: number; similarity: number };

/**
 * The words of a vocabulary that look like a given one, as its other forms and its compounds do in every language with
 * letters: the cosine of their runs of three letters, the beginning of a word counting as a letter (Adamson & Boreham,
 * 1974, "The use of an association measure based on character structure", who take Dice's coefficient of pairs).
 * An id is the place of a word in the order of adding, from 0.
 */
export class SimilarWords {
  readonly #holders = new Map<number, number[]>();
  readonly #sizes: number[] = [];

  add(word: string): void {
    const id = this.#sizes.length;
    const runs = runsOf(word);
    for (const run of runs) {
      const known = this.#holders.get(run);
      if (known) known.push(id);
      else this.#holders.set(run, [id]);
    }
    this.#sizes.push(runs.length);
  }

  /** What is similar to a word, the word itself included if it was added. */
  to(word: string): Similar[] {
    const runs = runsOf(word);
    const shared = new Map<number, number>();
    for (const run of runs) for (const id of this.#holders.get(run) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1);
    return Array.from(shared, ([id, count]) => ({
      id,
      similarity: count / Math.sqrt(runs.length * this.#sizes[id]!),
    })).filter(({ similarity }) => similarity >= LEAST_SIMILAR);
  }
}

/** The different runs of three letters of a word as hashes; two runs of one hash would do no harm. None for Chinese and short words. */
function runsOf(word: string): number[] {
  if (word.length < 3 || word.length > 100 || CJK.test(word)) return [];
  const runs: number[] = [];
  let [first, second] = ["_".charCodeAt(0), word.charCodeAt(0)];
  for (let i = 1; i < word.length; i++) {
    const third = word.charCodeAt(i);
    const run = (Math.imul(Math.imul(first, 991) + second, 991) + third) & 0x3fffffff;
    if (!runs.includes(run)) runs.push(run);
    [first, second] = [second, third];
  }
  return runs;
}
