import { globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { clean } from "../src/clean/index.ts";
import { extract } from "../src/extract/index.ts";
import { createIntake } from "../src/intake/index.ts";
import { quietRun, type Source } from "../src/model/index.ts";

/**
 * Golden fixtures: a folder with an `input.*` is a test, and `expected.json` what must come out of reading it. Zipped
 * documents are made in code by a `built.ts`, which exports their `name` and `bytes`: nothing binary is committed.
 * `npm run fixtures` writes them anew; the difference is then read before it is committed.
 */
const FIXTURES = join(import.meta.dirname, "fixtures");
const takeIn = createIntake(() => Promise.reject(new Error("nothing is fetched here")), 1_000_000);

test.each(globSync(["*/input.*", "*/built.ts"], { cwd: FIXTURES }).sort())("%s reads as it should", async (input) => {
  const intake = await takeIn(await sourceOf(join(FIXTURES, input)), quietRun());
  const { id: _, blocks, text, ...document } = clean(await extract(intake));
  const shown = {
    ...document,
    paragraphs: blocks.map(({ kind, start, end }) => ({ kind, text: text.slice(start, end) })),
  };
  const path = join(FIXTURES, dirname(input), "expected.json");
  if (process.env.UPDATE_FIXTURES) writeFileSync(path, `${JSON.stringify(shown, null, 2)}\n`);
  expect(shown).toEqual(JSON.parse(readFileSync(path, "utf8")));
});

async function sourceOf(path: string): Promise<Source> {
  if (!path.endsWith("built.ts")) return { from: "path", path };
  const { name, bytes } = (await import(path)) as { name: string; bytes: Uint8Array };
  return { from: "bytes", bytes, name };
}
