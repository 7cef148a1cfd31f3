import { forEachYielding, type TaskContext } from "../../../model/index.ts";
import { extractTerms } from "../../../text/index.ts";
import { rougeTokens, type Sentence } from "../documentSentences.ts";
import { dot, norm, sumVectors, type TermVector, tfIdfVectors } from "./tfidf.ts";

/** Statistics of a whole document, from which the features of its sentences and words are computed. */
export type DocumentStatistics = {
  language: string;
  titleWords: Set<string>;
  titleTerms: Set<string>;
  /** At least 1, even in an empty document, so that it is always safe to divide by. */
  totalSentences: number;
  totalWords: number;
  /** The number of sentences that contain each term. */
  sentenceFrequencies: Map<string, number>;
  /** The TF-IDF vector of each sentence, of norm 1. */
  vectors: TermVector[];
  /** The similarity of each sentence to the centroid of all sentences. */
  centroidSimilarity: number[];
  /** The similarity of each sentence to the first one; 0 for the first sentence itself. */
  leadSimilarity: number[];
};

/**
 * Computes the statistics of a document. Similarities are cosines of TF-IDF vectors. The similarity to the centroid is
 * the centrality measure of Radev et al. (2004), "Centroid-based summarization of multiple documents".
 * @throws PithError `stopped` if the task is cancelled
 */
export async function documentStatistics(
  sentences: Sentence[],
  title: string | null,
  language: string,
  context: TaskContext,
): Promise<DocumentStatistics> {
  const { sentenceFrequencies, vectors } = await tfIdfVectors(sentences, context);
  const centroid = await sumVectors(vectors, context);
  const centroidNorm = norm(centroid);
  const lead: TermVector = vectors[0] ?? new Map();
  const centroidSimilarity: number[] = [];
  const leadSimilarity: number[] = [];
  await forEachYielding(vectors, context, (vector, i) => {
    centroidSimilarity.push(dot(vector, centroid) / centroidNorm);
    leadSimilarity.push(i === 0 ? 0 : dot(vector, lead));
  });
  return {
    language,
    titleWords: new Set(rougeTokens(title ?? "")),
    titleTerms: new Set(extractTerms(title ?? "", language)),
    totalSentences: Math.max(1, sentences.length),
    totalWords: sentences.reduce((sum, { words }) => sum + words.length, 0),
    sentenceFrequencies,
    vectors,
    centroidSimilarity,
    leadSimilarity,
  };
}
