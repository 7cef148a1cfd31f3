import { Cache, openStore } from "../../src/cache/index.ts";
import { cachedSteps } from "../../src/cachedSteps.ts";
import { clean } from "../../src/clean/index.ts";
import { extractiveEngine } from "../../src/engine/index.ts";
import { extract } from "../../src/extract/index.ts";
import { Generation } from "../../src/generation.ts";
import { createSourceLoader } from "../../src/intake/index.ts";
import type { Engine, EngineChoice, Store } from "../../src/model/index.ts";
import { Pith, type Steps } from "../../src/pith.ts";

type Options = { llm?: Engine | null; auto?: EngineChoice; store?: Store; read?: Steps["read"] };

const noFetch = () => Promise.reject(new Error("nothing is fetched here"));

/** Creates a `Pith` wired as in `app.ts`, except that it reads documents in this process and has no network access. */
export function createPith({
  llm = null,
  auto = "auto",
  store = openStore("memory:", "test"),
  read,
}: Options = {}): Pith {
  const generation = new Generation({
    engines: { extractive: extractiveEngine, llm },
    auto,
    now: () => new Date("2026-01-02T03:04:05Z"),
  });
  const readHere: Steps["read"] = read ?? (async (intake) => clean(await extract(intake)));
  const cache = new Cache(store, () => {});
  return new Pith({ loadSource: createSourceLoader(noFetch, 1_000_000), ...cachedSteps(readHere, generation, cache) });
}
