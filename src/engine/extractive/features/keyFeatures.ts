import { forEachYielding, type TaskContext } from "../../../model/index.ts";
import { hasDependentOpener, QUESTION } from "../../../statements/index.ts";
import type { Sentence } from "../documentSentences.ts";
import { FIRST_PERSON, OBLIGATION, REASON, SUMMARY_HEADING } from "./cues.ts";
import type { DocumentStatistics } from "./documentStatistics.ts";
import { toVector } from "./featureVector.ts";
import { lexRank } from "./lexRank.ts";

/**
 * The features of a sentence from which `weights.json` tells whether it gives a key fact of its document, in the order of
 * the weights. Logarithms of counts that may be 0 are `log(1 + x)`.
 */
export const KEY_FEATURES = [
  "bias", // always 1
  "logLength", // logarithm of its size: words, or characters of Chinese and Japanese divided by 2.4
  "squaredLengthDeviation", // squared relative deviation of its size from 20
  "isShort", // size below 8
  "logLexRank",
  "relativeLogLexRank", // in standard deviations from the document's mean
  "meanIdf", // mean inverse sentence frequency of its terms
  "titleTermShare", // share of the title's terms, of at most six, that it contains
  "startsWithTitle", // its first term is one of the title's, as in "Pebble is a tool that"
  "hasNumber",
  "numberCount", // at most 4
  "hasLongNumber", // of three digits or more
  "hasPercentage",
  "hasMoney",
  "isInFirstBlock",
  "isEarly", // in the first three blocks
  "logRemaining", // logarithm of the number of sentences after it
  "startsBlock",
  "endsBlock", // not its only sentence
  "isBlock", // its only sentence
  "startsSection",
  "isInSummary", // its section says what the document says
  "isTurn", // said in a conversation
  "speakerShare", // share of the conversation that its speaker has
  "followsQuestion",
  "hasQuotation",
  "isExclamation",
  "startsLowerCase",
  "startsInCapitals", // with a word of at least four capitals, such as RESOLVED
  "hasLabel", // begins with a label, such as "Decision:"
  "hasBrackets",
  "commaCount", // at most 4
  "isDependent", // starts with a pronoun or a connective
  "isFirstPerson",
  "isObligation",
  "isReason",
] as const;

type KeyFeatures = Record<(typeof KEY_FEATURES)[number], number>;

const NUMBER = /\p{Nd}+(?:[.,:]\p{Nd}+)*/gu;
const PERCENTAGE = /[%٪]|per ?cent|prozent|por ciento|por cento|pour cent|per cento|procent|процент|パーセント|百分/iu;
const MONEY =
  /[€$£¥₽₹]|(?<!\p{L})(?:euros?|dollars?|pounds?|crowns?|francs?|francos|kronor|z[łl]|рубл\p{L}*|usd|eur)(?!\p{L})|\d円|万円|億円|元/iu;
const QUOTATION = /["“”„«»「『]/u;
const CAPITALS = /^\P{L}*\p{Lu}{4,}(?!\p{L})/u;
const LABEL = /^\p{L}[^:：]{1,20}[:：]\s?/u;

/**
 * Computes the feature vector of every sentence, in linear time.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function keyFeatures(
  sentences: Sentence[],
  { language, titleTerms, sentenceFrequencies, vectors }: DocumentStatistics,
  context: TaskContext,
): Promise<number[][]> {
  const ranks = (await lexRank(vectors, context)).map((rank) => Math.log(Math.max(0.05, rank)));
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / Math.max(1, ranks.length);
  const deviation =
    Math.sqrt(ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0) / Math.max(1, ranks.length)) || 1;
  const turns = Map.groupBy(sentences, ({ speaker }) => speaker);
  const spoken = sentences.filter(({ speaker }) => speaker !== null).length;
  const earlyBlocks = new Set([...new Set(sentences.map(({ block }) => block))].slice(0, 3));
  const featureVectors: number[][] = [];
  await forEachYielding(sentences, context, (sentence, i) => {
    const { text, terms, size, block, section, heading, form, speaker } = sentence;
    const [previous, next] = [sentences[i - 1], sentences[i + 1]];
    const startsBlock = previous?.block !== block;
    const endsBlock = next?.block !== block;
    const numbers = text.match(NUMBER) ?? [];
    const features: KeyFeatures = {
      bias: 1,
      logLength: Math.log1p(size),
      squaredLengthDeviation: Math.min(4, (size / 20 - 1) ** 2),
      isShort: Number(size < 8),
      logLexRank: ranks[i]!,
      relativeLogLexRank: (ranks[i]! - mean) / deviation,
      meanIdf:
        terms.reduce((sum, term) => sum + Math.log(sentences.length / sentenceFrequencies.get(term)!), 0) /
        Math.max(1, terms.length),
      titleTermShare: titleTerms.size
        ? Math.min(1, terms.filter((term) => titleTerms.has(term)).length / Math.min(6, titleTerms.size))
        : 0,
      startsWithTitle: Number(terms.length > 0 && titleTerms.has(terms[0]!)),
      hasNumber: Number(numbers.length > 0),
      numberCount: Math.min(4, numbers.length),
      hasLongNumber: Number(numbers.some((number) => number.length >= 3)),
      hasPercentage: Number(PERCENTAGE.test(text)),
      hasMoney: Number(MONEY.test(text)),
      isInFirstBlock: Number(block === sentences[0]!.block),
      isEarly: Number(earlyBlocks.has(block)),
      logRemaining: Math.log(sentences.length - i),
      startsBlock: Number(startsBlock),
      endsBlock: Number(endsBlock && !startsBlock),
      isBlock: Number(startsBlock && endsBlock),
      startsSection: Number(previous?.section !== section),
      isInSummary: Number(heading !== null && SUMMARY_HEADING.test(heading)),
      isTurn: Number(form === "turn"),
      speakerShare: speaker === null ? 0 : turns.get(speaker)!.length / spoken,
      followsQuestion: Number(previous !== undefined && QUESTION.test(previous.text)),
      hasQuotation: Number(QUOTATION.test(text)),
      isExclamation: Number(/[!！]/.test(text)),
      startsLowerCase: Number(/^\p{Ll}/u.test(text)),
      startsInCapitals: Number(CAPITALS.test(text)),
      hasLabel: Number(LABEL.test(text)),
      hasBrackets: Number(/[(（]/.test(text)),
      commaCount: Math.min(4, text.match(/[,，、]/g)?.length ?? 0),
      isDependent: Number(hasDependentOpener(text, language)),
      isFirstPerson: Number(FIRST_PERSON.test(text)),
      isObligation: Number(OBLIGATION.test(text)),
      isReason: Number(REASON.test(text)),
    };
    featureVectors.push(toVector(KEY_FEATURES, features));
  });
  return featureVectors;
}
