import type { HtmlPass } from "../blocks.ts";
import type { Wording } from "./textFeatures.ts";

/** What an element is worth before its text is looked at (Readability's initializeNode). */
const OF_NAME: Record<string, number> = { div: 5, article: 5, pre: 3, td: 3, blockquote: 3, address: -3, ol: -3, ul: -3, dl: -3, dd: -3, dt: -3, li: -3, form: -3, h1: -5, h2: -5, h3: -5, h4: -5, h5: -5, h6: -5, th: -5 }; // biome-ignore format: a table reads better in rows
const UNLIKELY = /-ad-|ai2html|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header|legends|menu|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|ad-break|agegate|pagination|pager|popup|yom-remote/i; // biome-ignore format: one pattern
const MAYBE = /and|article|body|column|content|main|mathjax|shadow/i;
const POSITIVE = /article|body|content|entry|hentry|h-entry|main|page|pagination|post|text|blog|story/i;
const NEGATIVE = /-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta|outbrain|promo|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget/i; // biome-ignore format: one pattern
const ASIDE = new Set(["nav", "aside", "footer", "header", "form"]);
/** Shorter paragraphs say nothing of where they stand (25 characters there). */
const LEAST_WORDS = 4;
const LEVELS = 5;

export type Candidate = {
  /** How much each element looks like the container of the article. */
  score: Float64Array;
  /** The container, -1 for none; and which elements are in it or in a brother of it that goes on with the text. */
  top: number;
  within: Uint8Array;
};

/**
 * The element that holds the article, as Mozilla's Readability (0.6, grabArticle) finds it, but in runs over the
 * elements that are linear in the page: paragraphs give points to what they stand in, links take them away, the
 * highest container wins, climbs while what is above it is nearly as good, and takes brothers along.
 */
export function candidateOf({ elements, blocks, places }: HtmlPass, wordings: Wording[]): Candidate {
  const n = elements.length;
  const score = new Float64Array(n);
  const mass = new Float64Array(n);
  const linked = new Float64Array(n);
  const children = new Uint32Array(n);
  const off = new Uint8Array(n);
  const weights = new Int8Array(n);
  const known = new Map<string, { weight: number; unlikely: boolean }>();
  for (const { name, label, parent, index } of elements) {
    let named = known.get(label);
    if (!named) {
      named = {
        weight: (POSITIVE.test(label) ? 25 : 0) - (NEGATIVE.test(label) ? 25 : 0),
        unlikely: UNLIKELY.test(label) && !MAYBE.test(label),
      };
      known.set(label, named);
    }
    weights[index] = named.weight;
    const above = parent >= 0 && off[parent];
    off[index] = above || ASIDE.has(name) || (named.unlikely && name !== "body" && name !== "article" && name !== "a") ? 1 : 0; // biome-ignore format: one line
    if (parent >= 0) children[parent]!++;
  }
  const rated = new Uint8Array(n);
  for (const [i, place] of places.entries()) {
    if (place < 0) continue;
    const { mass: words, commas } = wordings[i]!;
    mass[place]! += words;
    linked[place]! += words * blocks[i]!.links;
    if (off[place] || words < LEAST_WORDS || blocks[i]!.kind === "heading") continue;
    // A block that stands bare in its container is the paragraph that Readability would wrap it in.
    const bare = /^(?:div|td|section|article|main|body|blockquote)$/.test(elements[place]!.name);
    const points = 1 + commas + Math.min(3, words / 17);
    let up = bare ? place : elements[place]!.parent;
    for (let level = 0; up >= 0 && level < LEVELS; level++, up = elements[up]!.parent) {
      if (!rated[up]) {
        rated[up] = 1;
        score[up]! += (OF_NAME[elements[up]!.name] ?? 0) + weights[up]!;
      }
      score[up]! += points / (level === 0 ? 1 : level === 1 ? 2 : level * 3);
    }
  }
  for (let i = n - 1; i > 0; i--) {
    const { parent } = elements[i]!;
    if (parent < 0) continue;
    mass[parent]! += mass[i]!;
    linked[parent]! += linked[i]!;
  }
  let top = -1;
  for (let i = 0; i < n; i++) {
    score[i]! *= 1 - linked[i]! / (mass[i]! || 1);
    if (rated[i] && (top < 0 || score[i]! > score[top]!)) top = i;
  }
  if (top >= 0) top = climb(top);
  return { score, top, within: withBrothers() };

  function climb(from: number): number {
    let at = from;
    let last = score[at]!;
    const least = last / 3;
    for (let up = elements[at]!.parent; up >= 0 && elements[up]!.name !== "body"; up = elements[up]!.parent) {
      if (!rated[up]) continue;
      if (score[up]! < least) break;
      if (score[up]! > last) {
        at = up;
        break;
      }
      last = score[up]!;
    }
    while (elements[at]!.parent >= 0 && children[elements[at]!.parent] === 1) at = elements[at]!.parent;
    return at;
  }

  function withBrothers(): Uint8Array {
    const within = new Uint8Array(n);
    if (top < 0) return within;
    const { parent: home, label } = elements[top]!;
    const least = Math.max(10, score[top]! * 0.2);
    for (const { index, parent, label: own, name } of elements) {
      if (index === top || (parent >= 0 && within[parent])) within[index] = 1;
      else if (parent === home && parent >= 0 && !off[index]) {
        const bonus = own.trim() && own === label ? score[top]! * 0.2 : 0;
        const density = linked[index]! / (mass[index]! || 1);
        const prose = name === "p" && mass[index]! > 13 && density < 0.25;
        if (prose || (rated[index] && score[index]! + bonus >= least)) within[index] = 1;
      }
    }
    for (const { index } of elements) if (off[index] && !off[top]) within[index] = 0;
    return within;
  }
}
