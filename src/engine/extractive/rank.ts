import { breathe, type Document, eachInTurns, type Run } from "../../model/index.ts";
import { isCjkLanguage, terms } from "../../text/index.ts";
import { type Sentence, sentencesOf } from "./documentSentences.ts";
import { type Traits, traitsOf } from "./sentenceFeatures.ts";
import weights from "./weights.json" with { type: "json" };

/**
 * Weights by trait. Of words: the weight itself, how it changes with the share of the document that is asked for, and how
 * it differs for the commonest words. `length` gives how long the wanted summary is for each sentence asked for, in
 * usual sentences: at a share of 0, and its rise with the share. `npm run train:digest` fits them.
 */
export type Weights = { word: number[][]; sentence: number[]; length: [number, number] };

/** What is asked for: how many sentences, how long a usual one is, by which weights, and the terms of the focus. */
export type Wish = { count: number; unit: number; by: Weights; asked: Set<string> };

/** Words in a usual sentence; characters in Chinese and Japanese, of which a word has one or two. */
export const usualLength = (language: string): number => (isCjkLanguage(language) ? 32 : 20);

/** Shares that the weights were fitted to; beyond them the nearest counts. */
const SHARES = { least: 0.06, most: 0.5, middle: 0.15 };

/**
 * A sentence with what it brings to a digest: `worth` is how many of its words a good summary has beyond what `gains`
 * tells of them; `score` the share of its words that a good summary has, and what was asked about in it.
 */
export type Ranked = Sentence & { worth: number; score: number };

/** What a document's sentences are chosen by. `gains` holds the chance that a good summary has a word n times. */
export type Ranking = { sentences: Ranked[]; gains: Map<string, number[]>; wanted: number };

/** Everything in a document that a digest of at most `count` sentences could have, with its worth. Linear in the text. */
export async function rankSentences(
  document: Document,
  count: number,
  focus: string | null,
  run: Run,
): Promise<Ranking> {
  const sentences = await sentencesOf(document, run);
  await breathe(run);
  const traits = await traitsOf(sentences, document.title, document.language, run);
  await breathe(run);
  const asked = new Set(terms(focus ?? "", document.language));
  const unit = usualLength(document.language);
  return ranking(sentences, traits, { count, unit, by: weights as unknown as Weights, asked }, run);
}

/**
 * How many words a good summary shares with each choice of sentences, as far as the traits tell. The chance of a word
 * is a logistic function of its traits, as concepts are weighed for coverage by Li, Qian and Liu (2013, "Using
 * supervised bigram-based ILP for extractive summarization"); what that leaves over is linear in the sentence's own.
 */
export async function ranking(
  sentences: Sentence[],
  traits: Traits,
  { count, unit, by, asked }: Wish,
  run: Run,
): Promise<Ranking> {
  const share = shareOf(sentences, count);
  const wordWeights = by.word.map(([own, rise]) => own! + rise! * share);
  const commonWeights = by.word.map(([own, rise, common]) => own! + rise! * share + common!);
  const sentenceWeights = by.sentence.map((w) => w * wholeness(share));
  const gains = new Map<string, number[]>();
  await eachInTurns([...traits.words], run, ([word, rows]) => {
    const own = traits.common.has(word) ? commonWeights : wordWeights;
    gains.set(
      word,
      rows.map((row) => 1 / (1 + Math.exp(-product(row, own)))),
    );
  });
  const ranked: Ranked[] = [];
  await eachInTurns(sentences, run, (sentence, i) => {
    const { words } = sentence;
    const held = sentence.terms.filter((term) => asked.has(term)).length;
    const rest = product(traits.sentences[i]!, sentenceWeights);
    const worth = words.length * (rest + FOCUS * held);
    ranked.push({ ...sentence, worth, score: (expected(words, gains) + worth) / Math.max(1, words.length) });
  });
  return { sentences: ranked, gains, wanted: wantedWords(sentences, count, unit, by) };
}

/** What a term of the focus adds to the share of its sentence that is wanted. */
const FOCUS = 1;

/** The share of the sentences that is asked for, as the weights take it. */
export function shareOf(sentences: Sentence[], count: number): number {
  const share = count / Math.max(1, sentences.length);
  return Math.min(SHARES.most, Math.max(SHARES.least, share)) - SHARES.middle;
}

/** How much the traits of whole sentences have to say: nothing when a small share is asked for, more with a greater. */
export const wholeness = (share: number): number => Math.max(0, share) / (SHARES.most - SHARES.middle);

/** The words that a good summary has: those of so many usual sentences, and of more the greater the share. */
function wantedWords(sentences: Sentence[], count: number, unit: number, { length: [flat, rise] }: Weights): number {
  return count * unit * (flat + rise * (shareOf(sentences, count) + SHARES.middle));
}

function product(row: number[], weights: number[]): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i]! * weights[i]!;
  return sum;
}

function expected(words: string[], gains: Map<string, number[]>): number {
  const held = new Map<string, number>();
  let sum = 0;
  for (const word of words) {
    const nth = held.get(word) ?? 0;
    held.set(word, nth + 1);
    sum += gains.get(word)?.[nth] ?? 0;
  }
  return sum;
}
