import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MUTATIONS } from "../../tools/mutations/list.ts";
import { mutated } from "../../tools/mutations/mutate.ts";

const ROOT = join(import.meta.dirname, "../..");

// Whether the tests catch them is told by `npm run mutations`, which takes minutes.
test("there are at least twenty mutations, each of them another one", () => {
  expect(MUTATIONS.length).toBeGreaterThanOrEqual(20);
  expect(new Set(MUTATIONS.map(({ what }) => what)).size).toBe(MUTATIONS.length);
});

test.each(MUTATIONS)("$file still has the place where $what", (mutation) => {
  const source = readFileSync(join(ROOT, mutation.file), "utf8");
  expect(mutated(source, mutation)).not.toBe(source);
  expect(mutation.tests.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
