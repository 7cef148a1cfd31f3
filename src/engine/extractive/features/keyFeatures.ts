import { forEachYielding, type TaskContext } from "../../../model/index.ts";
import { definedSubject, hasDependentOpener, QUESTION } from "../../../statements/index.ts";
import type { Sentence } from "../documentSentences.ts";
import {
  BACKGROUND_HEADING,
  DECISION,
  FINDING,
  FIRST_PERSON,
  HARM,
  LIMIT,
  OBLIGATION,
  REASON,
  SAFETY_HEADING,
  SUMMARY_HEADING,
} from "./cues.ts";
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
  "isHarm", // what threatens, or a warning
  "isLimit", // how often, how long, how much at most
  "isDecision",
  "isDefinition", // says that something is a kind of something
  "isFinding",
  "isInSafety", // its section is about safety
  "isInBackground", // its section tells how and when rather than what
  "relativePosition", // number of sentences before it, divided by that of all
  "relativeLength", // logarithm of its size, less the document's mean
  "logSentences", // logarithm of the number of sentences
  "isLate", // in the last fifth
] as const;

type KeyFeatures = Record<(typeof KEY_FEATURES)[number], number>;

const NUMBER = /\p{Nd}+(?:[.,:]\p{Nd}+)*/gu;
const PERCENTAGE = /[%٪]|per ?cent|prozent|por ciento|por cento|pour cent|per cento|procent|процент|パーセント|百分/u;
const MONEY =
  /[€$£¥₽₹]|(?<!\p{L})(?:euros?|dollars?|pounds?|crowns?|francs?|francos|kronor|z[łl]|рубл\p{L}*|usd|eur)(?!\p{L})|\d円|万円|億円|元/u;
const QUOTATION = /["“”„«»「『]/u;
const CAPITALS = /^\P{L}*\p{Lu}{4,}(?!\p{L})/u;
const LABEL = /^\p{L}[^:：]{1,20}[:：]\s?/u;

/** What the features of a sentence are relative to. */
type Surroundings = {
  sentences: Sentence[];
  statistics: DocumentStatistics;
  /** Logarithm of the LexRank of each sentence, its mean and standard deviation. */
  ranks: number[];
  meanRank: number;
  rankDeviation: number;
  meanLogSize: number;
  earlyBlocks: Set<number>;
  /** How much of the conversation each speaker has. */
  speakerShares: Map<string | null, number>;
};

/**
 * Computes the feature vector of every sentence, in linear time.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function keyFeatures(
  sentences: Sentence[],
  statistics: DocumentStatistics,
  context: TaskContext,
): Promise<number[][]> {
  const surroundings = await surroundingsOf(sentences, statistics, context);
  const featureVectors: number[][] = [];
  await forEachYielding(sentences, context, (sentence, i) => {
    const features: KeyFeatures = {
      bias: 1,
      ...textFeatures(sentence, statistics.language),
      ...placeFeatures(sentence, i, sentences),
      ...relativeFeatures(sentence, i, surroundings),
    };
    featureVectors.push(toVector(KEY_FEATURES, features));
  });
  return featureVectors;
}

async function surroundingsOf(
  sentences: Sentence[],
  statistics: DocumentStatistics,
  context: TaskContext,
): Promise<Surroundings> {
  const ranks = (await lexRank(statistics.vectors, context)).map((rank) => Math.log(Math.max(0.05, rank)));
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const meanRank = mean(ranks);
  const spoken = sentences.filter(({ speaker }) => speaker !== null).length;
  const turns = [...Map.groupBy(sentences, ({ speaker }) => speaker)];
  return {
    sentences,
    statistics,
    ranks,
    meanRank,
    rankDeviation: Math.sqrt(mean(ranks.map((rank) => (rank - meanRank) ** 2))) || 1,
    meanLogSize: mean(sentences.map(({ size }) => Math.log1p(size))),
    earlyBlocks: new Set([...new Set(sentences.map(({ block }) => block))].slice(0, 3)),
    speakerShares: new Map(turns.map(([speaker, { length }]) => [speaker, speaker === null ? 0 : length / spoken])),
  };
}

/** The features that the words of a sentence alone tell. */
function textFeatures({ text, size }: Sentence, language: string) {
  const numbers = text.match(NUMBER) ?? [];
  const lowerCase = text.toLowerCase();
  return {
    logLength: Math.log1p(size),
    squaredLengthDeviation: Math.min(4, (size / 20 - 1) ** 2),
    isShort: Number(size < 8),
    hasNumber: Number(numbers.length > 0),
    numberCount: Math.min(4, numbers.length),
    hasLongNumber: Number(numbers.some((number) => number.length >= 3)),
    hasPercentage: Number(PERCENTAGE.test(lowerCase)),
    hasMoney: Number(MONEY.test(lowerCase)),
    hasQuotation: Number(QUOTATION.test(text)),
    isExclamation: Number(/[!！]/.test(text)),
    startsLowerCase: Number(/^\p{Ll}/u.test(text)),
    startsInCapitals: Number(CAPITALS.test(text)),
    hasLabel: Number(LABEL.test(text)),
    hasBrackets: Number(/[(（]/.test(text)),
    commaCount: Math.min(4, text.match(/[,，、]/g)?.length ?? 0),
    isDependent: Number(hasDependentOpener(text, language)),
    isFirstPerson: Number(FIRST_PERSON.test(text)),
    isObligation: Number(OBLIGATION.test(lowerCase)),
    isReason: Number(REASON.test(lowerCase)),
    isHarm: Number(HARM.test(lowerCase)),
    isLimit: Number(LIMIT.test(lowerCase)),
    isDecision: Number(DECISION.test(lowerCase)),
    isDefinition: Number(definedSubject(text) !== null),
    isFinding: Number(FINDING.test(lowerCase)),
  };
}

/** The features that the block and the section of a sentence tell. */
function placeFeatures({ block, section, heading, form }: Sentence, i: number, sentences: Sentence[]) {
  const [previous, next] = [sentences[i - 1], sentences[i + 1]];
  const startsBlock = previous?.block !== block;
  const endsBlock = next?.block !== block;
  return {
    isInFirstBlock: Number(block === sentences[0]!.block),
    logRemaining: Math.log(sentences.length - i),
    startsBlock: Number(startsBlock),
    endsBlock: Number(endsBlock && !startsBlock),
    isBlock: Number(startsBlock && endsBlock),
    startsSection: Number(previous?.section !== section),
    isInSummary: Number(heading !== null && SUMMARY_HEADING.test(heading)),
    isInSafety: Number(heading !== null && SAFETY_HEADING.test(heading)),
    isInBackground: Number(heading !== null && BACKGROUND_HEADING.test(heading)),
    isTurn: Number(form === "turn"),
    followsQuestion: Number(previous !== undefined && QUESTION.test(previous.text)),
    relativePosition: i / sentences.length,
    logSentences: Math.log(sentences.length),
    isLate: Number(i > 0.8 * sentences.length),
  };
}

/** The features that compare a sentence with the document. */
function relativeFeatures(
  { terms, size, block, speaker }: Sentence,
  i: number,
  { sentences, statistics, ranks, meanRank, rankDeviation, meanLogSize, earlyBlocks, speakerShares }: Surroundings,
) {
  const { titleTerms, sentenceFrequencies } = statistics;
  const inTitle = terms.filter((term) => titleTerms.has(term)).length;
  const totalIdf = terms.reduce((sum, term) => sum + Math.log(sentences.length / sentenceFrequencies.get(term)!), 0);
  return {
    logLexRank: ranks[i]!,
    relativeLogLexRank: (ranks[i]! - meanRank) / rankDeviation,
    meanIdf: totalIdf / Math.max(1, terms.length),
    titleTermShare: titleTerms.size ? Math.min(1, inTitle / Math.min(6, titleTerms.size)) : 0,
    startsWithTitle: Number(terms.length > 0 && titleTerms.has(terms[0]!)),
    isEarly: Number(earlyBlocks.has(block)),
    speakerShare: speakerShares.get(speaker)!,
    relativeLength: Math.log1p(size) - meanLogSize,
  };
}
