import { describe, expect, test } from "vitest";
import {
  answerKey,
  Cache,
  comparisonKey,
  digestKey,
  documentKey,
  openStore,
  parseAnswer,
} from "../../src/cache/index.ts";
import { jobKey } from "../../src/jobs/jobKey.ts";
import {
  type CompareTarget,
  DEFAULT_OPTIONS,
  detachedContext,
  type EngineFingerprint,
  type Intake,
  NOTICES,
  type Pair,
  PithError,
  type Store,
} from "../../src/model/index.ts";
import { ANSWER } from "../fakes/records.ts";

const asText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const brokenStore: Store = {
  get: () => Promise.reject(new Error("gone")),
  set: () => Promise.reject(new Error("gone")),
  delete: () => Promise.reject(new Error("gone")),
  close: async () => {},
};

function cacheOver(store: Store): { cache: Cache; failures: unknown[] } {
  const failures: unknown[] = [];
  return { cache: new Cache(store, (error) => failures.push(error)), failures };
}

describe("Cache", () => {
  test("remembers what was whole, and says that it was remembered", async () => {
    const { cache } = cacheOver(openStore("memory:", "test"));
    const work = async () => ({ value: "done", keep: true });
    expect(await cache.remember("key", asText, detachedContext(), work)).toEqual({ value: "done", cached: false });
    expect(await cache.remember("key", asText, detachedContext(), work)).toEqual({ value: "done", cached: true });
    expect(cache.counts).toEqual({ hits: 1, misses: 1, failures: 0 });
  });

  test("does not remember what only stood in", async () => {
    const { cache } = cacheOver(openStore("memory:", "test"));
    let times = 0;
    const work = async () => ({ value: `try ${++times}`, keep: false });
    await cache.remember("key", asText, detachedContext(), work);
    expect((await cache.remember("key", asText, detachedContext(), work)).value).toBe("try 2");
  });

  test("does fresh work when asked to, and remembers it", async () => {
    const { cache } = cacheOver(openStore("memory:", "test"));
    let times = 0;
    const work = async () => ({ value: `try ${++times}`, keep: true });
    await cache.remember("key", asText, detachedContext(), work);
    expect((await cache.remember("key", asText, detachedContext(), work, true)).value).toBe("try 2");
    expect((await cache.remember("key", asText, detachedContext(), work)).value).toBe("try 2");
  });

  test("who joins work under way is told that it cost nothing more", async () => {
    const { cache } = cacheOver(openStore("memory:", "test"));
    const work = async () => ({ value: "done", keep: true });
    const found = await Promise.all([1, 2, 3].map(() => cache.remember("key", asText, detachedContext(), work)));
    expect(found.map(({ cached }) => cached)).toEqual([false, true, true]);
  });

  test("a value that was damaged is a miss and is written anew", async () => {
    const store = openStore("memory:", "test");
    const { cache } = cacheOver(store);
    await store.set("key", { not: "text" }, 1000);
    expect(await cache.remember("key", asText, detachedContext(), async () => ({ value: "new", keep: true }))).toEqual({
      value: "new",
      cached: false,
    });
    expect(await store.get("key")).toBe("new");
  });

  test("a store that fails is a counted, reported miss and never fails the work", async () => {
    const { cache, failures } = cacheOver(brokenStore);
    expect(await cache.remember("key", asText, detachedContext(), async () => ({ value: "done", keep: true }))).toEqual(
      {
        value: "done",
        cached: false,
      },
    );
    expect(cache.counts).toEqual({ hits: 0, misses: 1, failures: 2 });
    expect(failures).toHaveLength(2);
  });

  test("a failure of the work is handed on and not remembered", async () => {
    const { cache } = cacheOver(openStore("memory:", "test"));
    const fails = cache.remember("key", asText, detachedContext(), () => Promise.reject(new PithError("damaged")));
    await expect(fails).rejects.toMatchObject({ code: "damaged" });
    expect(
      (await cache.remember("key", asText, detachedContext(), async () => ({ value: "done", keep: true }))).cached,
    ).toBe(false);
  });
});

describe("keys", () => {
  const text = (over: Partial<Intake> = {}): Intake =>
    ({ mediaType: "text/plain", name: "a.txt", url: null, text: "Words.", bytes: null, ...over }) as Intake;
  const mark: EngineFingerprint = { kind: "llm", model: "m", prompt: "p" };
  const question = { text: "Why?", language: "en", engine: "auto" } as const;

  test("a name or an address does not make other work", () => {
    expect(documentKey(text({ name: "b.txt", url: "https://example.org/x" }))).toBe(documentKey(text()));
  });

  test("other content or another type is other work", () => {
    const keys = [
      text(),
      text({ text: "Others." }),
      text({ mediaType: "text/markdown" }),
      { ...text(), text: null, bytes: Buffer.from("Words.") },
    ];
    expect(new Set(keys.map((intake) => documentKey(intake as Intake))).size).toBe(4);
  });

  test("every option, the model and the prompt are part of a digest's work", () => {
    const base = digestKey("id", DEFAULT_OPTIONS, mark);
    const others = [
      digestKey("other", DEFAULT_OPTIONS, mark),
      digestKey("id", { ...DEFAULT_OPTIONS, length: "brief" }, mark),
      digestKey("id", { ...DEFAULT_OPTIONS, language: "de" }, mark),
      digestKey("id", { ...DEFAULT_OPTIONS, focus: "cost" }, mark),
      digestKey("id", { ...DEFAULT_OPTIONS, sentences: 2 }, mark),
      digestKey("id", DEFAULT_OPTIONS, { ...mark, model: "n" }),
      digestKey("id", DEFAULT_OPTIONS, { ...mark, prompt: "q" }),
      digestKey("id", DEFAULT_OPTIONS, { kind: "extractive", model: null, prompt: null }),
    ];
    expect(new Set([base, ...others]).size).toBe(others.length + 1);
    expect(digestKey("id", { ...DEFAULT_OPTIONS }, { ...mark })).toBe(base);
  });

  test("documents, question, language and engine are an answer's work", () => {
    const keys = [
      answerKey(["a"], question, mark),
      answerKey(["a", "b"], question, mark),
      answerKey(["a"], { ...question, text: "How?" }, mark),
      answerKey(["a"], { ...question, language: "de" }, mark),
      answerKey(["a"], question, { ...mark, model: "n" }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("both documents in their order, language and engine are a comparison's work", () => {
    const comparing = { language: "en", engine: "auto" } as const;
    const keys = [
      comparisonKey(["a", "b"], comparing, mark),
      comparisonKey(["b", "a"], comparing, mark),
      comparisonKey(["a", "b"], { ...comparing, language: "de" }, mark),
      comparisonKey(["a", "b"], comparing, { ...mark, prompt: "q" }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(comparisonKey(["a", "b"], { ...comparing, engine: "llm" }, mark)).toBe(keys[0]);
  });

  test("a page is the same side of a comparison under any of its addresses, and no posting of its name", () => {
    const keyOf = (...sides: Pair<CompareTarget>): string =>
      jobKey({ kind: "compare", sides, options: { language: "auto", engine: "auto" }, payer: "1" });
    const page = keyOf({ posting: "p" }, { url: "https://example.com/a" });
    expect(keyOf({ posting: "p" }, { url: "https://example.com/a?utm_source=x#top" })).toBe(page);
    expect(keyOf({ posting: "p" }, { posting: "https://example.com/a" })).not.toBe(page);
    expect(keyOf({ url: "https://example.com/a" }, { posting: "p" })).not.toBe(page);
  });
});

test.each(NOTICES)("an answer with the notice %s is read back", (notice) => {
  const stored = { ...ANSWER, quotes: [], notices: [notice] };
  expect(parseAnswer(JSON.parse(JSON.stringify(stored)), [])).toEqual(stored);
});
