import type { LineStats } from "../lineStats.ts";
import type { Features } from "./featureRow.ts";
import type { LineSignals } from "./lineSignals.ts";

/**
 * Features of lexical cohesion, which need no language resources. The terms of an article recur a few lines later,
 * whereas each teaser in a list has a different topic. A headline shares terms with the text below it, and a caption
 * with the text near it. Term shares are 0..1, or -0.1 for a line without terms.
 */
export const TOPIC_FEATURES = [
  /** Share of the line's terms that other lines of the rule-based body contain. */
  "bodyTermShare",
  /** Share of the line's terms that other lines of the page contain. */
  "pageTermShare",
  /** Share of the line's terms that occur in prose near it, not counting the adjacent lines. */
  "cohesion",
  /** Mean cohesion of the prose around the line. */
  "surroundingCohesion",
  /** Number of terms shared with the headline. */
  "headlineTerms",
] as const;
export type TopicFeatures = Features<(typeof TOPIC_FEATURES)[number]>;

/**
 * Term overlap with the most similar nearby line. The first value is that of the line, and the second is the larger of
 * the two adjacent lines' values.
 */
export const OVERLAP_FEATURES = ["termOverlap", "neighbourTermOverlap"] as const;
export type OverlapFeatures = Features<(typeof OVERLAP_FEATURES)[number]>;

/** Distance, in lines, within which a term must recur in prose to count towards cohesion. */
const COHESION_REACH = 15;
/** Number of lines on each side over which cohesion is averaged. */
const MEAN_REACH = 6;
/** Maximum distance, in lines, between two lines whose term overlap is computed. */
const OVERLAP_REACH = 4;
/** Number of lines below a headline that are searched for its terms. */
const HEADLINE_REACH = 40;
/** Maximum number of prose lines that count towards a headline's score for each of its terms. */
const MAX_HEADLINE_MATCHES = 4;
const NO_TERMS = -0.1;

/** The line indexes at which each term occurs, in order. */
type TermIndex = Map<number, number[]>;

/**
 * Computes the topic and overlap features of all lines. The returned `headline` is the index of the likely headline, or
 * -1 if there is none.
 */
export function topicFeatures(
  { cached, lines, proseWords }: LineSignals,
  isBody: (i: number) => boolean,
): { topics: TopicFeatures[]; overlaps: OverlapFeatures[]; headline: number } {
  const termSets = cached.map(({ termSet }) => termSet);
  const index = indexTerms(termSets);
  const headline = findHeadline(lines, termSets, index, proseWords);
  const headlineSet = termSets[headline];
  const cohesion = termSets.map((terms, i) =>
    shareOf(terms, (term) => occursInNearbyProse(index.get(term)!, i, proseWords)),
  );
  const surroundingCohesion = meanCohesion(cohesion, proseWords);
  const bodyCounts = new Map<number, number>();
  for (const [term, positions] of index) bodyCounts.set(term, positions.filter(isBody).length);
  const overlaps = termOverlaps(termSets);
  return {
    headline,
    topics: termSets.map((terms, i) => ({
      bodyTermShare: shareOf(terms, (term) => bodyCounts.get(term)! > Number(isBody(i))),
      pageTermShare: shareOf(terms, (term) => index.get(term)!.length > 1),
      cohesion: cohesion[i]!,
      surroundingCohesion: surroundingCohesion[i]!,
      headlineTerms: headlineSet ? countTerms(headlineSet, (term) => terms.has(term)) : 0,
    })),
    overlaps: overlaps.map((termOverlap, i) => ({
      termOverlap,
      neighbourTermOverlap: Math.max(overlaps[i - 1] ?? 0, overlaps[i + 1] ?? 0),
    })),
  };
}

function indexTerms(termSets: Set<number>[]): TermIndex {
  const index: TermIndex = new Map();
  for (const [i, terms] of termSets.entries()) {
    for (const term of terms) {
      const positions = index.get(term);
      if (positions) positions.push(i);
      else index.set(term, [i]);
    }
  }
  return index;
}

function occursInNearbyProse(positions: number[], i: number, proseWords: number[]): boolean {
  for (const at of positions) {
    if (at > i + COHESION_REACH) return false;
    if (at >= i - COHESION_REACH && (at < i - 1 || at > i + 1) && proseWords[at]! > 0) return true;
  }
  return false;
}

/** Averages the cohesion of each line and the lines around it, weighted by their words of prose. */
function meanCohesion(cohesion: number[], proseWords: number[]): number[] {
  return cohesion.map((_, i) => {
    let totalWeight = 0.5;
    let sum = 0;
    for (let j = Math.max(0, i - MEAN_REACH); j <= Math.min(proseWords.length - 1, i + MEAN_REACH); j++) {
      totalWeight += proseWords[j]!;
      sum += proseWords[j]! * Math.max(0, cohesion[j]!);
    }
    return sum / totalWeight;
  });
}

/** Finds the heading-like line whose terms occur most often in the prose below it, or returns -1. */
function findHeadline(lines: LineStats[], termSets: Set<number>[], index: TermIndex, proseWords: number[]): number {
  let best = -1;
  let bestScore = 0;
  for (const [i, { endsSentence, words, separators }] of lines.entries()) {
    const terms = termSets[i]!;
    if (endsSentence || words < 3 || words > 30 || separators > 1 || terms.size < 2) continue;
    let matches = 0;
    for (const term of terms) matches += proseLinesBelow(index.get(term)!, i, proseWords);
    const score = matches / Math.sqrt(terms.size);
    if (score > bestScore) {
      bestScore = score;
      best = i;
    }
  }
  return best;
}

/** Counts the prose lines below a headline that contain a term, up to `MAX_HEADLINE_MATCHES`. */
function proseLinesBelow(positions: number[], headline: number, proseWords: number[]): number {
  let found = 0;
  for (const at of positions) {
    if (at > headline + HEADLINE_REACH || found === MAX_HEADLINE_MATCHES) break;
    if (at > headline && proseWords[at]! > 0) found++;
  }
  return found;
}

/** Returns each line's largest overlap coefficient with a line at most `OVERLAP_REACH` away. */
function termOverlaps(termSets: Set<number>[]): number[] {
  const overlaps = new Array<number>(termSets.length).fill(0);
  for (const [i, terms] of termSets.entries()) {
    for (let j = i + 1; j <= i + OVERLAP_REACH && j < termSets.length; j++) {
      const [small, large] = terms.size < termSets[j]!.size ? [terms, termSets[j]!] : [termSets[j]!, terms];
      if (small.size < 3) continue;
      const overlap = shareOf(small, (term) => large.has(term));
      overlaps[i] = Math.max(overlaps[i]!, overlap);
      overlaps[j] = Math.max(overlaps[j]!, overlap);
    }
  }
  return overlaps;
}

function countTerms(terms: Set<number>, matches: (term: number) => boolean): number {
  let count = 0;
  for (const term of terms) if (matches(term)) count++;
  return count;
}

const shareOf = (terms: Set<number>, matches: (term: number) => boolean): number =>
  terms.size ? countTerms(terms, matches) / terms.size : NO_TERMS;
