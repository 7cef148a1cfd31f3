import { type TaskContext, yieldToEventLoop } from "../../../model/index.ts";
import { dot, type TermVector } from "./tfidf.ts";

/** Probability of a jump to any sentence, and number of steps after which the ranks hardly change. */
const DAMPING = 0.15;
const STEPS = 5;

/**
 * Continuous LexRank (Erkan and Radev 2004, section 3.3): the stationary probability of each sentence in a random walk
 * from sentence to sentence, where the probability of a step is proportional to the cosine of their TF-IDF vectors.
 * Scaled so that the mean is 1. Each step sums the vectors first and then compares every sentence with the sum, so that
 * the time is linear in the length of the document.
 * @param vectors vectors of norm 1, one for each sentence
 * @throws PithError `stopped` if the task is cancelled
 */
export async function lexRank(vectors: TermVector[], context: TaskContext): Promise<number[]> {
  const all: TermVector = new Map();
  for (const vector of vectors) addScaled(all, vector, 1);
  const degrees = vectors.map((vector) => dot(vector, all) || 1);
  let ranks = vectors.map(() => 1);
  for (let step = 0; step < STEPS; step++) {
    await yieldToEventLoop(context);
    const flow: TermVector = new Map();
    for (const [i, vector] of vectors.entries()) addScaled(flow, vector, ranks[i]! / degrees[i]!);
    ranks = vectors.map((vector) => DAMPING + (1 - DAMPING) * dot(vector, flow));
  }
  return ranks;
}

function addScaled(sum: TermVector, vector: TermVector, factor: number): void {
  for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + factor * weight);
}
