import { globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { clean } from "../src/clean/index.ts";
import { extract } from "../src/extract/index.ts";
import { createSourceLoader } from "../src/intake/index.ts";
import { detachedContext, type Source } from "../src/model/index.ts";

/**
 * Golden fixtures. Each folder holds an `input.*` file and an `expected.json` with the document expected from it. For
 * ZIP-based formats, a `built.ts` that exports `name` and `bytes` generates the input, so that no binary file is
 * committed. `npm run fixtures` updates every `expected.json`. Review the diff before you commit it.
 */
const FIXTURES = join(import.meta.dirname, "fixtures");
const loadSource = createSourceLoader(() => Promise.reject(new Error("nothing is fetched here")), 1_000_000);

test.each(globSync(["*/input.*", "*/built.ts"], { cwd: FIXTURES }).sort())(
  "%s matches its expected.json",
  async (input) => {
    const intake = await loadSource(await sourceOf(join(FIXTURES, input)), detachedContext());
    const { id: _, blocks, text, ...document } = clean(await extract(intake));
    const actual = {
      ...document,
      paragraphs: blocks.map(({ kind, start, end }) => ({ kind, text: text.slice(start, end) })),
    };
    const path = join(FIXTURES, dirname(input), "expected.json");
    if (process.env.UPDATE_FIXTURES) writeFileSync(path, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(path, "utf8")));
  },
);

async function sourceOf(path: string): Promise<Source> {
  if (!path.endsWith("built.ts")) return { from: "path", path };
  const { name, bytes } = (await import(path)) as { name: string; bytes: Uint8Array };
  return { from: "bytes", bytes, name };
}
