import { breathe, type Run } from "../../model/index.ts";
import type { Ranked, Ranking } from "./rank.ts";

/** Rounds of exchange at most; each raises the value, and few are ever needed. */
const ROUNDS = 12;

/**
 * The sentences that together promise the best F1 with a good summary, in document order: greedily, then by exchanging,
 * dropping and adding one at a time while that helps. What sentences repeat is counted once, so redundancy costs by
 * itself. Together they have at most `most` sentences, quotations counted by their parts, and `least` if there are.
 */
export async function chooseSentences(ranking: Ranking, most: number, least: number, run: Run): Promise<Ranked[]> {
  await breathe(run);
  const distinct = new Map(ranking.sentences.toReversed().map((sentence) => [sentence.text, sentence]));
  const pool = [...distinct.values()]
    .filter((sentence) => sentence.words.length > 0 && sentence.size <= most)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, Math.max(60, most * 4));
  let chosen = filled([], pool, ranking, most, least);
  for (let round = 0; round < ROUNDS; round++) {
    await breathe(run);
    const now = new Choice(chosen, ranking).value;
    let best: { chosen: Ranked[]; value: number } = { chosen, value: now + 1e-9 };
    for (const out of chosen) {
      const rest = chosen.filter((sentence) => sentence !== out);
      const without = new Choice(rest, ranking);
      if (rest.length >= least && without.value > best.value) best = { chosen: rest, value: without.value };
      const next = bestAddition(without, pool, most);
      if (next && next.value > best.value) best = { chosen: [...rest, next.sentence], value: next.value };
    }
    if (best.chosen === chosen) break;
    chosen = filled(best.chosen, pool, ranking, most, least);
  }
  return chosen.sort((a, b) => a.index - b.index);
}

/** The choice with sentences added, the best first, while they raise its value or there are too few. */
function filled(chosen: Ranked[], pool: Ranked[], ranking: Ranking, most: number, least: number): Ranked[] {
  let all = chosen;
  for (;;) {
    const choice = new Choice(all, ranking);
    const next = bestAddition(choice, pool, most);
    if (!next || (next.value <= choice.value && all.length >= least)) return all;
    all = [...all, next.sentence];
  }
}

function bestAddition(to: Choice, pool: Ranked[], most: number): { sentence: Ranked; value: number } | null {
  let best: { sentence: Ranked; value: number } | null = null;
  for (const sentence of pool) {
    if (to.size + sentence.size > most || to.chosen.includes(sentence)) continue;
    const value = to.valueWith(sentence);
    if (!best || value > best.value) best = { sentence, value };
  }
  return best;
}

/** Some sentences, and the F1 they can expect: twice the words in common with a good summary by the words of both. */
class Choice {
  readonly chosen: Ranked[];
  readonly size: number;
  readonly #ranking: Ranking;
  readonly #held = new Map<string, number>();
  readonly #common: number;
  readonly #length: number;

  constructor(chosen: Ranked[], ranking: Ranking) {
    this.chosen = chosen;
    this.#ranking = ranking;
    this.size = chosen.reduce((sum, sentence) => sum + sentence.size, 0);
    this.#length = chosen.reduce((sum, sentence) => sum + sentence.words.length, 0);
    this.#common = chosen.reduce((sum, sentence) => sum + this.#take(sentence, this.#held), 0);
  }

  get value(): number {
    return this.#f1(this.#common, this.#length);
  }

  valueWith(sentence: Ranked): number {
    const more = this.#take(sentence, new Map());
    return this.#f1(this.#common + more, this.#length + sentence.words.length);
  }

  /** What a sentence adds to the words in common; its words are counted in `held`, on top of those of the choice. */
  #take({ words, worth }: Ranked, held: Map<string, number>): number {
    let sum = worth;
    for (const word of words) {
      const nth = held.get(word) ?? this.#held.get(word) ?? 0;
      held.set(word, nth + 1);
      sum += this.#ranking.gains.get(word)?.[nth] ?? 0;
    }
    return sum;
  }

  #f1(common: number, length: number): number {
    return length ? (2 * common) / (length + this.#ranking.wanted) : 0;
  }
}
