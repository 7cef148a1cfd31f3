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

  test("ends what takes too long, and goes on reading", async () => {
    const reader = readerWith({ deadlineMs: 300, memoryBytes: 2_000_000_000 }, 1);
    expect(await code(reader.read(LONG, quietRun()))).toBe("timeout");
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

  test("reads short plain text in place", async () => {
    const reader = new Reader({ deadlineMs: 1, memoryBytes: 1 }, 1);
    const text: Intake = { mediaType: "text/plain", name: null, url: null, text: "It opened on Monday.", bytes: null };
    expect((await reader.read(text, quietRun())).text).toBe("It opened on Monday.");
  });
});
