import { expect } from "vitest";
import type { BotHarness } from "./harness.ts";

/** Nothing went wrong: no fault, nothing that Discord refuses as wrong, nobody pinged. What was found is let go. */
export function expectNoViolations(house: BotHarness): void {
  expect(house.faults.splice(0)).toEqual([]);
  expect(house.discord.violations.splice(0)).toEqual([]);
  expect(house.takeBotPings()).toEqual([]);
}
