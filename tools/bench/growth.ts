import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type App, createApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { asPithError, DEFAULT_OPTIONS, detachedContext } from "../../src/model/index.ts";
import { openRecords, type Records } from "../../src/records/index.ts";
import { createDocument } from "../../test/fakes/documents.ts";
import { longPdf } from "../../test/fakes/pdfFiles.ts";
import { createDelivery, createPosting, JOB_SPEC } from "../../test/fakes/records.ts";
import { type BenchRow, leastSquaresSlope, median } from "./measurements.ts";

/** Document sizes in pages of about 450 words. */
const PAGE_COUNTS = [1, 10, 100, 1000];
/** Numbers of stored documents. */
const RECORD_COUNTS = [1000, 10_000, 100_000];
/**
 * Number of runs for documents of fewer than 1000 pages. The median is reported. Documents of 1000 pages or more run
 * once.
 */
const RUNS = 5;
/** Number of calls per operation on the records. The median duration is reported. */
const OPERATIONS = 200;
const MEMORY_SAMPLE_MS = 5;
/** Smaller increases, in bytes, are ignored, because the process may reuse memory that it has already allocated. */
const MIN_MEMORY_INCREASE = 2 ** 20;

type Measurement = { size: number; ms: number; bytes: number };

/** Generates text for a page. The text differs for each page number. */
const pageText = (n: number): string =>
  Array.from(
    { length: 25 },
    (_, i) =>
      `In the year ${1000 + n} the harbour of Marenholm paid ${n * 31 + i} crowns for ${i + 2} boats, said Ada Quill.`,
  ).join(" ");

/**
 * Estimates the exponent of growth by linear regression of the logarithms: 1 is linear, 2 is quadratic. Uses only the
 * three largest sizes, because a constant cost dominates at small ones.
 */
const growthExponent = (measurements: Measurement[], value: (measurement: Measurement) => number): number =>
  leastSquaresSlope(measurements.slice(-3).map((m) => [Math.log(m.size), Math.log(Math.max(value(m), 1e-9))]));

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const ownMemory = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** Returns the resident memory of the child processes, in bytes. Returns 0 without `/proc`, which only Linux has. */
function childMemory(): number {
  const read = (path: string): string => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return ""; // the process has exited, or there is no /proc
    }
  };
  const { pid } = process;
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean);
  const kilobytes = children.map((child) => Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${child}/status`))?.[1] ?? 0));
  return kilobytes.reduce((sum, value) => sum + value, 0) * 1024;
}

/**
 * Measures the duration and the peak memory of an operation. Peak memory includes garbage and is relative to the memory
 * before the operation.
 * @param prepare returns an operation on a new input, so that no result is cached
 */
async function measure(
  size: number,
  prepare: () => () => Promise<unknown>,
  memory: () => number,
): Promise<Measurement> {
  const durations: number[] = [];
  const peaks: number[] = [];
  for (let i = 0; i < (size < 1000 ? RUNS : 1); i++) {
    const operation = prepare();
    collectGarbage();
    const before = memory();
    let peak = before;
    const sample = (): void => {
      peak = Math.max(peak, memory());
    };
    const sampling = setInterval(sample, MEMORY_SAMPLE_MS);
    const start = performance.now();
    await operation().finally(() => clearInterval(sampling));
    durations.push(performance.now() - start);
    sample();
    peaks.push(peak - before);
  }
  return { size, ms: median(durations), bytes: median(peaks) };
}

/** Returns null for a `timeout` error. Rethrows other errors. */
function nullIfTimeout(thrown: unknown): null {
  if (asPithError(thrown).code === "timeout") return null;
  throw thrown;
}

function timeRow(subject: string, measurements: Measurement[]): BenchRow {
  const times = measurements.map(({ size, ms }) => `${size}: ${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`).join("  ");
  const exponent = growthExponent(measurements, ({ ms }) => ms);
  return { benchmark: "growth", subject, result: `time ^${exponent.toFixed(2)}   ${times}` };
}

function memoryRow(subject: string, measurements: Measurement[]): BenchRow {
  const sizes = measurements.map(({ size, bytes }) => `${size}: ${(bytes / 2 ** 20).toFixed(1)} MiB`).join("  ");
  const significant = measurements.filter(({ bytes }) => bytes >= MIN_MEMORY_INCREASE);
  const exponent = growthExponent(significant, ({ bytes }) => bytes);
  return { benchmark: "growth", subject, result: `memory ^${exponent.toFixed(2)}   ${sizes}` };
}

/** Measures how time and memory grow with the length of a document and with the number of stored documents. */
export async function* measureGrowth(): AsyncGenerator<BenchRow> {
  const app = createApp(readConfig({ CACHE_URL: "memory:", PITH_ENGINE: "extractive", PITH_MAX_BYTES: "200000000" }), {
    cacheFailed: console.error,
    modelFailed: console.error,
  });
  for (const [name, prepare] of Object.entries(documentOperations(app))) {
    await prepare(1)(); // warm-up
    const measurements: Measurement[] = [];
    // PDFs are parsed in a child process, so its memory is measured.
    const memory = name.endsWith("PDF") ? childMemory : ownMemory;
    for (const size of PAGE_COUNTS) {
      const measurement = await measure(size, () => prepare(size), memory).catch(nullIfTimeout);
      if (measurement) measurements.push(measurement);
      else yield { benchmark: "growth", subject: `${name}, by pages`, result: `${size} exceeded the time limit` };
    }
    yield timeRow(`${name}, by pages`, measurements);
    yield memoryRow(`${name}, by pages`, measurements);
  }
  await app.close();
  yield* measureRecordGrowth();
}

/**
 * Returns, by name, functions that prepare an operation on a document with the given number of pages. Every document is
 * new, so that no result is cached.
 */
function documentOperations(app: App): Record<string, (pages: number) => () => Promise<unknown>> {
  let edition = 0;
  const paragraphs = (pages: number): string[] => {
    const first = `This is edition ${++edition}, which came out on the quay of Marenholm.`;
    return [first, ...Array.from({ length: pages }, (_, n) => pageText(n))];
  };
  const question = { text: "How many boats were there in 1005?", language: "auto", engine: "extractive" } as const;
  return {
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
}

const RECORD_OPERATIONS: Record<string, (n: number, records: Records) => Promise<unknown>> = {
  "storing a document": (n, { documents }) => documents.save(createDocument([`Another document, number ${n}.`])),
  "storing a posting": (n, { postings }) => postings.create(createPosting({ guild: "guild", channel: `${n % 50}` })),
  "finding postings": (n, { postings }) => postings.findRecent({ guild: "guild", channel: `${n % 50}` }, 200),
  "job lifecycle": async (n, { jobs }) => {
    const delivery = createDelivery();
    const opened = await jobs.joinOrCreate(`growth-${n}-${delivery.id}`, JOB_SPEC, delivery);
    await jobs.endDelivery(delivery.id);
    await jobs.tryFinish(opened!.job);
  },
  "finding open jobs": (_, { jobs }) => jobs.findUnfinished(),
};

/** Measures how the duration of operations on SQLite records grows with the number of stored documents. */
async function* measureRecordGrowth(): AsyncGenerator<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), "pith-growth-"));
  const records = await openRecords(`sqlite:${folder}/pith.db`);
  const durations = new Map<string, Measurement[]>();
  const memory: Measurement[] = [];
  let stored = 0;
  for (const size of RECORD_COUNTS) {
    for (; stored < size; stored += 1000) await addDocuments(records, stored, 1000);
    for (const [name, operation] of Object.entries(RECORD_OPERATIONS)) {
      const times: number[] = [];
      for (let n = 0; n < OPERATIONS; n++) {
        const start = performance.now();
        await operation(n + size, records);
        times.push(performance.now() - start);
      }
      durations.set(name, [...(durations.get(name) ?? []), { size, ms: median(times), bytes: 0 }]);
    }
    collectGarbage();
    memory.push({ size, ms: 0, bytes: ownMemory() });
  }
  for (const [name, measurements] of durations) yield timeRow(`${name}, by documents`, measurements);
  yield memoryRow("memory, by documents", memory);
  await records.close();
  rmSync(folder, { recursive: true });
}

/** Stores documents, each with a posting. Writes them concurrently, so that they share commits. */
async function addDocuments(records: Records, first: number, count: number): Promise<void> {
  const saving = Array.from({ length: count }, async (_, i) => {
    const document = await records.documents.save(createDocument([`Document ${first + i} tells of ${i} boats.`]));
    await records.postings.create(createPosting({ document, guild: "guild", channel: `${(first + i) % 50}` }));
  });
  await Promise.all(saving);
}
