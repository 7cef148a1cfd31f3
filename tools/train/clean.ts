import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { FEATURES, type Page as Read, ROW, readPage } from "../../src/clean/features/lineFeatures.ts";
import { CONTEXT, readContext } from "../../src/clean/features/secondPassFeatures.ts";
import { judgeRows, type LineModel } from "../../src/clean/model/lineModel.ts";
import { plainText } from "../../src/extract/text/plainText.ts";
import type { RawBlock } from "../../src/model/index.ts";
import type { Trees } from "../../src/text/index.ts";
import { type Form, type Page, readPages } from "../bench/quality/pages.ts";
import { type Boosting, boost } from "./boost.ts";
import { labelLines } from "./labels.ts";
import { stack } from "./stack.ts";

/**
 * `npm run train:clean -- DATA [FOLDS]`: fits the line model to the labelled pages whose licences allow it (scrapinghub,
 * MIT; WCXB, CC-BY-4.0), as text and as flat dumps, and writes `src/clean/model/lineModel.json`. The same data give the same
 * file. With FOLDS it writes, instead, a file of one model per fold, fitted to the sites outside it, for `npm run bench`.
 */
export const FOLDS = 5;
const SETS: [set: string, form: Form][] = [
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
const FOR = new Set<string>(
  "closed stops weight weight-1 weight-2 weight-3 weight+1 weight+2 weight+3 nearBefore nearAfter farBefore farAfter proseRunsBefore proseRunsAfter inStretch stretchProse inBody cohesion cohesionNear titleTerms".split(
    " ",
  ),
);
const AGAINST = new Set<string>(
  "cut shouted separators sharing service credit tail repeats again caption promotion about pointer consent imageFile rulesBefore rulesAfter shortRun twin headlinesBefore headlinesAfter afterTail links".split(
    " ",
  ),
);
const SIGNS = [...FEATURES, ...CONTEXT].map((name) => (FOR.has(name) ? 1 : AGAINST.has(name) ? -1 : 0));
const OPTIONS: Boosting = {
  trees: 200,
  depth: 3,
  rate: 0.05,
  columns: 0.2,
  sample: 0.5,
  ridge: 3,
  least: 6,
  seed: 7,
  signs: SIGNS,
};

export type Lesson = {
  page: Page;
  blocks: RawBlock[];
  read: Read;
  labels: { share: number; size: number }[];
  weight: number;
};

/** Pages of one site are in one fold. */
export const foldOf = (host: string): number => createHash("sha1").update(host).digest()[0]! % FOLDS;

export async function readLessons(data: string): Promise<Lesson[]> {
  const pages = SETS.flatMap(([set, form]) => readPages(data, set, form));
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
      return { page, blocks, read: readPage(blocks), labels, weight: 1 };
    }),
  );
  const found = lessons.filter(({ page, labels }) => {
    const size = labels.reduce((sum, line) => sum + (line.share >= 0.5 ? line.size : 0), 0);
    return size > LEAST_FOUND * goldSize(page);
  });
  return [...found, ...found.map(cleaned)];
}

/** The same page with nothing but its main text, of which all is to be kept: what people paste, and what cleaning gives. */
function cleaned({ page, blocks, labels }: Lesson): Lesson {
  const isMain = (_: unknown, i: number): boolean => labels[i]!.share >= 0.5;
  const main = blocks.filter(isMain).map((block) => ({ ...block, apart: true }));
  return { page, blocks: main, read: readPage(main), labels: labels.filter(isMain), weight: CLEANED_WEIGHT };
}

const goldSize = ({ gold }: Page): number => gold.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0;

/** Fits both judgements of lines. */
export const learn = (lessons: Lesson[]): LineModel =>
  stack(
    lessons,
    (some, judgement) => grow(some, judgement === "first" ? FEATURES.length : ROW),
    ({ read }, first) => readContext(read, judgeRows(first, read), ROW, FEATURES.length),
  );

/** Trees over the first `columns` of the rows. */
function grow(lessons: Lesson[], columns: number): Trees {
  return boost(
    {
      rows: lessons.flatMap(({ labels, read }) =>
        labels.map((_, i) => read.values.subarray(i * ROW, i * ROW + columns)),
      ),
      targets: lessons.flatMap(({ labels }) => labels.map(({ share }) => share)),
      weights: lessons.flatMap((lesson) => lesson.labels.map(({ size }) => ((size + 2) / 20) * weightOf(lesson))),
    },
    OPTIONS,
  );
}

const weightOf = ({ page, weight }: Lesson): number =>
  weight * (page.type === "article" ? 1 : OTHER_WEIGHT) * (USUAL_WORDS / Math.max(USUAL_WORDS / 2, goldSize(page)));

if (import.meta.main) {
  const [data = join(import.meta.dirname, "../../../shared/bench"), folds] = process.argv.slice(2);
  const lessons = await readLessons(resolve(data));
  if (lessons.length === 0) throw new Error(`no labelled pages in ${data}`);
  const hosts = (fold: number): Lesson[] => lessons.filter(({ page }) => foldOf(page.host) !== fold);
  const output = folds ?? join(import.meta.dirname, "../../src/clean/model/lineModel.json");
  const fitted = folds ? Array.from({ length: FOLDS }, (_, fold) => learn(hosts(fold))) : learn(lessons);
  writeFileSync(output, `${JSON.stringify(fitted)}\n`);
  console.log(`${output}: fitted to ${lessons.length} pages`);
}
