import { forEachYielding, type TaskContext } from "../../model/index.ts";
import { isCjkLanguage } from "../../text/index.ts";
import type { Sentence } from "./documentSentences.ts";
import type { DocumentFeatures } from "./features/index.ts";

/** The weight of a word feature, its change per unit of the compression ratio, and its difference for stop words. */
export type WordWeight = [base: number, perRatio: number, forStopWords: number];

/**
 * The parameters of the extractive model. `word` has one entry per feature in `WORD_FEATURES` and `sentence` one per
 * feature in `SENTENCE_FEATURES`. `length` is the length of a summary per requested sentence, in typical sentences, as
 * a linear function of the compression ratio.
 */
export type Weights = { word: WordWeight[]; sentence: number[]; length: [intercept: number, slope: number] };

/** `count` is the number of sentences requested, and `typicalLength` the length of a typical sentence in words. */
export type ScoringOptions = { count: number; typicalLength: number; weights: Weights; focusTerms: Set<string> };

/**
 * A sentence with its scores. `score` is the expected share of its words that a good summary contains, plus a bonus for
 * terms of the focus. `residual` is the part of the expected number of such words that `Ranking.wordProbabilities` does
 * not account for, including that bonus.
 */
export type RankedSentence = Sentence & { residual: number; score: number };

/**
 * The sentences of a document in document order, with everything needed to score a summary. `wordProbabilities` has,
 * for each word, the probability that a good summary contains it more than n times, at index n. `targetWords` is the
 * expected length of a good summary in words.
 */
export type Ranking = { sentences: RankedSentence[]; wordProbabilities: Map<string, number[]>; targetWords: number };

/** The length of a typical sentence: in words, or for Chinese and Japanese in characters. */
export const typicalSentenceLength = (language: string): number => (isCjkLanguage(language) ? 32 : 20);

/** The range of compression ratios that the weights were fitted on, and the ratio that counts as 0. */
const COMPRESSION_RATIO = { min: 0.06, max: 0.5, center: 0.15 };

/** Bonus to the score of a sentence per term of the focus. */
const FOCUS_BONUS = 1;

/**
 * Estimates how many words each sentence has in common with a good summary of `count` sentences. The probability that a
 * summary contains a word is a logistic regression on the word's features, as for the bigrams of Li, Qian and Liu
 * (2013), "Using supervised bigram-based ILP for extractive summarization". The residual is a linear regression on the
 * features of the sentence.
 * @throws PithError `stopped`
 */
export async function scoreSentences(
  sentences: Sentence[],
  features: DocumentFeatures,
  { count, typicalLength, weights, focusTerms }: ScoringOptions,
  context: TaskContext,
): Promise<Ranking> {
  const ratio = centredCompressionRatio(sentences, count);
  const contentWordWeights = weights.word.map(([base, perRatio]) => base + perRatio * ratio);
  const stopWordWeights = weights.word.map(([base, perRatio, forStopWords]) => base + perRatio * ratio + forStopWords);
  const sentenceWeights = weights.sentence.map((weight) => weight * sentenceFeatureScale(ratio));
  const wordProbabilities = new Map<string, number[]>();
  await forEachYielding([...features.words], context, ([word, vectors]) => {
    const wordWeights = features.stopWords.has(word) ? stopWordWeights : contentWordWeights;
    wordProbabilities.set(
      word,
      vectors.map((vector) => logistic(dotProduct(vector, wordWeights))),
    );
  });
  const ranked: RankedSentence[] = [];
  await forEachYielding(sentences, context, (sentence, i) => {
    const { words, terms } = sentence;
    const focusMatches = terms.filter((term) => focusTerms.has(term)).length;
    const perWord = dotProduct(features.sentences[i]!, sentenceWeights) + FOCUS_BONUS * focusMatches;
    const residual = words.length * perWord;
    const score = (expectedOverlap(words, wordProbabilities) + residual) / Math.max(1, words.length);
    ranked.push({ ...sentence, residual, score });
  });
  return { sentences: ranked, wordProbabilities, targetWords: targetLength(sentences, count, typicalLength, weights) };
}

/**
 * The compression ratio (requested sentences divided by all sentences), clamped to the range that the weights were
 * fitted on and centred at 0.15.
 */
export function centredCompressionRatio(sentences: Sentence[], count: number): number {
  const ratio = count / Math.max(1, sentences.length);
  return Math.min(COMPRESSION_RATIO.max, Math.max(COMPRESSION_RATIO.min, ratio)) - COMPRESSION_RATIO.center;
}

/**
 * The factor (0..1) applied to the sentence features: they only matter if a large part of the document is requested.
 */
export const sentenceFeatureScale = (centredRatio: number): number =>
  Math.max(0, centredRatio) / (COMPRESSION_RATIO.max - COMPRESSION_RATIO.center);

/** The expected length of a summary of `count` sentences, in words. */
function targetLength(sentences: Sentence[], count: number, typicalLength: number, { length }: Weights): number {
  const [intercept, slope] = length;
  const ratio = centredCompressionRatio(sentences, count) + COMPRESSION_RATIO.center;
  return count * typicalLength * (intercept + slope * ratio);
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

function dotProduct(vector: number[], weights: number[]): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i]! * weights[i]!;
  return sum;
}

/** The expected number of words in common with a good summary. Each repeat of a word has its own probability. */
function expectedOverlap(words: string[], wordProbabilities: Map<string, number[]>): number {
  const counts = new Map<string, number>();
  let sum = 0;
  for (const word of words) {
    const count = counts.get(word) ?? 0;
    counts.set(word, count + 1);
    sum += wordProbabilities.get(word)?.[count] ?? 0;
  }
  return sum;
}
