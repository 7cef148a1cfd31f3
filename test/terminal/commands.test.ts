import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type App, createApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { PithError } from "../../src/model/index.ts";
import { ask, compare, extract, type SummariseFlags, summarise } from "../../src/terminal/commands.ts";
import { STORY } from "../fakes/engine.ts";
import { captureOutput } from "../fakes/output.ts";

// These tests call the functions of the commands. `test/e2e/cli.test.ts` runs the commands with their arguments.
const FLAGS: SummariseFlags = { length: "brief", language: "auto", engine: "auto" };
let folder: string;
let app: App;
let story: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pith-commands-"));
  story = join(folder, "story.txt");
  writeFileSync(story, STORY);
  const onFailure = (error: unknown): void => expect.fail(String(error));
  app = createApp(readConfig({ CACHE_URL: "memory:" }), { cacheFailed: onFailure, modelFailed: onFailure });
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

function createContext(isTTY = false, input = "") {
  const output = captureOutput(isTTY);
  const controller = new AbortController();
  const stop = (): void => controller.abort(new PithError("stopped"));
  return {
    captured: output.captured,
    output,
    stop,
    app,
    signal: controller.signal,
    stdin: Readable.from([Buffer.from(input)]),
  };
}
const outcomeOf = (command: Promise<unknown>): Promise<string> =>
  command.then(
    () => "done",
    (error: PithError) => `${error.code}: ${error.detail}`,
  );

describe("summarise", () => {
  test("shows progress in one line on a terminal, and clears it before the digest", async () => {
    const [terminal, piped] = [createContext(true), createContext()];
    expect(await summarise([story], FLAGS, terminal)).toBe(true);
    expect(terminal.captured.err).toContain("…");
    expect(terminal.captured.err.endsWith("\r\u001b[K")).toBe(true);
    expect(await summarise([story], FLAGS, piped)).toBe(true);
    expect(piped.captured.err).toBe("");
  });

  test("names the source that fails and summarises the others", async () => {
    const context = createContext();
    expect(await summarise([join(folder, "none.txt"), story], FLAGS, context)).toBe(false);
    expect(context.captured.err).toMatch(/^\S*none\.txt: /);
    expect(context.captured.out).toContain("## Claims");
  });

  test("prints an error as JSON on stdout with --json", async () => {
    const context = createContext();
    expect(await summarise([join(folder, "none.txt"), story], { ...FLAGS, json: true }, context)).toBe(false);
    const [failed, digest] = context.captured.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(failed.error.code).toBe("not_found");
    expect(digest.claims.length).toBeGreaterThan(0);
    expect(context.captured.err).toBe("");
  });

  test("rejects invalid flags", async () => {
    const context = createContext();
    expect(await outcomeOf(summarise([story, story], { ...FLAGS, html: "page.html" }, context))).toContain(
      "bad_request",
    );
    expect(await outcomeOf(summarise([story], { ...FLAGS, language: "no language" }, context))).toContain(
      "unknown_language",
    );
    expect(await outcomeOf(summarise([story], { ...FLAGS, language: "pt-BR" }, context))).toBe("done");
  });

  test("writes an HTML page with marked quotes, and reports a file that cannot be written", async () => {
    const page = join(folder, "page.html");
    const context = createContext();
    expect(await summarise([story], { ...FLAGS, html: page }, context)).toBe(true);
    expect(readFileSync(page, "utf8")).toContain("<mark");
    expect(await summarise([story], { ...FLAGS, html: join(folder, "none", "page.html") }, context)).toBe(false);
    expect(context.captured.err).toContain("can't be written");
  });

  test("reports an incomplete URL", async () => {
    const context = createContext();
    expect(await summarise(["https:example.org", "www.example.org"], FLAGS, context)).toBe(false);
    expect(context.captured.err.match(/part of it is missing/g)).toHaveLength(2);
    expect(context.captured.out).toBe("");
  });

  test("reports the error code stopped when it is aborted", async () => {
    const context = createContext();
    context.stop();
    expect(await summarise([story], { ...FLAGS, json: true }, context)).toBe(false);
    expect(JSON.parse(context.captured.out).error.code).toBe("stopped");
  });
});

describe("extract", () => {
  test("reads stdin, and prints removed text separately with --removed", async () => {
    const page = `<html><body><nav><a href="/">Home</a></nav><article><p>${STORY}</p></article></body></html>`;
    const [plain, removed, json] = [createContext(false, page), createContext(false, page), createContext(false, page)];
    expect(await extract(["-"], {}, plain)).toBe(true);
    expect(plain.captured.out).not.toContain("--- removed ---");
    await extract(["-"], { removed: true }, removed);
    expect(removed.captured.out).toContain("--- removed ---\n[");
    await extract(["-"], { json: true }, json);
    expect(JSON.parse(json.captured.out)).not.toHaveProperty("removed");
  });

  test("reports the error code empty if stdin is empty", async () => {
    const context = createContext();
    expect(await extract(["-"], { json: true }, context)).toBe(false);
    expect(JSON.parse(context.captured.out).error.code).toBe("empty");
  });
});

describe("ask and compare", () => {
  const flags = { language: "auto", engine: "auto" } as const;
  test("reject an empty question and an invalid language", async () => {
    expect(await outcomeOf(ask(story, "  ", flags, createContext()))).toBe("bad_request: the question is empty");
    expect(await outcomeOf(ask(story, "Why?", { ...flags, language: "?" }, createContext()))).toBe(
      "unknown_language: ?",
    );
    expect(await outcomeOf(compare([story, story], { ...flags, language: "?" }, createContext()))).toBe(
      "unknown_language: ?",
    );
  });

  test("ask prints an answer as text or as JSON", async () => {
    const [text, json] = [createContext(), createContext()];
    expect(await ask(story, "How many visitors?", flags, text)).toBe(true);
    expect(text.captured.out).toContain("> ");
    await ask(story, "How many visitors?", { ...flags, json: true }, json);
    expect(JSON.parse(json.captured.out)).toMatchObject({ answerable: true });
  });

  test("compare names the source that fails, and rejects stdin as both sources", async () => {
    const context = createContext();
    const missing = join(folder, "none.txt");
    expect(await compare([story, missing], flags, context)).toBe(false);
    expect(context.captured.err).toContain("none.txt");
    expect(await outcomeOf(compare(["-", "-"], flags, context))).toBe(
      "bad_request: only one of the two sources can be stdin",
    );
  });

  test("compare accepts stdin as one source", async () => {
    const other = STORY.replaceAll("48,000", "51,000");
    const [text, json] = [createContext(false, other), createContext(false, other)];
    expect(await compare([story, "-"], flags, text)).toBe(true);
    expect(text.captured.out).toContain("51,000");
    expect(await compare([story, "-"], { ...flags, json: true }, json)).toBe(true);
    expect(JSON.parse(json.captured.out)).toMatchObject({ documents: [{}, {}], engine: { kind: "extractive" } });
  });
});
