import type { BlockKind } from "../../../model/index.ts";
import type { ParsedHtml } from "../../markup/index.ts";
import { normalizeWhitespace } from "../../whitespace.ts";
import { FAMILY_NAMES, type Family, FamilyDistances } from "./classNameFamilies.ts";
import { type ReadabilityScores, readabilityScores } from "./readabilityScore.ts";
import { readStructuredMetadata, type StructuredMetadata } from "./structuredMetadata.ts";
import { type SubtreeStats, subtreeStats } from "./subtreeStats.ts";
import { proseWords, type TextFeatures, textFeatures } from "./textFeatures.ts";

/** Statistics of a block, from which its features and those of other blocks are computed. */
export type BlockStats = {
  index: number;
  kind: BlockKind;
  text: TextFeatures;
  /** Share of the block's characters that are inside links, 0..1. */
  linkDensity: number;
  /** Level of the heading that contains the block, 1..6; 0 outside a heading. */
  headingLevel: number;
  /** Number of blocks on the page with the same text, including this one. */
  occurrences: number;
  /**
   * Share of the block's distinct words that occur in the page title, 0..1. Always 0 for a block of `MAX_TITLE_WORDS`
   * or more words.
   */
  titleSimilarity: number;
  metadata: ReturnType<StructuredMetadata["blockFeatures"]>;
  /** Index of the element that contains the block, -1 outside any element. */
  element: number;
  /**
   * Content ancestors, as element indices from the inside out: the element that contains the block, then each ancestor
   * that contains more words than the one before. At most `MAX_ANCESTORS`.
   */
  ancestors: number[];
};

/** Statistics of a page, from which the features of its blocks are computed. */
export type PageStats = {
  blocks: BlockStats[];
  /** Number of words; 1 for an empty page, as this is a divisor. */
  totalWords: number;
  /**
   * Prefix sums over the blocks. The entry at a block's index is the sum over all blocks before it, and the last entry
   * is the total. The next two arrays have the same form.
   */
  wordsBefore: Float64Array;
  linkedWordsBefore: Float64Array;
  proseWordsBefore: Float64Array;
  subtrees: SubtreeStats;
  /** The indices of the first and last block inside each content ancestor, by element index. */
  blockRanges: Map<number, { first: number; last: number }>;
  families: FamilyDistances;
  readability: ReadabilityScores;
  /** The indices of the first and last block of the article found by Readability, both -1 if there is none. */
  articleRange: { first: number; last: number };
  /** Index of the block that repeats the page title, -1 if there is none. */
  titleBlock: number;
  /**
   * Index of the block that contains the largest share of the page's description, -1 if no block contains enough of it.
   */
  describedBlock: number;
  /** Share of the page's words in blocks of this kind, 0..1. */
  shareOfKind(kind: BlockKind): number;
  /** Share of the page's words that are at most `MAX_FAMILY_DISTANCE` levels below an element of this family, 0..1. */
  shareOfFamily(family: Family): number;
  metadata: StructuredMetadata["pageFeatures"];
  /** Number of `article` elements. */
  articleElements: number;
};

/** Maximum number of content ancestors per block. It bounds the work on deeply nested pages. */
const MAX_ANCESTORS = 8;
/** Blocks with at least this many words are not compared with the title. */
const MAX_TITLE_WORDS = 40;
/** Title similarity above which a heading repeats the title. */
const HEADING_TITLE_SIMILARITY = 0.6;
/**
 * Maximum link density (exclusive) of a heading that repeats the title. A linked heading is a teaser for another page.
 */
const MAX_HEADING_LINK_DENSITY = 0.5;
/** Title similarity above which any other block repeats the title. */
const BLOCK_TITLE_SIMILARITY = 0.8;
/**
 * Share of the page's description that a block must exceed to be the described block, where the main content may begin.
 */
const MIN_DESCRIBED_SHARE = 0.3;
/** Maximum number of levels between a block and the element whose class names assign the block to a family. */
const MAX_FAMILY_DISTANCE = 5;
/** Maximum number of levels between a block's element and the heading that contains it. */
const MAX_HEADING_DISTANCE = 3;

/** Computes the statistics of a page and its blocks, in time linear in the size of the page. */
export function pageStats(page: ParsedHtml): PageStats {
  const texts = page.blocks.map(({ text }) => textFeatures(text));
  const subtrees = subtreeStats(page, texts);
  const families = new FamilyDistances(page.elements);
  const readability = readabilityScores(page, texts, subtrees);
  const metadata = readStructuredMetadata(page);
  const blocks = blockStats(page, texts, subtrees, metadata);
  const totalWords = texts.reduce((sum, { words }) => sum + words, 0) || 1;
  const shareOf = (isIncluded: (block: BlockStats) => boolean): number =>
    blocks.reduce((sum, block) => sum + (isIncluded(block) ? block.text.words : 0), 0) / totalWords;
  const isInArticle = ({ element }: BlockStats): boolean => element >= 0 && readability.inArticle[element] === 1;
  return {
    blocks,
    totalWords,
    wordsBefore: prefixSums(blocks, ({ text }) => text.words),
    linkedWordsBefore: prefixSums(blocks, ({ text, linkDensity }) => text.words * linkDensity),
    proseWordsBefore: prefixSums(blocks, ({ text, linkDensity }) => proseWords(text, linkDensity)),
    subtrees,
    blockRanges: blockRanges(blocks),
    families,
    readability,
    articleRange: { first: blocks.findIndex(isInArticle), last: blocks.findLastIndex(isInArticle) },
    titleBlock: findTitleBlock(blocks),
    describedBlock: findDescribedBlock(blocks),
    shareOfKind: (kind) => shareOf((block) => block.kind === kind),
    shareOfFamily: (family) => {
      const column = FAMILY_NAMES.indexOf(family);
      return shareOf(({ element }) => element >= 0 && families.of(element)[column]! <= MAX_FAMILY_DISTANCE);
    },
    metadata: metadata.pageFeatures,
    articleElements: page.elements.filter(({ name }) => name === "article").length,
  };
}

function blockStats(
  page: ParsedHtml,
  texts: TextFeatures[],
  subtrees: SubtreeStats,
  metadata: StructuredMetadata,
): BlockStats[] {
  const occurrences = new Map<string, number>();
  for (const { text } of page.blocks) occurrences.set(text, (occurrences.get(text) ?? 0) + 1);
  const titleWords = wordSet(`${page.meta.get("og:title") ?? ""} ${page.meta.get("title") ?? ""}`);
  return page.blocks.map(({ kind, text, links }, index) => ({
    index,
    kind,
    text: texts[index]!,
    linkDensity: links,
    headingLevel: headingLevel(page, page.blockElements[index]!),
    occurrences: occurrences.get(text)!,
    titleSimilarity: texts[index]!.words < MAX_TITLE_WORDS ? sharedShare(wordSet(text), titleWords) : 0,
    metadata: metadata.blockFeatures(text),
    element: page.blockElements[index]!,
    ancestors: contentAncestors(page.blockElements[index]!, subtrees),
  }));
}

const wordSet = (text: string): Set<string> =>
  new Set(
    normalizeWhitespace(text)
      .toLowerCase()
      .match(/\p{Script=Han}|[\p{L}\p{N}]+/gu),
  );

/** The share of `words` that also occur in `others`, 0..1. */
function sharedShare(words: Set<string>, others: Set<string>): number {
  return words.size ? words.intersection(others).size / words.size : 0;
}

function headingLevel({ elements }: ParsedHtml, element: number): number {
  let current = element;
  for (let distance = 0; current >= 0 && distance <= MAX_HEADING_DISTANCE; distance++) {
    const { name, parent } = elements[current]!;
    const level = /^h([1-6])$/.exec(name)?.[1];
    if (level) return Number(level);
    current = parent;
  }
  return 0;
}

function contentAncestors(element: number, { contentParent }: SubtreeStats): number[] {
  const ancestors: number[] = [];
  for (let current = element; current >= 0 && ancestors.length < MAX_ANCESTORS; current = contentParent[current]!)
    ancestors.push(current);
  return ancestors;
}

function prefixSums(blocks: BlockStats[], value: (block: BlockStats) => number): Float64Array {
  const sums = new Float64Array(blocks.length + 1);
  for (const [i, block] of blocks.entries()) sums[i + 1] = sums[i]! + value(block);
  return sums;
}

function blockRanges(blocks: BlockStats[]): PageStats["blockRanges"] {
  const ranges: PageStats["blockRanges"] = new Map();
  for (const { index, ancestors } of blocks) {
    for (const element of ancestors) {
      const range = ranges.get(element);
      if (range) range.last = index;
      else ranges.set(element, { first: index, last: index });
    }
  }
  return ranges;
}

/**
 * Returns the index of the first heading that repeats the title and is not a link. If there is none, returns the index
 * of the first block that repeats the title, or -1.
 */
function findTitleBlock(blocks: BlockStats[]): number {
  const heading = blocks.findIndex(
    ({ kind, linkDensity, titleSimilarity }) =>
      kind === "heading" && linkDensity < MAX_HEADING_LINK_DENSITY && titleSimilarity > HEADING_TITLE_SIMILARITY,
  );
  return heading >= 0 ? heading : blocks.findIndex(({ titleSimilarity }) => titleSimilarity > BLOCK_TITLE_SIMILARITY);
}

function findDescribedBlock(blocks: BlockStats[]): number {
  const highest = blocks.reduce((most, { metadata }) => Math.max(most, metadata.described), 0);
  return highest > MIN_DESCRIBED_SHARE ? blocks.findIndex(({ metadata }) => metadata.described === highest) : -1;
}
