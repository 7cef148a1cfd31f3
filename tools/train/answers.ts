import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { FEATURES, type Feature } from "../../src/answering/featureNames.ts";
import { type AnswerChoice, readerChoices, retrievalChoices, type Variant } from "./answerChoices.ts";
import { fitConditionalLogit } from "./linear.ts";

/**
 * `npm run train:answers -- RETRIEVAL READER…`: fits the weights by which `src/answering/judge.ts` judges whether a sentence answers a
 * question. RETRIEVAL is a retrieval set (`docs.json`, `questions.jsonl`), READER are folders with labelled documents
 * (`labels.jsonl`, `docs/`). Prints by cross-validation over documents, for several minimum scores, how many questions
 * are answered rightly and of how many near misses it is said that the document does not answer them, and writes
 * `src/answering/weights.json`.
 */

/** Each n-th question of the retrieval set is taken. */
const STEP = 10;
const FOLDS = 5;
/**
 * L2 penalty on the distance from the prior, chosen by cross-validation: 69 % right at 56 % of near misses left, against
 * 66 and 52 at 8. A hidden layer of 8 or 16 units loses 4 points, word vectors (GloVe, 40,000 words) gain none.
 */
const LAMBDA = 60;
/** Weights of the choices, chosen by cross-validation: questions of people count more than generated ones. */
const WEIGHTS: Record<"reader" | "retrieval", Record<Variant, number>> = {
  reader: { asked: 10, near: 16, without: 2, changed: 2, foreign: 0 },
  retrieval: { asked: 4, near: 0, without: 0.2, changed: 0.5, foreign: 3 },
};
/**
 * What the weights should be as far as the data do not tell: set by hand for what few questions show. A feature that
 * can only speak for an answer, or against it, has at least a small weight of that sign.
 */
const PRIOR: Partial<Record<Feature, number>> = {
  bias: -0.57,
  answerability: 0.29,
  rank: 0.76,
  coverage: 1.08,
  contextCoverage: 1.63,
  previousCoverage: 0.46,
  nextCoverage: 0.12,
  headingCoverage: 0.74,
  refersBack: 0.76,
  firstTerm: -0.23,
  relativeBm25: 0.73,
  absentName: -2.52,
  missingName: -1.49,
  otherName: -0.88,
  missingFresh: -4,
  missingNumber: -0.74,
  numberFarAway: -1.27,
  yearFarAway: -3.13,
  otherYear: -1.78,
  missingCounted: -1.68,
  missingChosen: -1,
  missingRelation: -0.59,
  relationFarAway: -0.92,
  kindMissing_money: -5,
  kindMissing_percentage: -3,
  kindMissing_count: -4,
  kindMissing_duration: -3.5,
  kindMissing_time: -3.5,
  kindMissing_measure: -4,
  kindMissing_year: -4,
  kindMissing_name: -4,
  nobody: -3,
  kindMissing_place: -1,
  kindMissing_reason: -2.5,
  afterRestated: 2.05,
  nearness: -0.17,
  countedElsewhere: -1.37,
  contrast: -4,
  denies: -0.08,
  deniesAsked: -5,
  words: 0.85,
  spokenByAsked: 1,
  spokenByOther: -2,
  frame: -2,
  led: 2.57,
  ledByLine: 1.33,
  novelty: -0.24,
  nothingNew: -2.46,
  unfinished: -1,
  planned: -1.5,
  short: -0.28,
  openQuestion: -0.37,
  elsewhere: -1,
  nameElsewhere: -1,
  outsideClause: -0.5,
  wrongMeasure: -3,
  bareNumber: -0.5,
  supposed: -0.2,
  kindMissing_person: -1.5,
  missingSubject: -1,
  yearMissing: -0.5,
  missingThing: -0.3,
  wrongCount: -1,
  indirect: -2,
  speaksOfAsked: -2,
  afterCondition: 1.5,
};
const prior = FEATURES.map((name) => PRIOR[name] ?? 0);
const MIN_SCORES = [-1.5, -1.2, -0.9, -0.6, -0.3, 0];

/** Whether a choice can be learned from: with candidates, and the right one among them. */
const isUsable = ({ rows, right, variant, weight }: AnswerChoice): boolean =>
  weight > 0 && rows.length > 0 && (variant !== "asked" || right.length > 0);

const fitWeights = (choices: AnswerChoice[]): Float64Array =>
  fitConditionalLogit(choices.filter(isUsable), prior, LAMBDA);

/** A choice as judged: its best score, and whether that is of a right unit. */
type Judged = { choice: AnswerChoice; score: number; isRight: boolean };

function judged(choice: AnswerChoice, weights: Float64Array): Judged {
  const scores = choice.rows.map((row) => row.reduce((sum, value, k) => sum + value * weights[k]!, 0));
  const best = scores.indexOf(Math.max(...scores));
  return { choice, score: scores[best] ?? Number.NEGATIVE_INFINITY, isRight: choice.right.includes(best) };
}

/** Per cent of the questions of each set that the best sentence answers, and of those without an answer that are left, by minimum score. */
function report(all: Judged[]): void {
  const sets = Map.groupBy(all, ({ choice }) => choice.set);
  const table = Array.from(sets, ([set, list]) => {
    const asked = list.filter(({ choice }) => choice.variant === "asked");
    const unanswered = list.filter(({ choice }) => choice.variant === (set === "reader" ? "near" : "foreign"));
    const shares = MIN_SCORES.map((minScore) => {
      const right = percent(asked, ({ isRight, score }) => isRight && score >= minScore);
      return [`from ${minScore}`, `${right} / ${percent(unanswered, ({ score }) => score < minScore)}`];
    });
    return { set, asked: asked.length, unanswered: unanswered.length, ...Object.fromEntries(shares) };
  });
  console.table(table);
}

const percent = <T>(list: T[], condition: (element: T) => boolean): number =>
  Math.round((100 * list.filter(condition).length) / Math.max(1, list.length));

const [retrieval = "", ...folders] = process.argv.slice(2);
const found = [...(await Promise.all(folders.map(readerChoices))).flat(), ...(await retrievalChoices(retrieval, STEP))];
const choices = found.map((choice) => ({
  ...choice,
  weight: WEIGHTS[choice.set === "reader" ? "reader" : "retrieval"][choice.variant],
}));
const documents = [...new Set(choices.map(({ document }) => document))];
const foldOf = new Map(documents.map((document, i) => [document, i % FOLDS]));
const unseen = Array.from({ length: FOLDS }, (_, fold) => {
  const weights = fitWeights(choices.filter(({ document }) => foldOf.get(document) !== fold));
  return choices.filter(({ document }) => foldOf.get(document) === fold).map((choice) => judged(choice, weights));
});
console.log("unseen documents, per cent answered rightly / left unanswered rightly:");
report(unseen.flat());
const weights = fitWeights(choices);
writeFileSync(
  join(import.meta.dirname, "../../src/answering/weights.json"),
  `${JSON.stringify(Object.fromEntries(FEATURES.map((name, k) => [name, Number(weights[k]!.toFixed(3))])), null, 2)}\n`,
);
