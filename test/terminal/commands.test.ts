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

/** What is said on a terminal and to programs, of faults above all; the commands as processes are in `test/e2e/cli.test.ts`. */
const FLAGS: SummariseFlags = { length: "brief", language: "auto", engine: "auto" };
let folder: string;
let app: App;
let story: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pith-commands-"));
  story = join(folder, "story.txt");
  writeFileSync(story, STORY);
  const told = (error: unknown): void => expect.fail(String(error));
  app = createApp(readConfig({ CACHE_URL: "memory:" }), { cacheFailed: told, modelFailed: told });
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

function context(terminal = false, input = "") {
  const output = captureOutput(terminal);
  const stopped = new AbortController();
  const stop = (): void => stopped.abort(new PithError("stopped"));
  return {
    said: output.captured,
    output,
    stop,
    app,
    signal: stopped.signal,
    stdin: Readable.from([Buffer.from(input)]),
  };
}
const code = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => "done",
    (error: PithError) => `${error.code}: ${error.detail}`,
  );

describe("summarise", () => {
  test("on a terminal progress stands in one line, which is cleared for the digest; in a pipe there is none", async () => {
    const [seen, piped] = [context(true), context()];
    expect(await summarise([story], FLAGS, seen)).toBe(true);
    expect(seen.said.err).toContain("…");
    expect(seen.said.err.endsWith("\r\u001b[K")).toBe(true);
    expect(await summarise([story], FLAGS, piped)).toBe(true);
    expect(piped.said.err).toBe("");
  });

  test("of several sources the one that fails is named, and the others are done", async () => {
    const at = context();
    expect(await summarise([join(folder, "none.txt"), story], FLAGS, at)).toBe(false);
    expect(at.said.err).toMatch(/^\S*none\.txt: /);
    expect(at.said.out).toContain("## Claims");
  });

  test("a program gets a failure as JSON on stdout, and nothing on stderr", async () => {
    const at = context();
    expect(await summarise([join(folder, "none.txt"), story], { ...FLAGS, json: true }, at)).toBe(false);
    const [failed, digest] = at.said.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(failed.error.code).toBe("not_found");
    expect(digest.claims.length).toBeGreaterThan(0);
    expect(at.said.err).toBe("");
  });

  test("what cannot be done is said before anything is read", async () => {
    const at = context();
    expect(await code(summarise([story, story], { ...FLAGS, html: "page.html" }, at))).toContain("bad_request");
    expect(await code(summarise([story], { ...FLAGS, language: "no language" }, at))).toContain("bad_request");
    expect(await code(summarise([story], { ...FLAGS, language: "pt-BR" }, at))).toBe("done");
  });

  test("the page is written with the quotes marked, or it is said that it cannot be", async () => {
    const page = join(folder, "page.html");
    const at = context();
    expect(await summarise([story], { ...FLAGS, html: page }, at)).toBe(true);
    expect(readFileSync(page, "utf8")).toContain("<mark");
    expect(await summarise([story], { ...FLAGS, html: join(folder, "none", "page.html") }, at)).toBe(false);
    expect(at.said.err).toContain("cannot be written");
  });

  test("an address without its slashes is no file, unless there is one of that name", async () => {
    const at = context();
    expect(await summarise(["https:example.org", "www.example.org"], FLAGS, at)).toBe(false);
    expect(at.said.err.match(/a part of it is missing/g)).toHaveLength(2);
    expect(at.said.out).toBe("");
  });

  test("who stops it is told that it was stopped", async () => {
    const at = context();
    at.stop();
    expect(await summarise([story], { ...FLAGS, json: true }, at)).toBe(false);
    expect(JSON.parse(at.said.out).error.code).toBe("stopped");
  });
});

describe("extract", () => {
  test("stdin is read, and what was removed stands apart", async () => {
    const page = `<html><body><nav><a href="/">Home</a></nav><article><p>${STORY}</p></article></body></html>`;
    const [plain, removed, json] = [context(false, page), context(false, page), context(false, page)];
    expect(await extract(["-"], {}, plain)).toBe(true);
    expect(plain.said.out).not.toContain("--- removed ---");
    await extract(["-"], { removed: true }, removed);
    expect(removed.said.out).toContain("--- removed ---\n[");
    await extract(["-"], { json: true }, json);
    expect(JSON.parse(json.said.out)).not.toHaveProperty("removed");
  });

  test("nothing on stdin is an empty source", async () => {
    const at = context();
    expect(await extract(["-"], { json: true }, at)).toBe(false);
    expect(JSON.parse(at.said.out).error.code).toBe("empty");
  });
});

describe("ask and compare", () => {
  const flags = { language: "auto", engine: "auto" } as const;
  test("a question without words is none, and a language must be one", async () => {
    expect(await code(ask(story, "  ", flags, context()))).toBe("bad_request: the question is empty");
    expect(await code(ask(story, "Why?", { ...flags, language: "?" }, context()))).toContain("the language must be");
    expect(await code(compare([story, story], { ...flags, language: "?" }, context()))).toContain("the language");
  });

  test("an answer is for people, or for programs", async () => {
    const [people, program] = [context(), context()];
    expect(await ask(story, "How many visitors?", flags, people)).toBe(true);
    expect(people.said.out).toContain("> ");
    await ask(story, "How many visitors?", { ...flags, json: true }, program);
    expect(JSON.parse(program.said.out)).toMatchObject({ answerable: true });
  });

  test("of two sources the one at fault is named, and stdin is one only", async () => {
    const at = context();
    const none = join(folder, "none.txt");
    expect(await compare([story, none], flags, at)).toBe(false);
    expect(at.said.err).toContain("none.txt");
    expect(await code(compare(["-", "-"], flags, at))).toBe("bad_request: stdin is one source");
  });

  test("a text and another from stdin are compared", async () => {
    const other = STORY.replaceAll("48,000", "51,000");
    const [people, program] = [context(false, other), context(false, other)];
    expect(await compare([story, "-"], flags, people)).toBe(true);
    expect(people.said.out).toContain("51,000");
    expect(await compare([story, "-"], { ...flags, json: true }, program)).toBe(true);
    expect(JSON.parse(program.said.out)).toMatchObject({ documents: [{}, {}], engine: { kind: "extractive" } });
  });
});
