import type { ParsedHtml } from "../../markup/index.ts";
import type { SubtreeStats } from "./subtreeStats.ts";
import type { TextFeatures } from "./textFeatures.ts";

/** Initial scores by element name (`initializeNode` in Readability). */
const NAME_SCORES: Record<string, number> = {
  ...scored(5, "div article"),
  ...scored(3, "pre td blockquote"),
  ...scored(-3, "address ol ul dl dd dt li form"),
  ...scored(-5, "h1 h2 h3 h4 h5 h6 th"),
};
/** Class name patterns of Readability (`unlikelyCandidates`, `okMaybeItsACandidate`, `positive`, `negative`). */
const UNLIKELY =
  /-ad-|ai2html|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header|legends|menu|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|ad-break|agegate|pagination|pager|popup|yom-remote/i;
const MAYBE = /and|article|body|column|content|main|mathjax|shadow/i;
const POSITIVE = /article|body|content|entry|hentry|h-entry|main|page|pagination|post|text|blog|story/i;
const NEGATIVE =
  /-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta|outbrain|promo|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget/i;
/**
 * Points added if the class names match `POSITIVE`, and subtracted if they match `NEGATIVE` (`getClassWeight` in
 * Readability).
 */
const CLASS_SCORE = 25;
/** Elements excluded from the article, together with their content. */
const BOILERPLATE_ELEMENTS = new Set(["nav", "aside", "footer", "header", "form"]);
/** Elements that are not excluded even if their class names match `UNLIKELY`. */
const NEVER_UNLIKELY = new Set(["body", "article", "a"]);
/** Containers whose direct text counts as a paragraph. Readability wraps such text in a `p` element. */
const CONTAINERS = new Set(["div", "td", "section", "article", "main", "body", "blockquote"]);
/** Minimum length, in words, of a paragraph that adds points (25 characters in Readability). */
const MIN_PARAGRAPH_WORDS = 4;
/** Number of words for which a paragraph gets one point (100 characters in Readability). */
const WORDS_PER_POINT = 17;
/** Maximum number of points that a paragraph gets for its length. */
const MAX_LENGTH_POINTS = 3;
/** Number of elements that get points from a paragraph: its container and the nearest ancestors of the container. */
const SCORED_ANCESTORS = 5;
/**
 * Minimum score for a sibling to belong to the article, as a share of the score of the article container. A sibling
 * with the same class names as the container gets a bonus of the same size.
 */
const SIBLING_SHARE = 0.2;
/** Lower bound of the minimum score of a sibling, however low the score of the article container. */
const MIN_SIBLING_SCORE = 10;
/** Number of words above which a sibling `p` with few links belongs to the article (80 characters in Readability). */
const SIBLING_PARAGRAPH_WORDS = 13;
/** Link density below which a long sibling `p` belongs to the article. */
const SIBLING_LINK_DENSITY = 0.25;

/** The scores of a page's elements, and the article that they indicate. Arrays are indexed by element. */
export type ReadabilityScores = {
  /** The score of each element as a candidate for the article container. */
  scores: Float64Array;
  /** The index of the article container, -1 if no element has a score. */
  topElement: number;
  /**
   * 1 for the article container, its siblings that belong to the article, and all elements inside these; otherwise 0.
   * Excluded elements are 0 too, unless the container itself is excluded.
   */
  inArticle: Uint8Array;
};

/**
 * Finds the article container as `grabArticle` does in Mozilla's Readability 0.6, in time linear in the size of the
 * page. Paragraphs add points to their ancestors, and link density reduces the scores. The container is the element
 * with the highest score, or an ancestor of it that seems to contain more of the article.
 */
export function readabilityScores(page: ParsedHtml, texts: TextFeatures[], subtrees: SubtreeStats): ReadabilityScores {
  return new ReadabilityScorer(page, subtrees).score(texts);
}

/** Scores the elements of one page. It holds the state of that page, so each instance is used once. */
class ReadabilityScorer {
  readonly #page: ParsedHtml;
  readonly #subtrees: SubtreeStats;
  readonly #scores: Float64Array;
  /** For each element, 1 if a paragraph has added points to it. */
  readonly #isScored: Uint8Array;
  /** For each element, 1 if its own name or class names, or those of an ancestor, exclude it. */
  readonly #isExcluded: Uint8Array;
  readonly #classScores: Int8Array;
  readonly #childCounts: Uint32Array;

  constructor(page: ParsedHtml, subtrees: SubtreeStats) {
    const count = page.elements.length;
    this.#page = page;
    this.#subtrees = subtrees;
    this.#scores = new Float64Array(count);
    this.#isScored = new Uint8Array(count);
    this.#isExcluded = new Uint8Array(count);
    this.#classScores = new Int8Array(count);
    this.#childCounts = new Uint32Array(count);
  }

  score(texts: TextFeatures[]): ReadabilityScores {
    this.#classifyElements();
    this.#scoreParagraphs(texts);
    this.#applyLinkDensity();
    const topElement = this.#findTop();
    return { scores: this.#scores, topElement, inArticle: this.#articleElements(topElement) };
  }

  #classifyElements(): void {
    const byClassNames = new Map<string, { score: number; isUnlikely: boolean }>();
    for (const { name, classNames, parent, index } of this.#page.elements) {
      const rating = byClassNames.get(classNames) ?? rateClassNames(classNames);
      byClassNames.set(classNames, rating);
      this.#classScores[index] = rating.score;
      const isExcluded =
        (parent >= 0 && this.#isExcluded[parent]) ||
        BOILERPLATE_ELEMENTS.has(name) ||
        (rating.isUnlikely && !NEVER_UNLIKELY.has(name));
      this.#isExcluded[index] = isExcluded ? 1 : 0;
      if (parent >= 0) this.#childCounts[parent]!++;
    }
  }

  #scoreParagraphs(texts: TextFeatures[]): void {
    const { elements, blocks, blockElements } = this.#page;
    for (const [i, element] of blockElements.entries()) {
      const { words, commas } = texts[i]!;
      if (element < 0 || this.#isExcluded[element]) continue;
      if (words < MIN_PARAGRAPH_WORDS || blocks[i]!.kind === "heading") continue;
      const points = 1 + commas + Math.min(MAX_LENGTH_POINTS, words / WORDS_PER_POINT);
      const { name, parent } = elements[element]!;
      this.#addPoints(CONTAINERS.has(name) ? element : parent, points);
    }
  }

  /**
   * Adds the full points to an element, half of them to its parent, and ever smaller fractions to further ancestors, up
   * to `SCORED_ANCESTORS` elements in all.
   */
  #addPoints(first: number, points: number): void {
    const { elements } = this.#page;
    let element = first;
    for (let level = 0; element >= 0 && level < SCORED_ANCESTORS; level++) {
      const { name, parent } = elements[element]!;
      if (!this.#isScored[element]) {
        this.#isScored[element] = 1;
        this.#scores[element]! += (NAME_SCORES[name] ?? 0) + this.#classScores[element]!;
      }
      this.#scores[element]! += points / (level === 0 ? 1 : level === 1 ? 2 : level * 3);
      element = parent;
    }
  }

  #linkDensity(element: number): number {
    return this.#subtrees.linkedWords[element]! / (this.#subtrees.words[element]! || 1);
  }

  #applyLinkDensity(): void {
    for (const { index } of this.#page.elements) this.#scores[index]! *= 1 - this.#linkDensity(index);
  }

  #findTop(): number {
    let top = -1;
    for (const [element, score] of this.#scores.entries()) {
      if (this.#isScored[element] && (top < 0 || score > this.#scores[top]!)) top = element;
    }
    return top < 0 ? -1 : this.#skipWrappers(this.#betterAncestor(top));
  }

  /**
   * Goes up from `top` towards `body` and returns the first ancestor that scores higher than the scored element before
   * it. Such an ancestor probably contains more of the article. Elements without a score are skipped. Returns `top` if
   * there is no such ancestor below `body`, or if an ancestor on the way scores less than a third of what `top` does.
   */
  #betterAncestor(top: number): number {
    const { elements } = this.#page;
    const minScore = this.#scores[top]! / 3;
    let lastScore = this.#scores[top]!;
    for (
      let ancestor = elements[top]!.parent;
      ancestor >= 0 && elements[ancestor]!.name !== "body";
      ancestor = elements[ancestor]!.parent
    ) {
      if (!this.#isScored[ancestor]) continue;
      const score = this.#scores[ancestor]!;
      if (score < minScore) return top;
      if (score > lastScore) return ancestor;
      lastScore = score;
    }
    return top;
  }

  /** Moves up while the element is the only child of its parent. */
  #skipWrappers(element: number): number {
    const { parent } = this.#page.elements[element]!;
    return parent >= 0 && this.#childCounts[parent] === 1 ? this.#skipWrappers(parent) : element;
  }

  #articleElements(top: number): Uint8Array {
    const { elements } = this.#page;
    const inArticle = new Uint8Array(elements.length);
    if (top < 0) return inArticle;
    for (const { index, parent } of elements) {
      const isInside = index === top || (parent >= 0 && inArticle[parent]);
      if (isInside || this.#isArticleSibling(index, top)) inArticle[index] = 1;
    }
    if (!this.#isExcluded[top]) {
      for (const { index } of elements) if (this.#isExcluded[index]) inArticle[index] = 0;
    }
    return inArticle;
  }

  #isArticleSibling(element: number, top: number): boolean {
    const { elements } = this.#page;
    const { parent, name, classNames } = elements[element]!;
    if (parent < 0 || parent !== elements[top]!.parent || this.#isExcluded[element]) return false;
    const isParagraph =
      name === "p" &&
      this.#subtrees.words[element]! > SIBLING_PARAGRAPH_WORDS &&
      this.#linkDensity(element) < SIBLING_LINK_DENSITY;
    if (isParagraph) return true;
    const topScore = this.#scores[top]!;
    const hasSameClass = classNames.trim() !== "" && classNames === elements[top]!.classNames;
    const bonus = hasSameClass ? topScore * SIBLING_SHARE : 0;
    const minScore = Math.max(MIN_SIBLING_SCORE, topScore * SIBLING_SHARE);
    return this.#isScored[element] === 1 && this.#scores[element]! + bonus >= minScore;
  }
}

function rateClassNames(classNames: string): { score: number; isUnlikely: boolean } {
  return {
    score: (POSITIVE.test(classNames) ? CLASS_SCORE : 0) - (NEGATIVE.test(classNames) ? CLASS_SCORE : 0),
    isUnlikely: UNLIKELY.test(classNames) && !MAYBE.test(classNames),
  };
}

function scored(score: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(" ").map((name) => [name, score]));
}
