import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  BLOCK_FEATURES,
  type BlockFeatures,
  blockFeatures,
  SECOND_PASS_FEATURES,
  secondPassFeatures,
} from "../../src/extract/html/features/index.ts";
import { parsePage } from "../../src/extract/html/html.ts";
import { isTitle, type MainContentModel, scoreBlocks } from "../../src/extract/html/mainContent.ts";
import type { ParsedHtml } from "../../src/extract/markup/index.ts";
import { foldOf, type LabelledPage, readLabelledPages } from "../bench/quality/labelledPages.ts";
import { tokenize } from "../bench/quality/textScore.ts";
import { averageModels, type BoostingOptions, type TrainingSet, trainBoostedTrees } from "./boost.ts";
import { trainStacked } from "./stack.ts";

/**
 * `npm run train:html -- DATA`: trains the trees that find the main content of a web page and writes them to
 * `src/extract/html/bodyTrees.json`. Only data sets whose licence permits it are used for training (scrapinghub, MIT;
 * WCXB, CC-BY-4.0). The output is deterministic.
 */
const SETS = ["scrapinghub", "wcxb"];

/** Hyperparameters, chosen by cross-validation on the training pages. */
const BOOSTING: Omit<BoostingOptions, "seed"> = {
  trees: 180,
  depth: 5,
  learningRate: 0.08,
  columnSample: 0.2,
  rowSample: 0.5,
  lambda: 6,
};
/** Models trained with several seeds are averaged, because the choice of a single seed changes F1 by up to 0.003. */
const SEEDS = [7, 11];
/** A page with fewer gold tokens is weighted as if it had this many. Otherwise, very short pages would dominate. */
const MIN_GOLD_TOKENS = 60;
/** Exponent of the block size in the sample weight. Because it is below 1, short blocks have more weight per token. */
const SIZE_EXPONENT = 0.85;

/** The blocks of a page as training data. `secondPassRows` is empty until the first pass has scored the blocks. */
type HtmlTrainingPage = TrainingSet & {
  page: LabelledPage;
  parsed: ParsedHtml;
  features: BlockFeatures;
  secondPassRows: Float32Array[];
};

/**
 * Converts a labelled page to training data. The target of a block is the fraction of its tokens that match the gold
 * text. The target of the title is 0, because Pith extracts the title as metadata.
 */
export function toTrainingPage(page: LabelledPage): HtmlTrainingPage {
  const parsed = dropMetadata(page, parsePage(page.source).page);
  const features = blockFeatures(parsed);
  const { rows } = features;
  const { shares, sizes, goldSize } = matchGold(parsed.blocks, page);
  return {
    page,
    parsed,
    features,
    rows,
    secondPassRows: [],
    targets: shares.map((share, i) => (isTitle(rows[i]!) ? 0 : share)),
    // Approximates the influence of a block on the F1 of its page. All pages have about the same total weight.
    weights: sizes.map((size) => 120 * ((size + 0.5) / Math.max(goldSize, MIN_GOLD_TOKENS)) ** SIZE_EXPONENT + 0.02),
  };
}

/**
 * For two fifths of the pages, removes structured data and all meta tags except titles. Otherwise, the model would
 * learn to treat pages without metadata, such as old ones, as a different kind of page.
 */
function dropMetadata(page: LabelledPage, parsed: ParsedHtml): ParsedHtml {
  if (foldOf(page.id, 5) > 1) return parsed;
  const titles = [...parsed.meta].filter(([name]) => name === "title" || name === "og:title");
  return { ...parsed, meta: new Map(titles), jsonLd: [] };
}

/** Trains the models of both passes. */
export const trainMainContentModel = (pages: HtmlTrainingPage[]): MainContentModel =>
  trainStacked(
    pages,
    (subset, pass) => {
      const trainingSet = {
        rows: subset.flatMap(({ rows, secondPassRows }) => (pass === "first" ? rows : secondPassRows)),
        targets: subset.flatMap(({ targets }) => Array.from(targets)),
        weights: subset.flatMap(({ weights }) => Array.from(weights)),
      };
      return averageModels(SEEDS.map((seed) => trainBoostedTrees(trainingSet, { ...BOOSTING, seed })));
    },
    (page, firstPass) => {
      page.secondPassRows = secondPassFeatures(page.features, page.parsed, scoreBlocks(firstPass, page.features.rows));
    },
  );

/**
 * Computes, for each block, its number of tokens (`sizes`) and the fraction of them that are in 4-token shingles
 * shared with the gold text (`shares`). A shingle matches at most as often as it occurs in the gold text. Longer runs
 * of shared shingles match first, so that a paragraph has priority over a teaser that quotes it. Shingles cross block
 * boundaries, so that short blocks match together with their neighbours.
 */
function matchGold(
  blocks: { text: string }[],
  page: LabelledPage,
): { shares: number[]; sizes: number[]; goldSize: number } {
  const pageTokens: string[] = [];
  const blockOfToken: number[] = [];
  for (const [i, { text }] of blocks.entries()) {
    for (const token of tokenize(text.toLowerCase(), page.lang)) {
      pageTokens.push(token);
      blockOfToken.push(i);
    }
  }
  const goldTokens = tokenize(page.gold.toLowerCase(), page.lang);
  const shingle = (tokens: string[], at: number): string => tokens.slice(at, at + 4).join("\u0001");
  const available = new Map<string, number>();
  for (let i = 0; i + 3 < goldTokens.length; i++)
    available.set(shingle(goldTokens, i), (available.get(shingle(goldTokens, i)) ?? 0) + 1);
  const isMatched = new Uint8Array(pageTokens.length);
  for (const { start, end } of sharedRuns(pageTokens.length, (at) => available.has(shingle(pageTokens, at)))) {
    for (let i = start; i < end; i++) {
      const count = available.get(shingle(pageTokens, i))!;
      if (count === 0) continue;
      available.set(shingle(pageTokens, i), count - 1);
      isMatched.fill(1, i, i + 4);
    }
  }
  const sizes = blocks.map(() => 0);
  const matches = blocks.map(() => 0);
  for (const [i, block] of blockOfToken.entries()) {
    sizes[block]!++;
    matches[block]! += isMatched[i]!;
  }
  const shares = matches.map((count, block) => (sizes[block] ? count / sizes[block]! : 0));
  return { shares, sizes, goldSize: goldTokens.length };
}

/**
 * Returns the runs of consecutive shingles that occur in the gold text, longest first. `start` and `end` (exclusive)
 * are indices of the shingles' first tokens.
 */
function sharedRuns(tokenCount: number, isInGold: (at: number) => boolean): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  for (let i = 0, start = -1; i + 3 <= tokenCount; i++) {
    const isShared = i + 3 < tokenCount && isInGold(i);
    if (isShared && start < 0) start = i;
    if (!isShared && start >= 0) {
      runs.push({ start, end: i });
      start = -1;
    }
  }
  return runs.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
}

if (import.meta.main) {
  const data = resolve(process.argv[2] ?? "../shared/bench");
  const pages = SETS.flatMap((set) => readLabelledPages(data, set, "html")).map(toTrainingPage);
  if (pages.length === 0) throw new Error(`no pages in ${data}`);
  const featureCounts = { first: BLOCK_FEATURES.length, second: BLOCK_FEATURES.length + SECOND_PASS_FEATURES.length };
  const output = join(import.meta.dirname, "../../src/extract/html/bodyTrees.json");
  writeFileSync(output, `${JSON.stringify({ featureCounts, ...trainMainContentModel(pages) })}\n`);
  console.log(`trained on ${pages.length} pages → ${output}`);
}
