import type { TaskContext } from "../../../model/index.ts";
import type { Sentence } from "../documentSentences.ts";
import { documentStatistics } from "./documentStatistics.ts";
import { keyFeatures } from "./keyFeatures.ts";
import { newsFeatures } from "./newsFeatures.ts";
import { sentenceFeatures } from "./sentenceFeatures.ts";
import { type WordFeatures, wordFeatures } from "./wordFeatures.ts";

/**
 * The input of the extractive model. `sentences` and `keys` have one vector per sentence, with the features
 * `SENTENCE_FEATURES` and `KEY_FEATURES`. `words` has, for each word, one vector per occurrence (at most 30), with the
 * features `WORD_FEATURES`. `news` has the features `NEWS_FEATURES` of the document.
 */
export type DocumentFeatures = WordFeatures & { sentences: number[][]; keys: number[][]; news: number[] };

/**
 * Computes the features of all words and sentences of a document, in linear time.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function documentFeatures(
  sentences: Sentence[],
  title: string | null,
  language: string,
  context: TaskContext,
): Promise<DocumentFeatures> {
  const statistics = await documentStatistics(sentences, title, language, context);
  const sentenceVectors = await sentenceFeatures(sentences, statistics, context);
  const { words, stopWords } = await wordFeatures(sentences, statistics, context);
  const keys = await keyFeatures(sentences, statistics, context);
  return { words, stopWords, sentences: sentenceVectors, keys, news: newsFeatures(sentences, statistics) };
}
