import { expect } from "vitest";
import type { House } from "./harness.ts";

/** Nothing went wrong: no fault, nothing that Discord refuses as wrong, nobody pinged. What was found is let go. */
export function expectQuiet(house: House): void {
  expect(house.faults.splice(0)).toEqual([]);
  expect(house.discord.breaches.splice(0)).toEqual([]);
  expect(house.pinged()).toEqual([]);
}
