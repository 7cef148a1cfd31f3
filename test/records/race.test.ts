import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { openRecords, type Records } from "../../src/records/index.ts";
import { createPostgresDatabase, createSqliteDatabase } from "../fakes/databases.ts";
import { createDocument } from "../fakes/documents.ts";
import { createDelivery, createPosting, createTurn, JOB_SPEC } from "../fakes/records.ts";

/** Two records on one database, as two processes have them. */
for (const database of [createSqliteDatabase(), await createPostgresDatabase()]) {
  const { name, url, skipped } = database;
  if (skipped) console.warn(`skipped: ${skipped}`);
  describe.skipIf(skipped)(skipped ? `${name} (skipped: ${skipped})` : name, () => {
    let opened: Promise<[Records, Records]> | null = null;
    const both = (): Promise<[Records, Records]> => {
      opened ??= Promise.all([openRecords(url), openRecords(url)]); // both find the database empty
      return opened;
    };
    afterAll(async () => {
      for (const records of (await opened) ?? []) await records.close();
      await database.drop();
    });

    test("two hundred at once for twenty pieces of work make twenty jobs, each delivery in one of them", async () => {
      const records = await both();
      const keys = Array.from({ length: 20 }, () => randomUUID());
      const deliveries = Array.from({ length: 200 }, () => createDelivery());
      const given = await Promise.all(
        deliveries.map((delivery, i) => records[i % 2]!.jobs.joinOrCreate(keys[i % 20]!, JOB_SPEC, delivery)),
      );
      const jobs = [...new Set(given.map((one) => one!.job))];
      expect(jobs).toHaveLength(20);
      expect(given.filter((one) => one!.isNew)).toHaveLength(20);
      const pending = (await Promise.all(jobs.map((job) => records[0].jobs.findPendingDeliveries(job)))).flat();
      expect(pending.map(({ id }) => id).sort()).toEqual(deliveries.map(({ id }) => id).sort());
    });

    test("an origin that comes to both at once is taken by one", async () => {
      const records = await both();
      for (let round = 0; round < 50; round++) {
        const origin = randomUUID();
        const given = await Promise.all(
          records.map(({ jobs }) => jobs.joinOrCreate(randomUUID(), JOB_SPEC, createDelivery({ origin }))),
        );
        expect(given.filter(Boolean)).toHaveLength(1);
      }
    });

    test("who joins a job while it is closed is neither lost nor left in a finished one", async () => {
      const [here, there] = await both();
      for (let round = 0; round < 300; round++) {
        const key = randomUUID();
        const first = createDelivery();
        const second = createDelivery();
        const { job } = (await here.jobs.joinOrCreate(key, JOB_SPEC, first))!;
        const ended = here.jobs.endDelivery(first.id).then(() => here.jobs.tryFinish(job));
        const [closed, given] = await Promise.all([ended, there.jobs.joinOrCreate(key, JOB_SPEC, second)]);
        expect((await here.jobs.findPendingDeliveries(given!.job)).map(({ id }) => id)).toContain(second.id);
        expect(await here.jobs.startAttempt(given!.job)).not.toBeNull();
        expect(given!.job === job).toBe(!closed);
      }
    });

    test("a document outlives a forgetting that meets another posting of it, and two that meet leave none", async () => {
      const [here, there] = await both();
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

    test("a turn that meets the forgetting of its posting is kept before or not at all", async () => {
      const [here, there] = await both();
      for (let round = 0; round < 200; round++) {
        const posting = createPosting({ document: await here.documents.save(createDocument(["One for all."])) });
        await here.postings.create(posting);
        await Promise.all([here.turns.add(createTurn(posting.id)), there.postings.delete([posting.id])]);
        expect(await here.turns.findByPosting(posting.id, 1)).toEqual([]);
      }
    });
  });
}

/** What the journal promises, as plain maps. */
type Model = { jobs: { key: string; finished: boolean; worked: boolean; pending: string[] }[]; origins: Set<string> };

const step = fc.oneof(
  fc.record({ kind: fc.constant("open" as const), key: fc.nat(2), origin: fc.nat(12) }),
  fc.record({ kind: fc.constantFrom("worked" as const, "close" as const), job: fc.nat(5) }),
  fc.record({ kind: fc.constant("delivered" as const), job: fc.nat(5), which: fc.nat(3) }),
);

test("whatever happens in whatever order, the journal loses no delivery, has none twice, and one job per work", async () => {
  const { jobs, close } = await openRecords("memory:");
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const run = randomUUID();
      const model: Model = { jobs: [], origins: new Set() };
      const ids: string[] = [];
      for (const one of steps) {
        if (one.kind === "open") {
          const key = `${run}-${one.key}`;
          const delivery = createDelivery({ origin: `${run}-${one.origin}` });
          const given = await jobs.joinOrCreate(key, JOB_SPEC, delivery);
          expect(given === null).toBe(model.origins.has(delivery.origin));
          if (!given) continue;
          model.origins.add(delivery.origin);
          const at = model.jobs.findIndex((job) => job.key === key && !job.finished);
          expect(given.isNew).toBe(at === -1);
          if (at === -1) {
            ids.push(given.job);
            model.jobs.push({ key, finished: false, worked: false, pending: [delivery.id] });
          } else {
            expect(given.job).toBe(ids[at]);
            model.jobs[at]!.pending.push(delivery.id);
          }
          continue;
        }
        const job = model.jobs[one.job];
        if (!job) continue;
        const id = ids[one.job]!;
        if (one.kind === "worked") {
          await jobs.saveResult(id, { kind: "failed", code: "empty", detail: null });
          job.worked = true;
        } else if (one.kind === "delivered") {
          const [gone] = job.pending.splice(one.which, 1);
          if (gone) await jobs.endDelivery(gone);
        } else {
          expect(await jobs.tryFinish(id)).toBe(job.pending.length === 0);
          job.finished ||= job.pending.length === 0;
        }
      }
      const unfinished = await jobs.findUnfinished();
      expect(unfinished.filter((id) => ids.includes(id))).toEqual(ids.filter((_, i) => !model.jobs[i]!.finished));
      for (const [i, job] of model.jobs.entries()) {
        expect((await jobs.findPendingDeliveries(ids[i]!)).map(({ id }) => id)).toEqual(job.pending);
        const known = await jobs.startAttempt(ids[i]!);
        expect(known === null).toBe(job.finished);
        if (known) expect(known.result !== null).toBe(job.worked);
      }
    }),
    { numRuns: 150 },
  );
  await close();
});
