import { describe, expect, test } from "vitest";
import { ModelHttpError, parseRetryAfter } from "../../../src/engine/llm/client/modelErrors.ts";
import { type ServerProblem, serverProblem } from "../../../src/engine/llm/client/serverProblem.ts";

const problemOf = (status: number, body: unknown, asked = 4000): ServerProblem =>
  serverProblem(new ModelHttpError(status, typeof body === "string" ? body : JSON.stringify(body), null, asked));
const said = (message: string, more: object = {}): object => ({ error: { message, ...more } });

describe("serverProblem", () => {
  test.each<[number, object | string, number | null, number | null]>([
    [
      400,
      said(
        "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (8000 in the messages, 1000 in the completion).",
      ),
      8192,
      8000,
    ],
    [400, said("the request exceeds the available context size.", { n_ctx: 4096, n_prompt_tokens: 5000 }), 4096, 5000],
    [
      400,
      said("request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it"),
      4096,
      5000,
    ],
    [
      400,
      { object: "error", message: "Prompt contains 9000 tokens, too large for model with 8192 maximum context length" },
      8192,
      9000,
    ],
    [400, { error: "the model is loaded with context length of only 4096 tokens, which is not enough" }, 4096, null],
    [
      400,
      { message: "Please reduce the length of the messages. Current length is 9000 while limit is 8192" },
      8192,
      null,
    ],
    [413, said("Request too large for model on tokens per minute (TPM): Limit 6000, Requested 9000"), 6000, null],
    [400, said("Prompt exceeds max length", { code: "1261" }), null, null],
    [400, said("prompt is too long: 210000 tokens > 200000 maximum"), 200_000, 210_000],
    [413, "Payload Too Large", null, null],
  ])("finds the window in %i %j", (status, body, window, prompt) => {
    expect(problemOf(status, body)).toEqual({ kind: "context", window, prompt });
  });

  test.each<[string, number | null]>([
    ["max_tokens is too large: 8000. This model supports at most 4096 completion tokens", 4096],
    ["Invalid max_tokens value, the valid range of max_tokens is [1, 8192]", null],
    ["only 2980 of 4096 tokens are left, lower max_completion_tokens (max_tokens for older clients)", 2980],
  ])("finds the highest limit on the answer in %j", (words, most) => {
    const asked = words.includes("8000") ? 8000 : 4000;
    expect(problemOf(400, said(words), asked)).toEqual({ kind: "output_limit", most });
  });

  test.each<[ServerProblem["kind"], number, object | string]>([
    ["refused", 400, said("The response was filtered", { code: "content_filter" })],
    ["refused", 400, said("Content Exists Risk")],
    ["refused", 403, said('Your input was flagged for "violence".')],
    ["refused", 400, said("data_inspection_failed: input data may contain inappropriate content")],
    ["quota", 402, said("Insufficient Balance")],
    ["quota", 429, said("You exceeded your current quota", { code: "insufficient_quota" })],
    ["rate", 429, said("You exceeded your current quota. Please retry in 2.0s.")],
    ["rate", 429, said("Rate limit reached")],
    ["loading", 503, said("Loading model")],
    ["outage", 503, "<html>Service Unavailable</html>"],
    ["outage", 529, said("Overloaded")],
    ["key", 401, { error: "Unauthorized" }],
    ["key", 403, said("No access")],
    ["model", 404, said('model "x" not found, try pulling it first')],
    ["model", 400, said("x is not a valid model ID")],
    ["model", 404, said("The API deployment for this resource does not exist.")],
    ["address", 404, "404 page not found"],
    ["request", 400, said("Unknown name stream_options")],
  ])("tells %s from %i %j", (kind, status, body) => {
    expect(problemOf(status, body).kind).toBe(kind);
  });

  /** Words of servers as they stand in public reports, with what they mean. */
  const WORDS: [status: number, words: string | object, meaning: Partial<Record<string, unknown>>][] = [
    [
      400,
      "The input token count (1205475) exceeds the maximum number of tokens allowed (1048576).",
      { kind: "context", window: 1_048_576, prompt: 1_205_475 },
    ],
    [400, "Your request exceeded model token limit: 262144 (requested: 269030)", { kind: "context", window: 262_144 }],
    [
      400,
      "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]",
      { kind: "context", window: 30_720 },
    ],
    [
      400,
      "length of prompt_tokens (68957) must be less than max_seq_len (65536).",
      { kind: "context", window: 65_536, prompt: 68_957 },
    ],
    [
      422,
      "`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 3900 `inputs` tokens and 512 `max_new_tokens`",
      { kind: "context", window: 4096, prompt: 3900 },
    ],
    [
      400,
      "This model's maximum prompt length is 131072 but the request contains 136973 tokens.",
      { kind: "context", window: 131_072, prompt: 136_973 },
    ],
    [
      400,
      "The decoder prompt (length 42001) is longer than the maximum model length of 40960.",
      { kind: "context", window: 40_960, prompt: 42_001 },
    ],
    [
      400,
      "Input length (160062 tokens) exceeds the maximum allowed length (59862 tokens).",
      { kind: "context", window: 59_862, prompt: 160_062 },
    ],
    [
      400,
      "input length and `max_tokens` exceed context limit: 199759 + 8192 > 200000",
      { kind: "context", window: 200_000, prompt: 199_759 },
    ],
    [400, "Prompt length 9,012 is greater than max_seq_len 8,192", { kind: "context", window: 8192, prompt: 9012 }],
    [
      429,
      "Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 132819.",
      { kind: "context", window: 30_000 },
    ],
    [400, "Die Anfrage überschreitet die maximale Kontextlänge von 8192 Token.", { kind: "context", window: 8192 }],
    [
      400,
      "max_tokens must be less than or equal to 2000, the maximum value for max_tokens is less than the context_window",
      { kind: "output_limit", most: 2000 },
    ],
    [400, "max_tokens 参数非法，取值范围为[1,3095]", { kind: "output_limit", most: 3095 }],
    [
      402,
      "This request requires more credits, or fewer max_tokens. You can only afford 1300.",
      { kind: "output_limit", most: 1300 },
    ],
    [403, "The free tier of the model has been exhausted.", { kind: "quota" }],
    [400, "Budget has been exceeded! Current cost: 10.02, Max budget: 10.0", { kind: "quota" }],
    [429, "余额不足或无可用资源包,请充值。", { kind: "quota" }],
    [429, "Ihr Guthaben ist aufgebraucht.", { kind: "quota" }],
    [
      429,
      "Rate limit reached. Please try again in 20s. Please add a payment method to your account.",
      { kind: "rate", delayMs: 20_000 },
    ],
    [
      429,
      "Limit 100000, Used 97050, Requested 3619. Please try again in 9m38.016s.",
      { kind: "rate", delayMs: 578_016 },
    ],
    [429, "Please wait 40520 seconds before retrying.", { kind: "rate", delayMs: 40_520_000 }],
    [429, "Zu viele Anfragen. Bitte versuchen Sie es in 30 Sekunden erneut.", { kind: "rate", delayMs: 30_000 }],
    [503, { error: "Model x is currently loading", estimated_time: 20.0 }, { kind: "loading", delayMs: 20_000 }],
    [409, "Model is already loading. Please wait.", { kind: "loading" }],
    [500, "could not load model: failed loading model", { kind: "outage" }],
    [400, "DEGRADED function cannot be invoked", { kind: "outage" }],
    [400, "The model has crashed without additional information.", { kind: "outage" }],
    [400, "API key not valid. Please pass a valid API key.", { kind: "key" }],
    [404, "models/gemini-1.0-pro is not found for API version v1main", { kind: "model" }],
    [404, "Function '23d4f03a': Not found for account 'Qawm'", { kind: "model" }],
    [400, "No models are currently loaded.", { kind: "model" }],
    [404, "Das Modell 'foo' wurde nicht gefunden.", { kind: "model" }],
    [400, "The request was rejected because it was considered high risk", { kind: "refused" }],
    [400, "系统检测到输入或生成内容可能包含不安全或敏感内容", { kind: "refused" }],
    [400, "Ihre Anfrage wurde vom Inhaltsfilter abgelehnt.", { kind: "refused" }],
    [
      400,
      {
        error: {
          message: "Provider returned error",
          metadata: { raw: JSON.stringify({ n_ctx: 4096, message: "exceeds the context" }) },
        },
      },
      { kind: "context", window: 4096 },
    ],
    [
      400,
      "prompt token count of 68000 exceeds the limit of 64000",
      { kind: "context", window: 64_000, prompt: 68_000 },
    ],
    [400, "The maximum tokens you requested exceeds the model limit of 2048.", { kind: "output_limit", most: 2048 }],
    [
      400,
      { __type: "ThrottlingException", message: "Too many tokens, please wait before trying again." },
      { kind: "rate" },
    ],
    // What is easily mistaken.
    [400, "Invalid 'user': string too long. Expected a string with maximum length 64.", { kind: "request" }],
    [400, "Invalid value for 'stop': array too long. Expected an array with maximum length 4.", { kind: "request" }],
    [400, "'top_p' must be between 0 and 1, and the model 'gpt-4-32k' limits it.", { kind: "request" }],
    [400, "Conversation roles must alternate user/assistant/user/assistant/...", { kind: "request" }],
    [400, "Unsupported value: 'temperature' does not support 0 with this model.", { kind: "request" }],
  ];
  test.each(WORDS)("understands %i %j", (status, words, meaning) => {
    expect(problemOf(status, typeof words === "string" ? said(words) : words)).toMatchObject(meaning);
  });

  test("reads errors of any words in bounded time", () => {
    const pieces = [
      "model ",
      "free tier ",
      "prompt is ",
      "1,111,",
      "\\\\\\",
      "function '",
      "context length ",
      "(8 tokens",
      "retry ",
    ];
    for (const piece of pieces) expect(problemOf(400, piece.repeat(1000)).kind).toBeDefined();
  });

  test("keeps the words of the model apart from those of the server", () => {
    const body = said("Failed to generate JSON.", { failed_generation: "the context length is 100" });
    expect(problemOf(400, body)).toEqual({ kind: "invalid_output", output: "the context length is 100" });
  });

  test.each<[string | object, number]>([
    [said("Please retry in 2.5s."), 2500],
    [said("try again in 1m3s"), 63_000],
    [[{ error: { code: 429, details: [{ retryDelay: "2s" }] } }], 2000],
    [said("slow down", { retry_after: 3 }), 3000],
    [said("try again in 500ms"), 500],
  ])("finds the delay in %j", (body, delayMs) => {
    expect(problemOf(429, body)).toEqual({ kind: "rate", delayMs });
  });
});

test.each([
  ["2", 2000],
  ["1.2s", 1200],
  ["500ms", 500],
  ["soon", null],
  [new Date(5000).toUTCString(), 5000],
])("parseRetryAfter reads %j", (header, ms) => {
  expect(parseRetryAfter(header, 0)).toBe(ms);
});
