import { forEachYielding, type TaskContext } from "../../model/index.ts";
import { isSelfContained } from "../../statements/index.ts";
import { isCjkLanguage } from "../../text/index.ts";
import type { Sentence } from "./documentSentences.ts";
import type { DocumentFeatures } from "./features/index.ts";

/**
 * The weight of a word feature: `base`, plus `perRatio` times the centred compression ratio, plus `forStopWords` if the
 * word is a stop word.
 */
export type WordWeight = [base: number, perRatio: number, forStopWords: number];

/**
 * The parameters of the extractive model. `word` has one entry per feature in `WORD_FEATURES`, `sentence` one per feature
 * in `SENTENCE_FEATURES`, `key` and `main` one per feature in `KEY_FEATURES`, and `news` one per feature in
 * `NEWS_FEATURES`. `length` has the coefficients of a linear function that maps the compression ratio to the length of a
 * good summary, relative to the same number of typical sentences.
 */
export type Weights = {
  word: WordWeight[];
  sentence: number[];
  length: [intercept: number, slope: number];
  key: number[];
  main: number[];
  news: number[];
};

/**
 * `count` is the number of sentences requested, `language` is BCP-47, and
 * `focusTerms` are the terms of the requested focus.
 */
export type ScoringOptions = { count: number; language: string; weights: Weights; focusTerms: Set<string> };

/**
 * A sentence with its scores. `score` is the expected share of its words that a good summary also contains, plus a
 * bonus for focus terms. `residual` is a correction, in words, of the overlap expected from
 * `Ranking.wordProbabilities`. It comes from the sentence features and includes the bonus. `key` is the probability that
 * it gives a key fact of the document, and `main` that it gives one of the two most important ones; both include the bonus.
 * `isAbout` tells that it says what the document is about.
 */
export type RankedSentence = Sentence & {
  residual: number;
  score: number;
  key: number;
  main: number;
  isAbout: boolean;
};

/**
 * The sentences of a document in document order, with everything needed to score a summary. `wordProbabilities` maps
 * each word to a list of probabilities: entry n (from 0) is the probability that a good summary contains the word more
 * than n times. `targetWords` is the expected length of a good summary in words. `newsProbability` is the probability that
 * the document is a news report.
 */
export type Ranking = {
  sentences: RankedSentence[];
  wordProbabilities: Map<string, number[]>;
  targetWords: number;
  newsProbability: number;
};

/** The length of a typical sentence: in words, or in characters for Chinese and Japanese. */
export const typicalSentenceLength = (language: string): number => (isCjkLanguage(language) ? 32 : 20);

/** The range of compression ratios that the weights were fitted on, and the ratio on which they are centred. */
const COMPRESSION_RATIO = { min: 0.06, max: 0.5, center: 0.15 };

/** Factor of the logit of news, so that a document counts as the more probable of both. */
const NEWS_SHARPNESS = 2;
/** Probability below which a document is no news. */
const MIN_NEWS = 0.05;

/** The probability that a document with the given features is a news report, 0 if it is small. */
export function newsProbabilityOf(news: number[], weights: Pick<Weights, "news">): number {
  const probability = logistic(NEWS_SHARPNESS * dotProduct(news, weights.news));
  return probability < MIN_NEWS ? 0 : probability;
}

/** What is left of the worth of a sentence that depends on its context. What is said in a conversation mostly does. */
export const DEPENDENT_WORTH = 0.5;

/** Bonus added to a sentence's score for each focus term that it contains. */
const FOCUS_BONUS = 1;

/**
 * Estimates how many words each sentence has in common with a good summary of `count` sentences. The probability that a
 * summary contains a word comes from a logistic regression on the features of the word. Li, Qian and Liu (2013), "Using
 * supervised bigram-based ILP for extractive summarization", do the same for bigrams. The residual comes from a linear
 * regression on the features of the sentence.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function scoreSentences(
  sentences: Sentence[],
  features: DocumentFeatures,
  { count, language, weights, focusTerms }: ScoringOptions,
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
    const isUnclear = sentence.form !== "turn" && !isSelfContained(sentence.text, language);
    const key =
      (isUnclear ? DEPENDENT_WORTH : 1) * logistic(dotProduct(features.keys[i]!, weights.key)) +
      FOCUS_BONUS * focusMatches;
    const main = logistic(dotProduct(features.keys[i]!, weights.main)) + FOCUS_BONUS * focusMatches;
    ranked.push({ ...sentence, residual, score, key, main, isAbout: features.about.has(i) });
  });
  return {
    sentences: ranked,
    wordProbabilities,
    targetWords: targetLength(sentences, count, typicalSentenceLength(language), weights),
    newsProbability: newsProbabilityOf(features.news, weights),
  };
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
 * The factor (0..1) applied to the weights of sentence features. It is 0 up to the centre ratio and then rises, because
 * these features only matter if a large part of the document is requested.
 */
export const sentenceFeatureScale = (centredRatio: number): number =>
  Math.max(0, centredRatio) / (COMPRESSION_RATIO.max - COMPRESSION_RATIO.center);

/** The expected length of a good summary of `count` sentences, in words. */
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

/**
 * The expected number of a sentence's words that a good summary also contains. A repeated word has a different
 * probability for each occurrence.
 */
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
