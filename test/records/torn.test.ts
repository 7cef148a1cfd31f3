import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openRecords } from "../../src/records/index.ts";
import { createDocument } from "../fakes/documents.ts";
import { createDelivery, JOB_SPEC } from "../fakes/records.ts";

const folder = mkdtempSync(join(tmpdir(), "pith-torn-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A power cut leaves the log of what was written last at any length, with anything in its last part. */
test("a file whose log was cut anywhere opens, with what was written down before the cut, in its order and whole", async () => {
  const path = join(folder, "whole.db");
  const records = await openRecords(`sqlite:${path}`);
  const [jobs, keys]: [string[], string[]] = [[], []];
  for (let n = 0; n < 12; n++) {
    const opened = await records.jobs.joinOrCreate(`work-${n}`, JOB_SPEC, createDelivery());
    jobs.push(opened!.job);
    keys.push(await records.documents.save(createDocument([`Document number ${n}.`])));
  }
  // As it lies on the disk while the program runs: nothing was moved out of the log yet.
  const log = readFileSync(`${path}-wal`).length;
  let cut = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: log }), async (length) => {
      const torn = join(folder, `torn-${++cut}.db`);
      copyFileSync(path, torn);
      copyFileSync(`${path}-wal`, `${torn}-wal`);
      truncateSync(`${torn}-wal`, length);
      const left = await openRecords(`sqlite:${torn}`);
      try {
        const unfinished = await left.jobs.findUnfinished();
        expect(unfinished).toEqual(jobs.slice(0, unfinished.length));
        for (const [n, key] of keys.entries()) {
          const kept = await left.documents.get(key);
          if (kept) expect(kept.text).toBe(`Document number ${n}.`);
          if (kept) expect(unfinished.length).toBeGreaterThan(n);
        }
      } finally {
        await left.close();
      }
      const file = new Sqlite(torn, { readonly: true });
      expect(file.pragma("integrity_check", { simple: true })).toBe("ok");
      file.close();
      for (const end of ["", "-wal", "-shm"]) if (existsSync(torn + end)) rmSync(torn + end);
    }),
    { numRuns: 40 },
  );
  await records.close();
});
