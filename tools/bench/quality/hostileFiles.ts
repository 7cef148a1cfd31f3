import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createApp } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import { asPithError, detachedContext } from "../../../src/model/index.ts";
import { pdfColumn, pdfFile } from "../../../test/fakes/pdfFiles.ts";
import type { BenchRow } from "../measurements.ts";

type Label = { file: string; expected: string; must_contain?: string[]; must_not_contain?: string[] };

const SENTENCE = "The harbour of Marenholm opened its third quay, and two lines will use it.";
const THREE_PAGES = pdfFile(Array.from({ length: 3 }, () => pdfColumn(Array.from({ length: 45 }, () => SENTENCE))));
const TIMES = 30;

/** Each hostile file as the bot would read it: its code, time, and whether the label allows it; then the process itself. */
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
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let right = 0;
  let slowest = 0;
  for (const label of labels) {
    const start = performance.now();
    const rest = await app.pith
      .extract({ from: "path", path: join(data, "safety", label.file) }, detachedContext())
      .then(
        ({ text }) => ({ code: "text", text }),
        (thrown: unknown) => ({ code: asPithError(thrown).code as string, text: "" }),
      );
    const ms = performance.now() - start;
    const isRight = allowed(label, rest.code, rest.text);
    if (isRight) right++;
    slowest = Math.max(slowest, ms);
    yield {
      benchmark: "file",
      subject: basename(label.file),
      result: `${isRight ? "right" : "WRONG"}  ${rest.code.padEnd(18)} ${ms.toFixed(0).padStart(5)} ms`,
    };
  }
  delay.disable();
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const bytes = Buffer.concat([THREE_PAGES, Buffer.from(`\n%${i}`)]);
    const start = performance.now();
    await app.pith.extract({ from: "bytes", bytes }, detachedContext());
    times.push(performance.now() - start);
  }
  const median = times.sort((a, b) => a - b)[TIMES >> 1] ?? 0;
  yield {
    benchmark: "files",
    subject: `${labels.length} hostile files`,
    result: `${right} right; slowest ${slowest.toFixed(0)} ms`,
  };
  yield {
    benchmark: "files",
    subject: "event loop",
    result: `p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms  max ${(delay.max / 1e6).toFixed(1)} ms`,
  };
  yield {
    benchmark: "files",
    subject: "own memory",
    result: `${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB beside its pool`,
  };
  yield {
    benchmark: "files",
    subject: "PDF of 3 pages, warm",
    result: `median ${median.toFixed(1)} ms  max ${(times.at(-1) ?? 0).toFixed(1)} ms`,
  };
  await app.close();
}

function allowed({ expected, must_contain = [], must_not_contain = [] }: Label, code: string, text: string): boolean {
  const folded = text.replace(/\s+/g, " ");
  if (code === "internal") return false;
  if (code !== "text") return expected !== "text";
  if (expected === "clear-error") return false;
  return must_contain.every((part) => folded.includes(part)) && !must_not_contain.some((part) => folded.includes(part));
}
