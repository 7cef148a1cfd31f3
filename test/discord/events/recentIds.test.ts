import { expect, test } from "vitest";
import { RecentIds } from "../../../src/discord/events/recentIds.ts";

test("RecentIds knows an id until as many others followed as it remembers", () => {
  const recent = new RecentIds(3);
  expect(["a", "b", "a", "c", "b"].map((id) => recent.add(id))).toEqual([true, true, false, true, false]);
  expect([recent.add("d"), recent.add("a"), recent.add("c")]).toEqual([true, true, false]);
});
