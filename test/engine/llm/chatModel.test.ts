import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { ChatModel } from "../../../src/engine/index.ts";
import { PithError } from "../../../src/model/index.ts";
import { completion, type ModelServer, modelError, type Responder, startModelServer } from "../../fakes/modelServer.ts";
import { createStubModel } from "../../fakes/stubChatModel.ts";

const call = {
  name: "probe",
  schema: z.strictObject({ word: z.string().min(1).max(20), list: z.array(z.number()).max(3) }),
  system: "system",
  user: "user",
  maxOutputTokens: 100,
};
const good = completion({ word: "yes", list: [1] });
let server: ModelServer;
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

async function modelAt(
  answering: Responder,
  price: { input: number; output: number } | null = null,
): Promise<ChatModel> {
  server = await startModelServer(answering);
  return createStubModel(server.url, { contextTokens: 1000, price });
}
const notAborted = () => new AbortController().signal;
const codeOf = (completion: Promise<unknown>): Promise<string> =>
  completion.then(
    () => "answered",
    (error: PithError) => error.code,
  );

describe("ChatModel", () => {
  test("requests a strict schema with bounds", async () => {
    const model = await modelAt(() => good);
    const { value } = await model.complete(call, "key", notAborted());
    expect(value).toEqual({ word: "yes", list: [1] });
    const { body } = server.requests[0]!;
    expect(body).toMatchObject({
      model: "stub",
      max_tokens: 100,
      messages: [{ role: "system" }, { role: "user", content: expect.stringMatching(/^user\n\nJSON of this form/) }],
    });
    expect(body.response_format).toMatchObject({ type: "json_schema", json_schema: { name: "probe", strict: true } });
    expect(JSON.stringify(body.response_format)).toMatch(/"maxLength":20.*"maxItems":3/);
    expect(body).not.toHaveProperty("max_completion_tokens");
  });

  test("falls back to JSON mode and to plain text if the server does not support schemas, and remembers it", async () => {
    const model = await modelAt(({ body }) =>
      body.response_format
        ? modelError(400, "response_format is not supported")
        : completion('Here you are:\n```json\n{"word": "yes", "list": []}\n```'),
    );
    await model.complete(call, "key", notAborted());
    await model.complete(call, "key", notAborted());
    expect(server.requests.map(({ body }) => body.response_format?.type)).toEqual([
      "json_schema",
      "json_object",
      undefined,
      undefined,
    ]);
  });

  test("retries after overload and server errors, honouring Retry-After", async () => {
    const model = await modelAt((_, nth) =>
      nth < 3 ? modelError(nth === 1 ? 429 : 503, "busy", { "retry-after": "0" }) : good,
    );
    expect((await model.complete(call, "key", notAborted())).usage.calls).toBe(1);
    expect(server.requests).toHaveLength(3);
  });

  test.each<[string, Responder, string, number]>([
    ["a persistent server error", () => modelError(500, "down", { "retry-after": "0" }), "model_unavailable", 3],
    ["a wrong key", () => modelError(401, "no"), "model_unavailable", 1],
    ["a wait that is too long", () => modelError(429, "busy", { "retry-after": "900" }), "model_unavailable", 1],
    ["output without JSON", () => completion("I would rather not."), "model_unavailable", 2],
    ["JSON that does not match the schema", () => completion({ word: 1 }), "model_unavailable", 2],
    ["a refusal", () => completion("", { refusal: "I cannot" }), "model_refused", 1],
    ["a filtered output", () => completion("", { finishReason: "content_filter" }), "model_refused", 1],
    ["a choice without a message", () => ({ body: { choices: [{ finish_reason: "stop" }] } }), "model_unavailable", 2],
    ["an incomplete body", () => ({ body: null, truncated: true }), "model_unavailable", 3],
    ["a truncated output", () => completion('{"word": "y', { finishReason: "length" }), "model_truncated", 2],
  ])("maps %s to its error code", async (_, answering, expected, calls) => {
    const model = await modelAt(answering);
    expect(await codeOf(model.complete(call, "key", notAborted()))).toBe(expected);
    expect(server.requests).toHaveLength(calls);
  });

  test("adds up the usage of all attempts, also if all of them fail", async () => {
    const model = await modelAt((_, nth) => (nth === 2 ? good : completion("no JSON")), { input: 1, output: 1 });
    expect((await model.complete(call, "key", notAborted())).usage).toMatchObject({
      calls: 2,
      inputTokens: 2000,
      outputTokens: 400,
    });
    const failing = model.complete(call, "key", notAborted());
    await expect(failing).rejects.toMatchObject({
      code: "model_unavailable",
      detail: "its answer is not of the asked form",
      usage: { calls: 2, inputTokens: 2000, outputTokens: 400, costUsd: 0.0024 },
    });
  });

  test("includes truncated outputs in the usage", async () => {
    const model = await modelAt(() => completion("{", { finishReason: "length" }));
    await expect(model.complete(call, "key", notAborted())).rejects.toMatchObject({
      usage: { calls: 2, inputTokens: 2000 },
    });
  });

  test.each([{}, null, { prompt_tokens: "7", completion_tokens: -1 }])(
    "estimates missing token counts, with usage %j",
    async (usage) => {
      const model = await modelAt(() => completion({ word: "yes", list: [] }, { usage }));
      const counted = { calls: 1, inputTokens: 3, outputTokens: 16, cachedTokens: 0, costUsd: null };
      expect((await model.complete(call, "key", notAborted())).usage).toEqual(counted);
    },
  );

  test("stops at once when the signal is aborted", async () => {
    const model = await modelAt(() => ({ ...good, delayMs: 20_000 }));
    const stop = new AbortController();
    const completing = codeOf(model.complete(call, "key", stop.signal));
    setTimeout(() => stop.abort(new PithError("stopped")), 30);
    expect(await completing).toBe("stopped");
  });

  test("counts tokens and their cost", async () => {
    const usage = {
      prompt_tokens: 2000,
      completion_tokens: 100,
      total_tokens: 2100,
      prompt_tokens_details: { cached_tokens: 500 },
    };
    const model = await modelAt(() => completion({ word: "yes", list: [] }, { usage }), { input: 2, output: 10 });
    expect((await model.complete(call, "key", notAborted())).usage).toEqual({
      calls: 1,
      inputTokens: 2000,
      outputTokens: 100,
      cachedTokens: 500,
      costUsd: 0.005,
    });
  });

  test("does not use OPENAI_* environment variables", async () => {
    vi.stubEnv("OPENAI_ORG_ID", "org-marker");
    vi.stubEnv("OPENAI_PROJECT_ID", "project-marker");
    const model = await modelAt(() => good);
    await model.complete(call, "key", notAborted());
    expect(JSON.stringify(server.requests[0]?.headers)).not.toMatch(/marker/);
  });

  test("lists the models that the endpoint offers", async () => {
    const model = await modelAt(() => good);
    expect(await model.listModels()).toEqual(["stub"]);
  });
});
