import { expect } from "vitest";
import type { BotHarness } from "./harness.ts";

/** Asserts that the bot has logged no error, made no invalid request and pinged nobody since the last call. */
export function expectNoViolations(harness: BotHarness): void {
  expect(harness.faults.splice(0)).toEqual([]);
  expect(harness.discord.violations.splice(0)).toEqual([]);
  expect(harness.takeBotPings()).toEqual([]);
}
