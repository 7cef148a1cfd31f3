import { existsSync, writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { createApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import {
  asPithError,
  DEFAULT_OPTIONS,
  type Digest,
  type Document,
  type EngineChoice,
  LENGTHS,
  type Length,
  quietRun,
} from "../../src/model/index.ts";
import { articlesAt } from "./articles.ts";
import { type Figures, figuresOf, meanOf } from "./figures.ts";
import { evaluationPage } from "./page.ts";

/**
 * `npm run eval -- --engine llm|extractive DATA`: what digests of many documents are worth, as a table, and as a page
 * with the quotes marked in the sources. The model is the one that the environment configures.
 */
const program = new Command("eval")
  .argument("<data>", "JSON lines {id, text, set?, refs?}, or a folder of documents")
  .addOption(new Option("--engine <engine>", "who writes").choices(["llm", "extractive"]).default("extractive"))
  .addOption(new Option("--length <length>", "how long").choices(LENGTHS).default("standard"))
  .option("--sentences <n>", "at most so many sentences, extractive digests only", Number)
  .option("--html <file>", "where the page goes", "eval.html")
  .option("--most <n>", "no more documents than this", Number);
program.parse();
type Given = { engine: EngineChoice; length: Length; sentences?: number; html: string; most?: number };
const { engine, length, sentences = null, html, most } = program.opts<Given>();
const [data = ""] = program.args;
if (!existsSync(data)) program.error(`there is nothing at ${data}`);

const config = { ...loadConfig(), cacheUrl: "memory:" };
const app = createApp(config, { cacheFailed: console.error, modelFailed: console.error });
const found: { id: string; set: string; digest: Digest; document: Document; figures: Figures }[] = [];
const failed = new Map<string, number>();
for (const { id, set, source, references } of articlesAt(data).slice(0, most)) {
  try {
    const document = await app.pith.extract(source, quietRun());
    const began = performance.now();
    const digest = await app.pith.digest(document, { ...DEFAULT_OPTIONS, engine, length, sentences }, quietRun());
    const figures = figuresOf(digest, document, references, performance.now() - began);
    found.push({ id, set, digest, document, figures });
  } catch (thrown) {
    const { code } = asPithError(thrown);
    failed.set(code, (failed.get(code) ?? 0) + 1);
  }
}
await app.close();

const FORMS: Record<keyof Figures, (value: number) => string> = {
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

const sets = [...new Set(found.map(({ set }) => set))];
const lines = sets.map((set) => {
  const own = found.filter((one) => one.set === set);
  const mean = meanOf(own.map(({ figures }) => figures));
  const cells = Object.entries(FORMS).map(([name, form]) => {
    const value = mean[name as keyof Figures];
    return (value === null ? "–" : form(value)).padStart(Math.max(8, name.length + 1));
  });
  return `${set.padEnd(14)}${String(own.length).padStart(6)}${cells.join("")}`;
});
const names = Object.keys(FORMS).map((name) => name.padStart(Math.max(8, name.length + 1)));
const failures = [...failed].map(([code, count]) => `${count} × ${code}`).join(", ");
const table = [`${"set".padEnd(14)}${"docs".padStart(6)}${names.join("")}`, ...lines, failures && `failed: ${failures}`]
  .filter(Boolean)
  .join("\n");
console.log(table);
writeFileSync(html, evaluationPage(`Pith: ${engine}, ${length}`, table, found));
console.log(`\nThe digests with their quotes in the sources: ${html}`);
