import { createServer } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { ChatModel } from "../../../src/engine/index.ts";
import { Circuit } from "../../../src/engine/llm/client/circuitBreaker.ts";
import { findJson } from "../../../src/engine/llm/client/parseJson.ts";
import type { PithError } from "../../../src/model/index.ts";
import { type Answering, completion, type ModelServer, modelError, startModelServer } from "../../fakes/modelServer.ts";

const call = {
  name: "probe",
  schema: z.object({ word: z.string().min(1).max(20) }),
  system: "system",
  user: "user",
  maxOutputTokens: 100,
};
const good = completion({ word: "yes" });
let server: ModelServer | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await server?.close();
  server = undefined;
});

function modelOf(baseUrl: string, deadlineMs = 2000): ChatModel {
  return new ChatModel({ name: "stub", baseUrl, apiKey: null, contextTokens: 8000, price: null, deadlineMs });
}
async function modelAt(answering: Answering, deadlineMs?: number): Promise<ChatModel> {
  server = await startModelServer(answering);
  return modelOf(server.url, deadlineMs);
}
const ask = (model: ChatModel, user = "user"): Promise<string> =>
  model.ask({ ...call, user }, "key", new AbortController().signal).then(
    ({ value }) => value.word,
    ({ code, detail }: PithError) => `${code}: ${detail}`,
  );
const asked = (): number => server!.requests.length;

describe("a stream", () => {
  test("is put together from its pieces, with the counts that come behind them", async () => {
    const model = await modelAt(() => ({ ...good, streaming: { pieceUnits: 3 } }));
    const { value, usage } = await model.ask(call, "key", new AbortController().signal);
    expect(value).toEqual({ word: "yes" });
    expect(usage).toMatchObject({ inputTokens: 1000, outputTokens: 200 });
    expect(server!.requests[0]!.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  test.each([
    ["without [DONE]", { done: false }],
    ["that is none, from a server that does not stream", { whole: true }],
  ])("%s is whole when it has its finish reason", async (_, streaming) => {
    expect(await ask(await modelAt(() => ({ ...good, streaming })))).toBe("yes");
  });

  test("that stops without a finish reason is tried again, though its words look whole", async () => {
    const model = await modelAt((_, nth) => ({ ...good, streaming: { ends: nth > 1 } }));
    expect(await ask(model)).toBe("yes");
    expect(asked()).toBe(2);
  });

  test("that says nothing for too long, or goes on for too long, is ended at the deadline", async () => {
    const model = await modelAt((_, nth) => (nth === 1 ? { ...good, delayMs: 5000 } : good), 600);
    expect(await ask(model)).toBe("model_unavailable: it took too long");
    await server!.close();
    const slow = await modelAt(() => ({ ...good, streaming: { pieceUnits: 1, pieceMs: 100 } }), 600);
    expect(await ask(slow)).toBe("model_unavailable: it took too long");
  });

  test("that never ends is cut", async () => {
    const endless = completion(`{"word": "${"y".repeat(5_000_000)}"}`);
    const model = await modelAt(() => ({ ...endless, streaming: { pieceUnits: 100_000 } }), 10_000);
    expect(await ask(model)).toBe("model_unavailable: its answer broke off");
  });

  test("that says it failed is tried again", async () => {
    const failing = 'data: {"choices":[{"delta":{"content":"{"}}]}\n\ndata: {"error":{"message":"overloaded"}}\n\n';
    const model = await modelAt((_, nth) => (nth === 1 ? { body: null, raw: failing } : good));
    expect(await ask(model)).toBe("yes");
  });
});

describe("a server that knows less", () => {
  test.each<[string, RegExp, (body: Record<string, unknown>) => boolean]>([
    ["stream_options", /stream_options/, (body) => "stream_options" in body],
    ["streams", /stream/, (body) => body.stream === true],
    ["json_schema", /response_format/, (body) => JSON.stringify(body).includes("json_schema")],
    ["any response_format", /response_format/, (body) => "response_format" in body],
  ])("without %s is asked without it, from then on", async (name, said, has) => {
    const model = await modelAt(({ body }) =>
      has(body as unknown as Record<string, unknown>) ? modelError(400, `unknown: ${said.source}`) : good,
    );
    expect(await ask(model), name).toBe("yes");
    const before = asked();
    expect(await ask(model)).toBe("yes");
    expect(asked()).toBe(before + 1);
  });

  test("that wants max_completion_tokens gets it", async () => {
    const model = await modelAt(({ body }) =>
      body.max_tokens
        ? modelError(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        : good,
    );
    expect(await ask(model)).toBe("yes");
    expect(server!.requests.at(-1)!.body).toMatchObject({ max_completion_tokens: 100 });
  });

  test("that holds less says so, and is believed", async () => {
    const model = await modelAt(() => modelError(400, "This model's maximum context length is 4096 tokens."));
    expect(await ask(model)).toMatch(/^too_large/);
    expect(asked()).toBe(1);
    expect(model.contextTokens).toBe(4096);
  });

  test("that cuts long prompts without a word is found out by its count", async () => {
    const words = "A sentence of seven words stands here. ".repeat(700);
    const model = await modelAt(() =>
      completion({ word: "cut" }, { usage: { prompt_tokens: 1800, completion_tokens: 9 } }),
    );
    expect(await ask(model, words)).toMatch(/^too_large: the endpoint read 1800 of about \d+ tokens/);
    expect(model.contextTokens).toBe(1900);
    expect(await ask(model)).toBe("cut"); // a short prompt is not suspected
  });
});

describe("a fault", () => {
  test.each<[string, Answering, string, number]>([
    ["a wrong key", () => modelError(401, "no"), "model_unavailable: the endpoint does not accept the key (401)", 1],
    ["an unknown model", () => modelError(404, "no"), "model_unavailable: the endpoint does not know it (404)", 1],
    ["money that ran out", () => modelError(402, "pay"), "model_unavailable: its account has no credit left (402)", 1],
    ["an empty answer", () => completion(""), "model_unavailable: its answer is not of the asked form", 2],
    ["no choices", () => ({ body: { choices: [] } }), "model_unavailable: its answer is not of the asked form", 2],
    [
      "tools that were not offered",
      () => ({ body: { choices: [{ message: { content: null, tool_calls: [{}] }, finish_reason: "tool_calls" }] } }),
      "model_unavailable: its answer is not of the asked form",
      2,
    ],
    [
      "a refusal in words",
      () => completion("I cannot help."),
      "model_unavailable: its answer is not of the asked form",
      2,
    ],
    ["nesting", () => completion("[".repeat(50_000)), "model_unavailable: its answer is not of the asked form", 2],
    ["a server's fault", () => modelError(529, "x"), "model_unavailable: the endpoint answered 529", 3],
  ])("%s ends with a clear code", async (_, answering, expected, requests) => {
    const model = await modelAt(answering, 5000);
    expect(await ask(model)).toBe(expected);
    expect(asked()).toBe(requests);
  });

  test("of the form gets one turn to be put right", async () => {
    const model = await modelAt((_, nth) => (nth === 1 ? completion("The word is yes.") : good));
    expect(await ask(model)).toBe("yes");
    const { messages } = server!.requests[1]!.body;
    expect(messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
    expect(messages[2]!.content).toBe("The word is yes.");
  });

  test("of the length gets one answer with twice the room", async () => {
    const model = await modelAt(({ body }) =>
      body.max_tokens === 200 ? good : completion('{"word": "y', { finishReason: "length" }),
    );
    expect(await ask(model)).toBe("yes");
  });

  test("with a time to wait is waited for; one that lasts longer than the call ends it, and nobody asks meanwhile", async () => {
    const model = await modelAt((_, nth) => (nth === 1 ? modelError(429, "busy", { "retry-after": "1" }) : good), 4000);
    const began = performance.now();
    expect(await ask(model)).toBe("yes");
    expect(performance.now() - began).toBeGreaterThan(999);
    await server!.close();
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const far = await modelAt(() => modelError(429, "busy", { "retry-after": date }));
    expect(await ask(far)).toBe("model_unavailable: the endpoint answered 429");
    expect(await ask(far)).toMatch(/it failed a moment ago, it is asked again in (?:59|60) s/);
    expect(asked()).toBe(1);
  });

  test("of the connection is tried again, one of the certificate is not", async () => {
    const model = await modelAt((_, nth) => (nth === 1 ? { body: null, broken: true } : good));
    expect(await ask(model)).toBe("yes");
    let connections = 0;
    const plain = createServer((socket) => {
      connections++;
      socket.end("not TLS");
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => plain.once("listening", resolve));
    const { port } = plain.address() as { port: number };
    expect(await ask(modelOf(`https://127.0.0.1:${port}/v1`))).toMatch(/^model_unavailable/);
    plain.close();
    expect(connections).toBe(1);
  });
});

describe("Circuit", () => {
  test("rests after five failures in a row, lets one probe through, and opens when it succeeds", () => {
    let now = 1000;
    const circuit = new Circuit(() => now);
    for (let i = 0; i < 5; i++) {
      circuit.enter();
      circuit.failed(null);
    }
    expect(() => circuit.enter()).toThrow(/asked again in 15 s/);
    now += 15_000;
    circuit.enter();
    expect(() => circuit.enter()).toThrow(/being tried/);
    circuit.failed(null);
    expect(() => circuit.enter()).toThrow(/asked again in 30 s/);
    now += 30_000;
    circuit.enter();
    circuit.left(); // its asker pressed Stop: the next one is the probe
    circuit.enter();
    circuit.succeeded();
    circuit.enter();
    circuit.enter();
  });

  test("rests as long as the server asks, but a minute at most", () => {
    let now = 1000;
    const circuit = new Circuit(() => now);
    circuit.failed(3_600_000);
    now += 60_000;
    circuit.enter();
  });
});

describe("findJson", () => {
  test.each([
    ['{"a": [1, 2,],}', { a: [1, 2] }],
    ['<think>{not this}</think>{"a": 1}', { a: 1 }],
    ['{"a": "\\ud800x\\u0000"}', { a: "\ufffdx\ufffd" }],
    ["no object at all", undefined],
  ])("%j", (words, found) => {
    expect(findJson(words)).toEqual(found);
  });
});
