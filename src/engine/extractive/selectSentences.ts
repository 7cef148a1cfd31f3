import { type TaskContext, yieldToEventLoop } from "../../model/index.ts";
import { SUMMARY_HEADING } from "./features/index.ts";
import type { RankedSentence, Ranking } from "./scoring.ts";

/** Maximum number of local search steps. Each step raises the value, and a few are usually enough. */
const MAX_STEPS = 12;
/** Number of candidates per requested sentence. Only the highest-scored sentences are candidates. */
const CANDIDATES_PER_SENTENCE = 4;
/** Minimum number of candidates in total, if the document has enough sentences. */
const MIN_CANDIDATES = 60;

/**
 * Limits on a summary. `max` limits its total `sentenceCount`, so a quotation of several sentences counts as several.
 * `min` refers to the number of `RankedSentence` objects, so such a quotation counts as one: up to that number, sentences
 * are added even if they lower the value. `admits` tells whether a sentence may stand beside others.
 */
export type SentenceLimits = {
  max: number;
  min: number;
  /** What a sentence costs the reader, in key facts: one that gives a key fact less probably is not worth its room. */
  cost: number;
  /** A sentence that is selected in any case. */
  required?: RankedSentence;
  admits?(sentence: RankedSentence, others: readonly RankedSentence[]): boolean;
};

/**
 * Selects the sentences whose combination has the highest value (see `Summary`), and returns them in document order. Starts greedily, then improves the summary by local search: each step removes or replaces one
 * sentence. A word that several sentences repeat counts only as often as a good summary would repeat it, which
 * penalises redundancy.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function selectSentences(
  ranking: Ranking,
  limits: SentenceLimits,
  context: TaskContext,
): Promise<RankedSentence[]> {
  await yieldToEventLoop(context);
  const candidates = candidateSentences(ranking, limits.max);
  let selected = addGreedily(limits.required ? [limits.required] : [], candidates, ranking, limits);
  for (let step = 0; step < MAX_STEPS; step++) {
    await yieldToEventLoop(context);
    const improved = bestStep(selected, candidates, ranking, limits);
    if (!improved) break;
    selected = addGreedily(improved, candidates, ranking, limits);
  }
  return selected.sort((a, b) => a.index - b.index);
}

/** What a sentence probably adds to a digest: its score as a part of news, or as a key fact of anything else. */
export const promiseOf = (
  { score, key }: RankedSentence,
  { newsProbability }: Pick<Ranking, "newsProbability">,
): number => newsProbability * score + (1 - newsProbability) * key;

/**
 * The highest-scored distinct sentences, best first. Of repeated sentences, only the first is kept. Quotations of more
 * than `max` sentences are excluded.
 */
function candidateSentences(ranking: Ranking, max: number): RankedSentence[] {
  const { sentences } = ranking;
  const distinct = new Map(sentences.toReversed().map((sentence) => [sentence.text, sentence]));
  return [...distinct.values()]
    .filter((sentence) => sentence.words.length > 0 && sentence.sentenceCount <= max)
    .sort((a, b) => promiseOf(b, ranking) - promiseOf(a, ranking) || a.index - b.index)
    .slice(0, Math.max(MIN_CANDIDATES, max * CANDIDATES_PER_SENTENCE));
}

/** Adds the best sentence repeatedly, while it raises the value or fewer than `min` sentences are selected. */
function addGreedily(
  selected: RankedSentence[],
  candidates: RankedSentence[],
  ranking: Ranking,
  limits: SentenceLimits,
): RankedSentence[] {
  let sentences = selected;
  for (;;) {
    const summary = new Summary(sentences, ranking, limits);
    const addition = bestAddition(summary, candidates, limits);
    if (!addition || (addition.value <= summary.value && sentences.length >= limits.min)) return sentences;
    sentences = [...sentences, addition.sentence];
  }
}

/** The best selection after removing or replacing one sentence, or null if no such change raises the value. */
function bestStep(
  selected: RankedSentence[],
  candidates: RankedSentence[],
  ranking: Ranking,
  limits: SentenceLimits,
): RankedSentence[] | null {
  let best: RankedSentence[] | null = null;
  let bestValue = new Summary(selected, ranking, limits).value + 1e-9;
  for (const removed of selected) {
    if (removed === limits.required) continue;
    const rest = selected.filter((sentence) => sentence !== removed);
    const summary = new Summary(rest, ranking, limits);
    if (rest.length >= limits.min && summary.value > bestValue) [best, bestValue] = [rest, summary.value];
    const addition = bestAddition(summary, candidates, limits);
    if (addition && addition.value > bestValue) [best, bestValue] = [[...rest, addition.sentence], addition.value];
  }
  return best;
}

/** The candidate whose addition gives the highest value, and that value. Null if no candidate fits. */
function bestAddition(
  summary: Summary,
  candidates: RankedSentence[],
  { max, admits }: SentenceLimits,
): { sentence: RankedSentence; value: number } | null {
  let best: { sentence: RankedSentence; value: number } | null = null;
  for (const sentence of candidates) {
    if (summary.sentenceCount + sentence.sentenceCount > max || summary.sentences.includes(sentence)) continue;
    if (admits && !admits(sentence, summary.sentences)) continue;
    const value = summary.valueWith(sentence);
    if (!best || value > best.value) best = { sentence, value };
  }
  return best;
}

/** Share of the terms of one sentence, in another that was selected, from which the key fact that it gives is not new. */
const MAX_SHARED_TERMS = 0.5;

/** What is left of the worth of a sentence beside a selected neighbour. */
const NEIGHBOUR_WORTH = 0.6;

/**
 * A set of sentences and its value. As a digest of a news report, it is worth its expected F1: twice the number of words in
 * common with a good summary, divided by the sum of both lengths. As a digest of anything else, it is worth the key facts
 * that its sentences probably give, less what they cost, as a share of `max` facts. Both count as far as the document is probably news.
 */
class Summary {
  readonly sentences: RankedSentence[];
  readonly sentenceCount: number;
  readonly #ranking: Ranking;
  readonly #limits: SentenceLimits;
  readonly #wordCounts = new Map<string, number>();
  readonly #overlap: number;
  readonly #length: number;
  readonly #keys: number;

  constructor(sentences: RankedSentence[], ranking: Ranking, limits: SentenceLimits) {
    this.sentences = sentences;
    this.#ranking = ranking;
    this.#limits = limits;
    this.sentenceCount = sentences.reduce((sum, sentence) => sum + sentence.sentenceCount, 0);
    this.#length = sentences.reduce((sum, { words }) => sum + words.length, 0);
    this.#overlap = sentences.reduce((sum, sentence) => sum + this.#addOverlap(sentence, this.#wordCounts), 0);
    this.#keys = sentences.reduce((sum, sentence, i) => sum + this.#worthBeside(sentence, sentences.slice(0, i)), 0);
  }

  get value(): number {
    return this.#value(this.#overlap, this.#length, this.#keys);
  }

  /** The value of this summary with one more sentence. */
  valueWith(sentence: RankedSentence): number {
    const added = this.#addOverlap(sentence, new Map());
    const keys = this.#keys + this.#worthBeside(sentence, this.sentences);
    return this.#value(this.#overlap + added, this.#length + sentence.words.length, keys);
  }

  /**
   * The expected number of words that a sentence adds to the overlap. Adds the words of the sentence to `counts`. For a
   * word without an entry there, counting starts at its count in the summary.
   */
  #addOverlap({ words, residual }: RankedSentence, counts: Map<string, number>): number {
    let sum = residual;
    for (const word of words) {
      const count = counts.get(word) ?? this.#wordCounts.get(word) ?? 0;
      counts.set(word, count + 1);
      sum += this.#ranking.wordProbabilities.get(word)?.[count] ?? 0;
    }
    return sum;
  }

  /** The key facts that a sentence probably adds to the others, less its cost. */
  #worthBeside(sentence: RankedSentence, others: RankedSentence[]): number {
    const isNeighbour = others.some((other) => isNextTo(sentence, other));
    const key = isRepetition(sentence, others) ? 0 : sentence.key;
    return (isNeighbour ? NEIGHBOUR_WORTH * key : key) - this.#limits.cost;
  }

  #value(overlap: number, length: number, keys: number): number {
    const { newsProbability, targetWords } = this.#ranking;
    const f1 = length ? (2 * overlap) / (length + targetWords) : 0;
    return newsProbability * f1 + (1 - newsProbability) * (keys / this.#limits.max);
  }
}

/** Whether two sentences follow each other in one block: they mostly tell of the same fact. */
const isNextTo = (a: RankedSentence, b: RankedSentence): boolean =>
  a.block === b.block && Math.abs(a.index - b.index) === 1 && !(a.heading !== null && SUMMARY_HEADING.test(a.heading));

/** Whether a sentence has most of its terms in common with one of the others. */
function isRepetition({ terms }: RankedSentence, others: RankedSentence[]): boolean {
  return others.some((other) => {
    const shared = terms.filter((term) => other.terms.includes(term)).length;
    return shared > MAX_SHARED_TERMS * Math.min(terms.length, other.terms.length);
  });
}
