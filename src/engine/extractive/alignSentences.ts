import { forEachYielding, type Pair, type TaskContext } from "../../model/index.ts";
import type { Sentence } from "./documentSentences.ts";

/**
 * Length, in UTF-16 units, of the prefix by which terms are compared. Cutting terms off serves as light stemming for
 * any alphabetic language.
 */
const STEM_UNITS = 5;
/**
 * Stems that occur in more sentences than this get weight 0. They say little about the topic, and counting them would
 * be slow in long documents.
 */
const MAX_SENTENCE_FREQUENCY = 200;
/** Number of consecutive sentences over which the other document may spread the content of one sentence. */
const WINDOW_SENTENCES = 4;

/** Two sentences, one from each document, that are each other's nearest neighbours. `similarity` is from 0 to 1. */
type AlignedPair = { first: Sentence; second: Sentence; similarity: number };
/**
 * `pairs` are the aligned pairs, most similar first. `coverage` has one value (0..1) per sentence of each document: the
 * share of the sentence's term weight found in the best matching window of the other document.
 */
export type SentenceAlignment = { pairs: AlignedPair[]; coverage: Pair<Float64Array> };

/**
 * Aligns two documents by pairing sentences that are mutual nearest neighbours. Similarity is Dice's coefficient over
 * idf-weighted terms. Terms with digits are ignored, so that two reports of the same fact with different numbers are
 * still aligned.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function alignSentences(
  first: Sentence[],
  second: Sentence[],
  context: TaskContext,
): Promise<SentenceAlignment> {
  const [firstStems, secondStems] = [first.map(topicStems), second.map(topicStems)];
  const weights = inverseFrequencies([...firstStems, ...secondStems]);
  const forward = await nearestNeighbours(firstStems, secondStems, weights, context);
  const backward = await nearestNeighbours(secondStems, firstStems, weights, context);
  const pairs = forward.nearest.flatMap((target, i) =>
    target >= 0 && backward.nearest[target] === i
      ? [{ first: first[i]!, second: second[target]!, similarity: forward.similarity[i]! }]
      : [],
  );
  return {
    pairs: pairs.sort((a, b) => b.similarity - a.similarity),
    coverage: [forward.coverage, backward.coverage],
  };
}

const topicStems = ({ terms }: Sentence): string[] => [
  ...new Set(terms.filter((term) => !/\p{N}/u.test(term)).map((term) => term.slice(0, STEM_UNITS))),
];

/**
 * The logarithmic inverse sentence frequency of each stem over both documents, or 0 for stems that are too frequent.
 */
function inverseFrequencies(sentences: string[][]): Map<string, number> {
  const frequencies = new Map<string, number>();
  for (const stem of sentences.flat()) frequencies.set(stem, (frequencies.get(stem) ?? 0) + 1);
  return new Map(
    Array.from(frequencies, ([stem, frequency]) => [
      stem,
      frequency > MAX_SENTENCE_FREQUENCY ? 0 : Math.log(1 + sentences.length / frequency),
    ]),
  );
}

/**
 * For each source sentence: the index of its nearest target sentence (-1 if there is none), the similarity of the two,
 * and the coverage by the best matching window of target sentences.
 */
type NearestNeighbours = { nearest: number[]; similarity: Float64Array; coverage: Float64Array };

async function nearestNeighbours(
  sources: string[][],
  targets: string[][],
  weights: Map<string, number>,
  context: TaskContext,
): Promise<NearestNeighbours> {
  const weightOf = (stem: string): number => weights.get(stem) ?? 0;
  const totalWeight = (stems: string[]): number => stems.reduce((sum, stem) => sum + weightOf(stem), 0);
  const targetWeights = targets.map(totalWeight);
  const postings = await invertedIndex(targets, weightOf, context);
  const nearest: number[] = [];
  const similarity = new Float64Array(sources.length);
  const coverage = new Float64Array(sources.length);
  await forEachYielding(sources, context, (stems, i) => {
    const sourceWeight = totalWeight(stems);
    const sharedBySentence = new Map<number, number>();
    const sharedByWindow = new Map<number, number>();
    for (const stem of stems) {
      const windows = new Set<number>();
      for (const target of postings.get(stem) ?? []) {
        sharedBySentence.set(target, (sharedBySentence.get(target) ?? 0) + weightOf(stem));
        for (let start = target - WINDOW_SENTENCES + 1; start <= target; start++) windows.add(start);
      }
      for (const start of windows) sharedByWindow.set(start, (sharedByWindow.get(start) ?? 0) + weightOf(stem));
    }
    let best = -1;
    for (const [target, shared] of sharedBySentence) {
      const dice = (2 * shared) / (sourceWeight + targetWeights[target]! || 1);
      if (dice <= similarity[i]!) continue;
      similarity[i] = dice;
      best = target;
    }
    nearest.push(best);
    coverage[i] = sourceWeight ? Math.max(0, ...sharedByWindow.values()) / sourceWeight : 1;
  });
  return { nearest, similarity, coverage };
}

/** Maps each stem to the indices of the sentences that contain it. Stems of weight 0 are excluded. */
async function invertedIndex(
  sentences: string[][],
  weightOf: (stem: string) => number,
  context: TaskContext,
): Promise<Map<string, number[]>> {
  const postings = new Map<string, number[]>();
  await forEachYielding(sentences, context, (stems, index) => {
    for (const stem of stems) {
      if (weightOf(stem) === 0) continue;
      const posting = postings.get(stem);
      if (posting) posting.push(index);
      else postings.set(stem, [index]);
    }
  });
  return postings;
}
