import { afterEach, describe, expect, test, vi } from "vitest";
import { clean } from "../../src/clean/index.ts";
import { extract } from "../../src/extract/index.ts";
import { detachedContext, type Intake, type PithError, type Progress } from "../../src/model/index.ts";
import { Reader } from "../../src/read/index.ts";
import { docxFile } from "../fakes/officeFiles.ts";
import { longPdf, pdfColumn, pdfFile } from "../fakes/pdfFiles.ts";

// Counts the calls in this process, not those in the processes of a reader.
vi.mock("../../src/extract/index.ts", { spy: true });

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const intake = (bytes: Uint8Array, mediaType = "application/pdf"): Intake => ({
  mediaType,
  name: null,
  url: null,
  text: null,
  bytes,
});
const SMALL = intake(pdfFile([pdfColumn(["The harbour of Marenholm opened its third quay."])]));
/** A document that takes several seconds to read. */
const LONG = intake(longPdf(1500));
const PAGES = 60;
const MEDIUM = intake(longPdf(PAGES));
const readers: Reader[] = [];
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});
const createReader = (limits = { deadlineMs: 20_000, memoryBytes: 2_000_000_000 }, maxProcesses = 2): Reader => {
  const reader = new Reader(limits, maxProcesses);
  readers.push(reader);
  return reader;
};
const codeOf = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => "read",
    (error: PithError) => error.code,
  );

describe("Reader", () => {
  test("returns the same document as reading in this process", async () => {
    const word = intake(docxFile(["It opened on Monday.", "It cost eleven million."], { title: "Third quay" }), WORD);
    const reader = createReader();
    expect(await reader.read(word, detachedContext())).toEqual(clean(await extract(word)));
    expect(await reader.read(SMALL, detachedContext())).toEqual(clean(await extract(SMALL)));
  });

  test("rejects with the error of the child process, and reads the next document", async () => {
    const reader = createReader();
    expect(await codeOf(reader.read(intake(Buffer.from("%PDF- no")), detachedContext()))).toBe("damaged");
    expect(await codeOf(reader.read(SMALL, detachedContext()))).toBe("read");
  });

  test("extracts documents in another process, and short plain text in this one", async () => {
    vi.mocked(extract).mockClear();
    const reader = createReader();
    for (const one of [SMALL, MEDIUM]) await reader.read(one, detachedContext());
    expect(extract).not.toHaveBeenCalled();
    const text = "It opened on Monday.";
    const short: Intake = { mediaType: "text/plain", name: null, url: null, text, bytes: null };
    expect((await reader.read(short, detachedContext())).text).toBe(text);
    expect(extract).toHaveBeenCalledOnce();
  });

  test("rejects a document that exceeds the deadline, and reads the next one", async () => {
    // 50 ms is too short for LONG on any machine. The later deadline is long enough for SMALL on a slow machine.
    const limits = { deadlineMs: 50, memoryBytes: 2_000_000_000 };
    const reader = createReader(limits, 1);
    expect(await codeOf(reader.read(LONG, detachedContext()))).toBe("timeout");
    limits.deadlineMs = 25_000;
    expect(await codeOf(reader.read(SMALL, detachedContext()))).toBe("read");
  });

  test("rejects a document that exceeds the memory limit", async () => {
    const reader = createReader({ deadlineMs: 20_000, memoryBytes: 50_000_000 }, 1);
    expect(await codeOf(reader.read(LONG, detachedContext()))).toBe("too_large_unpacked");
  });

  test("rejects with code stopped when its signal is aborted", async () => {
    const reader = createReader();
    const controller = new AbortController();
    const reading = codeOf(reader.read(LONG, detachedContext(controller.signal)));
    setTimeout(() => controller.abort(), 50);
    expect(await reading).toBe("stopped");
    expect(await codeOf(reader.read(SMALL, detachedContext()))).toBe("read");
  });

  test("queues documents when all processes are busy", async () => {
    const reader = createReader(undefined, 2);
    const codes = await Promise.all(Array.from({ length: 9 }, () => codeOf(reader.read(SMALL, detachedContext()))));
    expect(codes).toEqual(Array.from({ length: 9 }, () => "read"));
  });

  test("reads queued documents in order and removes aborted ones from the queue", async () => {
    const reader = createReader(undefined, 1);
    const finished: string[] = [];
    const controller = new AbortController();
    const first = reader.read(MEDIUM, detachedContext()).then(() => finished.push("first"));
    const aborted = codeOf(reader.read(SMALL, detachedContext(controller.signal)));
    const second = reader.read(SMALL, detachedContext()).then(() => finished.push("second"));
    const third = reader.read(SMALL, detachedContext()).then(() => finished.push("third"));
    controller.abort();
    expect(await aborted).toBe("stopped");
    expect(finished).toEqual([]);
    await Promise.all([first, second, third]);
    expect(finished).toEqual(["first", "second", "third"]);
  });

  test("reports the number of pages read", async () => {
    const pages: number[] = [];
    await extract(MEDIUM, (done, total) => pages.push(done, total));
    expect(pages).toEqual(Array.from({ length: PAGES }, (_, i) => [i + 1, PAGES]).flat());
    // The sandbox limits how often it reports progress.
    const reports: [number, number][] = [];
    const report = (progress: Progress): void => {
      if (progress.stage === "read" && progress.total > 1) reports.push([progress.done, progress.total]);
    };
    await createReader().read(intake(longPdf(300)), { ...detachedContext(), report });
    expect(reports.length).toBeGreaterThan(0);
    expect(reports).toEqual(reports.toSorted(([a], [b]) => a - b).map(([done]) => [done, 300]));
  });

  test("replaces a killed process after warm(), and reads the next document", async () => {
    const limits = { deadlineMs: 20_000, memoryBytes: 50_000_000 };
    const reader = createReader(limits, 1);
    reader.warm();
    expect(await codeOf(reader.read(MEDIUM, detachedContext()))).toBe("too_large_unpacked");
    limits.memoryBytes = 2_000_000_000;
    expect(await codeOf(reader.read(SMALL, detachedContext()))).toBe("read");
  });
});
