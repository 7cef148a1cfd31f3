import { computeLineStats, type LineStats } from "../lineStats.ts";
import {
  type BoilerplateRule,
  boilerplateRule,
  countCookies,
  type Hint,
  isRelatedHeading,
  keywordHints,
} from "../rules/index.ts";

/** The part of a line's analysis that depends only on its text. */
export type CachedLine = {
  stats: LineStats;
  rule: BoilerplateRule | null;
  isRelatedHeading: boolean;
  hints: Record<Hint, number>;
  cookieMentions: number;
  termSet: Set<number>;
};

/** Returns the analysis of a line, from the cache if the same text occurred before. */
export function cachedLine(text: string, cache: Map<string, CachedLine>): CachedLine {
  const cached = cache.get(text);
  if (cached) return cached;
  const stats = computeLineStats(text);
  const line = {
    stats,
    rule: boilerplateRule(text),
    isRelatedHeading: isRelatedHeading(text),
    hints: keywordHints(text),
    cookieMentions: countCookies(text),
    termSet: new Set(stats.termHashes),
  };
  cache.set(text, line);
  return line;
}
