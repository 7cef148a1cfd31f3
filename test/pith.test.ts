import { beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../src/cache/index.ts";
import {
  type Claim,
  DEFAULT_OPTIONS,
  type Document,
  type DraftRepair,
  detachedContext,
  type Engine,
  type EngineChoice,
  type Length,
  PithError,
  type Progress,
  type Source,
  type Store,
} from "../src/model/index.ts";
import type { Pith } from "../src/pith.ts";
import { FakeEngine, STORY } from "./fakes/engine.ts";
import { overrideStore } from "./fakes/overrideStore.ts";
import { createPith } from "./fakes/pith.ts";

const textSource = (overrides: Partial<Extract<Source, { from: "text" }>> = {}): Source => ({
  from: "text",
  text: STORY,
  mediaType: "text/plain",
  ...overrides,
});
const question = { text: "What does the change cost?", language: "auto", engine: "auto" } as const;
let model: FakeEngine;
let store: Store;
let pith: Pith;

function createPithWith(llm: Engine | null, auto: EngineChoice = "auto", read?: () => Promise<Document>): Pith {
  return createPith({ llm, auto, store, ...(read && { read }) });
}

/** Changes the start offsets of all quotes in a cached value. */
const shiftQuotes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null).replaceAll('"start":', '"start":1'));

beforeEach(() => {
  model = new FakeEngine();
  store = openStore("memory:", "test");
  pith = createPithWith(model);
});

describe("Pith.summarise repairs unverified claims", () => {
  const RIGHT = {
    text: "The mayor did not say how the council would pay for both.",
    kind: "fact",
    speaker: null,
    certainty: "stated",
    quote: "The mayor did not say how the council would pay for both.",
  } as const;
  const usage = { calls: 1, inputTokens: 30, outputTokens: 10, cachedTokens: 0, costUsd: null };

  test("sends them to the engine once, and replaces those whose repair is verified", async () => {
    const requests: string[][] = [];
    const repairing = Object.assign(model, {
      repair: async (_: Document, failed: Claim[]) => {
        requests.push(failed.map((claim) => claim.text));
        return { claims: failed.map(() => RIGHT), usage };
      },
    });
    const { claims, usage: spent } = await createPithWith(repairing).summarise(
      textSource(),
      DEFAULT_OPTIONS,
      detachedContext(),
    );
    expect(requests).toEqual([["The mayor resigned."]]);
    expect(claims.map(({ status }) => status)).toEqual(["verified", "verified"]);
    expect(claims[1]).toMatchObject({ text: RIGHT.text, quote: { text: RIGHT.quote } });
    expect(spent).toMatchObject({ calls: 2, inputTokens: 130 });
  });

  test.each<[string, () => Promise<DraftRepair>]>([
    ["the repair is empty", async () => ({ claims: [null], usage })],
    [
      "the repaired claim is not verified",
      async () => ({ claims: [{ ...RIGHT, text: "The mayor of Sule wept at the opera." }], usage }),
    ],
    ["the repair fails", () => Promise.reject(new PithError("model_unavailable", null, { usage }))],
  ])("keeps them unverified if %s", async (_, repair) => {
    const { claims, usage: spent } = await createPithWith(Object.assign(model, { repair })).summarise(
      textSource(),
      DEFAULT_OPTIONS,
      detachedContext(),
    );
    expect(claims[1]).toMatchObject({ text: "The mayor resigned.", status: "unverified", quote: null });
    expect(spent.inputTokens).toBe(130);
  });

  test("asks for none where enough claims hold, nor of a model whose repairs mended nothing twice", async () => {
    const requests: number[] = [];
    const repair = async (_: Document, failed: Claim[]) => {
      requests.push(failed.length);
      return { claims: failed.map(() => null), usage };
    };
    const fruitless = createPithWith(Object.assign(model, { repair }));
    const summarise = (n: number, length: Length = "standard") =>
      fruitless.summarise(
        textSource({ text: `${STORY}\n\nThis is edition ${n} of it.` }),
        { ...DEFAULT_OPTIONS, length },
        detachedContext(),
      );
    await summarise(0, "headline");
    expect(requests).toEqual([]);
    for (const n of [1, 2, 3, 4]) await summarise(n);
    expect(requests).toEqual([1, 1]);
  });
});

describe("Pith.summarise with a model", () => {
  test("makes no further call for the same content with another name or URL", async () => {
    const first = await pith.summarise(textSource({ name: "a.txt" }), DEFAULT_OPTIONS, detachedContext());
    const second = await pith.summarise(
      textSource({ name: "b.txt", url: "https://example.org/b" }),
      DEFAULT_OPTIONS,
      detachedContext(),
    );
    expect(model.calls).toBe(1);
    expect([first.cached, second.cached]).toEqual([false, true]);
    expect(second.usage.calls).toBe(0);
    expect(second.document.url).toBe("https://example.org/b");
    expect(second.document.site).toBe("example.org");
    expect(first.document.url).toBeNull();
  });

  test("makes one call for 100 identical concurrent requests", async () => {
    const digests = await Promise.all(
      Array.from({ length: 100 }, () => pith.summarise(textSource(), DEFAULT_OPTIONS, detachedContext())),
    );
    expect(model.calls).toBe(1);
    expect(new Set(digests.map((digest) => digest.gist)).size).toBe(1);
    expect(digests.reduce((sum, digest) => sum + digest.usage.calls, 0)).toBe(1);
  });

  test("drops quotes that are not in the text, and marks their claims as unverified with the reason", async () => {
    const digest = await pith.summarise(textSource(), DEFAULT_OPTIONS, detachedContext());
    const document = await pith.extract(textSource(), detachedContext());
    const quotes = [
      ...digest.points.flatMap((point) => point.quotes),
      ...digest.claims.flatMap((claim) => claim.quote ?? []),
    ];
    expect(quotes.length).toBeGreaterThan(1);
    for (const quote of quotes) expect(document.text.slice(quote.start, quote.end)).toBe(quote.text);
    expect(digest.claims.map(({ status, reasons }) => [status, reasons])).toEqual([
      ["verified", []],
      ["unverified", ["quote_not_found"]],
    ]);
    expect(digest.notices).toContain("quotes_dropped");
  });

  test("reports the extractive digest as a draft before the response of the model", async () => {
    const reported: Progress[] = [];
    await pith.summarise(textSource(), DEFAULT_OPTIONS, {
      ...detachedContext(),
      report: (progress) => reported.push(progress),
    });
    const draft = reported.find((progress) => progress.stage === "draft");
    expect(draft).toMatchObject({ digest: { engine: { kind: "extractive" } } });
  });

  test("uses a very short text as its gist, without a call", async () => {
    const digest = await pith.summarise(
      textSource({ text: "The bridge at Vessby will close on 3 May." }),
      DEFAULT_OPTIONS,
      detachedContext(),
    );
    expect(digest).toMatchObject({ gist: "The bridge at Vessby will close on 3 May.", points: [] });
    expect(model.calls).toBe(0);
  });

  test("falls back to the extractive engine if the model fails, with a notice and without caching", async () => {
    model.error = new PithError("model_unavailable");
    const digest = await pith.summarise(textSource(), DEFAULT_OPTIONS, detachedContext());
    expect(digest).toMatchObject({ engine: { kind: "extractive" }, notices: ["model_failed"] });
    model.error = null;
    expect((await pith.summarise(textSource(), DEFAULT_OPTIONS, detachedContext())).engine.kind).toBe("llm");
  });

  test("does not keep a digest that the model refused, but calls it again at the next asking", async () => {
    model.error = new PithError("model_refused");
    const ask = () => pith.summarise(textSource(), DEFAULT_OPTIONS, detachedContext());
    expect(await ask()).toMatchObject({ engine: { kind: "extractive" }, notices: ["model_refused"], cached: false });
    expect(await ask()).toMatchObject({ notices: ["model_refused"], cached: false });
    expect(model.calls).toBe(2);
    model.error = null;
    expect((await ask()).engine.kind).toBe("llm");
    expect(await ask()).toMatchObject({ engine: { kind: "llm" }, cached: true });
    expect(model.calls).toBe(3);
  });

  test("falls back to the extractive engine if the document exceeds the context window", async () => {
    model.error = new PithError("too_large");
    expect((await pith.summarise(textSource(), DEFAULT_OPTIONS, detachedContext())).notices).toEqual([
      "model_cut_short",
    ]);
  });

  test("throws the error of the model if it was requested explicitly", async () => {
    model.error = new PithError("model_refused");
    const failing = pith.summarise(textSource(), { ...DEFAULT_OPTIONS, engine: "llm" }, detachedContext());
    await expect(failing).rejects.toMatchObject({ code: "model_refused" });
  });

  test("throws the error of the model if it is the default engine", async () => {
    model.error = new PithError("model_unavailable");
    const strict = createPithWith(model, "llm");
    await expect(strict.summarise(textSource(), DEFAULT_OPTIONS, detachedContext())).rejects.toMatchObject(model.error);
    const document = await strict.extract(textSource(), detachedContext());
    await expect(strict.ask([document], question, detachedContext())).rejects.toMatchObject(model.error);
  });

  test("includes the usage of a failed model in the fallback digest and answer", async () => {
    const usage = { calls: 3, inputTokens: 30, outputTokens: 3, cachedTokens: 0, costUsd: null };
    model.error = new PithError("model_unavailable", null, { usage });
    expect((await pith.summarise(textSource(), DEFAULT_OPTIONS, detachedContext())).usage).toEqual(usage);
    const document = await pith.extract(textSource(), detachedContext());
    expect((await pith.ask([document], question, detachedContext())).usage).toEqual(usage);
  });

  test("updates the paragraphs and pages of cached quotes to the current document", async () => {
    const readWithPage = (page: number | null) => async (): Promise<Document> => {
      const document = await createPith().extract(textSource(), detachedContext());
      const [first] = document.blocks;
      const blocks = page ? document.blocks : [{ ...first!, end: document.text.length }];
      return { ...document, blocks: blocks.map((block) => ({ ...block, page })) };
    };
    const locationsOf = async (page: number | null, mediaType: string) => {
      const pith = createPithWith(model, "auto", readWithPage(page));
      const source = textSource({ mediaType });
      const digest = await pith.summarise(source, DEFAULT_OPTIONS, detachedContext());
      const answer = await pith.ask([await pith.extract(source, detachedContext())], question, detachedContext());
      const quotes = [digest.points[0]?.quotes[0], digest.claims[0]?.quote, answer.quotes[0]];
      return [digest.cached, answer.cached, ...quotes.map((quote) => [quote?.page, quote?.paragraph])];
    };
    expect(await locationsOf(2, "text/plain")).toEqual([false, false, [2, 2], [2, 2], [2, 2]]);
    expect(await locationsOf(null, "text/markdown")).toEqual([true, true, [null, 1], [null, 1], [null, 1]]);
  });

  test("uses the extractive engine if it is requested", async () => {
    const digest = await pith.summarise(textSource(), { ...DEFAULT_OPTIONS, engine: "extractive" }, detachedContext());
    expect(digest.engine.kind).toBe("extractive");
    expect(model.calls).toBe(0);
  });

  test("bypasses the cache if requested", async () => {
    await pith.summarise(textSource(), DEFAULT_OPTIONS, detachedContext());
    expect((await pith.summarise(textSource(), DEFAULT_OPTIONS, detachedContext(), true)).cached).toBe(false);
    expect(model.calls).toBe(2);
  });

  test("throws stopped when the signal is aborted, and caches nothing", async () => {
    const controller = new AbortController();
    const summarising = pith.summarise(textSource(), DEFAULT_OPTIONS, {
      signal: controller.signal,
      report: ({ stage }) => stage === "draft" && controller.abort(),
    });
    await expect(summarising).rejects.toMatchObject({ code: "stopped" });
    expect((await pith.summarise(textSource(), DEFAULT_OPTIONS, detachedContext())).cached).toBe(false);
  });

  test("replaces a cached digest whose quotes are not in the text", async () => {
    const original = store;
    await pith.summarise(textSource(), DEFAULT_OPTIONS, detachedContext());
    store = { ...original, get: async (key) => shiftQuotes(await original.get(key)) };
    const digest = await createPithWith(model).summarise(textSource(), DEFAULT_OPTIONS, detachedContext());
    expect(digest.cached).toBe(false);
    const document = await pith.extract(textSource(), detachedContext());
    for (const { quote } of digest.claims)
      if (quote) expect(document.text.slice(quote.start, quote.end)).toBe(quote.text);
  });
});

describe("Pith without a model", () => {
  test("throws model_unavailable if the model is requested", async () => {
    const failing = createPithWith(null).summarise(
      textSource(),
      { ...DEFAULT_OPTIONS, engine: "llm" },
      detachedContext(),
    );
    await expect(failing).rejects.toMatchObject({ code: "model_unavailable" });
  });

  test("uses the extractive engine for digests and answers", async () => {
    const plain = createPithWith(null);
    expect((await plain.summarise(textSource(), DEFAULT_OPTIONS, detachedContext())).engine.kind).toBe("extractive");
    const answer = await plain.ask([await plain.extract(textSource(), detachedContext())], question, detachedContext());
    expect(answer).toMatchObject({ answerable: true, engine: { kind: "extractive" } });
    expect(answer.text).toContain("61,000 crowns");
  });
});

describe("Pith.ask", () => {
  test("caches the answer", async () => {
    const document = await pith.extract(textSource(), detachedContext());
    const first = await pith.ask([document], question, detachedContext());
    const second = await pith.ask([document], question, detachedContext());
    expect(first).toMatchObject({ answerable: true, text: "It costs 61,000 crowns. [1]", cached: false });
    expect(second).toMatchObject({ text: first.text, quotes: first.quotes, cached: true });
    expect(model.calls).toBe(1);
  });

  test("replaces an answer with an invented quote by one of the extractive engine, or by none", async () => {
    model.quote = "It will be free of charge for ever.";
    const document = await pith.extract(textSource(), detachedContext());
    const extract = await pith.ask([document], question, detachedContext());
    expect(extract).toMatchObject({ answerable: true, notices: ["model_unsupported"], usage: { calls: 1 } });
    expect(extract.text).toContain("61,000 crowns a year");
    const unanswered = { ...question, text: "How much does the mayor earn a year?" };
    const answer = await pith.ask([document], unanswered, detachedContext());
    expect(answer).toMatchObject({ answerable: false, text: "The document does not say.", quotes: [] });
    expect(answer.nearest).not.toBeNull();
  });

  test("falls back to the extractive engine if the model fails", async () => {
    model.error = new PithError("model_truncated");
    const answer = await pith.ask([await pith.extract(textSource(), detachedContext())], question, detachedContext());
    expect(answer).toMatchObject({ engine: { kind: "extractive" }, notices: ["model_failed"] });
  });
});

describe("Pith.compare", () => {
  const options = { language: "auto", engine: "auto" } as const;
  const OTHER = textSource({
    text: "The mayor of Sule opened a new quay on Monday.\n\nIt cost eleven million crowns, she said.",
  });
  const both = async (): Promise<[Document, Document]> => [
    await pith.extract(textSource(), detachedContext()),
    await pith.extract(OTHER, detachedContext()),
  ];

  test("caches a comparison separately for each order of the documents", async () => {
    const [one, other] = await both();
    const first = await pith.compare([one, other], options, detachedContext());
    expect(first).toMatchObject({ cached: false, notices: ["quotes_dropped"], language: "en" });
    expect(first.onlyFirst.map((finding) => finding.text)).toEqual(["The change would cost 61,000 crowns a year."]);
    expect(first.documents.map(({ id }) => id)).toEqual([one.id, other.id]);
    const second = await pith.compare([one, other], options, detachedContext());
    expect(second).toMatchObject({ cached: true, onlyFirst: first.onlyFirst, usage: { calls: 0 } });
    expect(model.calls).toBe(1);
    expect((await pith.compare([other, one], options, detachedContext())).cached).toBe(false);
  });

  test("throws same_document for two identical documents", async () => {
    const [one] = await both();
    await expect(pith.compare([one, one], options, detachedContext())).rejects.toMatchObject({ code: "same_document" });
  });

  test("falls back to the extractive engine if the model fails, without caching", async () => {
    model.error = new PithError("model_truncated");
    const fallback = await pith.compare(await both(), options, detachedContext());
    expect(fallback).toMatchObject({ engine: { kind: "extractive" }, notices: ["model_failed"], cached: false });
    model.error = null;
    expect(await pith.compare(await both(), options, detachedContext())).toMatchObject({ engine: { kind: "llm" } });
    const comparing = pith.compare(await both(), { ...options, engine: "llm", language: "de" }, detachedContext());
    await expect(comparing).resolves.toMatchObject({ engine: { kind: "llm" } });
  });

  test("replaces a cached comparison whose quotes are not in the texts", async () => {
    const original = store;
    await pith.compare(await both(), options, detachedContext());
    store = { ...original, get: async (key) => shiftQuotes(await original.get(key)) };
    const documents = await both();
    expect((await createPithWith(model).compare(documents, options, detachedContext())).cached).toBe(false);
  });
});

test("Pith.summarise throws the matching error code for invalid input, and caches nothing", async () => {
  const stored: string[] = [];
  store = overrideStore(store, { set: async (key) => void stored.push(key) });
  const recording = createPithWith(model);
  for (const [source, code] of [
    [textSource({ text: "  \n " }), "empty"],
    [{ from: "path", path: "/no/such/file" }, "not_found"],
    [{ from: "bytes", bytes: Buffer.from("%PDF-1.4 broken") }, "damaged"],
    [{ from: "bytes", bytes: new Uint8Array(64).map((_, i) => (i * 37) % 256) }, "unsupported"],
  ] as const) {
    await expect(recording.summarise(source as Source, DEFAULT_OPTIONS, detachedContext())).rejects.toMatchObject({
      code,
    });
  }
  expect(stored).toEqual([]);
  expect(model.calls).toBe(0);
});
