import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { ChatModel, llmEngine, Prompts } from "../../../src/engine/index.ts";
import { chunk } from "../../../src/engine/llm/chunks.ts";
import { DEFAULT_OPTIONS, type Document, type Engine, type Progress, quietRun } from "../../../src/model/index.ts";
import { estimateTokens } from "../../../src/text/index.ts";
import { documentOf } from "../../fakes/documents.ts";
import {
  type Answering,
  completion,
  honestDigest,
  type ModelRequest,
  type ModelServer,
  modelError,
  numberedIn,
  startModelServer,
} from "../../fakes/modelServer.ts";

const PROMPTS = join(import.meta.dirname, "../../../prompts");
let server: ModelServer;
afterEach(() => server?.close());

async function engineAt(answering: Answering, contextTokens: number, runTokens: number | null = null): Promise<Engine> {
  server = await startModelServer(counted(answering));
  const endpoint = { name: "stub", baseUrl: server.url, apiKey: "key", contextTokens, price: null, deadlineMs: 5000 };
  return llmEngine(new ChatModel(endpoint), new Prompts(PROMPTS), { runTokens, askUsd: null });
}
/** A server that counts what it is sent. */
const counted =
  (answering: Answering): Answering =>
  async (request, nth) => {
    const reply = await answering(request, nth);
    const usage = { prompt_tokens: estimateTokens(textOf(request)), completion_tokens: 100 };
    return reply.status ? reply : { ...reply, body: { ...(reply.body as object), usage } };
  };
const textOf = ({ body }: ModelRequest): string => body.messages.map(({ content }) => content).join("\n");

/** Every sentence another one, so that a part that was not read is missed. */
const longDocument = (paragraphs: number): Document =>
  documentOf(
    Array.from({ length: paragraphs }, (_, i) =>
      Array.from({ length: 5 }, (_, j) => `Sentence ${j} of paragraph ${i} tells of harbour number ${i * 5 + j}.`).join(
        " ",
      ),
    ),
  );
const isReduce = (request: ModelRequest): boolean => textOf(request).includes("notes on the consecutive parts");

describe("a document longer than the model's context", () => {
  test("is read whole, part by part, and its digest is made of the notes: N + 1 calls", async () => {
    const engine = await engineAt(honestDigest, 4000);
    const document = longDocument(80);
    const seen: Progress[] = [];
    const draft = await engine.digest(document, DEFAULT_OPTIONS, { ...quietRun(), report: (p) => seen.push(p) });
    const maps = server.requests.filter((request) => !isReduce(request));
    const read = new Map(maps.flatMap((request) => numberedIn(request)));
    expect([...read.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
    expect(server.requests).toHaveLength(maps.length + 1);
    expect(draft.usage.calls).toBe(maps.length + 1);
    expect(seen).toContainEqual({ stage: "digest", done: maps.length, total: maps.length + 1 });
    expect(seen[0]).toMatchObject({ stage: "plan", calls: maps.length + 1 });
    for (const quote of [...draft.points.flatMap((p) => p.quotes), ...draft.claims.map((c) => c.quote ?? "")])
      expect(document.text).toContain(quote);
    expect(draft.claims).not.toHaveLength(0);
  });

  test("costs little more than its own tokens, in one call and in many", async () => {
    const document = longDocument(130);
    const own = estimateTokens(document.text);
    const one = await engineAt(honestDigest, 128_000);
    expect((await one.digest(document, DEFAULT_OPTIONS, quietRun())).usage.inputTokens / own).toBeLessThan(1.2);
    await server.close();
    const many = await engineAt(honestDigest, 8000);
    expect((await many.digest(document, DEFAULT_OPTIONS, quietRun())).usage.inputTokens / own).toBeLessThan(1.35);
  });

  test("whose notes overflow too takes one round trip more", async () => {
    const wordy: Answering = (request) => {
      const lines = numberedIn(request).slice(0, 4);
      const text = (n: number): string => `Note on ${n}: ${"harbours and what became of them, ".repeat(8)}`;
      return completion({
        gist: "Harbours.",
        points: lines.map(([n]) => ({ text: text(n), sentences: [n] })),
        claims: lines.map(([n, line]) => ({
          text: text(n),
          kind: "fact",
          speaker: null,
          certainty: "stated",
          sentences: [n],
          quote: line,
        })),
      });
    };
    const engine = await engineAt(wordy, 3000);
    const draft = await engine.digest(longDocument(120), DEFAULT_OPTIONS, quietRun());
    expect(server.requests.filter(isReduce).length).toBeGreaterThan(1);
    expect(draft.points.flatMap((point) => point.quotes)).not.toContain("");
  });

  test("is read in smaller parts once, when the server shows that it holds less", async () => {
    let limit = 2500;
    const small: Answering = (request) =>
      estimateTokens(textOf(request)) + (request.body.max_tokens ?? 0) > limit
        ? modelError(400, `maximum context length is ${limit} tokens`)
        : honestDigest(request);
    const engine = await engineAt(small, 128_000);
    expect((await engine.digest(longDocument(60), DEFAULT_OPTIONS, quietRun())).claims).not.toHaveLength(0);
    limit = 100;
    const before = server.requests.length;
    await expect(engine.digest(longDocument(60), DEFAULT_OPTIONS, quietRun())).rejects.toMatchObject({
      code: "too_large",
    });
    expect(server.requests.length - before).toBeLessThan(10);
  });

  test("is not begun when a run may not take as much", async () => {
    const engine = await engineAt(honestDigest, 4000, 5000);
    await expect(engine.digest(longDocument(80), DEFAULT_OPTIONS, quietRun())).rejects.toMatchObject({
      code: "over_budget",
    });
    expect(server.requests).toHaveLength(0);
  });

  test("that fails half way tells what all its calls cost", async () => {
    const engine = await engineAt(
      (request, nth) => (nth === 3 ? completion("", { finishReason: "content_filter" }) : honestDigest(request)),
      4000,
    );
    const failing = engine.digest(longDocument(80), DEFAULT_OPTIONS, quietRun());
    await expect(failing).rejects.toMatchObject({ code: "model_refused" });
    const { usage } = await failing.catch((error) => error);
    expect(usage.calls).toBeGreaterThan(0);
  });
});

test("chunks hold every line, are no larger than they may be, overlap a little, and begin at sections when one is near", () => {
  const line = fc.record({
    tokens: fc.integer({ min: 1, max: 60 }),
    opensSection: fc.boolean(),
    opensParagraph: fc.boolean(),
  });
  const property = fc.property(
    fc.array(line, { minLength: 1, maxLength: 300 }),
    fc.integer({ min: 70, max: 900 }),
    (drawn, most) => {
      const lines = drawn.map((one) => ({ ...one, start: 0, end: 0, text: "" }));
      const chunks = chunk(lines, most);
      expect(chunks[0]!.from).toBe(0);
      expect(chunks.at(-1)!.to).toBe(lines.length);
      for (const [i, { from, to }] of chunks.entries()) {
        expect(to).toBeGreaterThan(from);
        expect(lines.slice(from, to).reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(most);
        const next = chunks[i + 1];
        if (next) expect(next.from).toBeLessThanOrEqual(to);
        if (next) expect(next.from).toBeGreaterThan(from);
      }
    },
  );
  fc.assert(property, { numRuns: 300 });
});
