import type { Document, Question, TaskContext } from "../model/index.ts";
import { countWords, primarySubtag } from "../text/index.ts";
import { type AnswerIndex, createAnswerIndex } from "./candidates.ts";
import { type Reading, readingsOf } from "./followUp.ts";
import { deniesPremise, judge, relevance } from "./judge.ts";
import type { Unit } from "./units.ts";

/**
 * What answers a question in a document: a sentence or another unit and, if it needs them, those after it, such as the
 * items of a list that it introduces. `score` is its logit against no answer.
 */
export type FoundAnswer = { pieces: string[]; score: number };

/** Minimum logit of an answer. Calibrated on questions that a document nearly answers. */
const MIN_SCORE = -1.8;
/** The same for languages in which a syllable is a word, so that foreign questions and documents share more of them. */
const MIN_SCORES = new Map([
  ["vi", -0.2],
  ["zh", -1.5],
]);
/** Maximum number of words of the items or sentences that complete an answer. */
const MAX_COMPLETION_WORDS = 60;
/** An answer with fewer words, such as "Yes.", goes on with the next sentence of its block. */
const MIN_WORDS = 4;

/**
 * Finds what answers a question in a document, best first.
 * @returns an empty list if the document does not answer the question
 * @throws PithError `stopped` if the task is cancelled
 */
export async function findAnswers(
  document: Document,
  question: Question,
  context: TaskContext,
): Promise<FoundAnswer[]> {
  const index = await createAnswerIndex(document, context);
  const minScore = MIN_SCORES.get(primarySubtag(document.language)) ?? MIN_SCORE;
  return readingsOf(question, document.language)
    .map((reading) => answersIn(index, reading, minScore))
    .reduce((best, found) => ((found[0]?.score ?? minScore) > (best[0]?.score ?? minScore) ? found : best));
}

function answersIn(index: AnswerIndex, reading: Reading, minScore: number): FoundAnswer[] {
  const candidates = index.candidates(reading);
  const closest = candidates.reduce<(typeof candidates)[number] | null>(
    (best, one) => (best && relevance(best.features) >= relevance(one.features) ? best : one),
    null,
  );
  // Where the document says the opposite, no other sentence of it is an answer.
  if (!closest || deniesPremise(closest.features)) return [];
  const judged = candidates
    .map(({ index: i, features }) => ({ i, score: judge(features) }))
    .filter(({ score }) => score >= minScore)
    .sort((a, b) => b.score - a.score);
  // A document can repeat a sentence, and a list item can answer as well as the list.
  const shown = new Set<string>();
  return judged.flatMap(({ i, score }) => {
    const pieces = withCompletion(index.units, i).map(({ text }) => text);
    if (pieces.every((piece) => shown.has(piece))) return [];
    for (const piece of pieces) shown.add(piece);
    return [{ pieces, score }];
  });
}

/** A unit with those after it that it needs: the items that it introduces, or what follows a mere "Yes.". */
function withCompletion(units: readonly Unit[], i: number): Unit[] {
  const first = units[i]!;
  const complete = [first];
  let words = countWords(first.text);
  const introduces = /[:：]$/.test(first.text);
  for (let j = i + 1; j < units.length; j++) {
    const unit = units[j]!;
    const goesOn = introduces ? unit.leadIn === i : words < MIN_WORDS && unit.block === first.block;
    words += countWords(unit.text);
    if (!goesOn || words > MAX_COMPLETION_WORDS) break;
    complete.push(unit);
  }
  return complete;
}
