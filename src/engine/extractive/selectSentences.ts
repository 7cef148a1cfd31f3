import { type TaskContext, yieldToEventLoop } from "../../model/index.ts";
import type { RankedSentence, Ranking } from "./scoring.ts";

/** Maximum number of local search steps. Each one raises the expected F1; usually a few are enough. */
const MAX_STEPS = 12;
/** Only the best-scored sentences are candidates: this many per requested sentence, and at least this many in all. */
const CANDIDATES_PER_SENTENCE = 4;
const MIN_CANDIDATES = 60;

/** Limits on a summary. A quotation of several sentences counts as several, by `Sentence.sentenceCount`. */
type SentenceLimits = { max: number; min: number };

/**
 * Selects the sentences whose combination has the highest expected F1 (of word overlap with a good summary), in
 * document order. Starts greedily, then improves the summary by local search: each step removes or replaces one
 * sentence. A word that several sentences repeat counts only as often as a good summary would repeat it, which
 * penalises redundancy.
 * @param max the maximum number of sentences, where a quotation of several sentences counts as several
 * @param min the number of selected sentences below which sentences are added even if they lower the expected F1
 * @throws PithError `stopped`
 */
export async function selectSentences(
  ranking: Ranking,
  max: number,
  min: number,
  context: TaskContext,
): Promise<RankedSentence[]> {
  await yieldToEventLoop(context);
  const limits = { max, min };
  const candidates = candidateSentences(ranking, max);
  let selected = addGreedily([], candidates, ranking, limits);
  for (let step = 0; step < MAX_STEPS; step++) {
    await yieldToEventLoop(context);
    const improved = bestStep(selected, candidates, ranking, limits);
    if (!improved) break;
    selected = addGreedily(improved, candidates, ranking, limits);
  }
  return selected.sort((a, b) => a.index - b.index);
}

/** The best-scored distinct sentences, best first. Of repeated sentences, only the first is kept. */
function candidateSentences({ sentences }: Ranking, max: number): RankedSentence[] {
  const distinct = new Map(sentences.toReversed().map((sentence) => [sentence.text, sentence]));
  return [...distinct.values()]
    .filter((sentence) => sentence.words.length > 0 && sentence.sentenceCount <= max)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, Math.max(MIN_CANDIDATES, max * CANDIDATES_PER_SENTENCE));
}

/** Adds sentences, best first, while they raise the expected F1 or while there are fewer than `min`. */
function addGreedily(
  selected: RankedSentence[],
  candidates: RankedSentence[],
  ranking: Ranking,
  { max, min }: SentenceLimits,
): RankedSentence[] {
  let sentences = selected;
  for (;;) {
    const summary = new Summary(sentences, ranking);
    const addition = bestAddition(summary, candidates, max);
    if (!addition || (addition.f1 <= summary.f1 && sentences.length >= min)) return sentences;
    sentences = [...sentences, addition.sentence];
  }
}

/** The best result of removing or replacing one sentence, or null if none raises the expected F1. */
function bestStep(
  selected: RankedSentence[],
  candidates: RankedSentence[],
  ranking: Ranking,
  { max, min }: SentenceLimits,
): RankedSentence[] | null {
  let best: RankedSentence[] | null = null;
  let bestF1 = new Summary(selected, ranking).f1 + 1e-9;
  for (const removed of selected) {
    const rest = selected.filter((sentence) => sentence !== removed);
    const summary = new Summary(rest, ranking);
    if (rest.length >= min && summary.f1 > bestF1) [best, bestF1] = [rest, summary.f1];
    const addition = bestAddition(summary, candidates, max);
    if (addition && addition.f1 > bestF1) [best, bestF1] = [[...rest, addition.sentence], addition.f1];
  }
  return best;
}

/** The sentence whose addition gives the highest expected F1, and that F1, or null if no candidate fits. */
function bestAddition(
  summary: Summary,
  candidates: RankedSentence[],
  max: number,
): { sentence: RankedSentence; f1: number } | null {
  let best: { sentence: RankedSentence; f1: number } | null = null;
  for (const sentence of candidates) {
    if (summary.sentenceCount + sentence.sentenceCount > max || summary.sentences.includes(sentence)) continue;
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
   * The expected number of words that a sentence adds to the overlap. Updates `counts`, which holds the new counts of
   * the words of this sentence; words without an entry have the count of the summary.
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
