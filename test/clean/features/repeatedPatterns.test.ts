import { describe, expect, test } from "vitest";
import { cachedLine } from "../../../src/clean/features/lineCache.ts";
import { type RepeatedPatternFeatures, repeatedPatternFeatures } from "../../../src/clean/features/repeatedPatterns.ts";
import { isProse } from "../../../src/clean/lineStats.ts";

const PROSE = "The ferry to the northern islands will not sail this week, said the harbour master on the quay.";
const featuresOf = (texts: string[]): RepeatedPatternFeatures[] => {
  const lines = texts.map((text) => cachedLine(text, new Map()).stats);
  const proseWords = lines.map((line) => (isProse(line) ? line.words : 0));
  return repeatedPatternFeatures({ texts, lines, proseWords });
};

describe("repeatedPatternFeatures", () => {
  const comments = ["- Ada, Orrin, 12/1/2026 08:44", "- Bo , Quay, 3/11/2026 7:01", "- Cleo Vance, 30/10/2026 23:59"];
  const page = [PROSE, PROSE, PROSE, ...comments.flatMap((comment) => [PROSE, comment])];
  const rows = featuresOf(page);

  test("counts lines of one pattern regardless of their names and numbers", () => {
    expect(rows.map(({ patternOccurrences }) => patternOccurrences > 0)).toEqual(
      page.map((text) => text.startsWith("-")),
    );
  });

  test("reports the gap before the first occurrence as the largest in an article", () => {
    expect(rows[0]!.gapShare).toBe(1);
    expect(rows[5]!.gapShare).toBeCloseTo(1 / 4);
    expect(rows[0]!.largestGapBefore).toBe(0);
    expect(rows[5]!.largestGapBefore).toBeGreaterThan(rows[5]!.gapProse);
  });

  test("reports equal gaps in a forum thread", () => {
    const posts = featuresOf(comments.flatMap((comment) => [comment, PROSE]));
    expect(new Set(posts.filter((_, i) => i % 2).map(({ gapShare }) => gapShare))).toEqual(new Set([1]));
  });

  test("ignores patterns with only two occurrences, prose that contains a number, and labels without a number", () => {
    const few = featuresOf([
      ...comments.slice(0, 2),
      ...Array(4).fill("Report abuse"),
      ...Array(3).fill(`In 2026 ${PROSE}`.repeat(2)),
    ]);
    expect(few.every((row) => row.patternOccurrences === 0 && row.largestGapBefore === 0)).toBe(true);
  });

  test("returns no rows for an empty page", () => expect(featuresOf([])).toEqual([]));
});
