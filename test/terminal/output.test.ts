import { CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import { PithError } from "../../src/model/index.ts";
import { complain, warnOnce, watchedRun } from "../../src/terminal/output.ts";
import { heardOutput } from "../fakes/output.ts";
import { digestOf } from "../fakes/rows.ts";

describe("what ends a command", () => {
  test("help and version are no failure", () => {
    const to = heardOutput();
    expect(complain(new CommanderError(0, "commander.help", "(outputHelp)"), to, true)).toBe(0);
    expect(to.said).toEqual({ out: "", err: "" });
  });

  test("wrong usage is 2: people were told by the parser, programs are told here", () => {
    const wrong = new CommanderError(1, "commander.unknownOption", "error: unknown option '--nothing'");
    const [people, program] = [heardOutput(), heardOutput()];
    expect(complain(wrong, people, false)).toBe(2);
    expect(people.said).toEqual({ out: "", err: "" });
    expect(complain(wrong, program, true)).toBe(2);
    expect(JSON.parse(program.said.out).error).toMatchObject({ code: "bad_request" });
    expect(program.said.out).toContain("unknown option '--nothing'");
    expect(program.said.out).not.toContain("error: unknown");
  });

  test.each([
    ["bad_config", 2],
    ["bad_request", 2],
    ["not_found", 1],
    ["stopped", 1],
  ] as const)("%s ends with %i, without a stack trace", (code, exit) => {
    const [people, program] = [heardOutput(), heardOutput()];
    expect(complain(new PithError(code, "of this kind"), people, false)).toBe(exit);
    expect(people.said.err.trim().split("\n")).toHaveLength(1);
    expect(complain(new PithError(code), program, true)).toBe(exit);
    expect(JSON.parse(program.said.out).error.code).toBe(code);
    expect(program.said.err).toBe("");
  });

  test("a fault of the program's own comes with where it happened, whatever was thrown", () => {
    const [thrown, text] = [heardOutput(), heardOutput()];
    expect(complain(new TypeError("x is no function"), thrown, false)).toBe(1);
    expect(thrown.said.err).toContain("TypeError: x is no function\n    at ");
    expect(complain("only words", text, false)).toBe(1);
    expect(text.said.err).toContain("only words");
  });
});

describe("progress", () => {
  const digest = digestOf("A sentence.");
  test("is a line on a terminal, with what a model is about to cost, and never the draft", () => {
    const to = heardOutput(true);
    const run = watchedRun(new AbortController().signal, to);
    run.report({ stage: "draft", digest });
    expect(to.said.err).toBe("");
    run.report({ stage: "plan", calls: 3, tokens: 90_000, costUsd: 0.5 });
    expect(to.said.err).toContain("90,000 tokens, $0.50 …");
    run.done();
    expect(to.said.err.endsWith("\r\u001b[K")).toBe(true);
  });

  test("is nothing in a pipe", () => {
    const to = heardOutput();
    const run = watchedRun(new AbortController().signal, to);
    run.report({ stage: "queue", done: 1, total: 2 });
    run.done();
    expect(to.said.err).toBe("");
  });
});

test("that the cache and the model fail is told once each, however often they do", () => {
  const to = heardOutput();
  const watch = warnOnce(to);
  for (let i = 0; i < 3; i++) {
    watch.cacheFailed(new Error("gone"));
    watch.modelFailed(new PithError("model_unavailable"));
  }
  expect(to.said.err.match(/The cache cannot be used/g)).toHaveLength(1);
  expect(to.said.err.trim().split("\n")).toHaveLength(2);
});
