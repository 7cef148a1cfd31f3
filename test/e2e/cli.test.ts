import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Answer, Comparison, Digest } from "../../src/model/index.ts";
import {
  completion,
  faithfulDigest,
  type ModelServer,
  numberedSentences,
  startModelServer,
  statement,
} from "../fakes/modelServer.ts";
import { docxBomb, docxFile, lockedOfficeFile } from "../fakes/officeFiles.ts";
import { pdfColumn, pdfFile } from "../fakes/pdfFiles.ts";
import { jsonLines, runPith, spawnPith } from "./pith.ts";

const SAMPLE = "playground/sample.txt";
const folder = mkdtempSync(join(tmpdir(), "pith-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const SENTENCES = [
  "The harbour of Marenholm opened its third quay on Monday.",
  "It cost eleven million euros, said Ilse Brandt of the port authority.",
  "Two lines will use it from June.",
  "The old quay stays open for fishing boats until the winter.",
  "A path for walkers leads along the water.",
  "The town expects forty thousand visitors a year.",
  "A second building phase is not planned.",
  "Buses from the station will stop at the quay every half hour, and the fare stays the same.",
  "Its lamps switch themselves off at midnight so that the seals on the sandbank can sleep.",
];

describe("pith without a token", () => {
  test("bot summarises the sample and names the variable to set next", async () => {
    const { code, stdout } = await spawnPith(["bot", "--once"], { STORE_URL: "memory:" });
    expect(code).toBe(0);
    expect(stdout).toContain("# Harbour town swaps its diesel ferries");
    expect(stdout).toContain("DISCORD_TOKEN");
    expect(stdout).not.toContain("herring came back");
  });
});

describe("pith summarise", () => {
  test("prints Markdown with located quotes", async () => {
    const { code, stdout, stderr } = await spawnPith(["summarise", SAMPLE]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^# Harbour town swaps/);
    expect(stdout).toContain("## Claims");
    expect(stdout).toMatch(/^> - The four new boats cost 38 million euros.*\. \(paragraph 2, line 3\)$/m);
  });

  test("gives the line of each quote in the output of extract", async () => {
    const [{ stdout: digest }, { stdout: text }] = await Promise.all([
      runPith(["summarise", SAMPLE]),
      runPith(["extract", SAMPLE]),
    ]);
    const quotes = [...digest.matchAll(/^> (?:- )?(.*) \(.*line (\d+)\)$/gm)];
    expect(quotes.length).toBeGreaterThan(2);
    const lines = text.split("\n");
    for (const [, quote, line] of quotes) expect(lines[Number(line) - 1]).toContain(quote);
  });

  describe("colour", () => {
    afterEach(() => vi.unstubAllEnvs());

    test.each<[inColour: boolean, environment: Record<string, string>, args: string[]]>([
      [true, { FORCE_COLOR: "1" }, []],
      [false, {}, []],
      [false, { NO_COLOR: "1" }, []],
      [false, { FORCE_COLOR: "1" }, ["--json"]],
    ])("is %s in a pipe with %j and %j", async (inColour, environment, args) => {
      for (const name of ["FORCE_COLOR", "NO_COLOR"]) vi.stubEnv(name, environment[name]);
      const { stdout } = await runPith(["summarise", SAMPLE, ...args]);
      expect(stdout.includes("\u001b[")).toBe(inColour);
    });
  });

  test("reads text, Markdown, HTML, PDF and DOCX, and prints one JSON line for each", async () => {
    const body = SENTENCES.map((sentence) => `<p>${sentence}</p>`).join("");
    const sources = [
      file("a.txt", SENTENCES.join("\n\n")),
      file("a.md", `# Third quay\n\n${SENTENCES.join("\n\n")}`),
      file("a.html", `<html><head><title>Third quay</title></head><body><article>${body}</article></body></html>`),
      file("a.pdf", pdfFile([pdfColumn(SENTENCES, 72, 720, 40)])),
      file("a.docx", docxFile(SENTENCES, { title: "Third quay" })),
    ];
    const { code, stdout } = await runPith(["summarise", "--json", "--length", "detailed", ...sources]);
    expect(code).toBe(0);
    const digests = jsonLines(stdout) as Digest[];
    expect(digests).toHaveLength(5);
    for (const digest of digests) {
      expect(digest.claims.some((claim) => claim.quote?.text.includes("forty thousand visitors"))).toBe(true);
      expect(digest.claims.every((claim) => claim.status === "verified")).toBe(true);
    }
    expect(digests[3]?.document.coverage).toEqual({ unit: "page", read: 1, total: 1, note: null });
  });

  test("reads stdin, applies options, and writes an HTML page with marked quotes", async () => {
    const page = join(folder, "page.html");
    const { code, stdout } = await runPith(
      ["summarise", "-", "--json", "--length", "brief", "--html", page],
      {},
      SENTENCES.join("\n\n"),
    );
    expect(code).toBe(0);
    expect(jsonLines(stdout)[0]).toMatchObject({ length: "brief", engine: { kind: "extractive" } });
    expect(readFileSync(page, "utf8")).toContain("<mark>");
  });

  test("reports a source that fails, and summarises the others", async () => {
    const { code, stdout, stderr } = await runPith(["summarise", "nothere.txt", SAMPLE]);
    expect(code).toBe(1);
    expect(stdout).toContain("# Harbour town");
    expect(stderr).toBe("nothere.txt: That page or file doesn't exist. Check the address for typos.\n");
  });

  const BAD: [name: string, code: string, content: string | Uint8Array][] = [
    ["empty.txt", "empty", ""],
    ["blank.md", "empty", " \n\n "],
    ["locked.docx", "encrypted", lockedOfficeFile()],
    ["cut.pdf", "damaged", pdfFile([pdfColumn(SENTENCES)]).subarray(0, 200)],
    ["scan.pdf", "no_text_layer", pdfFile([[]])],
    ["bomb.docx", "too_large_unpacked", docxBomb(60)],
    ["noise.bin", "unsupported", new Uint8Array(2000).map((_, i) => (i * 7919 + (i >> 3)) % 256)],
    [
      "shell.html",
      "too_short",
      `<html><body><div id="app">Loading</div><script>${"x()\n".repeat(8000)}</script></body></html>`,
    ],
  ];
  describe("rejects", () => {
    type Failed = { error: { code: string; message: string } };
    let failures: Failed[];
    beforeAll(async () => {
      const { code, stdout } = await runPith([
        "summarise",
        "--json",
        ...BAD.map(([name, , content]) => file(name, content)),
      ]);
      expect(code).toBe(1);
      failures = jsonLines(stdout) as Failed[];
    });

    test.each(BAD.map(([name, code], i) => [name, code, i] as const))(
      "%s with %s, a cause and a next step",
      (_, code, i) => {
        const failed = failures[i];
        expect(failed?.error.code).toBe(code);
        expect(failed?.error.message).toMatch(/^\p{Lu}.*\. \p{Lu}.*\.$/su);
      },
    );
  });

  test.each([
    ["http://127.0.0.1:9/", "address_refused"],
    ["http://user:secret@example.org/", "bad_url"],
    ["ftp://example.org/file", "bad_url"],
  ])("rejects %s with %s", async (url, expected) => {
    const { code, stdout } = await runPith(["summarise", "--json", url]);
    expect(code).toBe(1);
    expect(jsonLines(stdout)).toMatchObject([{ error: { code: expected } }]);
    expect(stdout).not.toContain("secret");
  });
});

describe("pith compare", () => {
  const one = () => file("one.txt", SENTENCES.join("\n\n"));
  const other = () =>
    file(
      "other.txt",
      [
        "The third quay of Marenholm opened on Monday.",
        "Ilse Brandt of the port authority said it cost twelve million euros.",
      ].join("\n\n"),
    );

  test("shows differing numbers side by side, with quotes from both documents", async () => {
    const { code, stdout, stderr } = await runPith(["compare", one(), other()]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^A: one · \d+ words\nB: other · \d+ words\n/);
    expect(stdout).toContain(
      "## Where they differ\n\n- eleven million euros ⟷ twelve million euros\n\n[1] A, paragraph 2\n> It cost",
    );
    const asJson = await runPith(["compare", one(), other(), "--json"]);
    const [comparison] = jsonLines(asJson.stdout) as Comparison[];
    expect(comparison!.differ[0]!.numbers).toEqual([["eleven million euros", "twelve million euros"]]);
  });

  test("names the document that cannot be read", async () => {
    const { code, stderr } = await runPith(["compare", one(), "nowhere.txt"]);
    expect(code).toBe(1);
    expect(stderr).toContain("That page or file doesn't exist (nowhere.txt");
  });

  test("fails for a text and itself", async () => {
    const { code, stdout } = await runPith(["compare", one(), one(), "--json"]);
    expect([code, jsonLines(stdout)]).toMatchObject([1, [{ error: { code: "same_document" } }]]);
  });
});

describe("pith extract and ask", () => {
  test("extract prints the cleaned text, and the removed text with --removed", async () => {
    const { stdout } = await runPith(["extract", SAMPLE, "--removed"]);
    const [kept, removed] = stdout.split("--- removed ---");
    expect(kept).not.toContain("Related:");
    expect(removed).toContain("[teaser] Storm barrier");
    const { stdout: json } = await runPith(["extract", SAMPLE, "--json"]);
    expect(jsonLines(json)[0]).not.toHaveProperty("removed");
    expect(jsonLines(json)[0]).toMatchObject({ published: "2026-03-17", language: "en", mediaType: "text/plain" });
  });

  test("ask answers with a quote, or states that the document contains no answer", async () => {
    const known = await runPith(["ask", SAMPLE, "How many passengers does each boat carry?", "--json"]);
    const [answer] = jsonLines(known.stdout) as [Answer];
    expect(answer.answerable).toBe(true);
    expect(answer.quotes[0]?.text).toContain("240 passengers");
    const unknown = await runPith(["ask", SAMPLE, "Who won the chess olympiad?", "--json"]);
    expect(jsonLines(unknown.stdout)).toMatchObject([
      { answerable: false, text: "The document does not say.", quotes: [] },
    ]);
  });
});

describe("exit code 2 for invalid usage or configuration", () => {
  test.each([
    [["frobnicate"]],
    [["summarise"]],
    [["summarise", SAMPLE, "--length", "huge"]],
    [["batch", "dance"]],
    [["batch", "extract", "--concurrency", "0"]],
  ])("pith %s", async (args) => {
    const { code, stdout, stderr } = await runPith(args);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^error: /);
  });

  test("names all invalid variables in one message, without their values or a stack trace", async () => {
    const { code, stderr } = await runPith(["doctor"], {
      PITH_ENGINE: "magic",
      STORE_URL: "mysql://hidden",
      PITH_MAX_BYTES: "-1",
      HEALTH_PORT: "x",
    });
    expect(code).toBe(2);
    for (const name of ["PITH_ENGINE", "STORE_URL", "PITH_MAX_BYTES", "HEALTH_PORT"]) expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/hidden|\n\s+at /);
  });

  test("--help and --version exit with 0", async () => {
    expect(await runPith(["--help"])).toMatchObject({ code: 0, stdout: expect.stringContaining("summarise") });
    expect(await runPith(["--version"])).toMatchObject({ code: 0, stdout: "0.1.0\n" });
  });
});

describe("with a model", () => {
  let server: ModelServer;
  let environment: Record<string, string>;
  beforeAll(async () => {
    server = await startModelServer(faithfulDigest);
    environment = {
      PITH_MODEL: "stub",
      OPENAI_BASE_URL: server.url,
      CACHE_URL: `sqlite:${folder}/cache.db`,
      PITH_PRICE_INPUT: "1",
      PITH_PRICE_OUTPUT: "5",
    };
  });
  afterAll(() => server.close());

  test("makes one model request, and none in another process for the same content under another name", async () => {
    // Longer than a text that is its own digest.
    const text = [
      ...SENTENCES,
      "The mayor will open a ferry terminal for 300 passengers beside it, which has a café and a room for bicycles.",
    ].join("\n\n");
    const first = await runPith(["summarise", "--json", file("one.txt", text)], environment);
    const second = await spawnPith(["summarise", "--json", file("two.txt", text)], environment);
    expect(server.requests).toHaveLength(1);
    expect(jsonLines(first.stdout)[0]).toMatchObject({
      engine: { kind: "llm", model: "stub" },
      cached: false,
      usage: { calls: 1, costUsd: 0.002 },
    });
    expect(jsonLines(second.stdout)[0]).toMatchObject({ engine: { kind: "llm" }, cached: true, usage: { calls: 0 } });
  });

  test("prints a reworded statement with the numbers of its quotes, and the quotes with their lines below", async () => {
    const { respond } = server;
    const reworded = "The third quay of Marenholm cost eleven million euros.";
    server.respond = (request) => {
      const [gist, cost] = numberedSentences(request);
      return completion({ statements: [statement(reworded, [cost![0]])], gist: gist![1] });
    };
    const { stdout } = await runPith(["summarise", file("reworded.txt", SENTENCES.join("\n\n"))], {
      ...environment,
      CACHE_URL: "memory:",
    });
    server.respond = respond;
    expect(stdout).toContain(`\n- ${reworded} [1]\n`);
    expect(stdout).toContain(`\n## Quotes\n\n[1] paragraph 2, line 3\n> ${SENTENCES[1]}\n`);
  });

  test("doctor finds the model, and reports if it is not offered or does not respond", async () => {
    expect(await runPith(["doctor"], environment)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/ok\s+model\s+stub is available/),
    });
    expect(await runPith(["doctor"], { ...environment, PITH_MODEL: "other" })).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/failed\s+model/),
    });
    expect(
      await runPith(["doctor"], {
        ...environment,
        OPENAI_BASE_URL: "http://127.0.0.1:9/v1",
        CACHE_URL: "redis://127.0.0.1:9",
      }),
    ).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/failed\s+cache[\s\S]*failed\s+model/),
    });
  });
});

test("reports an unreachable cache once, and prints the digest nevertheless", async () => {
  const { code, stdout, stderr } = await runPith(["summarise", SAMPLE], { CACHE_URL: "redis://127.0.0.1:9" });
  expect(code).toBe(0);
  expect(stdout).toContain("# Harbour town");
  expect(stderr).toBe("The cache doesn't work, so I'm going on without it; `pith doctor` says why.\n");
});

describe("invalid requests with --json", () => {
  test.each<[args: string[], code: number, error: string]>([
    [["summarise", "--json", "--nonsense", SAMPLE], 2, "bad_request"],
    [["extract", "--json"], 2, "bad_request"],
    [["summarise", "--json", "--language", "xx-bad-!!", SAMPLE], 2, "unknown_language"],
    [["ask", "--json", SAMPLE, " "], 2, "bad_request"],
    [["extract", "--json", "https:example.org"], 1, "bad_url"],
    [["extract", "--json", "www.example.org"], 1, "bad_url"],
  ])("%j prints its error as JSON", async (args, code, error) => {
    const result = await runPith(args);
    expect(result.code).toBe(code);
    expect(jsonLines(result.stdout)).toMatchObject([{ error: { code: error, message: expect.any(String) } }]);
  });
});

test("uses the file name as the heading of a document without a title, but not as its title in JSON", async () => {
  const pdf = file("quay plan.pdf", pdfFile([pdfColumn(["A quay was opened on Monday in Marenholm."])]));
  expect((await runPith(["summarise", pdf])).stdout).toMatch(/^# quay plan\n/);
  expect(jsonLines((await runPith(["summarise", "--json", pdf])).stdout)).toMatchObject([
    { document: { title: null } },
  ]);
});

test("doctor reports that a cache does not respond, without its password", async () => {
  const { code, stdout } = await runPith(["doctor"], { CACHE_URL: "redis://:secret@127.0.0.1:9" });
  expect(code).toBe(1);
  expect(stdout).toContain("redis at 127.0.0.1:9 doesn't answer");
  expect(stdout).not.toContain("secret");
});
