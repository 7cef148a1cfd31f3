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
import { type LineModel, predictRows } from "../../src/clean/model/index.ts";
import { plainText } from "../../src/extract/text/plainText.ts";
import type { RawBlock } from "../../src/model/index.ts";
import type { GradientBoostedTrees } from "../../src/text/index.ts";
import { type LabelledPage, type PageForm, readLabelledPages } from "../bench/quality/labelledPages.ts";
import { type BoostingOptions, trainBoostedTrees } from "./boost.ts";
import { labelLines } from "./labels.ts";
import { trainStacked } from "./stack.ts";

/**
 * `npm run train:clean -- DATA [FOLDS]`: fits the line model to the labelled pages whose licences allow it (scrapinghub,
 * MIT; WCXB, CC-BY-4.0), as text and as flat dumps, and writes `src/clean/model/lineModel.json`. The same data give the same
 * file. With FOLDS it writes, instead, a file of one model per fold, fitted to the sites outside it, for `npm run bench`.
 */
export const FOLDS = 5;
const SETS: [set: string, form: PageForm][] = [
  ["scrapinghub", "text"],
  ["scrapinghub", "flat"],
  ["wcxb", "text"],
  ["wcxb", "flat"],
];
/** A page whose gold text is mostly not in it teaches nothing. */
const LEAST_FOUND = 0.6;
/** Main text of the pages in words, in the mean: pages count alike, whatever their length. */
const USUAL_WORDS = 300;
const OTHER_WEIGHT = 0.6;
const CLEANED_WEIGHT = 0.1;
/** What can only speak for the main text, and only against it: so few pages would else teach accidents as well. */
const FOR = new Set<LineFeature>([
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
const AGAINST = new Set<LineFeature>([
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
const SIGNS = LINE_FEATURES.map((name) => (FOR.has(name) ? 1 : AGAINST.has(name) ? -1 : 0));
const OPTIONS: BoostingOptions = {
  trees: 200,
  depth: 3,
  learningRate: 0.05,
  columnSample: 0.2,
  rowSample: 0.5,
  lambda: 3,
  minChildWeight: 6,
  seed: 7,
  monotoneConstraints: SIGNS,
};

export type TrainingPage = {
  page: LabelledPage;
  blocks: RawBlock[];
  read: PageFeatures;
  labels: { share: number; size: number }[];
  weight: number;
};

/** Pages of one site are in one fold. */
export const foldOfHost = (host: string): number => createHash("sha1").update(host).digest()[0]! % FOLDS;

export async function loadTrainingPages(data: string): Promise<TrainingPage[]> {
  const pages = SETS.flatMap(([set, form]) => readLabelledPages(data, set, form));
  const lessons = await Promise.all(
    pages.map(async (page) => {
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
      return { page, blocks, read: lineFeatures(blocks), labels, weight: 1 };
    }),
  );
  const found = lessons.filter(({ page, labels }) => {
    const size = labels.reduce((sum, line) => sum + (line.share >= 0.5 ? line.size : 0), 0);
    return size > LEAST_FOUND * goldSize(page);
  });
  return [...found, ...found.map(cleaned)];
}

/** The same page with nothing but its main text, of which all is to be kept: what people paste, and what cleaning gives. */
function cleaned({ page, blocks, labels }: TrainingPage): TrainingPage {
  const isMain = (_: unknown, i: number): boolean => labels[i]!.share >= 0.5;
  const main = blocks.filter(isMain).map((block) => ({ ...block, apart: true }));
  return { page, blocks: main, read: lineFeatures(main), labels: labels.filter(isMain), weight: CLEANED_WEIGHT };
}

const goldSize = ({ gold }: LabelledPage): number => gold.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0;

/** Fits both judgements of lines. */
export const trainLineModel = (lessons: TrainingPage[]): LineModel => ({
  features: [...LINE_FEATURES],
  ...trainStacked(
    lessons,
    (some, judgement) => grow(some, judgement === "first" ? FIRST_PASS_FEATURES.length : LINE_FEATURES.length),
    ({ read }, first) =>
      writeSecondPassFeatures(read, predictRows(first, read), LINE_FEATURES.length, FIRST_PASS_FEATURES.length),
  ),
});

/** Trees over the first `columns` of the rows. */
function grow(lessons: TrainingPage[], columns: number): GradientBoostedTrees {
  return trainBoostedTrees(
    {
      rows: lessons.flatMap(({ labels, read }) =>
        labels.map((_, i) => read.values.subarray(i * LINE_FEATURES.length, i * LINE_FEATURES.length + columns)),
      ),
      targets: lessons.flatMap(({ labels }) => labels.map(({ share }) => share)),
      weights: lessons.flatMap((lesson) => lesson.labels.map(({ size }) => ((size + 2) / 20) * weightOf(lesson))),
    },
    OPTIONS,
  );
}

const weightOf = ({ page, weight }: TrainingPage): number =>
  weight * (page.type === "article" ? 1 : OTHER_WEIGHT) * (USUAL_WORDS / Math.max(USUAL_WORDS / 2, goldSize(page)));

if (import.meta.main) {
  const [data = join(import.meta.dirname, "../../../shared/bench"), folds] = process.argv.slice(2);
  const lessons = await loadTrainingPages(resolve(data));
  if (lessons.length === 0) throw new Error(`no labelled pages in ${data}`);
  const hosts = (fold: number): TrainingPage[] => lessons.filter(({ page }) => foldOfHost(page.host) !== fold);
  const output = folds ?? join(import.meta.dirname, "../../src/clean/model/lineModel.json");
  const fitted = folds
    ? Array.from({ length: FOLDS }, (_, fold) => trainLineModel(hosts(fold)))
    : trainLineModel(lessons);
  writeFileSync(output, `${JSON.stringify(fitted)}\n`);
  console.log(`${output}: fitted to ${lessons.length} pages`);
}
