import { describe, expect, test } from "vitest";
import { clean } from "../../../src/clean/index.ts";
import { extractiveEngine } from "../../../src/engine/index.ts";
import { extract } from "../../../src/extract/index.ts";
import { DEFAULT_OPTIONS, type Document, detachedContext } from "../../../src/model/index.ts";
import { digestWordLimits, isWithin, wordCounts } from "../../../src/text/index.ts";
import { verifyAnswer, verifyDigest } from "../../../src/verify/index.ts";
import { xlsxFile } from "../../fakes/officeFiles.ts";

const STATIONS = [
  ["Station", "Passengers 2022", "Passengers 2023"],
  ...Array.from({ length: 30 }, (_, i) => [`Halt ${i + 1}`, `${1000 + i * 37}`, `${1500 + ((i * 71) % 900)}`]),
];
const NOTES = [
  "The counts leave out school groups, which travel on a pass of their own.",
  "Halt 7 was closed from May to July 2023 while its platform was rebuilt.",
];

async function read(mediaType: string, content: string | Uint8Array): Promise<Document> {
  const where = { mediaType, url: null, name: null };
  const isText = typeof content === "string";
  return clean(
    await extract(isText ? { ...where, text: content, bytes: null } : { ...where, text: null, bytes: content }),
  );
}
const digest = (document: Document, overrides = {}) =>
  extractiveEngine.digest(document, { ...DEFAULT_OPTIONS, ...overrides }, detachedContext());

const CSV = STATIONS.map((cells) => cells.join(",")).join("\n");
const ALIGNED = STATIONS.map((cells) => cells.map((cell) => cell.padEnd(18)).join("")).join("\n");
const TABS = STATIONS.map((cells) => cells.join("\t")).join("\n");
const SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const XLSX = xlsxFile([{ name: "Counts", rows: STATIONS }]);

describe("the digest of a table", () => {
  test.each([
    ["CSV", "text/csv", CSV],
    ["XLSX", SHEET, XLSX],
    ["aligned text", "text/plain", ALIGNED],
    ["tabs", "text/plain", TABS],
  ])("of %s is worked out from its rows", async (_, mediaType, content) => {
    const document = await read(mediaType, content);
    const draft = await digest(document);
    expect(draft.gist).toContain("30 rows with the columns Station, Passengers 2022, Passengers 2023");
    expect(draft.points.map(({ text }) => text).join("\n")).toContain("Passengers 2023: highest Halt ");
    const { gistComputed, points, claims } = await verifyDigest(draft, document, detachedContext());
    expect([gistComputed, ...points.map(({ computed }) => computed)]).toEqual(Array(1 + points.length).fill(true));
    expect(points.length).toBeGreaterThan(1);
    expect(claims).toEqual([]);
    for (const { start, end, text } of points.flatMap(({ quotes }) => quotes))
      expect(document.text.slice(start, end)).toBe(text);
  });

  test("has the sentences of its notes too", async () => {
    const draft = await digest(await read("text/csv", [CSV, ...NOTES.map((note) => `"${note}"`)].join("\n")));
    expect(draft.gistRows).toBeDefined();
    expect(NOTES).toContain(draft.points.find(({ rows }) => !rows)?.text);
  });

  test.each(["headline", "brief", "standard", "detailed"] as const)("keeps to the word limit of %s", async (length) => {
    const document = await read("text/csv", [CSV, ...NOTES.map((note) => `"${note}"`)].join("\n"));
    const { gist, points } = await digest(document, { length });
    const said = [gist, ...points.map(({ text }) => text)].join(" ");
    expect(isWithin(wordCounts(said), digestWordLimits(length, document.text, document.language))).toBe(true);
  });

  test.each([
    ["prose with a table has a gist of prose, and one statement about the table", 6, 1],
    ["prose with a small table says nothing about it", 24, 0],
  ])("%s", async (_, paragraphs, expected) => {
    const prose = Array.from(
      { length: paragraphs },
      (_, n) => `In meeting ${n} the council heard that the ferry company wants a longer pier for ${n} larger ships.`,
    );
    const piers = ["North", "South", "Ferry", "Customs", "Timber", "Mole", "Fishermen's", "Old coal"];
    const rows = [
      "| Pier | Length |",
      "|---|---|",
      ...piers.map((pier, n) => `| ${pier} landing stage | ${120 - n} |`),
    ].join("\n");
    const draft = await digest(await read("text/markdown", [...prose, rows].join("\n\n")));
    expect(draft.gistRows).toBeUndefined();
    const computed = draft.points.filter(({ rows }) => rows).map(({ text }) => text);
    expect(computed).toEqual(
      ["Length: highest North landing stage (120), lowest Old coal landing stage (113)"].slice(0, expected),
    );
  });
});

test("an answer from a table quotes its row", async () => {
  const document = await read("text/csv", CSV);
  const question = { text: "How many passengers did Halt 7 have in 2022?", language: "en", engine: "auto" as const };
  const draft = await extractiveEngine.answer([document], question, detachedContext());
  const answer = await verifyAnswer(draft, [document], question.text, detachedContext());
  expect(answer).toMatchObject({ answerable: true, computed: true, text: "Halt 7: Passengers 2022 1222 [1]" });
  expect(answer.quotes[0]?.text).toMatch(/^Halt 7 \| 1222 \| /);
});
