import { forEachYielding, type TaskContext } from "../../../model/index.ts";
import { extractTerms } from "../../../text/index.ts";
import type { Sentence } from "../documentSentences.ts";
import type { DocumentStatistics } from "./documentStatistics.ts";
import { toVector } from "./featureVector.ts";

/**
 * The features of a word, which are the same for all of its occurrences. "Its sentences" are the sentences that contain
 * it. Indices count from 0. Logarithms of values that may be 0 are `log(1 + x)`.
 */
const TYPE_FEATURES = [
  "bias", // always 1
  "logCount", // logarithm of the number of its occurrences
  "logSentenceCount", // logarithm of the number of sentences that contain it
  "logFirstSentence", // logarithm of min(index of its first sentence, 100)
  "relativeFirstSentence", // index of its first sentence divided by the number of sentences
  "startsInFirst", // its first sentence is the first of the document
  "startsInSecond",
  "startsInThird",
  "startsInFourthToSixth",
  "isInTitle",
  "capitalisedShare", // share of its occurrences inside sentences (not at the start) that are capitalised; 0 for numbers
  "isNumber",
  "isStopWord",
  "length", // number of UTF-16 units divided by 12, at most 1
  "isHapax", // occurs only once (hapax legomenon)
  "meanCentroidSimilarity", // mean over its sentences
  "maxCentroidSimilarity",
  "meanSentenceLength", // mean over its sentences of min(number of words / 30, 4)
  "minSentenceLength",
  "logFirstPosition", // logarithm of min(index of its first occurrence among all words, 2000)
  "relativeLastSentence", // index of its last sentence divided by the number of sentences
  "firstThreeShare", // share of the document's first three sentences that contain it
  "firstSixShare",
  "meanLeadSimilarity", // mean over its sentences
  "maxLeadSimilarity",
  "logFrequency", // logarithm of max(its share of all words, 1/2000)
  "logDocumentLength", // logarithm of min(number of words in the document, 2000)
] as const;
/** The features of the nth occurrence of a word, where n counts from 1. */
const OCCURRENCE_FEATURES = [
  "logOccurrence", // log(n)
  "squaredLogRelativeOccurrence", // square of log(n / number of its occurrences)
  "isFirstOccurrence",
  "isSecondOccurrence",
] as const;

/** All features of an occurrence of a word, in the order of the weights. */
export const WORD_FEATURES = [...TYPE_FEATURES, ...OCCURRENCE_FEATURES] as const;

type TypeFeatures = Record<(typeof TYPE_FEATURES)[number], number>;

/** Maximum number of feature vectors per word. Any further occurrences add nothing to the score of a summary. */
const MAX_OCCURRENCES = 30;

/** `words` maps each word to one vector per occurrence (at most 30). `stopWords` are the stop words among its keys. */
export type WordFeatures = { words: Map<string, number[][]>; stopWords: Set<string> };

/** How often a word occurs, the index of its first occurrence among all words, and the indices of its sentences. */
type Occurrences = { count: number; firstPosition: number; sentences: number[] };
/** How often a word occurs other than at the start of a sentence, and how many of these occurrences are capitalised. */
type Capitalisation = { count: number; capitalised: number };

/**
 * Computes the features of all words of a document, in linear time. A word has one vector per occurrence (at most 30),
 * because a summary can contain it several times.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function wordFeatures(
  sentences: Sentence[],
  statistics: DocumentStatistics,
  context: TaskContext,
): Promise<WordFeatures> {
  const { occurrences, capitalisation } = await countWords(sentences, context);
  const words = new Map<string, number[][]>();
  const stopWords = new Set<string>();
  await forEachYielding([...occurrences], context, ([word, wordOccurrences]) => {
    const form = formFeatures(word, capitalisation.get(word), statistics);
    if (form.isStopWord) stopWords.add(word);
    const position = positionFeatures(wordOccurrences, sentences, statistics);
    const typeVector = toVector(TYPE_FEATURES, { ...form, ...position });
    const vectors: number[][] = [];
    for (let n = 1; n <= Math.min(MAX_OCCURRENCES, wordOccurrences.count); n++) {
      const occurrenceVector = toVector(OCCURRENCE_FEATURES, {
        logOccurrence: Math.log(n),
        squaredLogRelativeOccurrence: Math.log(n / wordOccurrences.count) ** 2,
        isFirstOccurrence: Number(n === 1),
        isSecondOccurrence: Number(n === 2),
      });
      vectors.push([...typeVector, ...occurrenceVector]);
    }
    words.set(word, vectors);
  });
  return { words, stopWords };
}

async function countWords(
  sentences: Sentence[],
  context: TaskContext,
): Promise<{ occurrences: Map<string, Occurrences>; capitalisation: Map<string, Capitalisation> }> {
  const occurrences = new Map<string, Occurrences>();
  const capitalisation = new Map<string, Capitalisation>();
  let position = 0;
  await forEachYielding(sentences, context, ({ index, text, words }) => {
    for (const word of words) {
      const entry = occurrences.get(word) ?? { count: 0, firstPosition: position, sentences: [] };
      if (entry.count++ === 0) occurrences.set(word, entry);
      if (entry.sentences.at(-1) !== index) entry.sentences.push(index);
      position++;
    }
    for (const word of text.match(/[\p{L}\p{M}\p{N}]+/gu)?.slice(1) ?? []) {
      const key = word.toLowerCase();
      const entry = capitalisation.get(key) ?? { count: 0, capitalised: 0 };
      if (entry.count++ === 0) capitalisation.set(key, entry);
      if (/^\p{Lu}/u.test(word)) entry.capitalised++;
    }
  });
  return { occurrences, capitalisation };
}

type FormFeature = "isInTitle" | "capitalisedShare" | "isNumber" | "isStopWord" | "length";

/** The features of the written form of a word. A Han or kana character counts as a word of five letters. */
function formFeatures(
  word: string,
  capitalisation: Capitalisation | undefined,
  { language, titleWords }: DocumentStatistics,
): Pick<TypeFeatures, FormFeature> {
  const isNumber = /\p{N}/u.test(word);
  const isCjkCharacter = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]$/u.test(word);
  const isStopWord = !isNumber && !isCjkCharacter && (word.length <= 2 || extractTerms(word, language).length === 0);
  return {
    isInTitle: Number(titleWords.has(word)),
    capitalisedShare: capitalisation && !isNumber ? capitalisation.capitalised / capitalisation.count : 0,
    isNumber: Number(isNumber),
    isStopWord: Number(isStopWord),
    length: (isCjkCharacter ? 5 : Math.min(word.length, 12)) / 12,
  };
}

/** The features of the positions and sentences in which a word occurs. */
function positionFeatures(
  { count, firstPosition, sentences: indices }: Occurrences,
  sentences: Sentence[],
  { totalSentences, totalWords, centroidSimilarity, leadSimilarity }: DocumentStatistics,
): Omit<TypeFeatures, FormFeature> {
  const [first, last] = [indices[0]!, indices.at(-1)!];
  const mean = (values: number[]): number => indices.reduce((sum, i) => sum + values[i]!, 0) / indices.length;
  const max = (values: number[]): number => indices.reduce((best, i) => Math.max(best, values[i]!), 0);
  const sentenceLength = (i: number): number => Math.min(120, sentences[i]!.words.length) / 30;
  return {
    bias: 1,
    logCount: Math.log(count),
    logSentenceCount: Math.log(indices.length),
    logFirstSentence: Math.log1p(Math.min(first, 100)),
    relativeFirstSentence: first / totalSentences,
    startsInFirst: Number(first === 0),
    startsInSecond: Number(first === 1),
    startsInThird: Number(first === 2),
    startsInFourthToSixth: Number(first > 2 && first < 6),
    isHapax: Number(count === 1),
    meanCentroidSimilarity: mean(centroidSimilarity),
    maxCentroidSimilarity: max(centroidSimilarity),
    meanSentenceLength: indices.reduce((sum, i) => sum + sentenceLength(i), 0) / indices.length,
    minSentenceLength: indices.reduce((least, i) => Math.min(least, sentenceLength(i)), 4),
    logFirstPosition: Math.log1p(Math.min(firstPosition, 2000)),
    relativeLastSentence: last / totalSentences,
    firstThreeShare: indices.filter((i) => i < 3).length / 3,
    firstSixShare: indices.filter((i) => i < 6).length / 6,
    meanLeadSimilarity: mean(leadSimilarity),
    maxLeadSimilarity: max(leadSimilarity),
    logFrequency: Math.log(Math.max(count / totalWords, 1 / 2000)),
    logDocumentLength: Math.log(Math.min(2000, totalWords)),
  };
}
