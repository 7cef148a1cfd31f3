import { CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import { PithError } from "../../src/model/index.ts";
import { createProgressContext, reportFailure, warnOnce } from "../../src/terminal/output.ts";
import { captureOutput } from "../fakes/output.ts";
import { createDigest } from "../fakes/records.ts";

describe("what ends a command", () => {
  test("help and version are no failure", () => {
    const to = captureOutput();
    expect(reportFailure(new CommanderError(0, "commander.help", "(outputHelp)"), to, true)).toBe(0);
    expect(to.captured).toEqual({ out: "", err: "" });
  });

  test("wrong usage is 2: people were told by the parser, programs are told here", () => {
    const wrong = new CommanderError(1, "commander.unknownOption", "error: unknown option '--nothing'");
    const [people, program] = [captureOutput(), captureOutput()];
    expect(reportFailure(wrong, people, false)).toBe(2);
    expect(people.captured).toEqual({ out: "", err: "" });
    expect(reportFailure(wrong, program, true)).toBe(2);
    expect(JSON.parse(program.captured.out).error).toMatchObject({ code: "bad_request" });
    expect(program.captured.out).toContain("unknown option '--nothing'");
    expect(program.captured.out).not.toContain("error: unknown");
  });

  test.each([
    ["bad_config", 2],
    ["bad_request", 2],
    ["not_found", 1],
    ["stopped", 1],
  ] as const)("%s ends with %i, without a stack trace", (code, exit) => {
    const [people, program] = [captureOutput(), captureOutput()];
    expect(reportFailure(new PithError(code, "of this kind"), people, false)).toBe(exit);
    expect(people.captured.err.trim().split("\n")).toHaveLength(1);
    expect(reportFailure(new PithError(code), program, true)).toBe(exit);
    expect(JSON.parse(program.captured.out).error.code).toBe(code);
    expect(program.captured.err).toBe("");
  });

  test("a fault of the program's own comes with where it happened, whatever was thrown", () => {
    const [thrown, text] = [captureOutput(), captureOutput()];
    expect(reportFailure(new TypeError("x is no function"), thrown, false)).toBe(1);
    expect(thrown.captured.err).toContain("TypeError: x is no function\n    at ");
    expect(reportFailure("only words", text, false)).toBe(1);
    expect(text.captured.err).toContain("only words");
  });
});

describe("progress", () => {
  const digest = createDigest("A sentence.");
  test("is a line on a terminal, with what a model is about to cost, and never the draft", () => {
    const to = captureOutput(true);
    const run = createProgressContext(new AbortController().signal, to);
    run.report({ stage: "draft", digest });
    expect(to.captured.err).toBe("");
    run.report({ stage: "plan", calls: 3, tokens: 90_000, costUsd: 0.5 });
    expect(to.captured.err).toContain("90,000 tokens, $0.50 …");
    run.done();
    expect(to.captured.err.endsWith("\r\u001b[K")).toBe(true);
  });

  test("is nothing in a pipe", () => {
    const to = captureOutput();
    const run = createProgressContext(new AbortController().signal, to);
    run.report({ stage: "queue", done: 1, total: 2 });
    run.done();
    expect(to.captured.err).toBe("");
  });
});

test("that the cache and the model fail is told once each, however often they do", () => {
  const to = captureOutput();
  const watch = warnOnce(to);
  for (let i = 0; i < 3; i++) {
    watch.cacheFailed(new Error("gone"));
    watch.modelFailed(new PithError("model_unavailable"));
  }
  expect(to.captured.err.match(/The cache cannot be used/g)).toHaveLength(1);
  expect(to.captured.err.trim().split("\n")).toHaveLength(2);
});
