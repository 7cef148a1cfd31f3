import { type GradientBoostedTrees, predictProbability } from "../../text/index.ts";
import { FIRST_PASS_FEATURES, LINE_FEATURES, type PageFeatures, writeSecondPassFeatures } from "../features/index.ts";
import trainedModel from "./boilerplateModel.json" with { type: "json" };

/**
 * A two-pass line model of gradient-boosted trees. `first` uses only the first-pass features, `second` all features.
 * `features` lists the names of a row's features in the order used in training.
 */
export type BoilerplateModel = { features: string[]; first: GradientBoostedTrees; second: GradientBoostedTrees };

/** Returns, for each line of a page, the probability that it belongs to the main text. */
export type LineScorer = (page: PageFeatures) => Float64Array;

/** Returns the probability that an ensemble predicts for each row of a page's feature matrix. */
export const predictRows = (
  trees: GradientBoostedTrees,
  { lines, values }: Pick<PageFeatures, "lines" | "values">,
): Float64Array =>
  Float64Array.from(lines, (_, i) =>
    predictProbability(trees, values.subarray(i * LINE_FEATURES.length, (i + 1) * LINE_FEATURES.length)),
  );

/**
 * Creates a scorer that runs both passes. The scorer writes the second-pass features into the page's feature matrix.
 * @throws Error if the model was trained with other features
 */
export function createLineScorer({ features, first, second }: BoilerplateModel): LineScorer {
  assertSameFeatures(features);
  return (page) => {
    writeSecondPassFeatures(page, predictRows(first, page), LINE_FEATURES.length, FIRST_PASS_FEATURES.length);
    return predictRows(second, page);
  };
}

function assertSameFeatures(features: string[]): void {
  if (features.length !== LINE_FEATURES.length || LINE_FEATURES.some((name, i) => features[i] !== name))
    throw new Error("The line model was trained with other features. Run `npm run train:clean`.");
}

/** Scores lines with the bundled model, which is fitted by `npm run train:clean`. */
export const scoreLines = createLineScorer(trainedModel);
