import { hasDependentOpener } from "../../../statements/index.ts";
import { speakerOf } from "../../../text/index.ts";
import type { Sentence } from "../documentSentences.ts";
import { FIRST_PERSON } from "./cues.ts";
import type { DocumentStatistics } from "./documentStatistics.ts";
import { toVector } from "./featureVector.ts";

/**
 * The features of a document from which `weights.json` tells whether it is a news report, which begins with what matters
 * most. Shares are shares of its sentences.
 */
export const NEWS_FEATURES = [
  "bias", // always 1
  "attributedShare", // name who says so: "Ma said"
  "firstPersonShare",
  "unreadableShare", // could not be read alone
  "turnShare", // said in a conversation
  "itemShare", // items of a list
  "headingRatio", // number of headings divided by the number of sentences, at most 1
  "meanNames", // capitalised words inside a sentence, at most 4
  "leadCentrality", // mean similarity of the first three sentences to the centroid, divided by the document's mean
  "quotedShare",
  "logSentences", // logarithm of the number of sentences from 40: long features come late to their news
  "numberShare",
  "dependentShare",
  "shortShare", // of fewer than nine words, as in telling and talking
  "meanLength", // words divided by 20, at most 3
] as const;

/** Number of sentences up to which the length of a document tells nothing. */
const SHORT = 40;
/** Number of sentences at the start and in all that are looked at. A report shows early what it is. */
const MAX_SENTENCES = 300;
const NAME = /(?<=[\p{Ll}\d,;:)] )\p{Lu}[\p{L}’'-]+/gu;

/** Computes the feature vector of a document. */
export function newsFeatures(all: Sentence[], { language, centroidSimilarity }: DocumentStatistics): number[] {
  const sentences = all.slice(0, MAX_SENTENCES);
  const mean = (measure: (sentence: Sentence, i: number) => number): number =>
    sentences.reduce((sum, sentence, i) => sum + measure(sentence, i), 0) / Math.max(1, sentences.length);
  const share = (is: (sentence: Sentence) => boolean): number => mean((sentence) => Number(is(sentence)));
  const meanCentrality = mean((_, i) => centroidSimilarity[i]!) || 1;
  const lead = centroidSimilarity.slice(0, 3);
  return toVector(NEWS_FEATURES, {
    bias: 1,
    attributedShare: share(({ text }) => speakerOf(text) !== null),
    firstPersonShare: share(({ text }) => FIRST_PERSON.test(text.replace(/["“‘«„「][^"”’»“」]{0,400}["”’»“」]/gu, ""))),
    unreadableShare: share(({ isReadable }) => !isReadable),
    turnShare: share(({ form }) => form === "turn"),
    itemShare: share(({ form }) => form === "item"),
    headingRatio: Math.min(1, (sentences.at(-1)?.section ?? 0) / Math.max(1, sentences.length)),
    meanNames: mean(({ text }) => Math.min(4, text.match(NAME)?.length ?? 0)),
    leadCentrality: lead.reduce((sum, similarity) => sum + similarity, 0) / Math.max(1, lead.length) / meanCentrality,
    quotedShare: share(({ text }) => /["“”„«»「『]/u.test(text)),
    logSentences: Math.log1p(Math.max(SHORT, sentences.length)),
    numberShare: share(({ text }) => /\p{N}/u.test(text)),
    dependentShare: share(({ text }) => hasDependentOpener(text, language)),
    shortShare: share(({ size }) => size < 9),
    meanLength: mean(({ size }) => Math.min(60, size) / 20),
  });
}
