import { FEATURES, type Feature } from "./features.ts";

/**
 * Weights of a conditional logit in which "no answer" is one of the choices, with logit 0. Fitted by maximum likelihood
 * on questions of documents of several kinds and in several languages, on the same documents without the sentence that
 * answers, and on questions with a name, number or year of another document. What such questions do not show is set by hand: contrasts,
 * denials, plans, speakers and follow-ups.
 */
const WEIGHTS: Record<Feature, number> = {
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
};
const weights = FEATURES.map((name) => WEIGHTS[name]);

/** The features of what denies the premise of a question. */
const DENIALS = ["contrast", "deniesAsked"].map((name) => FEATURES.indexOf(name as Feature));

/** The logit of a unit as the answer, against no answer, from its row of features. */
export const judge = (row: Float64Array): number => row.reduce((sum, value, k) => sum + value * weights[k]!, 0);

/** Whether a unit denies the premise of the question, by its row of features. */
export const deniesPremise = (row: Float64Array): boolean => DENIALS.some((k) => row[k]! > 0);

/** The logit of a unit as what the question is about, whether it answers it or denies its premise. */
export const relevance = (row: Float64Array): number =>
  DENIALS.reduce((sum, k) => sum - row[k]! * weights[k]!, judge(row));
