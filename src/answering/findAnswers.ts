import type { Document, Question, TaskContext } from "../model/index.ts";
import { countWords, extractTerms, primarySubtag } from "../text/index.ts";
import { type AnswerIndex, type Candidate, createAnswerIndex } from "./candidates.ts";
import { deniesPremise, hasKind, judge, relevance } from "./judge.ts";
import { assertionIn } from "./premise.ts";
import { analyseQuestion } from "./question.ts";
import { allWordsOf } from "./speakers.ts";
import { type Reading, readingsOf } from "./talk/followUp.ts";
import { isSameStem } from "./terms/stems.ts";
import type { Unit } from "./units.ts";

/**
 * What answers a question in a document: a sentence or another unit and, if it needs them, those after it, such as the
 * items of a list that it introduces. `score` is its logit against no answer.
 */
export type FoundAnswer = { pieces: AnswerPiece[]; score: number };

/** A piece of the document in an answer. `speaker` is who says it in a conversation. */
export type AnswerPiece = { text: string; speaker: string | null };

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
 * What a document has for a question: its answers, best first, and the sentence that is closest to it, which may deny
 * what it takes for granted. `nearest` is null if the document has no word of it.
 */
export type Findings = { answers: FoundAnswer[]; nearest: string | null };

/**
 * Finds what answers a question in a document.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function findAnswers(document: Document, question: Question, context: TaskContext): Promise<Findings> {
  const index = await createAnswerIndex(document, context);
  const minScore = MIN_SCORES.get(primarySubtag(document.language)) ?? MIN_SCORE;
  const { readings, fallback } = readingsOf(question, document.language);
  const contradiction = deniedAssertion(index, question, document.language);
  if (contradiction) return { answers: [], nearest: contradiction };
  const found = readings.map((reading) => answersIn(index, reading, minScore));
  if (fallback && found.every(({ answers }) => !answers.length)) found.push(answersIn(index, fallback, minScore));
  const best = found.reduce((best, one) =>
    (one.answers[0]?.score ?? minScore) > (best.answers[0]?.score ?? minScore) ? one : best,
  );
  return { answers: best.answers, nearest: best.nearest ?? found.find(({ nearest }) => nearest)?.nearest ?? null };
}

/** The sentence that says the opposite of the statement that a question begins with, null if there is none. */
function deniedAssertion(index: AnswerIndex, question: Question, language: string): string | null {
  const said = assertionIn(question.text);
  if (said === null) return null;
  const reading = { query: said, asked: analyseQuestion(said, language), last: [], asksForMore: false };
  const closest = closestOf(index.candidates(reading));
  if (closest && deniesPremise(closest.features)) return closest.unit.text;
  const denial = index.denial({ ...reading, asked: { ...reading.asked, kind: "reason" } });
  return denial && index.units[denial.index]!.text;
}

/** The candidate that is closest to what a question is about, whether it answers it or denies its premise. */
const closestOf = (candidates: readonly Candidate[]): Candidate | null =>
  candidates.reduce<Candidate | null>(
    (best, one) => (best && relevance(best.features) + best.bonus >= relevance(one.features) + one.bonus ? best : one),
    null,
  );

function answersIn(index: AnswerIndex, reading: Reading, minScore: number): Findings {
  const said = allWordsOf(index.units, reading.asked);
  if (said.length) return { answers: [{ pieces: said.map(pieceOf), score: 0 }], nearest: null };
  const candidates = index.candidates(reading);
  const closest = closestOf(candidates);
  if (!closest) return { answers: [], nearest: null };
  const nearest = closest.unit.text;
  // Where the document says the opposite, no other sentence of it is an answer.
  if (deniesPremise(closest.features)) return { answers: [], nearest };
  const judged = candidates
    .map(({ index: i, features, bonus }) => ({ i, score: judge(features) + bonus }))
    .filter(({ score }) => score >= minScore)
    .sort((a, b) => b.score - a.score);
  const denial = index.denial(reading);
  const first = judged[0] && candidates.find((one) => one.index === judged[0]!.i)!;
  if (denial && first && denial.index !== first.index && !affirms(first, denial.term, index.language))
    return { answers: [], nearest: index.units[denial.index]!.text };
  // A document can repeat a sentence, and a list item can answer as well as the list.
  const shown = new Set<string>();
  const answers = judged.flatMap(({ i, score }) => {
    const pieces = withCompletion(index.units, i).map(pieceOf);
    if (pieces.every(({ text }) => shown.has(text))) return [];
    for (const { text } of pieces) shown.add(text);
    return [{ pieces, score }];
  });
  return { answers, nearest };
}

/** Whether a unit has the kind of answer that is asked for, and says what another one denies. */
const affirms = ({ unit, features }: Candidate, term: string, language: string): boolean =>
  hasKind(features) && extractTerms(unit.text, language).some((other) => isSameStem(term, other));

const pieceOf = ({ text, speaker }: Unit): AnswerPiece => ({ text, speaker });

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
