import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { type ChatModel, llmEngine, Prompts } from "../../../src/engine/index.ts";
import { DEFAULT_OPTIONS, detachedContext, type Progress } from "../../../src/model/index.ts";
import { createDocument } from "../../fakes/documents.ts";
import {
  completion,
  faithfulDigest,
  isReduction,
  type ModelReply,
  type ModelRequest,
  modelError,
  type Responder,
  startModelServer,
} from "../../fakes/modelServer.ts";
import { createStubModel } from "../../fakes/stubChatModel.ts";

// The waits between attempts are not what is tested here.
vi.mock("node:timers/promises", async (original) => ({
  ...(await original<typeof import("node:timers/promises")>()),
  setTimeout: async () => {},
}));

const PROMPTS = new Prompts(join(import.meta.dirname, "../../../prompts"));
const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

/** Errors from which something can be learned about the server. */
const REFUSALS: ModelReply[] = [
  [400, "Unsupported parameter: 'temperature'"],
  [422, "Extra inputs are not permitted: stream_options"],
  [400, "Your organization must be verified to stream this model"],
  [400, "'response_format.type' must be 'json_schema' or 'text'"],
  [500, "Failed to parse grammar"],
  [400, "reasoning_effort is not supported"],
  [400, "Only user and assistant roles are supported!"],
  [400, "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."],
  [400, "max_tokens is too large: this model supports at most 700 completion tokens"],
  [400, "This model's maximum context length is 3000 tokens."],
  [413, "Payload Too Large"],
  [503, "Loading model"],
].map(([status, message]) => modelError(status as number, message as string));

/** Failures of a server that is known. */
const FAILURES: ModelReply[] = [
  ...[401, 402, 403, 404, 408, 418, 429, 500, 502, 529].map((status) => modelError(status, "no")),
  modelError(400, "Content Exists Risk"),
  modelError(400, "Failed to generate JSON. See 'failed_generation' for more details."),
  modelError(429, "Please try again in 2s."),
  ...["", "I would rather not.", '{"word": ', "<think>no", "[".repeat(3000), "the ".repeat(300)].flatMap((words) => [
    completion(words),
    completion(words, { finishReason: "length" }),
    completion(words, { finishReason: "content_filter" }),
  ]),
  { body: null, truncated: true },
  { body: { choices: [] } },
  { body: null, rawEvents: event({ error: { message: "overloaded", code: 503 } }) },
  { body: null, rawEvents: `${event({ choices: [{ delta: { content: "{" } }] })}error: {"message": "crashed"}\n\n` },
  { body: null, rawEvents: ": keep-alive\n\n" },
];

/** Failures after which an attempt is made again. */
const PASSING: ModelReply[] = [
  modelError(529, "no"),
  modelError(408, "no"),
  completion("I would rather not."),
  completion("", { finishReason: "length" }),
  { body: null, truncated: true },
];

const cycleOf = (replies: ModelReply[]) => fc.array(fc.constantFrom(...replies), { minLength: 1, maxLength: 8 });
const call = {
  name: "probe",
  schema: z.object({ word: z.string().min(1).max(20) }),
  system: "system",
  user: "user",
  maxOutputTokens: 1500,
};

async function withModel<T>(respond: Responder, use: (model: ChatModel, requests: ModelRequest[]) => Promise<T>) {
  const server = await startModelServer(respond);
  try {
    return await use(
      createStubModel(server.url, { contextTokens: 2700, deadlineMs: 60_000, reasoning: "low" }),
      server.requests,
    );
  } finally {
    await server.close();
  }
}
const complete = (model: ChatModel) =>
  model.complete(call, "key", new AbortController().signal).then(
    () => true,
    () => false,
  );

describe("whatever a server answers", () => {
  test("one call makes at most 12 requests", async () => {
    const property = fc.asyncProperty(cycleOf([...REFUSALS, ...FAILURES]), (cycle) =>
      withModel(
        (_, nth) => cycle[nth % cycle.length]!,
        async (model, requests) => {
          await complete(model);
          expect(requests.length).toBeLessThanOrEqual(12);
        },
      ),
    );
    await fc.assert(property, { numRuns: 60 });
  }, 60_000);

  test("a call of a server that is known makes at most three", async () => {
    const property = fc.asyncProperty(cycleOf(FAILURES), (cycle) =>
      withModel(
        (_, nth) => (nth === 1 ? completion({ word: "yes" }) : cycle[nth % cycle.length]!),
        async (model, requests) => {
          expect(await complete(model)).toBe(true);
          await complete(model);
          expect(requests.length - 1).toBeLessThanOrEqual(3);
        },
      ),
    );
    await fc.assert(property, { numRuns: 60 });
  }, 60_000);

  test("a digest makes one request a part, one for the whole, and at most ten that fail", async () => {
    const sentences = (i: number) =>
      Array.from({ length: 5 }, (_, j) => `Sentence ${j} of paragraph ${i} tells of harbour number ${i * 5 + j}.`);
    const document = createDocument(Array.from({ length: 240 }, (_, i) => sentences(i).join(" ")));
    const passing = [...PASSING, ...PASSING.map(() => null), null];
    const any = [...REFUSALS, ...FAILURES, ...FAILURES.map(() => null)];
    const cycle = fc.oneof(
      fc.array(fc.constantFrom(...passing), { minLength: 2, maxLength: 6 }),
      fc.array(fc.constantFrom(...any), { minLength: 2, maxLength: 30 }),
    );
    const property = fc.asyncProperty(cycle, fc.boolean(), async (replies, isByPrompt) => {
      let succeeded = 0;
      // More than one if the notes do not fit into one call.
      let reduced = 0;
      let bound = 0;
      const asked = new Map<string, number>();
      const respond: Responder = (request, nth) => {
        const prompt = request.body.messages.map(({ content }) => content).join();
        asked.set(prompt, (asked.get(prompt) ?? -1) + 1);
        const reply = replies[(isByPrompt ? asked.get(prompt)! : nth) % replies.length];
        if (reply) return reply;
        succeeded++;
        if (isReduction(request)) reduced++;
        return faithfulDigest(request);
      };
      const report = (progress: Progress): void => {
        if (progress.stage === "plan") bound = succeeded + progress.calls + 10;
      };
      await withModel(respond, async (model, requests) => {
        const engine = llmEngine(model, PROMPTS, { maxTokens: null, approvalUsd: null });
        await engine.digest(document, DEFAULT_OPTIONS, { ...detachedContext(), report }).catch(() => {});
        expect(requests.length).toBeLessThanOrEqual(bound + Math.max(0, reduced - 1));
      });
    });
    await fc.assert(property, { numRuns: 50 });
  }, 60_000);
});
