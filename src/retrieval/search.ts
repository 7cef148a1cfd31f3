import { type Span, type TaskContext, yieldToEventLoop } from "../model/index.ts";
import { COLUMN, type Evidence, EvidenceIndex, FEATURES, type Feature, ROW_WIDTH } from "./evidence.ts";
import { bestPassages, maxPassageUnits, segmentText } from "./passages.ts";

/**
 * A passage found for a question. `score` is the probability (0..1) that the answer is in this passage and in no
 * higher-ranked one, given that the text answers the question at all. `sentences` are the sentences that lie completely
 * inside the passage, each with the probability that it contains the answer. A sentence longer than a passage is split,
 * and each part counts as a sentence.
 */
export type Hit = Span & { score: number; sentences: (Span & { score: number })[] };

/**
 * An index of one document's text. `find` returns at most `k` passages, and none if the text contains no term of the
 * question.
 */
export type SearchIndex = { find(question: string, k: number): Hit[] };

/**
 * Weights of the conditional logit model in `segmentProbabilities`, fitted jointly by maximum likelihood on documents
 * of several kinds and in several languages.
 */
const WEIGHTS: Record<Feature, number> = {
  bm25: 0.12,
  similarTermIdf: 0.04,
  coverage: 4.89,
  squaredCoverage: -2.01,
  maxIdf: 0.67,
  hasMaxCoverage: 0.51,
  contextCoverage: 2.13,
  precedingIdf: 0.2,
  followingIdf: 0.13,
  paragraphIdf: 0.78,
  logLength: 0.03,
  isFirst: 0.86,
  quantity: 1.1,
  time: 1.22,
  percentage: 0.98,
  name: 1.77,
};
const weights = FEATURES.map((name) => WEIGHTS[name]);

/**
 * Indexes text for passage retrieval. Sentences are scored by their terms, their context and the expected answer type
 * (`evidence.ts`). Passages are the windows that cover the most probable sentences (`passages.ts`). Offsets are UTF-16
 * units into `text`. `language` is a BCP-47 tag or "und".
 * @throws PithError `stopped` if the task is cancelled
 */
export async function createSearchIndex(text: string, language: string, context: TaskContext): Promise<SearchIndex> {
  const segments = await segmentText(text, language, context);
  const index = await EvidenceIndex.build(text, language, segments, context);
  const maxUnits = maxPassageUnits(language);
  return {
    find(question, k) {
      const evidence = index.evidenceFor(question);
      if (!evidence.hasMatch) return [];
      const probabilities = segmentProbabilities(evidence);
      const passages = bestPassages(text, segments, probabilities, maxUnits, k);
      return passages.map(({ start, end, probability, first, last }) => ({
        start,
        end,
        score: probability,
        sentences: segments.slice(first, last + 1).map((span, i) => ({ ...span, score: probabilities[first + i]! })),
      }));
    },
  };
}

/** The logit of each segment as the one that contains the answer, in the model of `segmentProbabilities`. */
export function segmentLogits({ features }: Evidence): Float64Array {
  const logits = new Float64Array(features.length / ROW_WIDTH);
  for (let i = 0; i < logits.length; i++) {
    for (let k = 0; k < ROW_WIDTH; k++) logits[i]! += features[i * ROW_WIDTH + k]! * weights[k]!;
  }
  return logits;
}

/**
 * The probability that each segment contains the answer: a conditional logit (softmax) over the segments of the text.
 */
function segmentProbabilities(evidence: Evidence): Float64Array {
  const logits = segmentLogits(evidence);
  const maxLogit = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const exponentials = logits.map((logit) => Math.exp(logit - maxLogit));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

/**
 * The logit that the text answers a question, judged by its words alone: a logistic regression on the highest coverage,
 * the highest context coverage and the highest BM25 score of any segment. BM25 scores are divided by the total idf of the
 * question. The model was fitted on questions, each paired with the document it was asked about and with other documents.
 */
export function answerabilityLogit({ features, totalIdf }: Evidence): number {
  let [coverage, contextCoverage, relativeBm25] = [0, 0, 0];
  for (let row = 0; row < features.length; row += ROW_WIDTH) {
    coverage = Math.max(coverage, features[row + COLUMN.coverage]!);
    contextCoverage = Math.max(contextCoverage, features[row + COLUMN.contextCoverage]!);
    relativeBm25 = Math.max(relativeBm25, features[row + COLUMN.bm25]! / totalIdf);
  }
  return 5.52 * coverage + 5.44 * contextCoverage + 10.9 * relativeBm25 - 5.76;
}

/**
 * Returns, for each question, the up to `k` best-matching passages of `text`, best first.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function search(
  text: string,
  questions: string[],
  k: number,
  language: string,
  context: TaskContext,
): Promise<Hit[][]> {
  const { find } = await createSearchIndex(text, language, context);
  const hits: Hit[][] = [];
  for (const question of questions) {
    await yieldToEventLoop(context);
    hits.push(find(question, k));
  }
  return hits;
}
