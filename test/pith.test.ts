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
  PithError,
  type Progress,
  type Source,
  type Store,
} from "../src/model/index.ts";
import type { Pith } from "../src/pith.ts";
import { FakeEngine, STORY } from "./fakes/engine.ts";
import { createPith } from "./fakes/pith.ts";

const text = (over: Partial<Extract<Source, { from: "text" }>> = {}): Source => ({
  from: "text",
  text: STORY,
  mediaType: "text/plain",
  ...over,
});
const question = { text: "What does the change cost?", language: "auto", engine: "auto" } as const;
let model: FakeEngine;
let store: Store;
let pith: Pith;

function pithWith(llm: Engine | null, auto: EngineChoice = "auto", read?: () => Promise<Document>): Pith {
  return createPith({ llm, auto, store, ...(read && { read }) });
}

beforeEach(() => {
  model = new FakeEngine();
  store = openStore("memory:", "test");
  pith = pithWith(model);
});

describe("claims that did not hold", () => {
  const RIGHT = {
    text: "The mayor did not say how the council would pay for both.",
    kind: "fact",
    speaker: null,
    certainty: "stated",
    quote: "The mayor did not say how the council would pay for both.",
  } as const;
  const usage = { calls: 1, inputTokens: 30, outputTokens: 10, cachedTokens: 0, costUsd: null };

  test("get one more try, all together, and what holds then takes their place", async () => {
    const asked: string[][] = [];
    const repairing = Object.assign(model, {
      repair: async (_: Document, failed: Claim[]) => {
        asked.push(failed.map((claim) => claim.text));
        return { claims: failed.map(() => RIGHT), usage };
      },
    });
    const { claims, usage: spent } = await pithWith(repairing).summarise(text(), DEFAULT_OPTIONS, detachedContext());
    expect(asked).toEqual([["The mayor resigned."]]);
    expect(claims.map(({ status }) => status)).toEqual(["verified", "verified"]);
    expect(claims[1]).toMatchObject({ text: RIGHT.text, quote: { text: RIGHT.quote } });
    expect(spent).toMatchObject({ calls: 2, inputTokens: 130 });
  });

  test.each<[string, () => Promise<DraftRepair>]>([
    ["are given up", async () => ({ claims: [null], usage })],
    ["fail again", async () => ({ claims: [{ ...RIGHT, quote: "The mayor wept." }], usage })],
    ["meet a fault", () => Promise.reject(new PithError("model_unavailable", null, { usage }))],
  ])("stay unverified when they %s", async (_, repair) => {
    const { claims, usage: spent } = await pithWith(Object.assign(model, { repair })).summarise(
      text(),
      DEFAULT_OPTIONS,
      detachedContext(),
    );
    expect(claims[1]).toMatchObject({ text: "The mayor resigned.", status: "unverified", quote: null });
    expect(spent.inputTokens).toBe(130);
  });
});

describe("summarise with a model", () => {
  test("makes one call for a run, none for the same content under another name or address", async () => {
    const first = await pith.summarise(text({ name: "a.txt" }), DEFAULT_OPTIONS, detachedContext());
    const second = await pith.summarise(
      text({ name: "b.txt", url: "https://example.org/b" }),
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

  test("makes one call for 100 identical requests at once", async () => {
    const digests = await Promise.all(
      Array.from({ length: 100 }, () => pith.summarise(text(), DEFAULT_OPTIONS, detachedContext())),
    );
    expect(model.calls).toBe(1);
    expect(new Set(digests.map((digest) => digest.gist)).size).toBe(1);
    expect(digests.reduce((sum, digest) => sum + digest.usage.calls, 0)).toBe(1);
  });

  test("shows no quote that is not in the text, and lists the claim apart with its reason", async () => {
    const digest = await pith.summarise(text(), DEFAULT_OPTIONS, detachedContext());
    const document = await pith.extract(text(), detachedContext());
    const quotes = [
      ...digest.points.flatMap((point) => point.quotes),
      ...digest.claims.flatMap((claim) => claim.quote ?? []),
    ];
    expect(quotes).toHaveLength(2);
    for (const quote of quotes) expect(document.text.slice(quote.start, quote.end)).toBe(quote.text);
    expect(digest.claims.map(({ status, reasons }) => [status, reasons])).toEqual([
      ["verified", []],
      ["unverified", ["quote_not_found"]],
    ]);
    expect(digest.notices).toContain("quotes_dropped");
  });

  test("reports the extractive digest as a draft before the model has answered", async () => {
    const seen: Progress[] = [];
    await pith.summarise(text(), DEFAULT_OPTIONS, { ...detachedContext(), report: (progress) => seen.push(progress) });
    const draft = seen.find((progress) => progress.stage === "draft");
    expect(draft).toMatchObject({ digest: { engine: { kind: "extractive" } } });
  });

  test("a text shorter than its digest is its own gist, without a call", async () => {
    const digest = await pith.summarise(
      text({ text: "The bridge at Vessby will close on 3 May." }),
      DEFAULT_OPTIONS,
      detachedContext(),
    );
    expect(digest).toMatchObject({ gist: "The bridge at Vessby will close on 3 May.", points: [] });
    expect(model.calls).toBe(0);
  });

  test("the extractive engine stands in when the model fails, says so, and is not remembered", async () => {
    model.error = new PithError("model_unavailable");
    const digest = await pith.summarise(text(), DEFAULT_OPTIONS, detachedContext());
    expect(digest).toMatchObject({ engine: { kind: "extractive" }, notices: ["model_failed"] });
    model.error = null;
    expect((await pith.summarise(text(), DEFAULT_OPTIONS, detachedContext())).engine.kind).toBe("llm");
  });

  test("it stands in too when the document does not fit the model", async () => {
    model.error = new PithError("too_large");
    expect((await pith.summarise(text(), DEFAULT_OPTIONS, detachedContext())).notices).toEqual(["model_cut_short"]);
  });

  test("whoever asked for the model gets its failure", async () => {
    model.error = new PithError("model_refused");
    const asked = pith.summarise(text(), { ...DEFAULT_OPTIONS, engine: "llm" }, detachedContext());
    await expect(asked).rejects.toMatchObject({ code: "model_refused" });
  });

  test("so does everybody where the model is what auto means", async () => {
    model.error = new PithError("model_unavailable");
    const insisting = pithWith(model, "llm");
    await expect(insisting.summarise(text(), DEFAULT_OPTIONS, detachedContext())).rejects.toMatchObject(model.error);
    const document = await insisting.extract(text(), detachedContext());
    await expect(insisting.ask([document], question, detachedContext())).rejects.toMatchObject(model.error);
  });

  test("what a failed model was paid for stands in the digest and answer that stand in", async () => {
    const usage = { calls: 3, inputTokens: 30, outputTokens: 3, cachedTokens: 0, costUsd: null };
    model.error = new PithError("model_unavailable", null, { usage });
    expect((await pith.summarise(text(), DEFAULT_OPTIONS, detachedContext())).usage).toEqual(usage);
    const document = await pith.extract(text(), detachedContext());
    expect((await pith.ask([document], question, detachedContext())).usage).toEqual(usage);
  });

  test("a remembered digest or answer has the paragraphs and pages of the document at hand", async () => {
    const paged = (page: number | null) => async (): Promise<Document> => {
      const document = await createPith().extract(text(), detachedContext());
      const [first] = document.blocks;
      const blocks = page ? document.blocks : [{ ...first!, end: document.text.length }];
      return { ...document, blocks: blocks.map((block) => ({ ...block, page })) };
    };
    const places = async (page: number | null, name: string) => {
      const pith = pithWith(model, "auto", paged(page));
      const source = text({ mediaType: name });
      const digest = await pith.summarise(source, DEFAULT_OPTIONS, detachedContext());
      const answer = await pith.ask([await pith.extract(source, detachedContext())], question, detachedContext());
      const quotes = [digest.points[0]?.quotes[0], digest.claims[0]?.quote, answer.quotes[0]];
      return [digest.cached, answer.cached, ...quotes.map((quote) => [quote?.page, quote?.paragraph])];
    };
    expect(await places(2, "text/plain")).toEqual([false, false, [2, 2], [2, 2], [2, 2]]);
    expect(await places(null, "text/markdown")).toEqual([true, true, [null, 1], [null, 1], [null, 1]]);
  });

  test("the extractive engine is used when it is asked for", async () => {
    const digest = await pith.summarise(text(), { ...DEFAULT_OPTIONS, engine: "extractive" }, detachedContext());
    expect(digest.engine.kind).toBe("extractive");
    expect(model.calls).toBe(0);
  });

  test("fresh work is done again", async () => {
    await pith.summarise(text(), DEFAULT_OPTIONS, detachedContext());
    expect((await pith.summarise(text(), DEFAULT_OPTIONS, detachedContext(), true)).cached).toBe(false);
    expect(model.calls).toBe(2);
  });

  test("a stopped run ends as stopped and leaves nothing behind", async () => {
    const stop = new AbortController();
    const asked = pith.summarise(text(), DEFAULT_OPTIONS, {
      signal: stop.signal,
      report: ({ stage }) => stage === "draft" && stop.abort(),
    });
    await expect(asked).rejects.toMatchObject({ code: "stopped" });
    expect((await pith.summarise(text(), DEFAULT_OPTIONS, detachedContext())).cached).toBe(false);
  });

  test("a stored digest whose quotes do not stand in the text is written anew", async () => {
    const honest = store;
    const shifted = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value ?? null).replaceAll('"start":', '"start":1'));
    const tampering: Store = { ...honest, get: async (key) => shifted(await honest.get(key)) };
    await pith.summarise(text(), DEFAULT_OPTIONS, detachedContext());
    store = tampering;
    const digest = await pithWith(model).summarise(text(), DEFAULT_OPTIONS, detachedContext());
    expect(digest.cached).toBe(false);
    const document = await pith.extract(text(), detachedContext());
    for (const { quote } of digest.claims)
      if (quote) expect(document.text.slice(quote.start, quote.end)).toBe(quote.text);
  });
});

describe("without a model", () => {
  test("asking for one is a clear failure", async () => {
    const asked = pithWith(null).summarise(text(), { ...DEFAULT_OPTIONS, engine: "llm" }, detachedContext());
    await expect(asked).rejects.toMatchObject({ code: "model_unavailable" });
  });

  test("a digest and an answer come from the extractive engine", async () => {
    const plain = pithWith(null);
    expect((await plain.summarise(text(), DEFAULT_OPTIONS, detachedContext())).engine.kind).toBe("extractive");
    const answer = await plain.ask([await plain.extract(text(), detachedContext())], question, detachedContext());
    expect(answer).toMatchObject({ answerable: true, engine: { kind: "extractive" } });
    expect(answer.text).toContain("61,000 crowns");
  });
});

describe("ask", () => {
  test("answers once and remembers", async () => {
    const document = await pith.extract(text(), detachedContext());
    const first = await pith.ask([document], question, detachedContext());
    const second = await pith.ask([document], question, detachedContext());
    expect(first).toMatchObject({ answerable: true, text: "It costs 61,000 crowns. [1]", cached: false });
    expect(second).toMatchObject({ text: first.text, quotes: first.quotes, cached: true });
    expect(model.calls).toBe(1);
  });

  test("an answer on an invented quote becomes: the document does not say", async () => {
    model.quote = "It will be free of charge for ever.";
    const answer = await pith.ask([await pith.extract(text(), detachedContext())], question, detachedContext());
    expect(answer).toMatchObject({ answerable: false, text: "The document does not say.", quotes: [] });
    expect(answer.nearest).not.toBeNull();
  });

  test("the extractive engine stands in for a model that fails", async () => {
    model.error = new PithError("model_truncated");
    const answer = await pith.ask([await pith.extract(text(), detachedContext())], question, detachedContext());
    expect(answer).toMatchObject({ engine: { kind: "extractive" }, notices: ["model_failed"] });
  });
});

describe("compare", () => {
  const options = { language: "auto", engine: "auto" } as const;
  const OTHER = text({
    text: "The mayor of Sule opened a new quay on Monday.\n\nIt cost eleven million crowns, she said.",
  });
  const both = async (): Promise<[Document, Document]> => [
    await pith.extract(text(), detachedContext()),
    await pith.extract(OTHER, detachedContext()),
  ];

  test("compares once and remembers, in the order that was asked for", async () => {
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

  test("a document with itself is a clear failure", async () => {
    const [one] = await both();
    await expect(pith.compare([one, one], options, detachedContext())).rejects.toMatchObject({ code: "same_document" });
  });

  test("the extractive engine stands in for a model that fails, and that is not remembered", async () => {
    model.error = new PithError("model_truncated");
    const standIn = await pith.compare(await both(), options, detachedContext());
    expect(standIn).toMatchObject({ engine: { kind: "extractive" }, notices: ["model_failed"], cached: false });
    model.error = null;
    expect(await pith.compare(await both(), options, detachedContext())).toMatchObject({ engine: { kind: "llm" } });
    const asked = pith.compare(await both(), { ...options, engine: "llm", language: "de" }, detachedContext());
    await expect(asked).resolves.toMatchObject({ engine: { kind: "llm" } });
  });

  test("a stored comparison whose quotes do not stand in the texts is written anew", async () => {
    const honest = store;
    await pith.compare(await both(), options, detachedContext());
    const shifted = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value ?? null).replaceAll('"start":', '"start":1'));
    store = { ...honest, get: async (key) => shifted(await honest.get(key)) };
    const documents = await both();
    expect((await pithWith(model).compare(documents, options, detachedContext())).cached).toBe(false);
  });
});

test("bad input fails with its code and nothing of it is remembered", async () => {
  const stored: string[] = [];
  store = { ...store, set: async (key) => void stored.push(key) };
  const watching = pithWith(model);
  for (const [source, code] of [
    [text({ text: "  \n " }), "empty"],
    [{ from: "path", path: "/no/such/file" }, "not_found"],
    [{ from: "bytes", bytes: Buffer.from("%PDF-1.4 broken") }, "damaged"],
    [{ from: "bytes", bytes: new Uint8Array(64).map((_, i) => (i * 37) % 256) }, "unsupported"],
  ] as const) {
    await expect(watching.summarise(source as Source, DEFAULT_OPTIONS, detachedContext())).rejects.toMatchObject({
      code,
    });
  }
  expect(stored).toEqual([]);
  expect(model.calls).toBe(0);
});
