import { createHash } from "node:crypto";
import type { GradientBoostedTrees } from "../../src/text/index.ts";

/**
 * Number of parts for out-of-sample predictions. Hosts are assigned to parts independently of cross-validation folds.
 */
const PARTS = 3;
const partOf = (host: string): number => createHash("sha1").update(host).digest()[1]! % PARTS;

/**
 * Trains two stacked models (Wolpert 1992). As in production, the second model must receive predictions for sites that
 * the first model has not seen. Therefore the training predictions for each page come from a first model that was
 * trained without the page's site.
 * @param train trains the trees of one pass
 * @param addPredictions adds the predictions of a first model to the features of a page
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
