import type { BlockKind } from "../../../model/index.ts";
import type { ParsedHtml } from "../../markup/index.ts";
import { FAMILY_NAMES, MAX_DISTANCE, STRUCTURAL_ELEMENTS } from "./classNameFamilies.ts";
import { type BlockStats, type PageStats, pageStats } from "./pageStats.ts";
import type { SubtreeStats } from "./subtreeStats.ts";
import type { TextFeatures } from "./textFeatures.ts";

/**
 * The features of a page's blocks, with the statistics needed by the second pass. `rows`, `textFeatures` and
 * `ancestors` have one entry per block.
 */
export type BlockFeatures = {
  /** Feature vectors. `BLOCK_FEATURES` names their columns. */
  rows: Float32Array[];
  textFeatures: TextFeatures[];
  subtrees: SubtreeStats;
  /** The content ancestors of each block (see `BlockStats`), as element indices. */
  ancestors: number[][];
};

/** Functions that each compute one feature. Keys are feature names, in column order. */
export type FeatureTable<Arguments extends unknown[]> = Record<string, (...measured: Arguments) => number>;

/** Value of every feature of a neighbour or ancestor that does not exist. */
const MISSING = -1;
/** Value of a feature that measures the distance to a block, if the page has no such block. */
const NO_DISTANCE = -999;
/** Block kinds. The feature `kind` is an index into this array, or -1 for a kind not listed here. */
const KINDS: BlockKind[] = ["paragraph", "heading", "list", "quote", "table", "code", "caption"];
/** Offsets, in blocks, of the neighbours whose features are included. */
const NEIGHBOUR_OFFSETS = [-3, -2, -1, 1, 2, 3];
/** Sizes of the windows over which features are averaged, in blocks on each side. */
const WINDOW_SIZES = [4, 12];
/** Number of content ancestors whose features are included. */
const ANCESTOR_LEVELS = 5;
/** Upper bounds of the features `occurrences`, `similarSiblings` and `articleElements`. Higher counts are clipped. */
const MAX_OCCURRENCES = 5;
const MAX_SIMILAR_SIBLINGS = 50;
const MAX_ARTICLE_ELEMENTS = 20;

const TEXT_FEATURES: FeatureTable<[block: BlockStats]> = {
  logWords: ({ text }) => Math.log1p(text.words),
  linkDensity: ({ linkDensity }) => linkDensity,
  sentenceEnds: ({ text }) => text.sentenceEnds,
  commas: ({ text }) => text.commas,
  endsSentence: ({ text }) => Number(text.endsSentence),
  endsWithEllipsis: ({ text }) => Number(text.endsWithEllipsis),
  endsWithColon: ({ text }) => Number(text.endsWithColon),
  capitalizedShare: ({ text }) => text.capitalizedShare,
  digitShare: ({ text }) => text.digitShare,
  separators: ({ text }) => text.separators,
  hasQuotes: ({ text }) => Number(text.hasQuotes),
  meanWordLength: ({ text }) => text.meanWordLength,
  kind: ({ kind }) => KINDS.indexOf(kind),
  headingLevel: ({ headingLevel }) => headingLevel,
  occurrences: ({ occurrences }) => Math.min(MAX_OCCURRENCES, occurrences),
  titleSimilarity: ({ titleSimilarity }) => titleSimilarity,
  depth: ({ ancestors }) => ancestors.length,
};

const NEIGHBOUR_FEATURES: FeatureTable<[block: BlockStats, neighbour: BlockStats]> = {
  logWords: (_, { text }) => Math.log1p(text.words),
  linkDensity: (_, { linkDensity }) => linkDensity,
  endsSentence: (_, { text }) => Number(text.endsSentence),
  kind: (_, { kind }) => KINDS.indexOf(kind),
  commonAncestorLevel: (block, neighbour) => commonAncestorLevel(block, neighbour),
};

/** Features of the blocks from `start` (inclusive) to `end` (exclusive). */
const WINDOW_FEATURES: FeatureTable<[page: PageStats, start: number, end: number]> = {
  meanWords: ({ wordsBefore }, start, end) => sumBetween(wordsBefore, start, end) / (end - start),
  linkDensity: ({ linkedWordsBefore, wordsBefore }, start, end) =>
    sumBetween(linkedWordsBefore, start, end) / (sumBetween(wordsBefore, start, end) || 1),
  proseShare: ({ proseWordsBefore, wordsBefore }, start, end) =>
    sumBetween(proseWordsBefore, start, end) / (sumBetween(wordsBefore, start, end) || 1),
};

const ANCESTOR_FEATURES: FeatureTable<[page: PageStats, ancestor: number, block: BlockStats]> = {
  logWords: (page, ancestor) => Math.log1p(wordsIn(page, ancestor)),
  pageShare: (page, ancestor) => wordsIn(page, ancestor) / page.totalWords,
  linkDensity: (page, ancestor) => page.subtrees.linkedWords[ancestor]! / wordsIn(page, ancestor),
  logBlocks: ({ subtrees }, ancestor) => Math.log1p(subtrees.blocks[ancestor]!),
  wordsPerElement: (page, ancestor) => wordsIn(page, ancestor) / page.subtrees.elements[ancestor]!,
  proseShare: (page, ancestor) => page.subtrees.proseWords[ancestor]! / wordsIn(page, ancestor),
  similarSiblings: ({ subtrees }, ancestor) => Math.min(MAX_SIMILAR_SIBLINGS, subtrees.similarSiblings[ancestor]!),
  readabilityScore: ({ readability: { scores, topElement } }, ancestor) =>
    scores[ancestor]! / (topElement < 0 ? 1 : Math.max(1, scores[topElement]!)),
  blocksBefore: ({ blockRanges }, ancestor, { index }) => index - blockRanges.get(ancestor)!.first,
  blocksAfter: ({ blockRanges }, ancestor, { index }) => blockRanges.get(ancestor)!.last - index,
};

const POSITION_FEATURES: FeatureTable<[page: PageStats, block: BlockStats]> = {
  blocksBeforeShare: ({ blocks }, { index }) => index / blocks.length,
  wordsBeforeShare: ({ wordsBefore, totalWords }, { index }) => wordsBefore[index]! / totalWords,
  fromTitle: ({ titleBlock }, { index }) => (titleBlock < 0 ? NO_DISTANCE : index - titleBlock),
  fromArticle: ({ articleRange: { first, last } }, { index }) =>
    index < first ? index - first : index > last ? index - last : 0,
  inArticle: ({ readability }, { element }) => (element < 0 ? 0 : readability.inArticle[element]!),
};

/**
 * Page features, the same for every block: properties of the article found by Readability, and the composition of the
 * text.
 */
const PAGE_FEATURES: FeatureTable<[page: PageStats]> = {
  articleShare: (page) => {
    const { topElement } = page.readability;
    return topElement < 0 ? 0 : page.subtrees.words[topElement]! / page.totalWords;
  },
  articleLinkDensity: (page) => {
    const { topElement } = page.readability;
    return topElement < 0 ? 0 : page.subtrees.linkedWords[topElement]! / wordsIn(page, topElement);
  },
  proseShare: ({ proseWordsBefore, totalWords }) => proseWordsBefore.at(-1)! / totalWords,
  listShare: (page) => page.shareOfKind("list"),
  tableShare: (page) => page.shareOfKind("table"),
  codeShare: (page) => page.shareOfKind("code"),
  sentenceEndsPerWord: ({ blocks, totalWords }) =>
    blocks.reduce((sum, { text }) => sum + text.sentenceEnds, 0) / totalWords,
};

const BLOCK_METADATA_FEATURES: FeatureTable<[page: PageStats, block: BlockStats]> = {
  inArticleBody: (_, { metadata }) => metadata.inArticle,
  inOtherData: (_, { metadata }) => metadata.inData,
  described: (_, { metadata }) => metadata.described,
  fromDescribed: ({ describedBlock }, { index }) => (describedBlock < 0 ? NO_DISTANCE : index - describedBlock),
};

/** Page features, the same for every block, that indicate the type of the page. */
const PAGE_TYPE_FEATURES: FeatureTable<[page: PageStats]> = {
  articleBodyWords: ({ metadata }) => metadata.articleWords,
  otherDataWords: ({ metadata }) => metadata.dataWords,
  isArticle: ({ metadata }) => metadata.isArticle,
  isProduct: ({ metadata }) => metadata.isProduct,
  isThread: ({ metadata }) => metadata.isThread,
  isCollection: ({ metadata }) => metadata.isCollection,
  isSite: ({ metadata }) => metadata.isSite,
  commentShare: (page) => page.shareOfFamily("comment"),
  threadShare: (page) => page.shareOfFamily("thread"),
  articleElements: ({ articleElements }) => Math.min(MAX_ARTICLE_ELEMENTS, articleElements),
};

const namesOf = (prefix: string, table: object): string[] => Object.keys(table).map((name) => `${prefix}.${name}`);

/** Feature names, in column order. The trees refer to features by index, so any change here requires retraining. */
export const BLOCK_FEATURES: readonly string[] = [
  ...namesOf("text", TEXT_FEATURES),
  ...NEIGHBOUR_OFFSETS.flatMap((offset) => namesOf(`neighbour${offset}`, NEIGHBOUR_FEATURES)),
  ...WINDOW_SIZES.flatMap((size) => namesOf(`window${size}`, WINDOW_FEATURES)),
  ...FAMILY_NAMES.map((name) => `family.${name}`),
  ...STRUCTURAL_ELEMENTS.map((name) => `element.${name}`),
  ...Array.from({ length: ANCESTOR_LEVELS }, (_, level) => namesOf(`ancestor${level}`, ANCESTOR_FEATURES)).flat(),
  ...namesOf("position", POSITION_FEATURES),
  ...namesOf("page", PAGE_FEATURES),
  ...namesOf("metadata", BLOCK_METADATA_FEATURES),
  ...namesOf("pageType", PAGE_TYPE_FEATURES),
];

/** Computes the feature vectors of a page's blocks. The features do not depend on the language of the text. */
export function blockFeatures(parsed: ParsedHtml): BlockFeatures {
  const page = pageStats(parsed);
  const pageValues = evaluate(PAGE_FEATURES, page);
  const pageTypeValues = evaluate(PAGE_TYPE_FEATURES, page);
  const rows = page.blocks.map((block) =>
    Float32Array.from([
      ...evaluate(TEXT_FEATURES, block),
      ...NEIGHBOUR_OFFSETS.flatMap((offset) => neighbourValues(page, block, offset)),
      ...WINDOW_SIZES.flatMap((size) => windowValues(page, block, size)),
      ...familyValues(page, block),
      ...Array.from({ length: ANCESTOR_LEVELS }, (_, level) => ancestorValues(page, block, level)).flat(),
      ...evaluate(POSITION_FEATURES, page, block),
      ...pageValues,
      ...evaluate(BLOCK_METADATA_FEATURES, page, block),
      ...pageTypeValues,
    ]),
  );
  return {
    rows,
    textFeatures: page.blocks.map(({ text }) => text),
    subtrees: page.subtrees,
    ancestors: page.blocks.map(({ ancestors }) => ancestors),
  };
}

/** Calls all functions of a feature table with the same arguments. Returns the values in column order. */
export const evaluate = <Arguments extends unknown[]>(
  table: FeatureTable<Arguments>,
  ...measured: Arguments
): number[] => Object.values(table).map((feature) => feature(...measured));

const missing = (table: object): number[] => Object.keys(table).map(() => MISSING);

function neighbourValues({ blocks }: PageStats, block: BlockStats, offset: number): number[] {
  const neighbour = blocks[block.index + offset];
  return neighbour ? evaluate(NEIGHBOUR_FEATURES, block, neighbour) : missing(NEIGHBOUR_FEATURES);
}

function windowValues(page: PageStats, { index }: BlockStats, size: number): number[] {
  return evaluate(WINDOW_FEATURES, page, Math.max(0, index - size), Math.min(page.blocks.length, index + size + 1));
}

/**
 * The distances from the block's element to each family of class names and each structural element (see
 * `FamilyDistances`).
 */
function familyValues({ families }: PageStats, { element }: BlockStats): Iterable<number> {
  return element < 0
    ? new Array<number>(FAMILY_NAMES.length + STRUCTURAL_ELEMENTS.length).fill(MAX_DISTANCE)
    : families.of(element);
}

function ancestorValues(page: PageStats, block: BlockStats, level: number): number[] {
  const ancestor = block.ancestors[level];
  return ancestor === undefined ? missing(ANCESTOR_FEATURES) : evaluate(ANCESTOR_FEATURES, page, ancestor, block);
}

const sumBetween = (sums: Float64Array, start: number, end: number): number => sums[end]! - sums[start]!;

/** The number of words inside an element; 1 for an empty element, as the result is a divisor. */
const wordsIn = ({ subtrees }: PageStats, element: number): number => subtrees.words[element]! || 1;

/** The index in `a.ancestors` of the nearest element that also contains `b`, or `MAX_DISTANCE` if there is none. */
function commonAncestorLevel(a: BlockStats, b: BlockStats): number {
  const level = a.ancestors.findIndex((element) => b.ancestors.includes(element));
  return level < 0 ? MAX_DISTANCE : level;
}
