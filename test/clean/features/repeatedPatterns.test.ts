import { describe, expect, test } from "vitest";
import { lookAt } from "../../../src/clean/features/lineCache.ts";
import { readStamps, STAMPS } from "../../../src/clean/features/repeatedPatterns.ts";
import { isProse } from "../../../src/clean/line.ts";

const PROSE = "The ferry to the northern islands will not sail this week, said the harbour master on the quay.";
const rowsOf = (texts: string[]): Record<string, number>[] => {
  const lines = texts.map((text) => lookAt(text, new Map()).line);
  const nothing = texts.map(() => 0);
  const prose = lines.map((line) => (isProse(line) ? line.words : 0));
  const rows = readStamps(texts, { lines, prose, labels: nothing, ruled: nothing, dated: nothing, repeated: nothing });
  return rows.map((row) => Object.fromEntries(STAMPS.map((name, i) => [name, row[i]!])));
};

describe("lines of one pattern", () => {
  const comments = ["- Ada, Orrin, 12/1/2026 08:44", "- Bo , Quay, 3/11/2026 7:01", "- Cleo Vance, 30/10/2026 23:59"];
  const page = [PROSE, PROSE, PROSE, ...comments.flatMap((stamp) => [PROSE, stamp])];
  const rows = rowsOf(page);

  test("are stamps, whatever names and numbers they bear", () => {
    expect(rows.map(({ stamp }) => stamp! > 0)).toEqual(page.map((text) => text.startsWith("-")));
  });

  test("an article has more prose before the first of them than there is between any two", () => {
    expect(rows[0]!.gapShare).toBe(1);
    expect(rows[5]!.gapShare).toBeCloseTo(1 / 4);
    expect(rows[0]!.gapBefore).toBe(0);
    expect(rows[5]!.gapBefore).toBeGreaterThan(rows[5]!.gap!);
  });

  test("in a forum each post has as much as the next", () => {
    const posts = rowsOf(comments.flatMap((stamp) => [stamp, PROSE]));
    expect(new Set(posts.filter((_, i) => i % 2).map(({ gapShare }) => gapShare))).toEqual(new Set([1]));
  });

  test("two of a kind, prose that names a number, and labels without one are no stamps", () => {
    const few = rowsOf([
      ...comments.slice(0, 2),
      ...Array(4).fill("Report abuse"),
      ...Array(3).fill(`In 2026 ${PROSE}`.repeat(2)),
    ]);
    expect(few.every(({ stamp, gapBefore }) => stamp === 0 && gapBefore === 0)).toBe(true);
  });

  test("a page of nothing has none", () => expect(rowsOf([])).toEqual([]));
});
