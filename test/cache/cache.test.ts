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

function createCache(store: Store): { cache: Cache; failures: unknown[] } {
  const failures: unknown[] = [];
  return { cache: new Cache(store, (error) => failures.push(error)), failures };
}

describe("Cache.remember", () => {
  test("returns a cached result with cached set to true", async () => {
    const { cache } = createCache(openStore("memory:", "test"));
    const work = async () => ({ value: "done", keep: true });
    expect(await cache.remember("key", asText, detachedContext(), work)).toEqual({ value: "done", cached: false });
    expect(await cache.remember("key", asText, detachedContext(), work)).toEqual({ value: "done", cached: true });
    expect(cache.counts).toEqual({ hits: 1, misses: 1, failures: 0 });
  });

  test("does not cache a result with keep set to false", async () => {
    const { cache } = createCache(openStore("memory:", "test"));
    let runs = 0;
    const work = async () => ({ value: `run ${++runs}`, keep: false });
    await cache.remember("key", asText, detachedContext(), work);
    expect((await cache.remember("key", asText, detachedContext(), work)).value).toBe("run 2");
  });

  test("runs the work again with bypassCache, and caches the new result", async () => {
    const { cache } = createCache(openStore("memory:", "test"));
    let runs = 0;
    const work = async () => ({ value: `run ${++runs}`, keep: true });
    await cache.remember("key", asText, detachedContext(), work);
    expect((await cache.remember("key", asText, detachedContext(), work, true)).value).toBe("run 2");
    expect((await cache.remember("key", asText, detachedContext(), work)).value).toBe("run 2");
  });

  test("returns cached: true to callers that join a running task", async () => {
    const { cache } = createCache(openStore("memory:", "test"));
    const work = async () => ({ value: "done", keep: true });
    const results = await Promise.all([1, 2, 3].map(() => cache.remember("key", asText, detachedContext(), work)));
    expect(results.map(({ cached }) => cached)).toEqual([false, true, true]);
  });

  test("treats an invalid value as a miss and replaces it", async () => {
    const store = openStore("memory:", "test");
    const { cache } = createCache(store);
    await store.set("key", { not: "text" }, 1000);
    expect(await cache.remember("key", asText, detachedContext(), async () => ({ value: "new", keep: true }))).toEqual({
      value: "new",
      cached: false,
    });
    expect(await store.get("key")).toBe("new");
  });

  test("treats a failing store as a miss, and counts and reports the failure", async () => {
    const { cache, failures } = createCache(brokenStore);
    expect(await cache.remember("key", asText, detachedContext(), async () => ({ value: "done", keep: true }))).toEqual(
      {
        value: "done",
        cached: false,
      },
    );
    expect(cache.counts).toEqual({ hits: 0, misses: 1, failures: 2 });
    expect(failures).toHaveLength(2);
  });

  test("rejects with the error of the work and does not cache it", async () => {
    const { cache } = createCache(openStore("memory:", "test"));
    const failing = cache.remember("key", asText, detachedContext(), () => Promise.reject(new PithError("damaged")));
    await expect(failing).rejects.toMatchObject({ code: "damaged" });
    expect(
      (await cache.remember("key", asText, detachedContext(), async () => ({ value: "done", keep: true }))).cached,
    ).toBe(false);
  });
});

describe("cache keys", () => {
  const createIntake = (overrides: Partial<Intake> = {}): Intake =>
    ({ mediaType: "text/plain", name: "a.txt", url: null, text: "Words.", bytes: null, ...overrides }) as Intake;
  const fingerprint: EngineFingerprint = { kind: "llm", model: "m", prompt: "p" };
  const question = { text: "Why?", language: "en", engine: "auto" } as const;

  test("documentKey ignores the name and the URL", () => {
    expect(documentKey(createIntake({ name: "b.txt", url: "https://example.org/x" }))).toBe(
      documentKey(createIntake()),
    );
  });

  test("documentKey depends on the content and the media type", () => {
    const keys = [
      createIntake(),
      createIntake({ text: "Others." }),
      createIntake({ mediaType: "text/markdown" }),
      { ...createIntake(), text: null, bytes: Buffer.from("Words.") },
    ];
    expect(new Set(keys.map((intake) => documentKey(intake as Intake))).size).toBe(4);
  });

  test("digestKey depends on the document, all options, the model and the prompt", () => {
    const base = digestKey("id", DEFAULT_OPTIONS, fingerprint);
    const others = [
      digestKey("other", DEFAULT_OPTIONS, fingerprint),
      digestKey("id", { ...DEFAULT_OPTIONS, length: "brief" }, fingerprint),
      digestKey("id", { ...DEFAULT_OPTIONS, language: "de" }, fingerprint),
      digestKey("id", { ...DEFAULT_OPTIONS, focus: "cost" }, fingerprint),
      digestKey("id", { ...DEFAULT_OPTIONS, sentences: 2 }, fingerprint),
      digestKey("id", DEFAULT_OPTIONS, { ...fingerprint, model: "n" }),
      digestKey("id", DEFAULT_OPTIONS, { ...fingerprint, prompt: "q" }),
      digestKey("id", DEFAULT_OPTIONS, { kind: "extractive", model: null, prompt: null }),
    ];
    expect(new Set([base, ...others]).size).toBe(others.length + 1);
    expect(digestKey("id", { ...DEFAULT_OPTIONS }, { ...fingerprint })).toBe(base);
  });

  test("answerKey depends on the documents, the question, the language and the model", () => {
    const keys = [
      answerKey(["a"], question, fingerprint),
      answerKey(["a", "b"], question, fingerprint),
      answerKey(["a"], { ...question, text: "How?" }, fingerprint),
      answerKey(["a"], { ...question, language: "de" }, fingerprint),
      answerKey(["a"], question, { ...fingerprint, model: "n" }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("comparisonKey depends on the ordered documents, the language and the model", () => {
    const options = { language: "en", engine: "auto" } as const;
    const keys = [
      comparisonKey(["a", "b"], options, fingerprint),
      comparisonKey(["b", "a"], options, fingerprint),
      comparisonKey(["a", "b"], { ...options, language: "de" }, fingerprint),
      comparisonKey(["a", "b"], options, { ...fingerprint, prompt: "q" }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(comparisonKey(["a", "b"], { ...options, engine: "llm" }, fingerprint)).toBe(keys[0]);
  });

  test("jobKey of a comparison canonicalises URLs and distinguishes them from postings", () => {
    const keyOf = (...sides: Pair<CompareTarget>): string =>
      jobKey({ kind: "compare", sides, options: { language: "auto", engine: "auto" }, payer: "1" });
    const page = keyOf({ posting: "p" }, { url: "https://example.com/a" });
    expect(keyOf({ posting: "p" }, { url: "https://example.com/a?utm_source=x#top" })).toBe(page);
    expect(keyOf({ posting: "p" }, { posting: "https://example.com/a" })).not.toBe(page);
    expect(keyOf({ url: "https://example.com/a" }, { posting: "p" })).not.toBe(page);
  });
});

test.each(NOTICES)("parseAnswer accepts the notice %s", (notice) => {
  const stored = { ...ANSWER, quotes: [], notices: [notice] };
  expect(parseAnswer(JSON.parse(JSON.stringify(stored)), [])).toEqual(stored);
});
