import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { DEFAULT_OPTIONS, detachedContext } from "../../src/model/index.ts";
import { loadArticles } from "../../tools/eval/articles.ts";
import { averageMetrics, measureDigest } from "../../tools/eval/metrics.ts";
import { renderEvaluationPage } from "../../tools/eval/page.ts";
import { STORY } from "../fakes/engine.ts";
import { createPith } from "../fakes/pith.ts";

const folder = mkdtempSync(join(tmpdir(), "pith-eval-"));
afterAll(() => rmSync(folder, { recursive: true }));
const pith = createPith();

test("loadArticles reads JSON lines with references, or a folder of documents", () => {
  writeFileSync(join(folder, "b.txt"), STORY);
  expect(loadArticles(folder)).toMatchObject([{ id: join(folder, "b.txt"), set: "documents", references: [] }]);
  writeFileSync(join(folder, "articles.jsonl"), `${JSON.stringify({ id: "1", text: STORY, refs: ["A vote."] })}\n`);
  expect(loadArticles(folder)).toMatchObject([{ id: "1", set: "articles", references: ["A vote."] }]);
  expect(loadArticles(join(folder, "articles.jsonl"))).toHaveLength(1);
});

test("digests are measured by their quotes, length and references", async () => {
  const document = await pith.extract({ from: "text", text: STORY }, detachedContext());
  const digest = await pith.digest(document, DEFAULT_OPTIONS, detachedContext());
  const summary = [digest.gist, ...digest.points.map(({ text }) => text)].join(" ");
  const metrics = measureDigest(digest, document, ["something else", summary], 7);
  expect(metrics).toMatchObject({ verified: 1, located: 1, rouge1: 1, tokens: 0, costUsd: null, ms: 7 });
  const invented = { ...digest.claims[0]!.quote!, text: "invented" };
  const claims = [
    { ...digest.claims[0]!, quote: invented },
    { ...digest.claims[0]!, status: "unverified" as const, quote: null },
  ];
  const worse = measureDigest({ ...digest, points: [], claims }, document, [], 3);
  expect(worse).toMatchObject({ verified: 0.5, located: 0, yield: 1, rouge1: null });
  expect(averageMetrics([metrics, worse])).toMatchObject({ verified: 0.75, rouge1: 1, costUsd: null, ms: 7 });
  const page = renderEvaluationPage("Figures", "<table>", [{ id: "1", digest, document }]);
  expect(page).toContain("&lt;table&gt;");
  expect(page).toContain("&amp;lt;mark&amp;gt;".replaceAll("&amp;", "&"));
  expect(page).not.toMatch(/<script/i);
});
