import { FEATURES, type Feature } from "./featureNames.ts";
import WEIGHTS from "./weights.json" with { type: "json" };

/**
 * Weights of a conditional logit in which "no answer" is one of the choices, with logit 0: `npm run train:answers` fits
 * them.
 */
const weights = FEATURES.map((name) => (WEIGHTS as Record<Feature, number>)[name]);

/** The features of what denies the premise of a question. */
const DENIALS = ["contrast", "deniesAsked"].map((name) => FEATURES.indexOf(name as Feature));

/** The logit of a unit as the answer, against no answer, from its row of features. */
export const judge = (row: Float64Array): number => row.reduce((sum, value, k) => sum + value * weights[k]!, 0);

/** Whether a unit denies the premise of the question, by its row of features. */
export const deniesPremise = (row: Float64Array): boolean => DENIALS.some((k) => row[k]! > 0);

/** The logit of a unit as what the question is about, whether it answers it or denies its premise. */
export const relevance = (row: Float64Array): number =>
  DENIALS.reduce((sum, k) => sum - row[k]! * weights[k]!, judge(row));

const KINDS = FEATURES.flatMap((name, k) => (name.startsWith("kindMissing_") ? [k] : []));

/** Whether a unit has a candidate answer of the kind that is asked for, by its row of features. */
export const hasKind = (row: Float64Array): boolean => KINDS.every((k) => row[k] === 0);
