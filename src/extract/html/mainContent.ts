import { type GradientBoostedTrees, predictProbability } from "../../text/index.ts";
import type { ParsedHtml } from "../markup/index.ts";
import shippedTrees from "./bodyTrees.json" with { type: "json" };
import {
  BLOCK_FEATURES,
  type BlockFeatures,
  bestThreshold,
  blockFeatures,
  logOdds,
  MAX_DISTANCE,
  SECOND_PASS_FEATURES,
  secondPassFeatures,
} from "./features/index.ts";

/**
 * `kept` contains the indices of the main content blocks. `removalRules` maps the index of every other block to the
 * rule that removed it.
 */
export type MainContent = { kept: Set<number>; removalRules: Map<number, string> };

/**
 * Gradient-boosted trees for both passes. The first pass classifies each block by its features. The second pass also
 * uses the predictions of the first pass for the block and those around it.
 */
export type MainContentModel = { first: GradientBoostedTrees; second: GradientBoostedTrees };

/**
 * Removal rules by feature. A removed block gets the rule of the nearest enclosing element that matches one of these
 * features. If two features match at the same distance, the rule listed first applies.
 */
const ANCESTOR_RULES: Record<string, string> = {
  "element.nav": "navigation",
  "family.menu": "navigation",
  "element.footer": "footer",
  "family.foot": "footer",
  "family.comment": "comments",
  "family.related": "related",
  "family.share": "sharing",
  "family.signup": "notice",
  "family.advert": "advert",
  "family.author": "author",
  "family.caption": "caption",
  "element.aside": "aside",
  "family.side": "aside",
  "element.header": "header",
  "family.head": "header",
  "element.form": "form",
};
const DEFAULT_RULE = "outside-the-article";
/** Link density above which a removed block gets the rule `links`, unless an ancestor determines another rule. */
const LINK_LIST_DENSITY = 0.6;

const COLUMNS = new Map(BLOCK_FEATURES.map((name, column) => [name, column]));
const featureValue = (row: Float32Array, feature: string): number => row[COLUMNS.get(feature)!]!;

/** Minimum number of words that the trees must keep. With fewer, the article found by Readability is kept instead. */
const MIN_KEPT_WORDS = 25;
/** Link density below which a block of the article found by Readability is kept. */
const MAX_LINK_DENSITY = 0.5;
/**
 * Weight of the second pass in the combined prediction. The second pass is more accurate, but the first is more robust
 * on pages unlike the training data.
 */
const SECOND_PASS_WEIGHT = 0.75;
/** Minimum share of a heading's words that must occur in the page title for the heading to count as the title. */
const MIN_TITLE_SIMILARITY = 0.9;

/**
 * Whether a feature vector is that of a short heading that repeats the page title. Such a heading is metadata rather
 * than main content.
 */
export const isTitle = (row: Float32Array): boolean =>
  featureValue(row, "text.titleSimilarity") >= MIN_TITLE_SIMILARITY && featureValue(row, "text.headingLevel") > 0;

/**
 * Separates the main content of a page from its boilerplate. The model, trained by `npm run train:html`, predicts the
 * probability that each block is main content. It covers pages of every type, because its input includes page features.
 * Comments, for example, are main content on a forum but boilerplate below an article.
 */
export function findMainContent(page: ParsedHtml, model: MainContentModel = shippedModel()): MainContent {
  const features = blockFeatures(page);
  const probabilities = predictBlocks(model, features, page);
  const threshold = bestThreshold(probabilities, features);
  const isLikely = (i: number): boolean => probabilities[i]! >= threshold;
  const keptWords = features.rows.reduce(
    (sum, row, i) => sum + (isLikely(i) && !isTitle(row) ? features.textFeatures[i]!.words : 0),
    0,
  );
  const isKept = keptWords >= MIN_KEPT_WORDS ? isLikely : (i: number) => isInArticle(features.rows[i]!);
  const content: MainContent = { kept: new Set(), removalRules: new Map() };
  for (const [i, row] of features.rows.entries()) {
    if (isTitle(row)) content.removalRules.set(i, "title");
    else if (isKept(i)) content.kept.add(i);
    else content.removalRules.set(i, removalRule(row));
  }
  return content;
}

/**
 * The model in `bodyTrees.json`.
 * @throws Error if the number of features has changed since training
 */
function shippedModel(): MainContentModel {
  const { first, second } = shippedTrees.featureCounts;
  if (first !== BLOCK_FEATURES.length || second !== BLOCK_FEATURES.length + SECOND_PASS_FEATURES.length)
    throw new Error("bodyTrees.json was trained on other features: run npm run train:html");
  return shippedTrees;
}

/** The probability that each block is main content: the weighted mean of both passes, computed on their log-odds. */
function predictBlocks({ first, second }: MainContentModel, features: BlockFeatures, page: ParsedHtml): Float64Array {
  const firstPass = scoreBlocks(first, features.rows);
  const secondPass = scoreBlocks(second, secondPassFeatures(features, page, firstPass));
  return firstPass.map(
    (p, i) => 1 / (1 + Math.exp((SECOND_PASS_WEIGHT - 1) * logOdds(p) - SECOND_PASS_WEIGHT * logOdds(secondPass[i]!))),
  );
}

/** Returns the probability predicted by the trees for each row. */
export const scoreBlocks = (trees: GradientBoostedTrees, rows: Float32Array[]): Float64Array =>
  Float64Array.from(rows, (row) => predictProbability(trees, row));

const isInArticle = (row: Float32Array): boolean =>
  featureValue(row, "position.inArticle") > 0 && featureValue(row, "text.linkDensity") < MAX_LINK_DENSITY;

function removalRule(row: Float32Array): string {
  let rule = DEFAULT_RULE;
  let nearest = MAX_DISTANCE;
  for (const [feature, name] of Object.entries(ANCESTOR_RULES)) {
    const distance = featureValue(row, feature);
    if (distance >= nearest) continue;
    nearest = distance;
    rule = name;
  }
  return rule === DEFAULT_RULE && featureValue(row, "text.linkDensity") > LINK_LIST_DENSITY ? "links" : rule;
}
