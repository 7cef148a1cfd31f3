import { type TaskContext, yieldToEventLoop } from "../../model/index.ts";
import type { RankedSentence, Ranking } from "./scoring.ts";

/** Maximum number of local search steps. Each step raises the expected F1, and a few are usually enough. */
const MAX_STEPS = 12;
/** Number of candidates per requested sentence. Only the highest-scored sentences are candidates. */
const CANDIDATES_PER_SENTENCE = 4;
/** Minimum number of candidates in total, if the document has enough sentences. */
const MIN_CANDIDATES = 60;

/**
 * Limits on a summary. `max` limits its total `sentenceCount`, so a quotation of several sentences counts as several.
 * `min` refers to the number of `RankedSentence` objects, so such a quotation counts as one: up to that number, sentences
 * are added even if they lower the expected F1. `admits` tells whether a sentence may stand beside others.
 */
export type SentenceLimits = {
  max: number;
  min: number;
  admits?(sentence: RankedSentence, others: readonly RankedSentence[]): boolean;
};

/**
 * Selects the sentences whose combination has the highest expected F1 of word overlap with a good summary, and returns
 * them in document order. Starts greedily, then improves the summary by local search: each step removes or replaces one
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
  let selected = addGreedily([], candidates, ranking, limits);
  for (let step = 0; step < MAX_STEPS; step++) {
    await yieldToEventLoop(context);
    const improved = bestStep(selected, candidates, ranking, limits);
    if (!improved) break;
    selected = addGreedily(improved, candidates, ranking, limits);
  }
  return selected.sort((a, b) => a.index - b.index);
}

/**
 * The highest-scored distinct sentences, best first. Of repeated sentences, only the first is kept. Quotations of more
 * than `max` sentences are excluded.
 */
function candidateSentences({ sentences }: Ranking, max: number): RankedSentence[] {
  const distinct = new Map(sentences.toReversed().map((sentence) => [sentence.text, sentence]));
  return [...distinct.values()]
    .filter((sentence) => sentence.words.length > 0 && sentence.sentenceCount <= max)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, Math.max(MIN_CANDIDATES, max * CANDIDATES_PER_SENTENCE));
}

/** Adds the best sentence repeatedly, while it raises the expected F1 or fewer than `min` sentences are selected. */
function addGreedily(
  selected: RankedSentence[],
  candidates: RankedSentence[],
  ranking: Ranking,
  limits: SentenceLimits,
): RankedSentence[] {
  let sentences = selected;
  for (;;) {
    const summary = new Summary(sentences, ranking);
    const addition = bestAddition(summary, candidates, limits);
    if (!addition || (addition.f1 <= summary.f1 && sentences.length >= limits.min)) return sentences;
    sentences = [...sentences, addition.sentence];
  }
}

/** The best selection after removing or replacing one sentence, or null if no such change raises the expected F1. */
function bestStep(
  selected: RankedSentence[],
  candidates: RankedSentence[],
  ranking: Ranking,
  limits: SentenceLimits,
): RankedSentence[] | null {
  let best: RankedSentence[] | null = null;
  let bestF1 = new Summary(selected, ranking).f1 + 1e-9;
  for (const removed of selected) {
    const rest = selected.filter((sentence) => sentence !== removed);
    const summary = new Summary(rest, ranking);
    if (rest.length >= limits.min && summary.f1 > bestF1) [best, bestF1] = [rest, summary.f1];
    const addition = bestAddition(summary, candidates, limits);
    if (addition && addition.f1 > bestF1) [best, bestF1] = [[...rest, addition.sentence], addition.f1];
  }
  return best;
}

/** The candidate whose addition gives the highest expected F1, and that F1. Null if no candidate fits. */
function bestAddition(
  summary: Summary,
  candidates: RankedSentence[],
  { max, admits }: SentenceLimits,
): { sentence: RankedSentence; f1: number } | null {
  let best: { sentence: RankedSentence; f1: number } | null = null;
  for (const sentence of candidates) {
    if (summary.sentenceCount + sentence.sentenceCount > max || summary.sentences.includes(sentence)) continue;
    if (admits && !admits(sentence, summary.sentences)) continue;
    const f1 = summary.f1With(sentence);
    if (!best || f1 > best.f1) best = { sentence, f1 };
  }
  return best;
}

/**
 * A set of sentences and its expected F1: twice the number of words in common with a good summary, divided by the sum
 * of both lengths.
 */
class Summary {
  readonly sentences: RankedSentence[];
  readonly sentenceCount: number;
  readonly #ranking: Ranking;
  readonly #wordCounts = new Map<string, number>();
  readonly #overlap: number;
  readonly #length: number;

  constructor(sentences: RankedSentence[], ranking: Ranking) {
    this.sentences = sentences;
    this.#ranking = ranking;
    this.sentenceCount = sentences.reduce((sum, sentence) => sum + sentence.sentenceCount, 0);
    this.#length = sentences.reduce((sum, { words }) => sum + words.length, 0);
    this.#overlap = sentences.reduce((sum, sentence) => sum + this.#addOverlap(sentence, this.#wordCounts), 0);
  }

  get f1(): number {
    return this.#f1(this.#overlap, this.#length);
  }

  /** The expected F1 of this summary with one more sentence. */
  f1With(sentence: RankedSentence): number {
    const added = this.#addOverlap(sentence, new Map());
    return this.#f1(this.#overlap + added, this.#length + sentence.words.length);
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

  #f1(overlap: number, length: number): number {
    return length ? (2 * overlap) / (length + this.#ranking.targetWords) : 0;
  }
}
