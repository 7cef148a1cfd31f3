import { afterEach, describe, expect, test } from "vitest";
import { clean } from "../../src/clean/index.ts";
import { extract } from "../../src/extract/index.ts";
import { type Intake, type PithError, quietRun } from "../../src/model/index.ts";
import { Reader } from "../../src/read/index.ts";
import { docxFile, longPdf, pdfColumn, pdfFile } from "../fakes/files.ts";

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const intake = (bytes: Uint8Array, mediaType = "application/pdf"): Intake => ({
  mediaType,
  name: null,
  url: null,
  text: null,
  bytes,
});
const SMALL = intake(pdfFile([pdfColumn(["The harbour of Marenholm opened its third quay."])]));
const LONG = intake(longPdf(1500));
const readers: Reader[] = [];
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});
const readerWith = (limits = { deadlineMs: 20_000, memoryBytes: 2_000_000_000 }, most = 2): Reader => {
  const reader = new Reader(limits, most);
  readers.push(reader);
  return reader;
};
const code = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => "read",
    (error: PithError) => error.code,
  );

describe("Reader", () => {
  test("gives in another process what reading here gives", async () => {
    const word = intake(docxFile(["It opened on Monday.", "It cost eleven million."], { title: "Third quay" }), WORD);
    const reader = readerWith();
    expect(await reader.read(word, quietRun())).toEqual(clean(await extract(word)));
    expect(await reader.read(SMALL, quietRun())).toEqual(clean(await extract(SMALL)));
  });

  test("hands on why a document could not be read, and goes on reading", async () => {
    const reader = readerWith();
    expect(await code(reader.read(intake(Buffer.from("%PDF- no")), quietRun()))).toBe("damaged");
    expect(await code(reader.read(SMALL, quietRun()))).toBe("read");
  });

  test("leaves this process free: what it computes itself while a long file is read holds nobody up", async () => {
    const reader = readerWith({ deadlineMs: 60_000, memoryBytes: 2_000_000_000 });
    const long = intake(longPdf(300));
    await reader.read(SMALL, quietRun()); // the process is there
    const before = process.threadCpuUsage();
    const { text } = await reader.read(long, quietRun());
    const { user, system } = process.threadCpuUsage(before);
    expect(text).toContain("Page 299 tells");
    // In µs, and no time of a clock: were it all in one turn of the event loop, it would still be less than 200 ms.
    expect(user + system).toBeLessThan(200_000);
  }, 60_000);

  test("ends what takes too long, and goes on reading", async () => {
    // Shorter than any machine needs for it, and then longer than the slowest needs for the small one.
    const limits = { deadlineMs: 50, memoryBytes: 2_000_000_000 };
    const reader = readerWith(limits, 1);
    expect(await code(reader.read(LONG, quietRun()))).toBe("timeout");
    limits.deadlineMs = 25_000;
    expect(await code(reader.read(SMALL, quietRun()))).toBe("read");
  });

  test("ends what takes too much memory", async () => {
    const reader = readerWith({ deadlineMs: 20_000, memoryBytes: 50_000_000 }, 1);
    expect(await code(reader.read(LONG, quietRun()))).toBe("too_large_unpacked");
  });

  test("ends what nobody waits for any more", async () => {
    const reader = readerWith();
    const stop = new AbortController();
    const reading = code(reader.read(LONG, quietRun(stop.signal)));
    setTimeout(() => stop.abort(), 50);
    expect(await reading).toBe("stopped");
    expect(await code(reader.read(SMALL, quietRun()))).toBe("read");
  });

  test("reads more documents at once than it has processes", async () => {
    const reader = readerWith(undefined, 2);
    const codes = await Promise.all(Array.from({ length: 9 }, () => code(reader.read(SMALL, quietRun()))));
    expect(codes).toEqual(Array.from({ length: 9 }, () => "read"));
  });

  test("takes those who wait in the order they came, and lets them leave", async () => {
    const reader = readerWith(undefined, 1);
    const ended: string[] = [];
    const stop = new AbortController();
    const first = reader.read(LONG, quietRun()).then(() => ended.push("first"));
    const leaving = code(reader.read(SMALL, quietRun(stop.signal)));
    const second = reader.read(SMALL, quietRun()).then(() => ended.push("second"));
    const third = reader.read(SMALL, quietRun()).then(() => ended.push("third"));
    stop.abort();
    expect(await leaving).toBe("stopped");
    expect(ended).toEqual([]);
    await Promise.all([first, second, third]);
    expect(ended).toEqual(["first", "second", "third"]);
  });

  test("tells how many pages are read", async () => {
    const told: [number, number][] = [];
    const run = quietRun();
    await readerWith().read(LONG, {
      ...run,
      report: (progress) => {
        if (progress.stage === "read") told.push([progress.done, progress.total]);
      },
    });
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)?.[1]).toBe(1500);
    expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).toSorted((a, b) => a - b));
  });

  test("a warm reader replaces a process that was killed, and reads as before", async () => {
    const reader = readerWith({ deadlineMs: 20_000, memoryBytes: 300_000_000 }, 1);
    reader.warm();
    expect(await code(reader.read(LONG, quietRun()))).toMatch(/read|too_large_unpacked|timeout/);
    expect(await code(reader.read(SMALL, quietRun()))).toBe("read");
  });

  test("reads short plain text in place", async () => {
    const reader = new Reader({ deadlineMs: 1, memoryBytes: 1 }, 1);
    const text: Intake = { mediaType: "text/plain", name: null, url: null, text: "It opened on Monday.", bytes: null };
    expect((await reader.read(text, quietRun())).text).toBe("It opened on Monday.");
  });
});
