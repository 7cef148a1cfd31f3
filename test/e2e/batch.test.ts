import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type App, createApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import type { Digest, Quote } from "../../src/model/index.ts";
import { type Operation, batch as runBatch } from "../../src/terminal/batch.ts";
import { STORY } from "../fakes/engine.ts";
import { faithfulDigest, startModelServer } from "../fakes/modelServer.ts";
import { pdfColumn, pdfFile } from "../fakes/pdfFiles.ts";
import { jsonLines, runPith, startPith } from "./pith.ts";

const rows = (...values: object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join("");
type Row = Record<string, unknown>;

let app: App;
beforeAll(() => {
  app = createApp(readConfig({ CACHE_URL: "memory:" }), { cacheFailed() {}, modelFailed() {} });
});
afterAll(() => app.close());

const batch = async (operation: Operation, input: string): Promise<Row[]> => {
  const written: string[] = [];
  const output = { out: (text: string) => void written.push(text), err: () => undefined, isTTY: false };
  const stopped = new AbortController().signal;
  await runBatch(operation, 4, { app, output, signal: stopped, stdin: Readable.from([Buffer.from(input)]) });
  return jsonLines(written.join("")) as Row[];
};

describe("pith batch", () => {
  test("extract accepts path, text and base64, and returns the rows in input order", async () => {
    const pdf = Buffer.from(
      pdfFile([pdfColumn(["A quay was opened on Monday in Marenholm.", "It cost eleven million euros."])]),
    ).toString("base64");
    const out = await batch(
      "extract",
      rows(
        { id: "slow", base64: pdf, name: "quay.pdf" },
        { id: 2, text: STORY },
        { id: "p", path: "playground/sample.txt", url: "https://news.example.org/a" },
      ),
    );
    expect(out.map((row) => row.id)).toEqual(["slow", 2, "p"]);
    expect(out[0]).toMatchObject({ mediaType: "application/pdf", coverage: { unit: "page", read: 1 } });
    expect(out[1]).toMatchObject({ text: STORY, ms: expect.any(Number) });
    expect(out[2]).toMatchObject({ published: "2026-03-17" });
  });

  test("an invalid row produces one error row and does not affect the others", async () => {
    const input = `not json\n${rows({ id: 1 }, { id: 2, text: "a", path: "b" }, { id: 3, text: "" }, { id: 4, path: "nothere" }, { id: 5, text: STORY, length: "huge" })}\n${rows({ id: 6, text: STORY })}`;
    const out = await batch("summarise", input);
    expect(out.map((row) => [row.id, (row.error as { code: string } | undefined)?.code])).toEqual([
      [null, "bad_request"],
      [1, "bad_request"],
      [2, "bad_request"],
      [3, "empty"],
      [4, "not_found"],
      [5, "bad_request"],
      [6, undefined],
    ]);
    expect(out[1]?.error).toMatchObject({ message: expect.stringContaining("needs one of path, text and base64") });
  });

  test("summarise respects the sentence limit of a row", async () => {
    const out = (await batch(
      "summarise",
      rows({ id: 1, text: STORY, sentences: 2, engine: "extractive" }),
    )) as unknown as Digest[];
    expect(out[0]?.points).toHaveLength(1);
    expect(out[0]?.claims.length).toBeGreaterThan(0);
  });

  test("verify checks claims with and without a quote", async () => {
    const claim = "The change would cost 61,000 crowns a year.";
    const out = await batch(
      "verify",
      rows(
        { id: 1, document: STORY, claim, quote: "the change would cost 61,000 crowns a year" },
        {
          id: 2,
          document: STORY,
          claim: claim.replace("61", "67"),
          quote: "the change would cost 61,000 crowns a year",
        },
        { id: 3, document: STORY, claim, quote: "the change will be free" },
        { id: 4, document: STORY, claim: "Librarian Ada Quill said the change would cost 61,000 crowns a year." },
        { id: 5, document: STORY, claim, quote: "the change would cost 61,000 crowns a year", speaker: "Omar Bell" },
      ),
    );
    expect(out.map((row) => [row.status, row.reasons])).toEqual([
      ["verified", []],
      ["unverified", ["number_differs"]],
      ["unverified", ["quote_not_found"]],
      ["verified", []],
      ["unverified", ["speaker_differs"]],
    ]);
    const quote = out[0]?.quote as Quote;
    expect(STORY.slice(quote.start, quote.end)).toBe(quote.text);
    expect(quote.paragraph).toBe(2);
    expect((out[0]?.score as number) > (out[1]?.score as number)).toBe(true);
  });

  test("retrieve returns passages for each question, best first", async () => {
    const [out] = await batch(
      "retrieve",
      rows({ id: 1, document: STORY, questions: ["How many visitors came?", "zzz"], k: 1 }),
    );
    const [found = [], none] = (out?.passages ?? []) as { start: number; end: number; score: number }[][];
    const [best] = found;
    expect(STORY.slice(best?.start, best?.end)).toContain("48,000 visitors");
    expect(none).toEqual([]);
  });

  test("ask answers a question about a text", async () => {
    const out = await batch("ask", rows({ id: 1, text: STORY, question: "How many visitors did the library have?" }));
    expect(out[0]).toMatchObject({ id: 1, answerable: true, text: expect.stringContaining("48,000 visitors") });
  });

  test("a U+2028 character in a string does not end the row", async () => {
    const [out] = await batch("extract", `{"id":1,"text":"One line.\u2028Another line of it."}\n`);
    expect(out).toMatchObject({ id: 1 });
    expect(out).not.toHaveProperty("error");
  });

  test("writes rows while stdin is still open", async () => {
    const child = startPith(["batch", "extract"]);
    const lines = createInterface({ input: child.stdout });
    child.stdin.write(rows({ id: "first", text: STORY }));
    const [line] = (await once(lines, "line")) as [string];
    expect(JSON.parse(line)).toMatchObject({ id: "first" });
    child.stdin.end(rows({ id: "second", text: STORY }));
    const [next] = (await once(lines, "line")) as [string];
    expect(JSON.parse(next)).toMatchObject({ id: "second" });
    await once(child, "close");
  });

  test("a hundred identical concurrent rows cause one model request", async () => {
    const server = await startModelServer((request) => ({ ...faithfulDigest(request), delayMs: 200 }));
    const input = rows(...Array.from({ length: 100 }, (_, id) => ({ id, text: STORY, name: `${id}.txt` })));
    const { stdout } = await runPith(
      ["batch", "summarise", "--concurrency", "100"],
      { PITH_MODEL: "stub", OPENAI_BASE_URL: server.url },
      input,
    );
    const digests = jsonLines(stdout) as Digest[];
    expect(digests).toHaveLength(100);
    expect(new Set(digests.map((digest) => digest.gist)).size).toBe(1);
    expect(server.requests).toHaveLength(1);
    await server.close();
  });
});

test("rejects a URL as a path, and ignores a url that is not an HTTP URL", async () => {
  const out = await batch(
    "extract",
    rows({ id: 1, path: "http://127.0.0.1:9/" }, { id: 2, text: STORY, url: "javascript:alert(1)" }),
  );
  expect(out[0]).toMatchObject({
    id: 1,
    error: { code: "bad_request", message: expect.stringContaining("an address") },
  });
  expect(out[1]).toMatchObject({ id: 2, url: null, site: null });
});

describe("input without an end", () => {
  const folder = mkdtempSync(join(tmpdir(), "pith-endless-"));
  const fifo = join(folder, "pipe");
  beforeAll(() => void spawnSync("sh", ["-c", `mkfifo "${fifo}"`]));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("an endless device file produces one too_large row", async () => {
    const out = await batch("extract", rows({ id: 1, path: "/dev/zero" }, { id: 2, text: STORY }));
    expect(out[0]).toMatchObject({ id: 1, error: { code: "too_large" } });
    expect(out[1]).toMatchObject({ id: 2, text: STORY });
  });

  test("a line over the size limit produces one too_large row", async () => {
    const { code, stdout } = await runPith(
      ["batch", "extract"],
      { PITH_MAX_BYTES: "1000" },
      `${"x".repeat(200_000)}\n${rows({ id: 2, text: "Short text." })}`,
    );
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([{ id: null, error: { code: "too_large" } }, { id: 2 }]);
  });

  test("rejects stdin over the size limit with too_large", async () => {
    const { code, stdout } = await runPith(["extract", "-", "--json"], { PITH_MAX_BYTES: "1000" }, "x".repeat(1001));
    expect([code, jsonLines(stdout)]).toMatchObject([1, [{ error: { code: "too_large" } }]]);
  });

  test("reads a named pipe whose writer opens it late", async () => {
    const child = startPith(["extract", "playground/sample.txt", fifo]);
    const stdout = text(child.stdout);
    await once(child.stdout, "data");
    await writeFile(fifo, STORY);
    expect(await stdout).toContain("61,000 crowns");
  });

  test.each([
    [["batch", "extract"]],
    [["extract", "playground/sample.txt", "-"]],
    [["extract", "playground/sample.txt", fifo]],
  ])("the first Ctrl-C ends pith %j while it waits for input", async (args) => {
    const child = startPith(args);
    const ended = once(child, "close");
    const stderr = text(child.stderr);
    if (args[0] === "batch") child.stdin.write(`${JSON.stringify({ id: 1, text: STORY })}\n`);
    await once(child.stdout, "data"); // The input so far is processed, and pith is waiting for the rest.
    child.kill("SIGINT");
    const late = setTimeout(5000, ["late"], { ref: false });
    const [code] = (await Promise.race([ended, late])) as [number | string];
    child.kill("SIGKILL");
    expect(code).toBe(1);
    expect(await stderr).toContain("stopped");
  });
});
