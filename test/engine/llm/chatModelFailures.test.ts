import { createServer } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { ChatModel } from "../../../src/engine/index.ts";
import type { PithError } from "../../../src/model/index.ts";
import { completion, type ModelServer, modelError, type Responder, startModelServer } from "../../fakes/modelServer.ts";
import { createStubModel } from "../../fakes/stubChatModel.ts";

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

const modelOf = (baseUrl: string, deadlineMs = 2000): ChatModel => createStubModel(baseUrl, { deadlineMs });
async function modelAt(answering: Responder, deadlineMs?: number): Promise<ChatModel> {
  server = await startModelServer(answering);
  return modelOf(server.url, deadlineMs);
}
const ask = (model: ChatModel, user = "user"): Promise<string> =>
  model.complete({ ...call, user }, "key", new AbortController().signal).then(
    ({ value }) => value.word,
    ({ code, detail }: PithError) => `${code}: ${detail}`,
  );
const requestCount = (): number => server!.requests.length;

describe("a streamed response", () => {
  test("is assembled from its chunks, with the usage in the last one", async () => {
    const model = await modelAt(() => ({ ...good, streaming: { chunkLength: 3 } }));
    const { value, usage } = await model.complete(call, "key", new AbortController().signal);
    expect(value).toEqual({ word: "yes" });
    expect(usage).toMatchObject({ inputTokens: 1000, outputTokens: 200 });
    expect(server!.requests[0]!.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  test.each([
    ["A stream without [DONE]", { sendsDone: false }],
    ["A response that is not streamed", { unsupported: true }],
  ])("%s is complete if it has a finish reason", async (_, streaming) => {
    expect(await ask(await modelAt(() => ({ ...good, streaming })))).toBe("yes");
  });

  test("without a finish reason is complete if its JSON is, and is retried if it is not", async () => {
    expect(await ask(await modelAt(() => ({ ...good, streaming: { sendsFinishReason: false } })))).toBe("yes");
    expect(requestCount()).toBe(1);
    await server!.close();
    const half = { ...completion('{"word": "y'), streaming: { sendsFinishReason: false } };
    expect(await ask(await modelAt((_, nth) => (nth === 1 ? half : good)))).toBe("yes");
    expect(requestCount()).toBe(2);
  });

  test("that ends when time is up is used as far as it is whole", async () => {
    const words = { words: Array.from({ length: 200 }, (_, i) => `word ${i}`) };
    const slow = { ...completion(words), streaming: { chunkLength: 12, chunkDelayMs: 200 } };
    const model = await modelAt(() => slow, 700);
    const list = { ...call, schema: z.object({ words: z.array(z.string()) }), completeness: () => 1 };
    const { value, isCut } = await model.complete(list, "key", new AbortController().signal);
    expect(isCut).toBe(true);
    expect(value.words.length).toBeLessThan(200);
    expect(words.words.slice(0, value.words.length)).toEqual(value.words);
  });

  test("times out if it is idle for too long or exceeds the deadline", async () => {
    const model = await modelAt((_, nth) => (nth === 1 ? { ...good, delayMs: 5000 } : good), 600);
    expect(await ask(model)).toBe("model_unavailable: it took too long");
    await server!.close();
    const slow = await modelAt(() => ({ ...good, streaming: { chunkLength: 1, chunkDelayMs: 100 } }), 600);
    expect(await ask(slow)).toBe("model_unavailable: it took too long");
  });

  test("is aborted if it exceeds the size limit", async () => {
    const endless = completion(`{"word": "${"y".repeat(5_000_000)}"}`);
    const model = await modelAt(() => ({ ...endless, streaming: { chunkLength: 100_000 } }), 10_000);
    expect(await ask(model)).toBe("model_unavailable: its answer broke off");
  });

  test("is retried if it contains an error", async () => {
    const failing = 'data: {"choices":[{"delta":{"content":"{"}}]}\n\ndata: {"error":{"message":"overloaded"}}\n\n';
    const model = await modelAt((_, nth) => (nth === 1 ? { body: null, rawEvents: failing } : good));
    expect(await ask(model)).toBe("yes");
  });
});

describe("a response that is not as the standard says", () => {
  const chunk = (content: string | null, more: object = {}): string =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: content === null ? {} : { content }, ...more }] })}\n\n`;
  const whole = JSON.stringify({ choices: [{ message: { content: '{"word": "yes"}' }, finish_reason: "stop" }] });
  const half = chunk('{"word": ');
  const rest = chunk('"yes"}', { finish_reason: "stop" });

  test.each<[string, string]>([
    ["comments and words that keep it alive", `: PROCESSING\n\ndata: ping\n\n${half}data:\n\n${rest}`],
    ["CRLF and no space", (half + rest).replaceAll("data: ", "data:").replaceAll("\n", "\r\n")],
    ["chunks without choices or delta", `data: {"choices":null}\n\n${chunk(null, { delta: null })}${half}${rest}`],
    ["content in parts", `${half}${chunk(null, { delta: { content: [{ type: "text", text: '"yes"}' }] } })}`],
    [
      "the whole message after its chunks",
      `${half}${rest}${chunk(null, { delta: undefined, message: { content: "x" } })}`,
    ],
    ["JSON of another type", whole],
    ["one object of JSON a line", (half + rest).replace(/data: |\n(?=\n)/g, "")],
    ["content after its end", `${half}${rest}data: [DONE]\n\n${chunk("x")}`],
  ])("is read with %s", async (_, rawEvents) => {
    expect(await ask(await modelAt(() => ({ body: null, rawEvents })))).toBe("yes");
    expect(requestCount()).toBe(1);
  });

  const tooLong = "This model's maximum context length is 4096 tokens.";
  test.each<[string, object | string, RegExp]>([
    ["an error", { error: { message: tooLong, code: 400 } }, /^too_large/],
    ["an error as an object", { object: "error", message: tooLong, code: 400 }, /^too_large/],
    ["an error on a line of its own", `${half}error: {"message": "${tooLong}"}\n\n`, /^too_large/],
    ["a status of its own", { base_resp: { status_code: 1008, status_msg: "insufficient balance" } }, /no credit/],
    ["a list of errors", { success: false, errors: [{ message: tooLong, code: 5021 }] }, /^too_large/],
    ["a filter's reason", chunk("{", { finish_reason: "sensitive" }), /^model_refused/],
    ["the reason that the window is full", chunk("{", { finish_reason: "model_length" }), /^model_truncated/],
  ])("is understood as %s", async (_, data, expected) => {
    const rawEvents = typeof data === "string" ? data : `data: ${JSON.stringify(data)}\n\n`;
    expect(await ask(await modelAt(() => ({ body: null, rawEvents })))).toMatch(expected);
  });

  test("is counted by usage wherever it stands", async () => {
    const usage = { prompt_tokens: 7, completion_tokens: 3 };
    for (const last of [
      chunk('"yes"}', { usage }),
      rest.replace(/\}\n/, `,"x_groq":${JSON.stringify({ usage })}}\n`),
    ]) {
      const model = await modelAt(() => ({ body: null, rawEvents: half + last }));
      const completed = await model.complete(call, "key", new AbortController().signal);
      expect(completed.usage).toMatchObject({ inputTokens: 7, outputTokens: 3 });
      await server!.close();
    }
  });
});

describe("a server with fewer features", () => {
  test.each<[string, RegExp, (body: Record<string, unknown>) => boolean]>([
    ["stream_options", /stream_options/, (body) => "stream_options" in body],
    ["streaming", /stream/, (body) => body.stream === true],
    ["json_schema", /response_format/, (body) => JSON.stringify(body).includes("json_schema")],
    ["any response_format", /response_format/, (body) => "response_format" in body],
  ])("without %s receives no further requests that use it", async (name, message, uses) => {
    const model = await modelAt(({ body }) =>
      uses(body as unknown as Record<string, unknown>) ? modelError(400, `unknown: ${message.source}`) : good,
    );
    expect(await ask(model), name).toBe("yes");
    const before = requestCount();
    expect(await ask(model)).toBe("yes");
    expect(requestCount()).toBe(before + 1);
  });

  test("that expects max_completion_tokens gets it", async () => {
    const model = await modelAt(({ body }) =>
      body.max_tokens
        ? modelError(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        : good,
    );
    expect(await ask(model)).toBe("yes");
    expect(server!.requests.at(-1)!.body).toMatchObject({ max_completion_tokens: 100 });
  });

  test("with a smaller context window causes contextTokens to be reduced to the size in its error", async () => {
    const model = await modelAt(() => modelError(400, "This model's maximum context length is 4096 tokens."));
    expect(await ask(model)).toMatch(/^too_large/);
    expect(requestCount()).toBe(1);
    expect(model.contextTokens).toBe(4096);
  });

  test("that silently cuts long prompts is detected by its token count", async () => {
    const words = "A sentence of seven words stands here. ".repeat(700);
    const model = await modelAt(() =>
      completion({ word: "cut" }, { usage: { prompt_tokens: 1800, completion_tokens: 9 } }),
    );
    expect(await ask(model, words)).toMatch(/^too_large: the AI model read only 1800 of about \d+ tokens/);
    expect(model.contextTokens).toBe(1800);
    expect(await ask(model)).toBe("cut"); // A short prompt is not checked.
  });
});

describe("a failed call", () => {
  test.each<[string, Responder, string, number]>([
    [
      "a wrong key",
      () => modelError(401, "no"),
      "model_unavailable: the AI server rejects the key (401); check OPENAI_API_KEY",
      1,
    ],
    [
      "an unknown model",
      () => modelError(404, 'model "stub" not found, try pulling it first'),
      'model_unavailable: the AI server does not know the model "stub" (404); check PITH_MODEL; it has stub',
      1,
    ],
    [
      "a wrong address",
      () => modelError(404, "Not Found"),
      "model_unavailable: nothing answers at this address (404); OPENAI_BASE_URL should be the address that ends in /v1, and PITH_MODEL a model that it has",
      1,
    ],
    ["no credit left", () => modelError(402, "pay"), "model_unavailable: its account has no credit left (402)", 1],
    ["an empty output", () => completion(""), "model_unavailable: its answer is not of the asked form", 2],
    ["no choices", () => ({ body: { choices: [] } }), "model_unavailable: its answer is not of the asked form", 2],
    [
      "unrequested tool calls",
      () => ({ body: { choices: [{ message: { content: null, tool_calls: [{}] }, finish_reason: "tool_calls" }] } }),
      "model_unavailable: its answer is not of the asked form",
      2,
    ],
    ["a refusal as plain text", () => completion("I cannot help."), "model_refused: null", 2],
    ["deep nesting", () => completion("[".repeat(50_000)), "model_unavailable: its answer is not of the asked form", 2],
    ["a server error", () => modelError(529, "x"), "model_unavailable: error 529 from the AI server", 3],
  ])("due to %s is reported with the error code and a detail", async (_, answering, expected, requests) => {
    const model = await modelAt(answering, 5000);
    expect(await ask(model)).toBe(expected);
    expect(requestCount()).toBe(requests);
  });

  test("with invalid output is sent back to the model once for correction", async () => {
    const model = await modelAt((_, nth) => (nth === 1 ? completion("The word is yes.") : good));
    expect(await ask(model)).toBe("yes");
    const { messages } = server!.requests[1]!.body;
    expect(messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
    expect(messages[2]!.content).toBe("The word is yes.");
  });

  test("with truncated output is retried once with twice the output limit", async () => {
    const model = await modelAt(({ body }) =>
      body.max_tokens === 200 ? good : completion('{"word": "y', { finishReason: "length" }),
    );
    expect(await ask(model)).toBe("yes");
  });

  test("with Retry-After is retried after that time, or opens the circuit if the deadline comes first", async () => {
    const model = await modelAt((_, nth) => (nth === 1 ? modelError(429, "busy", { "retry-after": "1" }) : good), 4000);
    const startedAt = performance.now();
    expect(await ask(model)).toBe("yes");
    expect(performance.now() - startedAt).toBeGreaterThan(999);
    await server!.close();
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const far = await modelAt(() => modelError(429, "busy", { "retry-after": date }));
    expect(await ask(far)).toBe("model_unavailable: it takes no more requests now: rate limit (429); again in 60 min");
    expect(await ask(far)).toMatch(/it failed a moment ago; next try in (?:59|60) s/);
    expect(requestCount()).toBe(1);
  });

  test("is retried after a connection error, but not after a TLS error", async () => {
    const model = await modelAt((_, nth) => (nth === 1 ? { body: null, truncated: true } : good));
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
