import type { HtmlElement, ParsedHtml } from "../../markup/index.ts";
import { proseWords, type TextFeatures } from "./textFeatures.ts";

/** Statistics of the subtree of each element. Arrays are indexed by element. */
export type SubtreeStats = {
  words: Float64Array;
  /** Number of words inside links. */
  linkedWords: Float64Array;
  /** Number of prose words (see `proseWords`). */
  proseWords: Float64Array;
  blocks: Float64Array;
  /** Number of elements, including the element itself. */
  elements: Float64Array;
  /**
   * Index of the nearest ancestor that contains more words than the element, -1 if there is none. This skips wrappers,
   * which add no text.
   */
  contentParent: Int32Array;
  /** Number of other elements with the same sibling key (see `siblingKey`). */
  similarSiblings: Float64Array;
};

/**
 * Computes the statistics in time linear in the size of the page. Parents precede their children, so a single pass in
 * reverse order can add the sums of each element to its parent.
 */
export function subtreeStats(page: ParsedHtml, texts: TextFeatures[]): SubtreeStats {
  const { elements, blocks, blockElements } = page;
  const sums = {
    words: new Float64Array(elements.length),
    linkedWords: new Float64Array(elements.length),
    proseWords: new Float64Array(elements.length),
    blocks: new Float64Array(elements.length),
    elements: new Float64Array(elements.length).fill(1),
  };
  for (const [i, element] of blockElements.entries()) {
    if (element < 0) continue;
    const { words } = texts[i]!;
    const { links } = blocks[i]!;
    sums.words[element]! += words;
    sums.linkedWords[element]! += words * links;
    sums.proseWords[element]! += proseWords(texts[i]!, links);
    sums.blocks[element]!++;
  }
  const arrays = Object.values(sums);
  for (const { index, parent } of elements.toReversed()) {
    if (parent < 0) continue;
    for (const sum of arrays) sum[parent]! += sum[index]!;
  }
  return {
    ...sums,
    contentParent: contentParents(elements, sums.words),
    similarSiblings: countSimilarSiblings(elements),
  };
}

function contentParents(elements: HtmlElement[], words: Float64Array): Int32Array {
  const contentParent = new Int32Array(elements.length).fill(-1);
  for (const { index, parent } of elements) {
    if (parent >= 0) contentParent[index] = words[parent]! > words[index]! ? parent : contentParent[parent]!;
  }
  return contentParent;
}

function countSimilarSiblings(elements: HtmlElement[]): Float64Array {
  const keys = elements.map(siblingKey);
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Float64Array.from(keys, (key) => counts.get(key)! - 1);
}

/** Length to which class names are truncated in sibling keys, in UTF-16 units. */
const MAX_KEY_LENGTH = 40;

/**
 * A key shared by similar siblings: those with the same parent, element name and class names. Digits are removed,
 * because ids often number the entries of a list.
 */
export const siblingKey = ({ parent, name, classNames }: HtmlElement): string =>
  `${parent} ${name} ${classNames.replace(/\d+/g, "").slice(0, MAX_KEY_LENGTH)}`;
