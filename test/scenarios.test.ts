import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import scenariosById from "./scenarios.json" with { type: "json" };

/**
 * How one of the numbered failure scenarios in the specification is covered: by tests, or not at all for the reason in
 * `skipped`. `deviation` explains where Pith or the test intentionally differs from the scenario.
 */
type Coverage = { file: string; test: string; deviation?: string }[] | { skipped: string };
const scenarios = Object.entries(scenariosById as Record<string, Coverage>);
const ROOT = join(import.meta.dirname, "..");

test("scenarios.json lists all 96 scenarios in order", () => {
  const ids = Array.from({ length: 96 }, (_, i) => `S${String(i + 1).padStart(3, "0")}`);
  expect(scenarios.map(([id]) => id)).toEqual(ids);
});

test("at most three scenarios have no test, and each of them has a reason", () => {
  const skipped = scenarios.flatMap(([, coverage]) => ("skipped" in coverage ? [coverage.skipped] : []));
  expect(skipped.length).toBeLessThanOrEqual(3);
  expect(skipped.filter((reason) => reason.length < 40)).toEqual([]);
});

describe("the tests named in scenarios.json exist", () => {
  test.each(scenarios.filter((one): one is [string, Exclude<Coverage, { skipped: string }>] => Array.isArray(one[1])))(
    "%s",
    (_, coverage) => {
      expect(coverage.length).toBeGreaterThan(0);
      for (const { file, test: name } of coverage) {
        expect(existsSync(join(ROOT, file)), file).toBe(true);
        // The title as written in the source, with the placeholders of `test.each`.
        expect(readFileSync(join(ROOT, file), "utf8").includes(JSON.stringify(name)), `${file}: ${name}`).toBe(true);
      }
    },
  );
});
