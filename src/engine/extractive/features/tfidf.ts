import { forEachYielding, type TaskContext } from "../../../model/index.ts";
import type { Sentence } from "../documentSentences.ts";

/** A sparse vector in term space: the weight of each term. */
export type TermVector = Map<string, number>;

/**
 * The sentence frequency of each term (the number of sentences that contain it), and the TF-IDF vector of each
 * sentence. Every vector has a Euclidean norm of 1. A term counts once per sentence, so its TF is 1.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function tfIdfVectors(
  sentences: Sentence[],
  context: TaskContext,
): Promise<{ sentenceFrequencies: Map<string, number>; vectors: TermVector[] }> {
  const sentenceFrequencies = new Map<string, number>();
  await forEachYielding(sentences, context, ({ terms }) => {
    for (const term of terms) sentenceFrequencies.set(term, (sentenceFrequencies.get(term) ?? 0) + 1);
  });
  const vectors: TermVector[] = [];
  await forEachYielding(sentences, context, ({ terms }) => {
    const vector: TermVector = new Map(
      terms.map((term) => [term, 1 + Math.log(sentences.length / sentenceFrequencies.get(term)!)]),
    );
    const length = norm(vector);
    for (const [term, weight] of vector) vector.set(term, weight / length);
    vectors.push(vector);
  });
  return { sentenceFrequencies, vectors };
}

/**
 * The sum of vectors. The sum over all sentences of a document is their centroid up to a constant factor.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function sumVectors(vectors: TermVector[], context: TaskContext): Promise<TermVector> {
  const sum: TermVector = new Map();
  await forEachYielding(vectors, context, (vector) => {
    for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight);
  });
  return sum;
}

/** The Euclidean norm of a vector, or 1 for a zero vector, so that it is always safe to divide by. */
export function norm(vector: TermVector): number {
  let sumOfSquares = 0;
  for (const weight of vector.values()) sumOfSquares += weight * weight;
  return Math.sqrt(sumOfSquares) || 1;
}

/** The inner product of two vectors. */
export function dot(a: TermVector, b: TermVector): number {
  let product = 0;
  for (const [term, weight] of a) product += weight * (b.get(term) ?? 0);
  return product;
}
