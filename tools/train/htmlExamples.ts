import { type BlockFeatures, blockFeatures, secondPassFeatures } from "../../src/extract/html/features/index.ts";
import { parsePage } from "../../src/extract/html/html.ts";
import { isTitle, type MainContentModel, scoreBlocks } from "../../src/extract/html/mainContent.ts";
import type { ParsedHtml } from "../../src/extract/markup/index.ts";
import { foldOf, type LabelledPage } from "../bench/quality/labelledPages.ts";
import { tokenize } from "../bench/quality/textScore.ts";
import { averageModels, type BoostingOptions, type TrainingSet, trainBoostedTrees } from "./boost.ts";
import { trainStacked } from "./stack.ts";

/** What the trees of `src/extract/html/bodyTrees.json` are grown with; chosen by cross-validation on scrapinghub and WCXB. */
const BOOSTING: Omit<BoostingOptions, "seed"> = {
  trees: 180,
  depth: 5,
  learningRate: 0.08,
  columnSample: 0.2,
  rowSample: 0.5,
  lambda: 6,
};
/** One draw of rows and columns is worth up to .003 in F1 either way: the mean of two is steadier than either. */
const SEEDS = [7, 11];
/** Pages with less gold than this count as if they had so much, so that one short page is not everything. */
const LEAST_GOLD = 60;
/** Under 1 gives short blocks more weight than their words have. */
const EVENNESS = 0.85;

/**
 * Two of five pages teach without what they tell machines about themselves, so that pages which tell nothing, as old ones
 * do, are not taken for pages of another kind.
 */
function withoutData(page: LabelledPage, pass: ParsedHtml): ParsedHtml {
  if (foldOf(page.id, 5) > 1) return pass;
  const titles = [...pass.meta].filter(([name]) => name === "title" || name === "og:title");
  return { ...pass, meta: new Map(titles), jsonLd: [] };
}

/** A page to learn from, and its rows with what the first judgement said of it, once it has (`both`). */
export type HtmlTrainingPage = TrainingSet & {
  page: LabelledPage;
  pass: ParsedHtml;
  traits: BlockFeatures;
  both: Float32Array[];
};

/** The blocks of one page as rows to learn from: the target of a block is the share of its words that stand in the gold. */
export function toTrainingPage(page: LabelledPage): HtmlTrainingPage {
  const pass = withoutData(page, parsePage(page.source).page);
  const traits = blockFeatures(pass);
  const { rows } = traits;
  const { shares, sizes, gold } = align(pass.blocks, page);
  return {
    page,
    pass,
    traits,
    rows,
    both: [],
    // The title is metadata here, whatever a set's convention is.
    targets: shares.map((share, i) => (isTitle(rows[i]!) ? 0 : share)),
    // A block counts nearly as its words do in the F1 of its page, and every page as much as another.
    weights: sizes.map((size) => 120 * ((size + 0.5) / Math.max(gold, LEAST_GOLD)) ** EVENNESS + 0.02),
  };
}

/** Fits both judgements of blocks. */
export const trainMainContentModel = (lessons: HtmlTrainingPage[]): MainContentModel =>
  trainStacked(
    lessons,
    (some, judgement) => {
      const lesson = {
        rows: some.flatMap(({ rows, both }) => (judgement === "first" ? rows : both)),
        targets: some.flatMap(({ targets }) => Array.from(targets)),
        weights: some.flatMap(({ weights }) => Array.from(weights)),
      };
      return averageModels(SEEDS.map((seed) => trainBoostedTrees(lesson, { ...BOOSTING, seed })));
    },
    (lesson, first) => {
      lesson.both = secondPassFeatures(lesson.traits, lesson.pass, scoreBlocks(first, lesson.traits.rows));
    },
  );

/**
 * How much of each block stands in the gold: runs of 4-token shingles that both have, the longest first, so that a
 * paragraph takes them before the teaser that quotes it. Shingles run over block ends, which places short blocks.
 */
function align(blocks: { text: string }[], page: LabelledPage): { shares: number[]; sizes: number[]; gold: number } {
  const list: string[] = [];
  const owners: number[] = [];
  for (const [i, { text }] of blocks.entries()) {
    for (const token of tokenize(text.toLowerCase(), page.lang)) {
      list.push(token);
      owners.push(i);
    }
  }
  const gold = tokenize(page.gold.toLowerCase(), page.lang);
  const key = (of: string[], at: number): string => of.slice(at, at + 4).join("\u0001");
  const left = new Map<string, number>();
  for (let i = 0; i + 3 < gold.length; i++) left.set(key(gold, i), (left.get(key(gold, i)) ?? 0) + 1);
  const runs: { from: number; to: number }[] = [];
  for (let i = 0, from = -1; i + 3 <= list.length; i++) {
    const shared = i + 3 < list.length && left.has(key(list, i));
    if (shared && from < 0) from = i;
    if (!shared && from >= 0) {
      runs.push({ from, to: i });
      from = -1;
    }
  }
  runs.sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
  const found = new Uint8Array(list.length);
  for (const { from, to } of runs) {
    for (let i = from; i < to; i++) {
      const count = left.get(key(list, i))!;
      if (count === 0) continue;
      left.set(key(list, i), count - 1);
      found.fill(1, i, i + 4);
    }
  }
  const sizes = blocks.map(() => 0);
  const shares = blocks.map(() => 0);
  for (const [at, owner] of owners.entries()) {
    sizes[owner]!++;
    shares[owner]! += found[at]!;
  }
  return { shares: shares.map((hits, i) => (sizes[i] ? hits / sizes[i]! : 0)), sizes, gold: gold.length };
}
