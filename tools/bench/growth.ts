import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { asPithError, DEFAULT_OPTIONS, detachedContext } from "../../src/model/index.ts";
import { openRecords, type Records } from "../../src/records/index.ts";
import { createDocument } from "../../test/fakes/documents.ts";
import { longPdf } from "../../test/fakes/pdfFiles.ts";
import { createDelivery, createPosting, JOB_SPEC } from "../../test/fakes/records.ts";
import type { BenchRow } from "./measurements.ts";

const PAGES = [1, 10, 100, 1000];
/** As many as are read within the 10 seconds that a document has. */
const PDF_PAGES = [1, 10, 100, 1000];
const STORED = [1000, 10_000, 100_000];
/** Short work is done several times, and the median counts. */
const TIMES = 5;
const OPERATIONS = 200;

/** A page of about 450 words, none like another. */
const page = (n: number): string =>
  Array.from(
    { length: 25 },
    (_, i) =>
      `In the year ${1000 + n} the harbour of Marenholm paid ${n * 31 + i} crowns for ${i + 2} boats, said Ada Quill.`,
  ).join(" ");

type Point = { size: number; ms: number; bytes: number };

/** The exponent that fits best: 1 is linear. Below ten a fixed cost hides what grows. */
function exponent(points: Point[], of: (point: Point) => number): number {
  const logs = points.slice(-3).map((point) => [Math.log(point.size), Math.log(Math.max(of(point), 1e-9))] as const);
  const mean = (at: 0 | 1): number => logs.reduce((sum, log) => sum + log[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const over = logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return over / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const ownMemory = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
/** The memory of the processes that this one started, where the system tells of it (Linux). */
function memoryOfChildren(): number {
  const read = (path: string): string => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return ""; // it has ended, or there is no /proc
    }
  };
  const { pid } = process;
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean);
  const kilobytes = children.map((child) => Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${child}/status`))?.[1] ?? 0));
  return kilobytes.reduce((sum, one) => sum + one, 0) * 1024;
}
const PEEK_MS = 5;

/**
 * `make` gives work that was not done before, lest it be remembered. Memory is the most that there was while it was done,
 * dead objects and all, above what there was before.
 */
async function timed(size: number, make: () => () => Promise<unknown>, memory: () => number): Promise<Point> {
  const times: number[] = [];
  const peaks: number[] = [];
  for (let i = 0; i < (size < 1000 ? TIMES : 1); i++) {
    const work = make();
    collect();
    const before = memory();
    let most = before;
    const peek = (): void => {
      most = Math.max(most, memory());
    };
    const peeking = setInterval(peek, PEEK_MS);
    const start = performance.now();
    await work().finally(() => clearInterval(peeking));
    times.push(performance.now() - start);
    peek();
    peaks.push(most - before);
  }
  return { size, ms: median(times), bytes: median(peaks) };
}

/** Null for what a busy machine did not read within the seconds that a document has. */
function late(thrown: unknown): null {
  if (asPithError(thrown).code === "timeout") return null;
  throw thrown;
}

const row = (on: string, points: Point[]): BenchRow => {
  const times = points.map(({ size, ms }) => `${size}: ${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`).join("  ");
  return {
    benchmark: "growth",
    subject: on,
    result: `time ^${exponent(points, (point) => point.ms).toFixed(2)}   ${times}`,
  };
};
/** Less is lost in what a process had before and takes again. */
const SEEN = 2 ** 20;
const memoryRow = (on: string, points: Point[]): BenchRow => {
  const sizes = points.map(({ size, bytes }) => `${size}: ${(bytes / 2 ** 20).toFixed(1)} MiB`).join("  ");
  const seen = points.filter(({ bytes }) => bytes >= SEEN);
  return {
    benchmark: "growth",
    subject: on,
    result: `memory ^${exponent(seen, (point) => point.bytes).toFixed(2)}   ${sizes}`,
  };
};

/** How time and memory grow with the length of what is read, and with how much is stored. */
export async function* measureGrowth(): AsyncGenerator<BenchRow> {
  const app = createApp(readConfig({ CACHE_URL: "memory:", PITH_ENGINE: "extractive", PITH_MAX_BYTES: "200000000" }), {
    cacheFailed: console.error,
    modelFailed: console.error,
  });
  let edition = 0;
  const paragraphs = (pages: number): string[] => {
    const first = `This is edition ${++edition}, which came out on the quay of Marenholm.`;
    return [first, ...Array.from({ length: pages }, (_, n) => page(n))];
  };
  const question = { text: "How many boats were there in 1005?", language: "auto", engine: "extractive" } as const;
  const works: Record<string, (pages: number) => () => Promise<unknown>> = {
    "cleaning of plain text": (pages) => {
      const text = paragraphs(pages).join("\n\n");
      return () => app.pith.extract({ from: "text", text, mediaType: "text/plain" }, detachedContext());
    },
    "extractive digest": (pages) => {
      const document = createDocument(paragraphs(pages));
      return () => app.pith.digest(document, DEFAULT_OPTIONS, detachedContext());
    },
    "finding an answer": (pages) => {
      const document = createDocument(paragraphs(pages));
      return () => app.pith.ask([document], question, detachedContext());
    },
    "reading a PDF": (pages) => {
      const bytes = Buffer.concat([longPdf(pages), Buffer.from(`\n% ${++edition}\n`)]);
      return () => app.pith.extract({ from: "bytes", bytes }, detachedContext());
    },
  };
  for (const [on, make] of Object.entries(works)) {
    await make(1)(); // what is loaded at the first time
    const points: Point[] = [];
    // A PDF is read in another process.
    const [sizes, memory] = on.endsWith("PDF") ? [PDF_PAGES, memoryOfChildren] : [PAGES, ownMemory];
    for (const size of sizes) {
      const point = await timed(size, () => make(size), memory).catch(late);
      if (point) points.push(point);
      else yield { benchmark: "growth", subject: `${on}, by pages`, result: `${size} took longer than a document may` };
    }
    yield row(`${on}, by pages`, points);
    yield memoryRow(`${on}, by pages`, points);
  }
  await app.close();
  yield* stored();
}

/** What the records take for one thing while they hold many. */
async function* stored(): AsyncGenerator<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), "pith-growth-"));
  const records = await openRecords(`sqlite:${folder}/pith.db`);
  const operations: Record<string, (n: number, records: Records) => Promise<unknown>> = {
    "a document kept": (n) => records.documents.save(createDocument([`Another document, number ${n}.`])),
    "a posting written down": (n) => records.postings.create(createPosting({ guild: "guild", channel: `${n % 50}` })),
    "the postings of a channel": (n) => records.postings.findRecent({ guild: "guild", channel: `${n % 50}` }, 200),
    "a job written down and closed": async (n) => {
      const to = createDelivery();
      const opened = await records.jobs.joinOrCreate(`growth-${n}-${to.id}`, JOB_SPEC, to);
      await records.jobs.endDelivery(to.id);
      await records.jobs.tryFinish(opened!.job);
    },
    "the unfinished jobs": () => records.jobs.findUnfinished(),
  };
  const points = new Map<string, Point[]>();
  const kept: Point[] = [];
  let held = 0;
  for (const size of STORED) {
    // A thousand at a time share their commits.
    for (; held < size; held += 1000) {
      const some = Array.from({ length: 1000 }, async (_, i) => {
        const document = await records.documents.save(createDocument([`Document ${held + i} tells of ${i} boats.`]));
        await records.postings.create(createPosting({ document, guild: "guild", channel: `${(held + i) % 50}` }));
      });
      await Promise.all(some);
    }
    for (const [on, operation] of Object.entries(operations)) {
      const times: number[] = [];
      for (let n = 0; n < OPERATIONS; n++) {
        const start = performance.now();
        await operation(n + size, records);
        times.push(performance.now() - start);
      }
      points.set(on, [...(points.get(on) ?? []), { size, ms: median(times), bytes: 0 }]);
    }
    collect();
    kept.push({ size, ms: 0, bytes: ownMemory() });
  }
  for (const [on, measured] of points) yield row(`${on}, by documents`, measured);
  yield memoryRow("memory, by documents", kept);
  await records.close();
  rmSync(folder, { recursive: true });
}
