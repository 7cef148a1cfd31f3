import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openRecords } from "../../src/records/index.ts";
import { createDocument } from "../fakes/documents.ts";
import { createDelivery, JOB_SPEC } from "../fakes/records.ts";

const folder = mkdtempSync(join(tmpdir(), "pith-copy-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A power failure can truncate SQLite's write-ahead log anywhere, so the test truncates it at random lengths. */
test("openRecords recovers the complete transactions before the truncation of a write-ahead log, in order", async () => {
  const path = join(folder, "whole.db");
  const records = await openRecords(`sqlite:${path}`);
  const [jobs, keys]: [string[], string[]] = [[], []];
  for (let n = 0; n < 12; n++) {
    const { job } = (await records.jobs.joinOrCreate(`work-${n}`, JOB_SPEC, createDelivery()))!;
    jobs.push(job);
    keys.push(await records.documents.save(createDocument([`Document number ${n}.`])));
  }
  // The database is open and not checkpointed, so all transactions are in the log.
  const logLength = readFileSync(`${path}-wal`).length;
  let copies = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: logLength }), async (length) => {
      const copy = join(folder, `copy-${++copies}.db`);
      copyFileSync(path, copy);
      copyFileSync(`${path}-wal`, `${copy}-wal`);
      truncateSync(`${copy}-wal`, length);
      const recovered = await openRecords(`sqlite:${copy}`);
      try {
        const unfinished = await recovered.jobs.findUnfinished();
        expect(unfinished).toEqual(jobs.slice(0, unfinished.length));
        for (const [n, key] of keys.entries()) {
          const document = await recovered.documents.get(key);
          if (document) expect(document.text).toBe(`Document number ${n}.`);
          if (document) expect(unfinished.length).toBeGreaterThan(n);
        }
      } finally {
        await recovered.close();
      }
      const file = new Sqlite(copy, { readonly: true });
      expect(file.pragma("integrity_check", { simple: true })).toBe("ok");
      file.close();
      for (const suffix of ["", "-wal", "-shm"]) if (existsSync(copy + suffix)) rmSync(copy + suffix);
    }),
    { numRuns: 40 },
  );
  await records.close();
});
