import { expect, test } from "vitest";
import { predictProbability } from "../../src/text/index.ts";
import { trainBoostedTrees } from "../../tools/train/boost.ts";

const OPTIONS = { trees: 40, depth: 3, learningRate: 0.3, columnSample: 1, rowSample: 1, lambda: 1, seed: 1 };

test("predictProbability goes left at values up to the threshold and at splits without a feature", () => {
  const trees = { base: 0, depth: 1, features: [0, -1], thresholds: [2, 0], leaves: [-1, 1, 0.5, 9] };
  expect(predictProbability(trees, [2])).toBeCloseTo(1 / (1 + Math.exp(0.5)));
  expect(predictProbability(trees, [3])).toBeCloseTo(1 / (1 + Math.exp(-1.5)));
});

test("trainBoostedTrees learns an interaction of two features and is deterministic", () => {
  const rows = Array.from({ length: 400 }, (_, i) => [i % 20, Math.floor(i / 20)]);
  const targets = rows.map(([a, b]) => Number(a! < 10 && b! < 12));
  const dataset = { rows, targets, weights: rows.map(() => 1) };
  const trees = trainBoostedTrees(dataset, OPTIONS);
  expect(trainBoostedTrees(dataset, OPTIONS)).toEqual(trees);
  expect(rows.filter((row, i) => Math.round(predictProbability(trees, row)) === targets[i]).length).toBeGreaterThan(
    380,
  );
});
