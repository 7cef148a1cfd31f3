import type { RawBlock } from "../../model/index.ts";
import type { LineStats } from "../lineStats.ts";
import { type BoilerplateRule, HINTS } from "../rules/index.ts";
import { logScale, writeFeatures } from "./featureRow.ts";
import type { CachedLine } from "./lineCache.ts";
import { collectLineSignals } from "./lineSignals.ts";
import { NEIGHBOUR_FEATURES, neighbourFeatures, REPEAT_FEATURES } from "./neighbourFeatures.ts";
import { BLOCK_FEATURES, blockFeatures, OWN_FEATURES, ownFeatures } from "./ownFeatures.ts";
import {
  HEADLINE_FEATURES,
  headlineFeatures,
  POSITION_FEATURES,
  positionFeatures,
  Segment,
} from "./positionFeatures.ts";
import { REPEATED_PATTERN_FEATURES, repeatedPatternFeatures } from "./repeatedPatterns.ts";
import { SECOND_PASS_FEATURES } from "./secondPassFeatures.ts";
import { OVERLAP_FEATURES, TOPIC_FEATURES, topicFeatures } from "./topicFeatures.ts";

/**
 * The lines of a page with their features. Each line is one block of the source. Every array except `values` has one
 * entry per line.
 */
export type PageFeatures = {
  lines: LineStats[];
  rules: (BoilerplateRule | null)[];
  /** Whether the line is a heading of content that follows an article, such as "Related". */
  isRelatedHeading: boolean[];
  /** Whether the line repeats an earlier one, or is a short line that occurs more than once. */
  isRepeated: boolean[];
  /** Whether the line is in the article body as detected by the rules alone, without the model. */
  isInRuleBody: boolean[];
  termSets: Set<number>[];
  /**
   * The feature matrix in row order, with `LINE_FEATURES.length` values per line. The second-pass features are 0 until
   * `writeSecondPassFeatures` fills them in.
   */
  values: Float32Array;
};

const COOKIE_FEATURES = ["cookieMentions"] as const;

/** Names of the first-pass features, in the order used in training. */
export const FIRST_PASS_FEATURES = [
  ...OWN_FEATURES,
  ...HINTS,
  ...BLOCK_FEATURES,
  ...NEIGHBOUR_FEATURES,
  ...OVERLAP_FEATURES,
  ...POSITION_FEATURES,
  ...TOPIC_FEATURES,
  ...HEADLINE_FEATURES,
  ...REPEAT_FEATURES,
  ...COOKIE_FEATURES,
  ...REPEATED_PATTERN_FEATURES,
] as const;

/** Names of all features in a row of the feature matrix, in column order. */
export const LINE_FEATURES = [...FIRST_PASS_FEATURES, ...SECOND_PASS_FEATURES] as const;
export type LineFeature = (typeof LINE_FEATURES)[number];

/**
 * Computes the first-pass features of a page's blocks.
 * @param cache analyses of lines by their text, reused when a page is cleaned repeatedly
 */
export function lineFeatures(blocks: RawBlock[], cache = new Map<string, CachedLine>()): PageFeatures {
  const signals = collectLineSignals(blocks, cache);
  const { cached, lines, isRepeated } = signals;
  const positions = positionFeatures(signals);
  const isInRuleBody = positions.map(({ segment }) => segment === Segment.BODY);
  const { topics, overlaps, headline } = topicFeatures(signals, (i) => isInRuleBody[i]!);
  const headlines = headlineFeatures(signals, headline);
  const patterns = repeatedPatternFeatures(signals);
  const { neighbours, repeats } = neighbourFeatures(signals);
  const values = new Float32Array(blocks.length * LINE_FEATURES.length);
  for (const [i, { hints, cookieMentions }] of cached.entries()) {
    let at = i * LINE_FEATURES.length;
    at = writeFeatures(values, at, OWN_FEATURES, ownFeatures(signals, i));
    at = writeFeatures(values, at, HINTS, hints);
    at = writeFeatures(values, at, BLOCK_FEATURES, blockFeatures(blocks, signals, i));
    at = writeFeatures(values, at, NEIGHBOUR_FEATURES, neighbours[i]!);
    at = writeFeatures(values, at, OVERLAP_FEATURES, overlaps[i]!);
    at = writeFeatures(values, at, POSITION_FEATURES, positions[i]!);
    at = writeFeatures(values, at, TOPIC_FEATURES, topics[i]!);
    at = writeFeatures(values, at, HEADLINE_FEATURES, headlines[i]!);
    at = writeFeatures(values, at, REPEAT_FEATURES, repeats[i]!);
    at = writeFeatures(values, at, COOKIE_FEATURES, { cookieMentions: logScale(cookieMentions) });
    writeFeatures(values, at, REPEATED_PATTERN_FEATURES, patterns[i]!);
  }
  return {
    lines,
    rules: cached.map(({ rule }) => rule),
    isRelatedHeading: cached.map((line) => line.isRelatedHeading),
    isRepeated,
    isInRuleBody,
    termSets: cached.map(({ termSet }) => termSet),
    values,
  };
}
