import { CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import { PithError } from "../../src/model/index.ts";
import { createProgressContext, reportFailure, warnOnce } from "../../src/terminal/output.ts";
import { captureOutput } from "../fakes/output.ts";
import { createDigest } from "../fakes/records.ts";

describe("reportFailure", () => {
  test("returns 0 for help and version", () => {
    const output = captureOutput();
    expect(reportFailure(new CommanderError(0, "commander.help", "(outputHelp)"), output, true)).toBe(0);
    expect(output.captured).toEqual({ out: "", err: "" });
  });

  test("returns 2 for invalid usage, and prints the error only as JSON, because the parser already prints it as text", () => {
    const error = new CommanderError(1, "commander.unknownOption", "error: unknown option '--nothing'");
    const [text, json] = [captureOutput(), captureOutput()];
    expect(reportFailure(error, text, false)).toBe(2);
    expect(text.captured).toEqual({ out: "", err: "" });
    expect(reportFailure(error, json, true)).toBe(2);
    expect(JSON.parse(json.captured.out).error).toMatchObject({ code: "bad_request" });
    expect(json.captured.out).toContain("unknown option '--nothing'");
    expect(json.captured.out).not.toContain("error: unknown");
  });

  test.each([
    ["bad_config", 2],
    ["bad_request", 2],
    ["not_found", 1],
    ["stopped", 1],
  ] as const)("%s returns %i, without a stack trace", (code, exit) => {
    const [text, json] = [captureOutput(), captureOutput()];
    expect(reportFailure(new PithError(code, "of this kind"), text, false)).toBe(exit);
    expect(text.captured.err.trim().split("\n")).toHaveLength(1);
    expect(reportFailure(new PithError(code), json, true)).toBe(exit);
    expect(JSON.parse(json.captured.out).error.code).toBe(code);
    expect(json.captured.err).toBe("");
  });

  test("prints the stack trace of an unexpected error", () => {
    const [error, string] = [captureOutput(), captureOutput()];
    expect(reportFailure(new TypeError("x is not a function"), error, false)).toBe(1);
    expect(error.captured.err).toContain("TypeError: x is not a function\n    at ");
    expect(reportFailure("a thrown string", string, false)).toBe(1);
    expect(string.captured.err).toContain("a thrown string");
  });
});

describe("createProgressContext", () => {
  const digest = createDigest("A sentence.");
  test("shows the estimated cost in one line on a terminal, but no draft", () => {
    const output = captureOutput(true);
    const context = createProgressContext(new AbortController().signal, output);
    context.report({ stage: "draft", digest });
    expect(output.captured.err).toBe("");
    context.report({ stage: "plan", calls: 3, tokens: 90_000, costUsd: 0.5 });
    expect(output.captured.err).toContain("90,000 tokens, $0.50 …");
    context.done();
    expect(output.captured.err.endsWith("\r\u001b[K")).toBe(true);
  });

  test("shows nothing in a pipe", () => {
    const output = captureOutput();
    const context = createProgressContext(new AbortController().signal, output);
    context.report({ stage: "queue", done: 1, total: 2 });
    context.done();
    expect(output.captured.err).toBe("");
  });
});

test("warnOnce reports only the first failure of the cache and of the model", () => {
  const output = captureOutput();
  const failures = warnOnce(output);
  for (let i = 0; i < 3; i++) {
    failures.cacheFailed(new Error("gone"));
    failures.modelFailed(new PithError("model_unavailable"));
  }
  expect(output.captured.err.match(/The cache doesn't work/g)).toHaveLength(1);
  expect(output.captured.err.trim().split("\n")).toHaveLength(2);
});
