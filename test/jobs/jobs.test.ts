import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Jobs, openJobs } from "../../src/jobs/index.ts";
import { type Delivery, PithError, type Progress, type Result, type Work } from "../../src/model/index.ts";
import { openRecords, type Records } from "../../src/records/index.ts";
import { postgresSchema, sqliteFile } from "../fakes/databases.ts";
import { FakeHands, held, RESULT, workOf } from "../fakes/jobHandlers.ts";
import { deliveryOf } from "../fakes/rows.ts";

const READING: Progress = { stage: "read", done: 1, total: 2 };
const SLOW = { timeout: 20_000 };

const memory = { name: "memory", url: "memory:", skipped: null, drop: async () => {} };

/** One contract for jobs of one process and for those shared over Postgres. */
for (const { name, url, skipped, drop } of [memory, sqliteFile(), await postgresSchema()]) {
  if (skipped) console.warn(`skipped: ${skipped}`);
  describe.skipIf(skipped)(skipped ? `jobs on ${name} (skipped: ${skipped})` : `jobs on ${name}`, () => {
    let records: Records;
    let hands: FakeHands;
    const open: Jobs[] = [];
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
    const start = async (own = new FakeHands(), drainMs = 5000): Promise<Jobs> => {
      hands = own;
      const jobs = await openJobs(url, records.journal, own, { retryMs: 20, drainMs });
      open.push(jobs);
      await jobs.start();
      return jobs;
    };
    const submit = async (jobs: Jobs, work: Work): Promise<Delivery> => {
      const to = deliveryOf();
      expect(await jobs.submit(work, to)).toBe(true);
      return to;
    };
    const until = (look: () => unknown) => expect.poll(look, SLOW);

    test("what is asked for several times at once is done once, and everybody has the result", async () => {
      const jobs = await start();
      const { doing, letGo } = held();
      hands.doing = doing;
      const work = workOf();
      const first = await submit(jobs, work);
      await until(() => hands.performed).toBe(1);
      const others = await Promise.all([submit(jobs, work), submit(jobs, work)]);
      letGo();
      await until(() => hands.finished.length).toBe(3);
      for (const to of [first, ...others]) expect(hands.resultsOf(to)).toEqual([RESULT]);
      expect(hands.performed).toBe(1);
      await until(() => records.journal.unfinished()).toEqual([]);
      await submit(jobs, work); // the work is over: this one is done anew
      await until(() => hands.finished.length).toBe(4);
      expect(hands.performed).toBe(2);
    });

    test("a request that Discord hands over twice is taken once", async () => {
      const jobs = await start();
      const to = await submit(jobs, workOf());
      expect(await jobs.submit(workOf(), { ...deliveryOf(), origin: to.origin })).toBe(false);
      await until(() => hands.resultsOf(to).length).toBe(1);
      expect(await jobs.submit(workOf(), { ...deliveryOf(), origin: to.origin })).toBe(false);
      expect(hands.performed).toBe(1);
    });

    test("stop ends one delivery, and the work goes on for the others", async () => {
      const jobs = await start();
      const { doing, letGo } = held();
      hands.doing = doing;
      const work = workOf();
      const [stays, leaves] = [await submit(jobs, work), await submit(jobs, work)];
      await until(() => hands.performed).toBe(1);
      expect(await jobs.stop(leaves.id)).toBe(true);
      expect(await jobs.stop(leaves.id)).toBe(false);
      await until(() => hands.left).toEqual([leaves.id]);
      expect(hands.run!.signal.aborted).toBe(false);
      letGo();
      await until(() => hands.resultsOf(stays)).toEqual([RESULT]);
      expect(hands.resultsOf(leaves)).toEqual([]);
      expect(await jobs.stop(stays.id)).toBe(false);
    });

    test("the last to leave stops the work, and nobody is told of a fault", async () => {
      const jobs = await start();
      hands.doing = held().doing;
      const to = await submit(jobs, workOf());
      await until(() => hands.performed).toBe(1);
      await jobs.stop(to.id);
      await until(() => hands.run!.signal.aborted).toBe(true);
      await until(() => records.journal.unfinished()).toEqual([]);
      expect([hands.finished, hands.faults, hands.left]).toEqual([[], [], [to.id]]);
    });

    test("who asks just when the last one leaves has a result, and not that one's stop", async () => {
      const jobs = await start();
      for (let i = 0; i < 5; i++) {
        const work = workOf();
        hands.performed = 0;
        const { doing, letGo } = held();
        hands.doing = doing;
        const leaves = await submit(jobs, work);
        await until(() => hands.performed).toBe(1);
        hands.doing = async () => RESULT;
        const [, comes] = await Promise.all([jobs.stop(leaves.id), submit(jobs, work)]);
        letGo(); // it goes on when the one came before the other left, and is done anew when after
        await until(() => hands.resultsOf(comes).length).toBe(1);
        expect(hands.resultsOf(comes)).toEqual([RESULT]);
      }
    });

    test("who joins in the middle of a slow look is not taken for one who left", async () => {
      const slow: Records["journal"] = {
        ...records.journal,
        async pending(id) {
          const waiting = await records.journal.pending(id);
          await new Promise((resolve) => setTimeout(resolve, 300));
          return waiting;
        },
      };
      hands = new FakeHands();
      const jobs = await openJobs(url, slow, hands, { retryMs: 20, drainMs: 5000 });
      open.push(jobs);
      await jobs.start();
      const { doing, letGo } = held();
      hands.doing = doing;
      const work = workOf();
      const first = await submit(jobs, work);
      await until(() => hands.performed).toBe(1);
      const stopping = jobs.stop(first.id);
      await new Promise((resolve) => setTimeout(resolve, 100));
      const second = await submit(jobs, work);
      await stopping;
      letGo();
      await until(() => hands.resultsOf(second)).toEqual([RESULT]);
      expect(hands.left).not.toContain(second.id);
    });

    test("progress reaches all who wait, and the latest who joins late", async () => {
      const jobs = await start();
      const { doing, letGo } = held();
      hands.doing = (run) => {
        run.report(READING);
        return doing(run);
      };
      const work = workOf();
      const early = await submit(jobs, work);
      await until(() => hands.reported).toEqual([{ to: early.id, progress: READING }]);
      const late = await submit(jobs, work);
      await until(() => hands.reported.at(-1)).toEqual({ to: late.id, progress: READING });
      const cleaning: Progress = { stage: "clean", done: 1, total: 1 };
      hands.run!.report(cleaning);
      expect(hands.reported.slice(-2).map(({ to }) => to)).toEqual([early.id, late.id]);
      letGo();
      await until(() => hands.finished.length).toBe(2);
    });

    test("an unfinished job of an earlier process is taken up at the start", async () => {
      const to = deliveryOf();
      await records.journal.open(randomUUID(), workOf(), to);
      await start();
      await until(() => hands.resultsOf(to)).toEqual([RESULT]);
    });

    test("a result that is written down is only brought", async () => {
      const to = deliveryOf();
      const written: Result = { ...RESULT, question: "Written down?" } as Result;
      const { job } = (await records.journal.open(randomUUID(), workOf(), to))!;
      await records.journal.worked(job, written);
      await start();
      await until(() => hands.resultsOf(to)).toEqual([written]);
      expect(hands.performed).toBe(0);
    });

    test("a finish that fails is tried again, without doing the work again", async () => {
      const jobs = await start();
      hands.failures = 2;
      const to = await submit(jobs, workOf());
      await until(() => hands.resultsOf(to)).toEqual([RESULT]);
      expect(hands.performed).toBe(1);
      expect(hands.faults).toHaveLength(2);
      await until(() => records.journal.unfinished()).toEqual([]);
    });

    test("a failure is a result with its code; an unknown one is internal, and told", async () => {
      const jobs = await start();
      hands.doing = () => Promise.reject(new PithError("damaged", "page 3"));
      const known = await submit(jobs, workOf());
      await until(() => hands.resultsOf(known)).toEqual([{ kind: "failed", code: "damaged", detail: "page 3" }]);
      expect(hands.faults).toEqual([]);
      const fault = new TypeError("secret");
      hands.doing = () => Promise.reject(fault);
      const unknown = await submit(jobs, workOf());
      await until(() => hands.resultsOf(unknown)).toEqual([{ kind: "failed", code: "internal", detail: null }]);
      expect(hands.faults).toMatchObject([{ code: "internal", cause: fault }]);
    });

    test("what was begun five times without an end fails instead of taking down a sixth process", async () => {
      const to = deliveryOf();
      const { job } = (await records.journal.open(randomUUID(), workOf(), to))!;
      for (let i = 0; i < 5; i++) await records.journal.begin(job);
      await start();
      await until(() => hands.resultsOf(to)).toMatchObject([{ kind: "failed", code: "internal" }]);
      expect(hands.performed).toBe(0);
    });

    test("closing lets what runs end, leaves the rest written down, and the next process takes it up", async () => {
      const jobs = await start();
      const { doing, letGo } = held();
      hands.doing = doing;
      const running = await submit(jobs, workOf());
      await until(() => hands.performed).toBe(1);
      const closed = jobs.close();
      const late = deliveryOf();
      expect(await jobs.submit(workOf(), late)).toBe(true);
      letGo();
      await closed;
      expect(hands.resultsOf(running)).toEqual([RESULT]);
      expect(hands.resultsOf(late)).toEqual([]);
      expect(await records.journal.unfinished()).toHaveLength(1);
      await start();
      await until(() => hands.resultsOf(late)).toEqual([RESULT]);
    });

    test("what does not end in time is broken off at the close, tells nobody, and is done by the next process", async () => {
      const first = new FakeHands();
      const jobs = await start(first, 100);
      first.doing = held().doing;
      const to = await submit(jobs, workOf());
      await until(() => first.performed).toBe(1);
      await jobs.close();
      expect([first.finished, first.left, first.faults]).toEqual([[], [], []]);
      await start();
      await until(() => hands.resultsOf(to)).toEqual([RESULT]);
    });

    test("many who ask for few things at once and leave at random: whoever stays has one result", async () => {
      const jobs = await start();
      hands.doing = async ({ signal }) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
        signal.throwIfAborted();
        return RESULT;
      };
      const works = Array.from({ length: 8 }, () => workOf());
      const all = await Promise.all(
        Array.from({ length: 200 }, async (_, i) => {
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
          const to = await submit(jobs, works[i % works.length]!);
          if (Math.random() < 0.5) return { to, stopped: false };
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
          return { to, stopped: await jobs.stop(to.id) };
        }),
      );
      await until(() => records.journal.unfinished()).toEqual([]);
      for (const { to, stopped } of all) {
        // A stop may meet a result that is on its way already.
        if (!stopped) expect(hands.resultsOf(to)).toEqual([RESULT]);
        else expect(hands.resultsOf(to).length).toBeLessThanOrEqual(1);
      }
      expect(hands.faults).toEqual([]);
    });
  });
}
