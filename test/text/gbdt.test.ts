import { expect, test } from "vitest";
import { probability } from "../../src/text/index.ts";
import { boost } from "../../tools/train/boost.ts";

const OPTIONS = { trees: 40, depth: 3, rate: 0.3, columns: 1, sample: 1, ridge: 1, seed: 1 };

test("a row goes left up to the threshold, and a split on no feature goes left", () => {
  const trees = { base: 0, depth: 1, features: [0, -1], thresholds: [2, 0], leaves: [-1, 1, 0.5, 9] };
  expect(probability(trees, [2])).toBeCloseTo(1 / (1 + Math.exp(0.5)));
  expect(probability(trees, [3])).toBeCloseTo(1 / (1 + Math.exp(-1.5)));
});

test("boosting learns what no single split can tell, and the same each time", () => {
  const rows = Array.from({ length: 400 }, (_, i) => [i % 20, Math.floor(i / 20)]);
  const targets = rows.map(([a, b]) => Number(a! < 10 && b! < 12));
  const lesson = { rows, targets, weights: rows.map(() => 1) };
  const trees = boost(lesson, OPTIONS);
  expect(boost(lesson, OPTIONS)).toEqual(trees);
  expect(rows.filter((row, i) => Math.round(probability(trees, row)) === targets[i]).length).toBeGreaterThan(380);
});
