import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  FIRST_PASS_FEATURES,
  LINE_FEATURES,
  type LineFeature,
  lineFeatures,
  type PageFeatures,
  writeSecondPassFeatures,
} from "../../src/clean/features/index.ts";
import { type BoilerplateModel, predictRows } from "../../src/clean/model/index.ts";
import { plainText } from "../../src/extract/text/plainText.ts";
import type { RawBlock } from "../../src/model/index.ts";
import type { GradientBoostedTrees } from "../../src/text/index.ts";
import { type LabelledPage, type PageForm, readLabelledPages } from "../bench/quality/labelledPages.ts";
import { type BoostingOptions, trainBoostedTrees } from "./boost.ts";
import { type LineLabel, labelLines } from "./labels.ts";
import { trainStacked } from "./stack.ts";

/**
 * `npm run train:clean -- DATA [FOLDS]`: trains the model that detects boilerplate lines in plain text and writes it to
 * `src/clean/model/boilerplateModel.json`. Only data sets whose licence permits it are used for training (scrapinghub,
 * MIT; WCXB, CC-BY-4.0), in both text forms (see `PageForm`). The output is deterministic. If FOLDS, a file name, is
 * given, an array of cross-validation models is written to that file instead: one per fold, trained on the other folds.
 */

/** Number of cross-validation folds. */
export const FOLDS = 5;
const SETS: [set: string, form: PageForm][] = [
  ["scrapinghub", "text"],
  ["scrapinghub", "flat"],
  ["wcxb", "text"],
  ["wcxb", "flat"],
];
/** A page is only used if more than this fraction of its gold text is found in its lines. */
const MIN_GOLD_FOUND = 0.6;
/**
 * Average length of a gold text, in words. Pages have about equal weight, except that those with less than half this
 * length have less.
 */
const AVERAGE_GOLD_WORDS = 300;
/** Relative weight of pages that are not articles. */
const NON_ARTICLE_WEIGHT = 0.6;
/** Relative weight of a page copy reduced to its main text. */
const MAIN_TEXT_WEIGHT = 0.1;
// The following two sets are monotone constraints. They prevent overfitting to chance correlations in the small data.
/** Features whose increase must not lower the probability of main text. */
const INCREASING = new Set<LineFeature>([
  "endsSentence",
  "sentenceEnds",
  "weight",
  "weight-1",
  "weight-2",
  "weight-3",
  "weight+1",
  "weight+2",
  "weight+3",
  "nearProseBefore",
  "nearProseAfter",
  "farProseBefore",
  "farProseAfter",
  "proseRunLengthBefore",
  "proseRunLengthAfter",
  "segment",
  "segmentProse",
  "bodyTermShare",
  "cohesion",
  "surroundingCohesion",
  "headlineTerms",
]);
/** Features whose increase must not raise the probability of main text. */
const DECREASING = new Set<LineFeature>([
  "isTruncated",
  "allCapsShare",
  "separators",
  "sharingRule",
  "serviceRule",
  "creditRule",
  "relatedHeading",
  "otherOccurrences",
  "occurredBefore",
  "caption",
  "promotion",
  "authorBio",
  "crossReference",
  "consent",
  "imageFile",
  "boilerplateBefore",
  "boilerplateAfter",
  "labelRun",
  "termOverlap",
  "headlinesBefore",
  "headlinesAfter",
  "sinceRelatedHeading",
  "links",
]);
const OPTIONS: BoostingOptions = {
  trees: 200,
  depth: 3,
  learningRate: 0.05,
  columnSample: 0.2,
  rowSample: 0.5,
  lambda: 3,
  minChildWeight: 6,
  seed: 7,
  monotoneConstraints: LINE_FEATURES.map((name) => (INCREASING.has(name) ? 1 : DECREASING.has(name) ? -1 : 0)),
};

/** A page with the features and the label of each line. `weight` is the page's weight relative to other pages. */
export type TrainingPage = {
  page: LabelledPage;
  blocks: RawBlock[];
  features: PageFeatures;
  labels: LineLabel[];
  weight: number;
};

/** Returns the cross-validation fold of a host. All pages of a site are thus in the same fold. */
export const foldOfHost = (host: string): number => createHash("sha1").update(host).digest()[0]! % FOLDS;

/** Loads the training pages from the folder `data`, and adds a copy of each that contains only its main text. */
export async function loadTrainingPages(data: string): Promise<TrainingPage[]> {
  const labelledPages = SETS.flatMap(([set, form]) => readLabelledPages(data, set, form));
  const pages = await Promise.all(
    labelledPages.map(async (page) => {
      const { blocks } = await plainText.extract({
        text: page.source,
        bytes: null,
        mediaType: "text/plain",
        name: null,
        url: null,
      });
      const labels = labelLines(
        blocks.map((block) => block.text),
        page.gold,
        page.lang,
      );
      return { page, blocks, features: lineFeatures(blocks), labels, weight: 1 };
    }),
  );
  const usable = pages.filter(({ page, labels }) => {
    const mainTextWords = labels.reduce((sum, line) => sum + (line.share >= 0.5 ? line.size : 0), 0);
    return mainTextWords > MIN_GOLD_FOUND * goldSize(page);
  });
  return [...usable, ...usable.map(reduceToMainText)];
}

/**
 * Returns a copy of a page with only its main text. From such copies, the model learns to keep every line of input
 * without boilerplate, such as a pasted article or text that has already been cleaned.
 */
function reduceToMainText({ page, blocks, labels }: TrainingPage): TrainingPage {
  const isMain = (_: unknown, i: number): boolean => labels[i]!.share >= 0.5;
  const main = blocks.filter(isMain).map((block) => ({ ...block, apart: true }));
  return { page, blocks: main, features: lineFeatures(main), labels: labels.filter(isMain), weight: MAIN_TEXT_WEIGHT };
}

const goldSize = ({ gold }: LabelledPage): number => gold.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0;

/** Trains the boilerplate model. Its second pass also uses the scores of the surrounding lines. */
export const trainBoilerplateModel = (pages: TrainingPage[]): BoilerplateModel => ({
  features: [...LINE_FEATURES],
  ...trainStacked(
    pages,
    (subset, pass) => train(subset, pass === "first" ? FIRST_PASS_FEATURES.length : LINE_FEATURES.length),
    ({ features }, firstPass) =>
      writeSecondPassFeatures(
        features,
        predictRows(firstPass, features),
        LINE_FEATURES.length,
        FIRST_PASS_FEATURES.length,
      ),
  ),
});

/** Trains trees on the first `columns` features of each line. */
function train(pages: TrainingPage[], columns: number): GradientBoostedTrees {
  return trainBoostedTrees(
    {
      rows: pages.flatMap(({ labels, features }) =>
        labels.map((_, i) => features.values.subarray(i * LINE_FEATURES.length, i * LINE_FEATURES.length + columns)),
      ),
      targets: pages.flatMap(({ labels }) => labels.map(({ share }) => share)),
      weights: pages.flatMap((page) => page.labels.map(({ size }) => ((size + 2) / 20) * pageWeight(page))),
    },
    OPTIONS,
  );
}

const pageWeight = ({ page, weight }: TrainingPage): number =>
  weight *
  (page.type === "article" ? 1 : NON_ARTICLE_WEIGHT) *
  (AVERAGE_GOLD_WORDS / Math.max(AVERAGE_GOLD_WORDS / 2, goldSize(page)));

if (import.meta.main) {
  const [data = join(import.meta.dirname, "../../../shared/bench"), folds] = process.argv.slice(2);
  const pages = await loadTrainingPages(resolve(data));
  if (pages.length === 0) throw new Error(`no labelled pages in ${data}`);
  const outsideFold = (fold: number): TrainingPage[] => pages.filter(({ page }) => foldOfHost(page.host) !== fold);
  const output = folds ?? join(import.meta.dirname, "../../src/clean/model/boilerplateModel.json");
  const model = folds
    ? Array.from({ length: FOLDS }, (_, fold) => trainBoilerplateModel(outsideFold(fold)))
    : trainBoilerplateModel(pages);
  writeFileSync(output, `${JSON.stringify(model)}\n`);
  console.log(`${output}: trained on ${pages.length} pages`);
}
