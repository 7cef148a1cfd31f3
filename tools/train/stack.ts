import { createHash } from "node:crypto";
import type { GradientBoostedTrees } from "../../src/text/index.ts";

/** Number of parts for the out-of-sample predictions. The split by host is independent of the cross-validation folds. */
const PARTS = 3;
const partOf = (host: string): number => createHash("sha1").update(host).digest()[1]! % PARTS;

/**
 * Trains two stacked models (Wolpert 1992). The second one is trained on predictions of the first for pages of sites that
 * were not in its training data, because that is what it receives in production.
 * @param train trains the trees of the first or of the second pass
 * @param addPredictions adds the predictions of the first model to the features of a page
 */
export function trainStacked<TrainingPage extends { page: { host: string } }>(
  pages: TrainingPage[],
  train: (pages: TrainingPage[], pass: "first" | "second") => GradientBoostedTrees,
  addPredictions: (page: TrainingPage, firstPass: GradientBoostedTrees) => void,
): { first: GradientBoostedTrees; second: GradientBoostedTrees } {
  for (let part = 0; part < PARTS; part++) {
    const isInPart = ({ page }: TrainingPage): boolean => partOf(page.host) === part;
    const firstPass = train(
      pages.filter((page) => !isInPart(page)),
      "first",
    );
    for (const page of pages.filter(isInPart)) addPredictions(page, firstPass);
  }
  return { first: train(pages, "first"), second: train(pages, "second") };
}
