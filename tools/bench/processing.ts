import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { DEFAULT_OPTIONS, detachedContext, type Source } from "../../src/model/index.ts";
import { longPdf } from "../../test/fakes/pdfFiles.ts";
import type { BenchRow } from "./measurements.ts";

const SAMPLE = readFileSync(join(import.meta.dirname, "../../playground/sample.txt"), "utf8");
const TIMES = 200;

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const source = (text: string): Source => ({ from: "text", text, mediaType: "text/plain" });

/** What Pith itself takes for a digest of the sample, without any model: new, and out of the cache. */
export async function* measureProcessingTime(): AsyncGenerator<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), "pith-bench-"));
  for (const cacheUrl of ["memory:", `sqlite:${folder}/cache.db`]) {
    const app = createApp(readConfig({ CACHE_URL: cacheUrl, PITH_ENGINE: "extractive" }), {
      cacheFailed: console.error,
      modelFailed: console.error,
    });
    const timed = async (text: string): Promise<number> => {
      const start = performance.now();
      await app.pith.summarise(source(text), DEFAULT_OPTIONS, detachedContext());
      return performance.now() - start;
    };
    const [uncached, cached]: [number[], number[]] = [[], []];
    for (let i = 0; i < TIMES; i++) {
      const text = `${SAMPLE}\nEdition ${i}`;
      uncached.push(await timed(text));
      cached.push(await timed(text));
    }
    await app.close();
    const on = cacheUrl.split(":")[0]!;
    yield {
      benchmark: "own time",
      subject: `${on}, uncached`,
      result: `median ${median(uncached).toFixed(2)} ms  max ${Math.max(...uncached).toFixed(1)} ms`,
    };
    yield {
      benchmark: "own time",
      subject: `${on}, cached`,
      result: `median ${median(cached).toFixed(2)} ms  max ${Math.max(...cached).toFixed(1)} ms`,
    };
  }
  rmSync(folder, { recursive: true });
}

/** How long the process that answers is held up while a long PDF is parsed beside it, and cached digests are given. */
export async function* measureEventLoopDelay(): AsyncGenerator<BenchRow> {
  const app = createApp(readConfig({ CACHE_URL: "memory:", PITH_ENGINE: "extractive" }), {
    cacheFailed: console.error,
    modelFailed: console.error,
  });
  await app.pith.summarise(source(SAMPLE), DEFAULT_OPTIONS, detachedContext());
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const bytes = longPdf(400);
  const start = performance.now();
  delay.enable();
  const digests: number[] = [];
  let parsed = false;
  const parsing = app.pith.extract({ from: "bytes", bytes }, detachedContext()).finally(() => {
    parsed = true;
  });
  while (!parsed) {
    const asked = performance.now();
    await app.pith.summarise(source(SAMPLE), DEFAULT_OPTIONS, detachedContext());
    digests.push(performance.now() - asked);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const { words } = await parsing;
  delay.disable();
  await app.close();
  const took = (performance.now() - start).toFixed(0);
  yield {
    benchmark: "event loop",
    subject: `PDF of 400 pages, ${words} words`,
    result: `parsed in ${took} ms; delay p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms  max ${(delay.max / 1e6).toFixed(1)} ms; cached digest beside it max ${Math.max(...digests).toFixed(1)} ms`,
  };
}
