import { forEachYielding, type TaskContext } from "../../../model/index.ts";
import { hasDependentOpener } from "../../../statements/index.ts";
import type { Sentence } from "../documentSentences.ts";
import type { DocumentStatistics } from "./documentStatistics.ts";
import { toVector } from "./featureVector.ts";

/**
 * The features of a sentence, in the order of the weights. The sentence frequency of a term is the number of sentences
 * that contain it. Indices count from 0. Logarithms of counts that may be 0 are `log(1 + x)`.
 */
export const SENTENCE_FEATURES = [
  "bias", // always 1
  "meanSentenceFrequency", // mean over its terms, at most 10
  "meanLogSentenceFrequency",
  "centroidSimilarity",
  "totalLogSentenceFrequency", // sum over its terms, divided by 10, at most 4
  "leadSimilarity",
  "repeatedTermShare", // share of its terms that occur in a preceding sentence
  "logIndex", // logarithm of min(its index, 100)
  "relativePosition", // its index divided by the number of sentences
  "isFirst",
  "isSecond",
  "length", // number of words divided by 25, at most 4
  "logLength", // logarithm of the number of words
  "isShort", // fewer than 5 terms
  "isLong", // more than 45 words
  "hasQuotation",
  "isQuestion",
  "hasInnerSentences", // is a quotation of several sentences
  "isUnterminated", // ends without terminal punctuation
  "isDependent", // starts with a pronoun or a connective
  "hasNumber",
  "titleTermShare", // share of its terms that occur in the title
  "relativeDegree", // degree in the similarity graph, divided by the document's mean, at most 4
  "relativeSentenceFrequency", // meanSentenceFrequency divided by the document's mean, at most 4
  "relativeCentroidSimilarity", // centroidSimilarity divided by the document's mean, at most 4
] as const;

type SentenceFeatures = Record<(typeof SENTENCE_FEATURES)[number], number>;
type RelativeFeature = "relativeDegree" | "relativeSentenceFrequency" | "relativeCentroidSimilarity";
type AbsoluteFeatures = Omit<SentenceFeatures, RelativeFeature>;

/**
 * Computes the feature vector of every sentence.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function sentenceFeatures(
  sentences: Sentence[],
  statistics: DocumentStatistics,
  context: TaskContext,
): Promise<number[][]> {
  const seenTerms = new Set<string>();
  const absolute: AbsoluteFeatures[] = [];
  await forEachYielding(sentences, context, (sentence) => {
    const repeated = sentence.terms.filter((term) => seenTerms.has(term)).length;
    for (const term of sentence.terms) seenTerms.add(term);
    absolute.push(absoluteFeatures(sentence, statistics, repeated / Math.max(1, sentence.terms.length)));
  });
  const degrees = relativeToMean(degreesOf(sentences, statistics.sentenceFrequencies));
  const frequencies = relativeToMean(absolute.map((features) => features.meanSentenceFrequency));
  const similarities = relativeToMean(absolute.map((features) => features.centroidSimilarity));
  return absolute.map((features, i) =>
    toVector(SENTENCE_FEATURES, {
      ...features,
      relativeDegree: degrees[i]!,
      relativeSentenceFrequency: frequencies[i]!,
      relativeCentroidSimilarity: similarities[i]!,
    }),
  );
}

/** All features of a sentence except those that are relative to the mean of the document. */
function absoluteFeatures(
  { index, text, words, terms, sentenceCount }: Sentence,
  { language, titleTerms, totalSentences, sentenceFrequencies, centroidSimilarity, leadSimilarity }: DocumentStatistics,
  repeatedTermShare: number,
): AbsoluteFeatures {
  const termCount = Math.max(1, terms.length);
  const frequencies = terms.map((term) => sentenceFrequencies.get(term)!);
  const totalFrequency = frequencies.reduce((sum, frequency) => sum + frequency, 0);
  const totalLogFrequency = frequencies.reduce((sum, frequency) => sum + Math.log(frequency), 0);
  return {
    bias: 1,
    meanSentenceFrequency: Math.min(10, totalFrequency / termCount),
    meanLogSentenceFrequency: totalLogFrequency / termCount,
    centroidSimilarity: centroidSimilarity[index]!,
    totalLogSentenceFrequency: Math.min(4, totalLogFrequency / 10),
    leadSimilarity: leadSimilarity[index]!,
    repeatedTermShare,
    logIndex: Math.log1p(Math.min(index, 100)),
    relativePosition: index / totalSentences,
    isFirst: Number(index === 0),
    isSecond: Number(index === 1),
    length: Math.min(4, words.length / 25),
    logLength: Math.log1p(words.length),
    isShort: Number(termCount < 5),
    isLong: Number(words.length > 45),
    hasQuotation: Number(/["“”„«»「『]|(?<![\p{L}\p{N}])['‘]/u.test(text)),
    isQuestion: Number(/[?？؟]["'”’»)\s]*$/u.test(text)),
    hasInnerSentences: Number(sentenceCount > 1),
    isUnterminated: Number(!/[.!?…。！？؟।]["'”’»)\]」』\s]*$/u.test(text)),
    isDependent: Number(hasDependentOpener(text, language)),
    hasNumber: Number(/\p{N}/u.test(text)),
    titleTermShare: terms.filter((term) => titleTerms.has(term)).length / termCount,
  };
}

/**
 * Approximates the degree of each sentence in the similarity graph of TextRank (Mihalcea and Tarau 2004), in linear
 * time. There, the similarity of two sentences is the number of terms they share, divided by the sum of the logarithms
 * of both lengths. Here, the mean logarithm replaces the logarithm of the other sentence's length.
 */
function degreesOf(sentences: Sentence[], sentenceFrequencies: Map<string, number>): number[] {
  const logLengths = sentences.map(({ terms }) => Math.log(Math.max(2, terms.length)));
  const meanLogLength = logLengths.reduce((sum, length) => sum + length, 0) / logLengths.length;
  return sentences.map(({ terms }, i) => {
    const shared = terms.reduce((sum, term) => sum + sentenceFrequencies.get(term)! - 1, 0);
    return shared / (logLengths[i]! + meanLogLength);
  });
}

/** Divides each value by the mean of all values, and limits the result to 4. */
function relativeToMean(values: number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length || 1;
  return values.map((value) => Math.min(4, value / mean));
}
