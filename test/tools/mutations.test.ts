import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MUTATIONS } from "../../tools/mutations/list.ts";
import { applyMutation } from "../../tools/mutations/mutate.ts";

const ROOT = join(import.meta.dirname, "../..");

// `npm run mutations` checks that tests catch the mutations. It takes minutes, so it is not part of the test suite.
test("there are at least twenty mutations with distinct descriptions", () => {
  expect(MUTATIONS.length).toBeGreaterThanOrEqual(20);
  expect(new Set(MUTATIONS.map(({ description }) => description)).size).toBe(MUTATIONS.length);
});

test.each(MUTATIONS)("$file: $description", (mutation) => {
  const source = readFileSync(join(ROOT, mutation.file), "utf8");
  expect(applyMutation(source, mutation)).not.toBe(source);
  expect(mutation.tests.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
