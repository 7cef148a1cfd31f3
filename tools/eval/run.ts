import { existsSync, writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { createApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import {
  asPithError,
  DEFAULT_OPTIONS,
  type Digest,
  type Document,
  detachedContext,
  type EngineChoice,
  LENGTHS,
  type Length,
} from "../../src/model/index.ts";
import { loadArticles } from "./articles.ts";
import { averageMetrics, type DigestMetrics, measureDigest } from "./metrics.ts";
import { renderEvaluationPage } from "./page.ts";

/**
 * `npm run eval -- --engine llm|extractive DATA`: digests many documents, prints a table of metrics and writes an HTML
 * page with the quotes marked in the sources. The model is configured by the usual environment variables.
 */
const program = new Command("eval")
  .argument("<data>", "file with JSON lines {id, text, set?, refs?}, or folder of documents")
  .addOption(
    new Option("--engine <engine>", "engine that writes the digests")
      .choices(["llm", "extractive"])
      .default("extractive"),
  )
  .addOption(new Option("--length <length>", "length of the digests").choices(LENGTHS).default("standard"))
  .option("--sentences <n>", "maximum number of sentences (extractive engine only)", Number)
  .option("--html <file>", "output file of the HTML page", "eval.html")
  .option("--most <n>", "maximum number of documents", Number);
program.parse();
type Options = { engine: EngineChoice; length: Length; sentences?: number; html: string; most?: number };
const { engine, length, sentences = null, html, most } = program.opts<Options>();
const [data = ""] = program.args;
if (!existsSync(data)) program.error(`no such file or folder: ${data}`);

const config = { ...loadConfig(), cacheUrl: "memory:" };
const app = createApp(config, { cacheFailed: console.error, modelFailed: console.error });
const results: { id: string; set: string; digest: Digest; document: Document; metrics: DigestMetrics }[] = [];
const failureCounts = new Map<string, number>();
for (const { id, set, source, references } of loadArticles(data).slice(0, most)) {
  try {
    const document = await app.pith.extract(source, detachedContext());
    const start = performance.now();
    const digest = await app.pith.digest(
      document,
      { ...DEFAULT_OPTIONS, engine, length, sentences },
      detachedContext(),
    );
    const metrics = measureDigest(digest, document, references, performance.now() - start);
    results.push({ id, set, digest, document, metrics });
  } catch (thrown) {
    const { code } = asPithError(thrown);
    failureCounts.set(code, (failureCounts.get(code) ?? 0) + 1);
  }
}
await app.close();

const FORMATTERS: Record<keyof DigestMetrics, (value: number) => string> = {
  verified: percent,
  located: percent,
  yield: (value) => value.toFixed(1),
  coverage: percent,
  sentences: (value) => value.toFixed(1),
  compression: percent,
  rouge1: percent,
  rouge2: percent,
  rougeL: percent,
  tokens: (value) => value.toFixed(0),
  costUsd: (value) => `$${value.toFixed(5)}`,
  ms: (value) => value.toFixed(1),
};
function percent(value: number): string {
  return (100 * value).toFixed(1);
}

const sets = [...new Set(results.map(({ set }) => set))];
const lines = sets.map((set) => {
  const ofSet = results.filter((result) => result.set === set);
  const mean = averageMetrics(ofSet.map(({ metrics }) => metrics));
  const cells = Object.entries(FORMATTERS).map(([name, format]) => {
    const value = mean[name as keyof DigestMetrics];
    return (value === null ? "–" : format(value)).padStart(Math.max(8, name.length + 1));
  });
  return `${set.padEnd(14)}${String(ofSet.length).padStart(6)}${cells.join("")}`;
});
const names = Object.keys(FORMATTERS).map((name) => name.padStart(Math.max(8, name.length + 1)));
const failures = [...failureCounts].map(([code, count]) => `${count} × ${code}`).join(", ");
const table = [`${"set".padEnd(14)}${"docs".padStart(6)}${names.join("")}`, ...lines, failures && `failed: ${failures}`]
  .filter(Boolean)
  .join("\n");
console.log(table);
writeFileSync(html, renderEvaluationPage(`Pith: ${engine}, ${length}`, table, results));
console.log(`\nDigests with their quotes marked in the sources: ${html}`);
