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
