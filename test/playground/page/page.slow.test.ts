import type { BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityViolations } from "./accessibility.ts";
import { PlaygroundHarness, skipReason } from "./harness.ts";

if (skipReason) console.warn(`skipped: ${skipReason}`);

describe.skipIf(skipReason)(skipReason ? `playground page (skipped: ${skipReason})` : "playground page", () => {
  let harness: PlaygroundHarness;
  beforeAll(async () => {
    harness = await PlaygroundHarness.start();
  });
  afterAll(async () => {
    await harness.close();
    expect(harness.errors).toEqual([]);
  });

  test.each<[string, BrowserContextOptions]>([
    ["in the dark theme", { colorScheme: "dark" }],
    ["on a phone", { viewport: { width: 390, height: 800 } }],
    ["at 200% zoom", { viewport: { width: 640, height: 430 }, deviceScaleFactor: 2 }],
  ])("has no accessibility violations %s", async (_, contextOptions) => {
    expect(await accessibilityViolations(harness, contextOptions)).toEqual([]);
  });
});
