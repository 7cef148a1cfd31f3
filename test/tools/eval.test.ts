import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Cache, openStore } from "../../src/cache/index.ts";
import { clean } from "../../src/clean/index.ts";
import { extractiveEngine } from "../../src/engine/index.ts";
import { extract } from "../../src/extract/index.ts";
import { createIntake } from "../../src/intake/index.ts";
import { DEFAULT_OPTIONS, quietRun } from "../../src/model/index.ts";
import { Pith } from "../../src/pith.ts";
import { articlesAt } from "../../tools/eval/articles.ts";
import { figuresOf, meanOf } from "../../tools/eval/figures.ts";
import { evaluationPage } from "../../tools/eval/page.ts";
import { STORY } from "../fakes/engine.ts";

const folder = mkdtempSync(join(tmpdir(), "pith-eval-"));
afterAll(() => rmSync(folder, { recursive: true }));
const pith = new Pith({
  takeIn: createIntake(() => Promise.reject(new Error("nothing is fetched here")), 1_000_000),
  read: async (intake) => clean(await extract(intake)),
  engines: { extractive: extractiveEngine, llm: null },
  cache: new Cache(openStore("memory:", "eval"), () => {}),
  now: () => new Date(),
});

test("what is digested comes from JSON lines, with references, or from a folder of documents", () => {
  writeFileSync(join(folder, "b.txt"), STORY);
  expect(articlesAt(folder)).toMatchObject([{ id: join(folder, "b.txt"), set: "documents", references: [] }]);
  writeFileSync(join(folder, "articles.jsonl"), `${JSON.stringify({ id: "1", text: STORY, refs: ["A vote."] })}\n`);
  expect(articlesAt(folder)).toMatchObject([{ id: "1", set: "articles", references: ["A vote."] }]);
  expect(articlesAt(join(folder, "articles.jsonl"))).toHaveLength(1);
});

test("a digest is judged by its quotes, its length and its references", async () => {
  const document = await pith.extract({ from: "text", text: STORY }, quietRun());
  const digest = await pith.digest(document, DEFAULT_OPTIONS, quietRun());
  const summary = [digest.gist, ...digest.points.map(({ text }) => text)].join(" ");
  const figures = figuresOf(digest, document, ["something else", summary], 7);
  expect(figures).toMatchObject({ verified: 1, located: 1, rouge1: 1, tokens: 0, costUsd: null, ms: 7 });
  const invented = { ...digest.claims[0]!.quote!, text: "invented" };
  const claims = [
    { ...digest.claims[0]!, quote: invented },
    { ...digest.claims[0]!, status: "unverified" as const, quote: null },
  ];
  const worse = figuresOf({ ...digest, points: [], claims }, document, [], 3);
  expect(worse).toMatchObject({ verified: 0.5, located: 0, yield: 1, rouge1: null });
  expect(meanOf([figures, worse])).toMatchObject({ verified: 0.75, rouge1: 1, costUsd: null, ms: 7 });
  const page = evaluationPage("Figures", "<table>", [{ id: "1", digest, document }]);
  expect(page).toContain("&lt;table&gt;");
  expect(page).toContain("&amp;lt;mark&amp;gt;".replaceAll("&amp;", "&"));
  expect(page).not.toMatch(/<script/i);
});
