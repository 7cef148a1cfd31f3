import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { type App, createApp } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import { asPithError, detachedContext } from "../../../src/model/index.ts";
import { pdfColumn, pdfFile } from "../../../test/fakes/pdfFiles.ts";
import { type BenchRow, median } from "../measurements.ts";

/** A file and the expected result. A clear error is any `PithError` other than `internal`. */
type Label = {
  file: string;
  expected: "text" | "clear-error" | "text-or-error";
  must_contain?: string[];
  must_not_contain?: string[];
};

const SENTENCE = "The harbour of Marenholm opened its third quay, and two lines will use it.";
const THREE_PAGES = pdfFile(Array.from({ length: 3 }, () => pdfColumn(Array.from({ length: 45 }, () => SENTENCE))));
/** How many times the PDF is read to measure the duration. */
const RUNS = 30;
/** How long the worker processes of the reader are given to start. */
const WARM_UP_MS = 3_000;

/**
 * Reads each hostile file in the same way as the bot, and checks the result against the file's label. Meanwhile,
 * measures the event loop delay of this process. Afterwards, measures the memory of this process and how long it takes
 * to read a short PDF.
 */
export async function* measureHostileFiles(data: string): AsyncGenerator<BenchRow> {
  const list = join(data, "safety/files.jsonl");
  if (!existsSync(list)) return;
  const labels = readFileSync(list, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Label);
  const app = createApp(readConfig({ CACHE_URL: "memory:", PITH_ENGINE: "extractive" }), {
    cacheFailed: console.error,
    modelFailed: console.error,
  });
  app.warm();
  await sleep(WARM_UP_MS);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let correctCount = 0;
  let slowest = 0;
  for (const label of labels) {
    const { code, isCorrect, ms } = await readFile(app, join(data, "safety", label.file), label);
    if (isCorrect) correctCount++;
    slowest = Math.max(slowest, ms);
    yield {
      benchmark: "file",
      subject: basename(label.file),
      result: `${isCorrect ? "right" : "WRONG"}  ${code.padEnd(18)} ${ms.toFixed(0).padStart(5)} ms`,
    };
  }
  delay.disable();
  const durations = await timePdf(app);
  const row = (subject: string, result: string): BenchRow => ({ benchmark: "files", subject, result });
  yield row(`${labels.length} hostile files`, `${correctCount} right; slowest ${slowest.toFixed(0)} ms`);
  const [p99, max] = [delay.percentile(99), delay.max].map((ns) => (ns / 1e6).toFixed(1));
  yield row("event loop", `p99 ${p99} ms  max ${max} ms`);
  yield row(
    "memory of this process",
    `${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB without its worker processes`,
  );
  yield row(
    "PDF of 3 pages, warm",
    `median ${median(durations).toFixed(1)} ms  max ${Math.max(...durations).toFixed(1)} ms`,
  );
  await app.close();
}

async function readFile(
  app: App,
  path: string,
  label: Label,
): Promise<{ code: string; isCorrect: boolean; ms: number }> {
  const start = performance.now();
  const { code, text } = await app.pith.extract({ from: "path", path }, detachedContext()).then(
    (document) => ({ code: "text", text: document.text }),
    (thrown: unknown) => ({ code: asPithError(thrown).code as string, text: "" }),
  );
  const ms = performance.now() - start;
  return { code, isCorrect: matchesLabel(label, code, text), ms };
}

function matchesLabel(
  { expected, must_contain = [], must_not_contain = [] }: Label,
  code: string,
  text: string,
): boolean {
  const normalized = text.replace(/\s+/g, " ");
  if (code === "internal") return false;
  if (code !== "text") return expected !== "text";
  if (expected === "clear-error") return false;
  return (
    must_contain.every((part) => normalized.includes(part)) &&
    !must_not_contain.some((part) => normalized.includes(part))
  );
}

/** Reads a short PDF several times, changed each time so that it is not cached. Returns the durations in ms. */
async function timePdf(app: App): Promise<number[]> {
  const durations: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const bytes = Buffer.concat([THREE_PAGES, Buffer.from(`\n%${i}`)]);
    const start = performance.now();
    await app.pith.extract({ from: "bytes", bytes }, detachedContext());
    durations.push(performance.now() - start);
  }
  return durations;
}
