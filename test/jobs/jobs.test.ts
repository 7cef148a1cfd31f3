import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type JobQueue, openJobQueue } from "../../src/jobs/index.ts";
import { type JobResult, type JobSpec, PithError, type Progress } from "../../src/model/index.ts";
import { type Delivery, openRecords, type Records } from "../../src/records/index.ts";
import { createPostgresDatabase, createSqliteDatabase } from "../fakes/databases.ts";
import { createJobSpec, createPendingWork, FakeJobHandlers, RESULT } from "../fakes/jobHandlers.ts";
import { createDelivery } from "../fakes/records.ts";

const READING: Progress = { stage: "read", done: 1, total: 2 };
const SLOW = { timeout: 20_000 };

const memory = { name: "memory", url: "memory:", skipped: null, drop: async () => {} };

/** One contract for jobs of one process and for those shared over Postgres. */
for (const { name, url, skipped, drop } of [memory, createSqliteDatabase(), await createPostgresDatabase()]) {
  if (skipped) console.warn(`skipped: ${skipped}`);
  describe.skipIf(skipped)(skipped ? `jobs on ${name} (skipped: ${skipped})` : `jobs on ${name}`, () => {
    let records: Records;
    let hands: FakeJobHandlers;
    const open: JobQueue[] = [];
    beforeAll(async () => {
      records = await openRecords(url);
    });
    afterEach(async () => {
      await Promise.all(open.splice(0).map((jobs) => jobs.close()));
    });
    afterAll(async () => {
      await records.close();
      await drop();
    });

    /** A process that begins, on the records that an earlier one left. */
    const start = async (own = new FakeJobHandlers(), drainMs = 5000): Promise<JobQueue> => {
      hands = own;
      const jobs = await openJobQueue(url, records.jobs, own, { retryMs: 20, drainMs });
      open.push(jobs);
      await jobs.start();
      return jobs;
    };
    const submit = async (jobs: JobQueue, work: JobSpec): Promise<Delivery> => {
      const to = createDelivery();
      expect(await jobs.submit(work, to)).toBe(true);
      return to;
    };
    const until = (look: () => unknown) => expect.poll(look, SLOW);

    test("what is asked for several times at once is done once, and everybody has the result", async () => {
      const jobs = await start();
      const { run, complete } = createPendingWork();
      hands.run = run;
      const work = createJobSpec();
      const first = await submit(jobs, work);
      await until(() => hands.calls).toBe(1);
      const others = await Promise.all([submit(jobs, work), submit(jobs, work)]);
      complete();
      await until(() => hands.delivered.length).toBe(3);
      for (const to of [first, ...others]) expect(hands.resultsOf(to)).toEqual([RESULT]);
      expect(hands.calls).toBe(1);
      await until(() => records.jobs.findUnfinished()).toEqual([]);
      await submit(jobs, work); // the work is over: this one is done anew
      await until(() => hands.delivered.length).toBe(4);
      expect(hands.calls).toBe(2);
    });

    test("a request that Discord hands over twice is taken once", async () => {
      const jobs = await start();
      const to = await submit(jobs, createJobSpec());
      expect(await jobs.submit(createJobSpec(), { ...createDelivery(), origin: to.origin })).toBe(false);
      await until(() => hands.resultsOf(to).length).toBe(1);
      expect(await jobs.submit(createJobSpec(), { ...createDelivery(), origin: to.origin })).toBe(false);
      expect(hands.calls).toBe(1);
    });

    test("stop ends one delivery, and the work goes on for the others", async () => {
      const jobs = await start();
      const { run, complete } = createPendingWork();
      hands.run = run;
      const work = createJobSpec();
      const [stays, leaves] = [await submit(jobs, work), await submit(jobs, work)];
      await until(() => hands.calls).toBe(1);
      expect(await jobs.cancel(leaves.id)).toBe(true);
      expect(await jobs.cancel(leaves.id)).toBe(false);
      await until(() => hands.cancelled).toEqual([leaves.id]);
      expect(hands.lastContext!.signal.aborted).toBe(false);
      complete();
      await until(() => hands.resultsOf(stays)).toEqual([RESULT]);
      expect(hands.resultsOf(leaves)).toEqual([]);
      expect(await jobs.cancel(stays.id)).toBe(false);
    });

    test("the last to leave stops the work, and nobody is told of a fault", async () => {
      const jobs = await start();
      hands.run = createPendingWork().run;
      const to = await submit(jobs, createJobSpec());
      await until(() => hands.calls).toBe(1);
      await jobs.cancel(to.id);
      await until(() => hands.lastContext!.signal.aborted).toBe(true);
      await until(() => records.jobs.findUnfinished()).toEqual([]);
      expect([hands.delivered, hands.errors, hands.cancelled]).toEqual([[], [], [to.id]]);
    });

    test("who asks just when the last one leaves has a result, and not that one's stop", async () => {
      const jobs = await start();
      for (let i = 0; i < 5; i++) {
        const work = createJobSpec();
        hands.calls = 0;
        const { run, complete } = createPendingWork();
        hands.run = run;
        const leaves = await submit(jobs, work);
        await until(() => hands.calls).toBe(1);
        hands.run = async () => RESULT;
        const [, comes] = await Promise.all([jobs.cancel(leaves.id), submit(jobs, work)]);
        complete(); // it goes on when the one came before the other left, and is done anew when after
        await until(() => hands.resultsOf(comes).length).toBe(1);
        expect(hands.resultsOf(comes)).toEqual([RESULT]);
      }
    });

    test("who joins in the middle of a slow look is not taken for one who left", async () => {
      const slow: Records["jobs"] = {
        ...records.jobs,
        async findPendingDeliveries(id) {
          const waiting = await records.jobs.findPendingDeliveries(id);
          await new Promise((resolve) => setTimeout(resolve, 300));
          return waiting;
        },
      };
      hands = new FakeJobHandlers();
      const jobs = await openJobQueue(url, slow, hands, { retryMs: 20, drainMs: 5000 });
      open.push(jobs);
      await jobs.start();
      const { run, complete } = createPendingWork();
      hands.run = run;
      const work = createJobSpec();
      const first = await submit(jobs, work);
      await until(() => hands.calls).toBe(1);
      const stopping = jobs.cancel(first.id);
      await new Promise((resolve) => setTimeout(resolve, 100));
      const second = await submit(jobs, work);
      await stopping;
      complete();
      await until(() => hands.resultsOf(second)).toEqual([RESULT]);
      expect(hands.cancelled).not.toContain(second.id);
    });

    test("progress reaches all who wait, and the latest who joins late", async () => {
      const jobs = await start();
      const { run, complete } = createPendingWork();
      hands.run = (context) => {
        context.report(READING);
        return run(context);
      };
      const work = createJobSpec();
      const early = await submit(jobs, work);
      await until(() => hands.reported).toEqual([{ to: early.id, progress: READING }]);
      const late = await submit(jobs, work);
      await until(() => hands.reported.at(-1)).toEqual({ to: late.id, progress: READING });
      const cleaning: Progress = { stage: "clean", done: 1, total: 1 };
      hands.lastContext!.report(cleaning);
      expect(hands.reported.slice(-2).map(({ to }) => to)).toEqual([early.id, late.id]);
      complete();
      await until(() => hands.delivered.length).toBe(2);
    });

    test("an unfinished job of an earlier process is taken up at the start", async () => {
      const to = createDelivery();
      await records.jobs.joinOrCreate(randomUUID(), createJobSpec(), to);
      await start();
      await until(() => hands.resultsOf(to)).toEqual([RESULT]);
    });

    test("a result that is written down is only brought", async () => {
      const to = createDelivery();
      const written: JobResult = { ...RESULT, question: "Written down?" } as JobResult;
      const { job } = (await records.jobs.joinOrCreate(randomUUID(), createJobSpec(), to))!;
      await records.jobs.saveResult(job, written);
      await start();
      await until(() => hands.resultsOf(to)).toEqual([written]);
      expect(hands.calls).toBe(0);
    });

    test("a finish that fails is tried again, without doing the work again", async () => {
      const jobs = await start();
      hands.failingDeliveries = 2;
      const to = await submit(jobs, createJobSpec());
      await until(() => hands.resultsOf(to)).toEqual([RESULT]);
      expect(hands.calls).toBe(1);
      expect(hands.errors).toHaveLength(2);
      await until(() => records.jobs.findUnfinished()).toEqual([]);
    });

    test("a failure is a result with its code; an unknown one is internal, and told", async () => {
      const jobs = await start();
      hands.run = () => Promise.reject(new PithError("damaged", "page 3"));
      const known = await submit(jobs, createJobSpec());
      await until(() => hands.resultsOf(known)).toEqual([{ kind: "failed", code: "damaged", detail: "page 3" }]);
      expect(hands.errors).toEqual([]);
      const fault = new TypeError("secret");
      hands.run = () => Promise.reject(fault);
      const unknown = await submit(jobs, createJobSpec());
      await until(() => hands.resultsOf(unknown)).toEqual([{ kind: "failed", code: "internal", detail: null }]);
      expect(hands.errors).toMatchObject([{ code: "internal", cause: fault }]);
    });

    test("what was begun five times without an end fails instead of taking down a sixth process", async () => {
      const to = createDelivery();
      const { job } = (await records.jobs.joinOrCreate(randomUUID(), createJobSpec(), to))!;
      for (let i = 0; i < 5; i++) await records.jobs.startAttempt(job);
      await start();
      await until(() => hands.resultsOf(to)).toMatchObject([{ kind: "failed", code: "internal" }]);
      expect(hands.calls).toBe(0);
    });

    test("closing lets what runs end, leaves the rest written down, and the next process takes it up", async () => {
      const jobs = await start();
      const { run, complete } = createPendingWork();
      hands.run = run;
      const running = await submit(jobs, createJobSpec());
      await until(() => hands.calls).toBe(1);
      const closed = jobs.close();
      const late = createDelivery();
      expect(await jobs.submit(createJobSpec(), late)).toBe(true);
      complete();
      await closed;
      expect(hands.resultsOf(running)).toEqual([RESULT]);
      expect(hands.resultsOf(late)).toEqual([]);
      expect(await records.jobs.findUnfinished()).toHaveLength(1);
      await start();
      await until(() => hands.resultsOf(late)).toEqual([RESULT]);
    });

    test("what does not end in time is broken off at the close, tells nobody, and is done by the next process", async () => {
      const first = new FakeJobHandlers();
      const jobs = await start(first, 100);
      first.run = createPendingWork().run;
      const to = await submit(jobs, createJobSpec());
      await until(() => first.calls).toBe(1);
      await jobs.close();
      expect([first.delivered, first.cancelled, first.errors]).toEqual([[], [], []]);
      await start();
      await until(() => hands.resultsOf(to)).toEqual([RESULT]);
    });

    test("many who ask for few things at once and leave at random: whoever stays has one result", async () => {
      const jobs = await start();
      hands.run = async ({ signal }) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
        signal.throwIfAborted();
        return RESULT;
      };
      const works = Array.from({ length: 8 }, () => createJobSpec());
      const all = await Promise.all(
        Array.from({ length: 200 }, async (_, i) => {
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
          const to = await submit(jobs, works[i % works.length]!);
          if (Math.random() < 0.5) return { to, stopped: false };
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
          return { to, stopped: await jobs.cancel(to.id) };
        }),
      );
      await until(() => records.jobs.findUnfinished()).toEqual([]);
      for (const { to, stopped } of all) {
        // A stop may meet a result that is on its way already.
        if (!stopped) expect(hands.resultsOf(to)).toEqual([RESULT]);
        else expect(hands.resultsOf(to).length).toBeLessThanOrEqual(1);
      }
      expect(hands.errors).toEqual([]);
    });
  });
}
