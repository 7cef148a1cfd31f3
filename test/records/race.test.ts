import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { openRecords, type Records } from "../../src/records/index.ts";
import { createPostgresDatabase, createSqliteDatabase } from "../fakes/databases.ts";
import { createDocument } from "../fakes/documents.ts";
import { createDelivery, createPosting, createTurn, JOB_SPEC } from "../fakes/records.ts";

/** Two connections to the same database represent two processes. */
for (const database of [createSqliteDatabase(), await createPostgresDatabase()]) {
  const { name, url, skipped } = database;
  if (skipped) console.warn(`skipped: ${skipped}`);
  describe.skipIf(skipped)(skipped ? `${name} (skipped: ${skipped})` : name, () => {
    let opened: Promise<[Records, Records]> | null = null;
    const openTwice = (): Promise<[Records, Records]> => {
      opened ??= Promise.all([openRecords(url), openRecords(url)]); // Both find an empty database.
      return opened;
    };
    afterAll(async () => {
      for (const records of (await opened) ?? []) await records.close();
      await database.drop();
    });

    test("creates one job for each key, with each delivery in one job, for concurrent requests", async () => {
      const records = await openTwice();
      const keys = Array.from({ length: 20 }, () => randomUUID());
      const deliveries = Array.from({ length: 200 }, () => createDelivery());
      const results = await Promise.all(
        deliveries.map((delivery, i) => records[i % 2]!.jobs.joinOrCreate(keys[i % 20]!, JOB_SPEC, delivery)),
      );
      const jobs = [...new Set(results.map((result) => result!.job))];
      expect(jobs).toHaveLength(20);
      expect(results.filter((result) => result!.isNew)).toHaveLength(20);
      const pending = (await Promise.all(jobs.map((job) => records[0].jobs.findPendingDeliveries(job)))).flat();
      expect(pending.map(({ id }) => id).sort()).toEqual(deliveries.map(({ id }) => id).sort());
    });

    test("accepts an origin once if both processes receive it", async () => {
      const records = await openTwice();
      for (let round = 0; round < 50; round++) {
        const origin = randomUUID();
        const results = await Promise.all(
          records.map(({ jobs }) => jobs.joinOrCreate(randomUUID(), JOB_SPEC, createDelivery({ origin }))),
        );
        expect(results.filter(Boolean)).toHaveLength(1);
      }
    });

    test("adds a delivery to the job or to a new one if the job is finished at the same time", async () => {
      const [here, there] = await openTwice();
      for (let round = 0; round < 300; round++) {
        const key = randomUUID();
        const first = createDelivery();
        const second = createDelivery();
        const { job } = (await here.jobs.joinOrCreate(key, JOB_SPEC, first))!;
        const finishing = here.jobs.endDelivery(first.id).then(() => here.jobs.tryFinish(job));
        const [isFinished, joined] = await Promise.all([finishing, there.jobs.joinOrCreate(key, JOB_SPEC, second)]);
        expect((await here.jobs.findPendingDeliveries(joined!.job)).map(({ id }) => id)).toContain(second.id);
        expect(await here.jobs.startAttempt(joined!.job)).not.toBeNull();
        expect(joined!.job === job).toBe(!isFinished);
      }
    });

    test("keeps a document while it has a posting, for concurrent creations and deletions of postings", async () => {
      const [here, there] = await openTwice();
      for (let round = 0; round < 50; round++) {
        const key = await here.documents.save(createDocument([randomUUID()]));
        const [first, second] = [createPosting({ document: key }), createPosting({ document: key })];
        for (const posting of [first, second]) await here.postings.create(posting);
        const third = createPosting({ document: key });
        await Promise.all([here.postings.delete([first.id]), there.postings.create(third)]);
        expect(await here.documents.get(key)).not.toBeNull();
        await Promise.all([here.postings.delete([second.id]), there.postings.delete([third.id])]);
        expect(await here.documents.get(key)).toBeNull();
      }
    });

    test("keeps no turn of a posting that is deleted at the same time", async () => {
      const [here, there] = await openTwice();
      for (let round = 0; round < 200; round++) {
        const posting = createPosting({ document: await here.documents.save(createDocument(["One for all."])) });
        await here.postings.create(posting);
        await Promise.all([here.turns.add(createTurn(posting.id)), there.postings.delete([posting.id])]);
        expect(await here.turns.findByPosting(posting.id, 1)).toEqual([]);
      }
    });
  });
}

/** The expected state of the job store. */
type Model = {
  jobs: { key: string; isFinished: boolean; hasResult: boolean; pending: string[] }[];
  origins: Set<string>;
};

const operation = fc.oneof(
  fc.record({ kind: fc.constant("joinOrCreate" as const), key: fc.nat(2), origin: fc.nat(12) }),
  fc.record({ kind: fc.constantFrom("saveResult" as const, "tryFinish" as const), job: fc.nat(5) }),
  fc.record({ kind: fc.constant("endDelivery" as const), job: fc.nat(5), index: fc.nat(3) }),
);

test("the job store keeps each delivery once and has one unfinished job for each key, for arbitrary operations", async () => {
  const { jobs, close } = await openRecords("memory:");
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async (operations) => {
      const run = randomUUID();
      const model: Model = { jobs: [], origins: new Set() };
      const ids: string[] = [];
      for (const one of operations) {
        if (one.kind === "joinOrCreate") {
          const key = `${run}-${one.key}`;
          const delivery = createDelivery({ origin: `${run}-${one.origin}` });
          const result = await jobs.joinOrCreate(key, JOB_SPEC, delivery);
          expect(result === null).toBe(model.origins.has(delivery.origin));
          if (!result) continue;
          model.origins.add(delivery.origin);
          const index = model.jobs.findIndex((job) => job.key === key && !job.isFinished);
          expect(result.isNew).toBe(index === -1);
          if (index === -1) {
            ids.push(result.job);
            model.jobs.push({ key, isFinished: false, hasResult: false, pending: [delivery.id] });
          } else {
            expect(result.job).toBe(ids[index]);
            model.jobs[index]!.pending.push(delivery.id);
          }
          continue;
        }
        const job = model.jobs[one.job];
        if (!job) continue;
        const id = ids[one.job]!;
        if (one.kind === "saveResult") {
          await jobs.saveResult(id, { kind: "failed", code: "empty", detail: null });
          job.hasResult = true;
        } else if (one.kind === "endDelivery") {
          const [delivery] = job.pending.splice(one.index, 1);
          if (delivery) await jobs.endDelivery(delivery);
        } else {
          expect(await jobs.tryFinish(id)).toBe(job.pending.length === 0);
          job.isFinished ||= job.pending.length === 0;
        }
      }
      const unfinished = await jobs.findUnfinished();
      expect(unfinished.filter((id) => ids.includes(id))).toEqual(ids.filter((_, i) => !model.jobs[i]!.isFinished));
      for (const [i, job] of model.jobs.entries()) {
        expect((await jobs.findPendingDeliveries(ids[i]!)).map(({ id }) => id)).toEqual(job.pending);
        const started = await jobs.startAttempt(ids[i]!);
        expect(started === null).toBe(job.isFinished);
        if (started) expect(started.result !== null).toBe(job.hasResult);
      }
    }),
    { numRuns: 150 },
  );
  await close();
});
