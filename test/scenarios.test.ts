import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import mapped from "./scenarios.json" with { type: "json" };

/**
 * Which tests hold the scenarios that Pith was specified by, each known by its number: what may go wrong with rights,
 * people, models, Discord, machines and secrets. One without a test has its reason, and `otherwise` tells where Pith does on
 * purpose what the scenario did not have in mind.
 */
type Held = { file: string; test: string; otherwise?: string }[] | { skipped: string };
const scenarios = Object.entries(mapped as Record<string, Held>);
const ROOT = join(import.meta.dirname, "..");

test("all 96 are there, in their order", () => {
  const ids = Array.from({ length: 96 }, (_, i) => `S${String(i + 1).padStart(3, "0")}`);
  expect(scenarios.map(([id]) => id)).toEqual(ids);
});

test("few are without a test, and each of those says why", () => {
  const skipped = scenarios.flatMap(([, held]) => ("skipped" in held ? [held.skipped] : []));
  expect(skipped.length).toBeLessThanOrEqual(3);
  expect(skipped.filter((why) => why.length < 40)).toEqual([]);
});

describe("the tests that are named exist", () => {
  test.each(scenarios.filter((one): one is [string, Exclude<Held, { skipped: string }>] => Array.isArray(one[1])))(
    "%s",
    (_, held) => {
      expect(held.length).toBeGreaterThan(0);
      for (const { file, test: name } of held) {
        expect(existsSync(join(ROOT, file)), file).toBe(true);
        // As it stands in the source, where tests of many rows have a blank for each.
        expect(readFileSync(join(ROOT, file), "utf8").includes(JSON.stringify(name)), `${file}: ${name}`).toBe(true);
      }
    },
  );
});
