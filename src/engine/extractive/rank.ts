import { type Document, type TaskContext, yieldToEventLoop } from "../../model/index.ts";
import { extractTerms } from "../../text/index.ts";
import { documentSentences } from "./documentSentences.ts";
import { documentFeatures, KEY_FEATURES, NEWS_FEATURES, SENTENCE_FEATURES, WORD_FEATURES } from "./features/index.ts";
import { newsProbabilityOf, type Ranking, scoreSentences, type Weights } from "./scoring.ts";
import weightsFile from "./weights.json" with { type: "json" };

/** The weights fitted by `npm run train:digest`. */
const WEIGHTS = weightsFile as unknown as Weights;
assertLength("word", WEIGHTS.word, WORD_FEATURES);
assertLength("sentence", WEIGHTS.sentence, SENTENCE_FEATURES);
assertLength("key", WEIGHTS.key, KEY_FEATURES);
assertLength("main", WEIGHTS.main, KEY_FEATURES);
assertLength("news", WEIGHTS.news, NEWS_FEATURES);

/**
 * Throws if the numbers of weights and features differ. Weights are matched to features by position, so weights fitted
 * to other features would silently give wrong scores.
 */
function assertLength(name: string, weights: unknown[], features: readonly string[]): void {
  if (weights.length === features.length) return;
  throw new Error(
    `weights.json: ${weights.length} ${name} weights for ${features.length} features; run npm run train:digest`,
  );
}

/**
 * Scores all sentences of a document for a digest of at most `count` sentences, in linear time. Sentences that contain
 * terms of `focus` score higher.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function rankSentences(
  document: Document,
  count: number,
  focus: string | null,
  context: TaskContext,
): Promise<Ranking> {
  const sentences = await documentSentences(document, context);
  await yieldToEventLoop(context);
  const isNews = (news: number[]): boolean => newsProbabilityOf(news, WEIGHTS) > 0;
  const features = await documentFeatures(sentences, document.title, document.language, isNews, context);
  await yieldToEventLoop(context);
  const focusTerms = new Set(extractTerms(focus ?? "", document.language));
  const { language } = document;
  return scoreSentences(sentences, features, { count, language, weights: WEIGHTS, focusTerms }, context);
}
