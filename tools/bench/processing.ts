import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { createApp } from "../../src/app.ts";
import { clean } from "../../src/clean/index.ts";
import { readConfig } from "../../src/config.ts";
import { extractiveEngine } from "../../src/engine/index.ts";
import { extract } from "../../src/extract/index.ts";
import { DEFAULT_OPTIONS, detachedContext, type Source } from "../../src/model/index.ts";
import { longPdf } from "../../test/fakes/pdfFiles.ts";
import { type BenchRow, median } from "./measurements.ts";

const SAMPLE = readFileSync(join(import.meta.dirname, "../../playground/sample.txt"), "utf8");
const RUNS = 200;

const source = (text: string): Source => ({ from: "text", text, mediaType: "text/plain" });

/**
 * Measures how long an extractive digest of the sample takes, uncached and cached, with each kind of local cache, and how
 * long the engine alone takes.
 */
export async function* measureProcessingTime(): AsyncGenerator<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), "pith-bench-"));
  for (const cacheUrl of ["memory:", `sqlite:${folder}/cache.db`]) {
    const app = createApp(readConfig({ CACHE_URL: cacheUrl, PITH_ENGINE: "extractive" }), {
      cacheFailed: console.error,
      modelFailed: console.error,
    });
    const time = async (text: string): Promise<number> => {
      const start = performance.now();
      await app.pith.summarise(source(text), DEFAULT_OPTIONS, detachedContext());
      return performance.now() - start;
    };
    const [uncached, cached]: [number[], number[]] = [[], []];
    for (let i = 0; i < RUNS; i++) {
      const text = `${SAMPLE}\nEdition ${i}`;
      uncached.push(await time(text));
      cached.push(await time(text));
    }
    await app.close();
    const cache = cacheUrl.split(":")[0]!;
    const row = (subject: string, durations: number[]): BenchRow => ({
      benchmark: "own time",
      subject,
      result: `median ${median(durations).toFixed(2)} ms  max ${Math.max(...durations).toFixed(1)} ms`,
    });
    yield row(`${cache}, uncached`, uncached);
    yield row(`${cache}, cached`, cached);
  }
  rmSync(folder, { recursive: true });
  yield* measureEngineTime();
}

/** Number of words of a long report. */
const REPORT_WORDS = 4000;
const READER = join(import.meta.dirname, "../../test/reader/docs");

/** Measures how long the extractive engine alone takes for the sample, and for a report of 4,000 words. */
async function* measureEngineTime(): AsyncGenerator<BenchRow> {
  const files = globSync(["*report*", "*paper*", "*opinion*"], { cwd: READER }).sort();
  const words = files.flatMap((file) => readFileSync(join(READER, file), "utf8").split(/(?<=\s)(?=\S)/));
  const texts = { article: SAMPLE, "report of 4,000 words": words.slice(0, REPORT_WORDS).join("") };
  for (const [subject, text] of Object.entries(texts)) {
    // As marked text, no part of the report is taken for a page around it.
    const document = clean(await extract({ mediaType: "text/markdown", text, bytes: null, name: null, url: null }));
    const durations: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      const start = performance.now();
      await extractiveEngine.digest(document, DEFAULT_OPTIONS, detachedContext());
      durations.push(performance.now() - start);
    }
    yield {
      benchmark: "engine",
      subject: `${subject} (${document.words})`,
      result: `median ${median(durations).toFixed(2)} ms`,
    };
  }
}

/** Measures the event loop delay while a worker process parses a long PDF and cached digests are requested. */
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
  const digestDurations: number[] = [];
  let isParsed = false;
  const parsing = app.pith.extract({ from: "bytes", bytes }, detachedContext()).finally(() => {
    isParsed = true;
  });
  while (!isParsed) {
    const digestStart = performance.now();
    await app.pith.summarise(source(SAMPLE), DEFAULT_OPTIONS, detachedContext());
    digestDurations.push(performance.now() - digestStart);
    await sleep(5);
  }
  const { words } = await parsing;
  delay.disable();
  await app.close();
  const duration = (performance.now() - start).toFixed(0);
  const [p99, max] = [delay.percentile(99), delay.max].map((ns) => (ns / 1e6).toFixed(1));
  const slowestDigest = Math.max(...digestDurations).toFixed(1);
  yield {
    benchmark: "event loop",
    subject: `PDF of 400 pages, ${words} words`,
    result: `parsed in ${duration} ms; delay p99 ${p99} ms  max ${max} ms; cached digest beside it max ${slowestDigest} ms`,
  };
}
