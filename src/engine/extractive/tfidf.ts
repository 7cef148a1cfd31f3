import { eachInTurns, type Run } from "../../model/index.ts";
import type { Sentence } from "./documentSentences.ts";

/** A sentence or a sum of them: the weight of each term. */
export type Vector = Map<string, number>;

/** How many sentences hold each term, and the sentences as TF-IDF vectors of length 1. */
export async function weigh(
  sentences: Sentence[],
  run: Run,
): Promise<{ counts: Map<string, number>; vectors: Vector[] }> {
  const counts = new Map<string, number>();
  await eachInTurns(sentences, run, (s) => {
    for (const term of s.terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  });
  const vectors: Vector[] = [];
  await eachInTurns(sentences, run, (s) => {
    const vector: Vector = new Map(s.terms.map((term) => [term, 1 + Math.log(sentences.length / counts.get(term)!)]));
    const size = norm(vector);
    for (const [term, weight] of vector) vector.set(term, weight / size);
    vectors.push(vector);
  });
  return { counts, vectors };
}

/** The sum of vectors; of all sentences of a document, its centroid but for the length. */
export async function sum(vectors: Vector[], run: Run): Promise<Vector> {
  const all: Vector = new Map();
  await eachInTurns(vectors, run, (vector) => {
    for (const [term, weight] of vector) all.set(term, (all.get(term) ?? 0) + weight);
  });
  return all;
}

/** The length of a vector; 1 for one without terms, by which one may divide. */
export function norm(vector: Vector): number {
  let square = 0;
  for (const weight of vector.values()) square += weight * weight;
  return Math.sqrt(square) || 1;
}

/** The inner product. */
export function dot(a: Vector, b: Vector): number {
  let product = 0;
  for (const [term, weight] of a) product += weight * (b.get(term) ?? 0);
  return product;
}
