import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { llmEngine, Prompts } from "../../../src/engine/index.ts";
import { chunkLines } from "../../../src/engine/llm/prompt/chunks.ts";
import {
  DEFAULT_OPTIONS,
  type Document,
  detachedContext,
  type Engine,
  type Progress,
} from "../../../src/model/index.ts";
import { estimateTokens } from "../../../src/text/index.ts";
import { createDocument } from "../../fakes/documents.ts";
import {
  completion,
  faithfulDigest,
  isReduction,
  type ModelRequest,
  type ModelServer,
  modelError,
  numberedSentences,
  type Responder,
  startModelServer,
  statement,
} from "../../fakes/modelServer.ts";
import { createStubModel } from "../../fakes/stubChatModel.ts";

const PROMPTS = join(import.meta.dirname, "../../../prompts");
let server: ModelServer;
afterEach(() => server?.close());

async function engineAt(answering: Responder, contextTokens: number, maxTokens: number | null = null): Promise<Engine> {
  server = await startModelServer(withUsage(answering));
  return llmEngine(createStubModel(server.url, { apiKey: "key", contextTokens }), new Prompts(PROMPTS), {
    maxTokens,
    approvalUsd: null,
  });
}
/** Adds usage to each successful reply. The number of input tokens is the estimate for the request. */
const withUsage =
  (answering: Responder): Responder =>
  async (request, nth) => {
    const reply = await answering(request, nth);
    const usage = { prompt_tokens: estimateTokens(textOf(request)), completion_tokens: 100 };
    return reply.status ? reply : { ...reply, body: { ...(reply.body as object), usage } };
  };
const textOf = ({ body }: ModelRequest): string => body.messages.map(({ content }) => content).join("\n");

/** Creates a document of distinct sentences, so that a missing sentence is noticed. */
const longDocument = (paragraphs: number): Document =>
  createDocument(
    Array.from({ length: paragraphs }, (_, i) =>
      Array.from({ length: 5 }, (_, j) => `Sentence ${j} of paragraph ${i} tells of harbour number ${i * 5 + j}.`).join(
        " ",
      ),
    ),
  );

describe("a document that exceeds the context window", () => {
  test("is summarised by map-reduce in N + 1 calls that contain all of its sentences", async () => {
    const engine = await engineAt(faithfulDigest, 4000);
    const document = longDocument(80);
    const reported: Progress[] = [];
    const draft = await engine.digest(document, DEFAULT_OPTIONS, {
      ...detachedContext(),
      report: (p) => reported.push(p),
    });
    const maps = server.requests.filter((request) => !isReduction(request));
    const read = new Map(maps.flatMap((request) => numberedSentences(request)));
    expect([...read.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
    expect(server.requests).toHaveLength(maps.length + 1);
    expect(draft.usage.calls).toBe(maps.length + 1);
    expect(reported).toContainEqual({ stage: "digest", done: maps.length, total: maps.length + 1 });
    expect(reported[0]).toMatchObject({ stage: "plan", calls: maps.length + 1 });
    for (const quote of [...draft.points.flatMap((p) => p.quotes), ...draft.claims.map((c) => c.quote ?? "")])
      expect(document.text).toContain(quote);
    expect(draft.claims).not.toHaveLength(0);
  });

  test("requires only slightly more input tokens than it contains, in one call and in many", async () => {
    const document = longDocument(130);
    const own = estimateTokens(document.text);
    const one = await engineAt(faithfulDigest, 128_000);
    expect((await one.digest(document, DEFAULT_OPTIONS, detachedContext())).usage.inputTokens / own).toBeLessThan(1.3);
    await server.close();
    const many = await engineAt(faithfulDigest, 8000);
    expect((await many.digest(document, DEFAULT_OPTIONS, detachedContext())).usage.inputTokens / own).toBeLessThan(
      1.45,
    );
  });

  test("requires another reduce step if the notes also exceed the context window", async () => {
    const verbose: Responder = (request) => {
      if (isReduction(request)) return faithfulDigest(request);
      const lines = numberedSentences(request).slice(0, 8);
      const text = (n: number): string => `Note on ${n}: ${"harbours and what became of them, ".repeat(8)}`;
      return completion({ statements: lines.map(([n]) => statement(text(n), [n])), gist: "Harbours." });
    };
    const engine = await engineAt(verbose, 3000);
    const draft = await engine.digest(longDocument(120), DEFAULT_OPTIONS, detachedContext());
    expect(server.requests.filter(isReduction).length).toBeGreaterThan(1);
    expect(draft.points.flatMap((point) => point.quotes)).not.toContain("");
  });

  test("is split into smaller parts once if the context window turns out to be smaller", async () => {
    let limit = 2500;
    const small: Responder = (request) =>
      estimateTokens(textOf(request)) + (request.body.max_tokens ?? 0) > limit
        ? modelError(400, `maximum context length is ${limit} tokens`)
        : faithfulDigest(request);
    const engine = await engineAt(small, 128_000);
    expect((await engine.digest(longDocument(60), DEFAULT_OPTIONS, detachedContext())).claims).not.toHaveLength(0);
    limit = 100;
    const before = server.requests.length;
    await expect(engine.digest(longDocument(60), DEFAULT_OPTIONS, detachedContext())).rejects.toMatchObject({
      code: "too_large",
    });
    expect(server.requests.length - before).toBeLessThan(10);
  });

  test("keeps the parts that were read when a later one turns out too large", async () => {
    let hasFailed = false;
    const engine = await engineAt((request) => {
      const isLater = numberedSentences(request).some(([n]) => n > 250) && !isReduction(request);
      if (!isLater || hasFailed) return faithfulDigest(request);
      hasFailed = true;
      return modelError(400, "maximum context length is 3000 tokens");
    }, 4000);
    await engine.digest(longDocument(80), DEFAULT_OPTIONS, detachedContext());
    const early = server.requests.filter(
      (request) => numberedSentences(request)[0]?.[0] === 1 && !isReduction(request),
    );
    expect(early).toHaveLength(1);
    const read = new Set(
      server.requests
        .filter((request) => !isReduction(request))
        .flatMap((request) => numberedSentences(request).map(([n]) => n)),
    );
    expect(read.size).toBe(400);
    expect(server.requests.filter(isReduction)).toHaveLength(1);
  });

  test("is sent by one call until the server is known, so that a refusal is learned once", async () => {
    const engine = await engineAt(
      (request) => (request.body.stream_options ? modelError(400, "unknown stream_options") : faithfulDigest(request)),
      4000,
    );
    await engine.digest(longDocument(80), DEFAULT_OPTIONS, detachedContext());
    expect(server.requests.filter(({ body }) => body.stream_options)).toHaveLength(1);
  });

  test("is refused if the estimate exceeds the limit", async () => {
    const engine = await engineAt(faithfulDigest, 4000, 5000);
    await expect(engine.digest(longDocument(80), DEFAULT_OPTIONS, detachedContext())).rejects.toMatchObject({
      code: "over_budget",
    });
    expect(server.requests).toHaveLength(0);
  });

  test("includes the usage of all calls in the error if one of them fails", async () => {
    const engine = await engineAt(
      (request, nth) => (nth === 3 ? completion("", { finishReason: "content_filter" }) : faithfulDigest(request)),
      4000,
    );
    const failing = engine.digest(longDocument(80), DEFAULT_OPTIONS, detachedContext());
    await expect(failing).rejects.toMatchObject({ code: "model_refused" });
    const { usage } = await failing.catch((error) => error);
    expect(usage.calls).toBeGreaterThan(0);
  });
});

test("chunkLines covers all lines with overlapping chunks within the limit", () => {
  const line = fc.record({
    tokens: fc.integer({ min: 1, max: 60 }),
    opensSection: fc.boolean(),
    opensParagraph: fc.boolean(),
  });
  const property = fc.property(
    fc.array(line, { minLength: 1, maxLength: 300 }),
    fc.integer({ min: 70, max: 900 }),
    (drawn, maxTokens) => {
      const lines = drawn.map((one) => ({ ...one, start: 0, end: 0, text: "", headings: [] }));
      const chunks = chunkLines(lines, maxTokens);
      expect(chunks[0]!.from).toBe(0);
      expect(chunks.at(-1)!.to).toBe(lines.length);
      for (const [i, { from, to }] of chunks.entries()) {
        expect(to).toBeGreaterThan(from);
        expect(lines.slice(from, to).reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(maxTokens);
        const next = chunks[i + 1];
        if (next) expect(next.from).toBeLessThanOrEqual(to);
        if (next) expect(next.from).toBeGreaterThan(from);
      }
    },
  );
  fc.assert(property, { numRuns: 300 });
});
