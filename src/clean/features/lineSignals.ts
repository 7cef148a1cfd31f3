import type { RawBlock } from "../../model/index.ts";
import { isProse, type LineStats } from "../lineStats.ts";
import { lineWeight } from "../rules/index.ts";
import { type CachedLine, cachedLine } from "./lineCache.ts";

/** Signals about the lines of a page, from which the features are computed. Every array has one entry per line. */
export type LineSignals = {
  texts: string[];
  cached: CachedLine[];
  lines: LineStats[];
  /** How often the line's text occurs on the page in total, and how often above the line. */
  occurrences: { total: number; before: number }[];
  /** Whether the line repeats an earlier one, or is a short line that occurs more than once. */
  isRepeated: boolean[];
  /** Line weights for the rule-based body detection (see `lineWeight`). */
  weights: number[];
  /** Number of words in prose lines; 0 for other lines. */
  proseWords: number[];
  /** 1 for short lines that do not end a sentence, such as labels, menu items and headings. */
  labels: number[];
  /** 1 for lines that match a boilerplate rule and for headings of related content. */
  boilerplate: number[];
  /** 1 for short lines with a date. */
  dated: number[];
  /** 1 for lines of at least three words that occur more than once on the page. */
  repeated: number[];
};

/**
 * If a line shorter than this, in UTF-16 units, recurs, all its occurrences count as repeated. A recurring line of at
 * least this length is a paragraph shown twice, so its first occurrence does not count as repeated.
 */
const MAX_LABEL_UNITS = 60;

export function collectLineSignals(blocks: RawBlock[], cache: Map<string, CachedLine>): LineSignals {
  const texts = blocks.map((block) => block.text);
  const cached = texts.map((text) => cachedLine(text, cache));
  const lines = cached.map(({ stats }) => stats);
  const occurrences = countOccurrences(texts);
  const isRepeated = occurrences.map(
    ({ total, before }, i) => total > 1 && (before > 0 || texts[i]!.length < MAX_LABEL_UNITS),
  );
  return {
    texts,
    cached,
    lines,
    occurrences,
    isRepeated,
    weights: cached.map(({ stats, rule }, i) => lineWeight(stats, rule !== null || isRepeated[i]!)),
    proseWords: lines.map((line) => (isProse(line) ? line.words : 0)),
    labels: lines.map((line) => Number(!line.endsSentence && line.words < 12)),
    boilerplate: cached.map(({ rule, isRelatedHeading }) => Number(rule !== null || isRelatedHeading)),
    dated: cached.map(({ stats, hints }) => Number(stats.words < 14 && hints.date > 0)),
    repeated: occurrences.map(({ total }, i) => Number(total > 1 && lines[i]!.words >= 3)),
  };
}

function countOccurrences(texts: string[]): LineSignals["occurrences"] {
  const counts = new Map<string, number>();
  const before = texts.map((text) => {
    const count = counts.get(text) ?? 0;
    counts.set(text, count + 1);
    return count;
  });
  return texts.map((text, i) => ({ total: counts.get(text)!, before: before[i]! }));
}
