import type { TaskContext } from "../../../model/index.ts";
import { saysWhatItIs } from "../../../statements/index.ts";
import { extractTerms } from "../../../text/index.ts";
import type { Sentence } from "../documentSentences.ts";
import { type DocumentStatistics, documentStatistics } from "./documentStatistics.ts";
import { keyFeatures } from "./keyFeatures.ts";
import { newsFeatures } from "./newsFeatures.ts";
import { sentenceFeatures } from "./sentenceFeatures.ts";
import { type WordFeatures, wordFeatures } from "./wordFeatures.ts";

/**
 * The input of the extractive model. `sentences` and `keys` have one vector per sentence, with the features
 * `SENTENCE_FEATURES` and `KEY_FEATURES`. `words` has, for each word, one vector per occurrence (at most 30), with the
 * features `WORD_FEATURES`. `news` has the features `NEWS_FEATURES` of the document.
 * `about` are the indices of the sentences at its start that say what it is about.
 */
export type DocumentFeatures = WordFeatures & {
  sentences: number[][];
  keys: number[][];
  news: number[];
  about: ReadonlySet<number>;
};

/** Number of readable sentences at the start of a document in which it says what it is about. */
const MAX_OPENING = 6;

/**
 * Computes the features of a document, in linear time. Those of its words, and of its sentences as parts of a news report,
 * take most of the time. They are left out, as empty vectors, if `isNews` says so of the features of the document.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function documentFeatures(
  sentences: Sentence[],
  title: string | null,
  language: string,
  isNews: (news: number[]) => boolean,
  context: TaskContext,
): Promise<DocumentFeatures> {
  const statistics = await documentStatistics(sentences, title, language, context);
  const news = newsFeatures(sentences, statistics);
  const keys = await keyFeatures(sentences, statistics, context);
  const about = aboutSentences(sentences, statistics);
  if (!isNews(news))
    return { words: new Map(), stopWords: new Set(), sentences: sentences.map(() => []), keys, news, about };
  const sentenceVectors = await sentenceFeatures(sentences, statistics, context);
  const { words, stopWords } = await wordFeatures(sentences, statistics, context);
  return { words, stopWords, sentences: sentenceVectors, keys, news, about };
}

function aboutSentences(sentences: Sentence[], { titleTerms, language }: DocumentStatistics): Set<number> {
  const opening = sentences.filter(({ isReadable, form }) => isReadable && form !== "turn").slice(0, MAX_OPENING);
  const termsOf = (text: string): string[] => extractTerms(text, language);
  const about = opening.filter(({ index, text, section, isTagline }) => {
    const isFirst = sentences[index - 1]?.section !== section;
    return isTagline || saysWhatItIs({ text, isFirst }, titleTerms, termsOf);
  });
  return new Set(about.map(({ index }) => index));
}
