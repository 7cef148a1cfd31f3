import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type JobQueue, openJobQueue } from "../../src/jobs/index.ts";
import { type JobResult, type JobSpec, PithError, type Progress } from "../../src/model/index.ts";
import { type Delivery, openRecords, type Records } from "../../src/records/index.ts";
import { createPostgresDatabase, createSqliteDatabase } from "../fakes/databases.ts";
import { createJobSpec, createPendingWork, FakeJobHandlers, RESULT } from "../fakes/jobHandlers.ts";
import { createDelivery } from "../fakes/records.ts";

const READING: Progress = { stage: "read", done: 1, total: 2 };
const POLLING = { timeout: 20_000 };

const memory = { name: "memory", url: "memory:", skipped: null, drop: async () => {} };

/** The same tests run on the in-process queue and on the Postgres queue that several processes share. */
for (const { name, url, skipped, drop } of [memory, createSqliteDatabase(), await createPostgresDatabase()]) {
  if (skipped) console.warn(`skipped: ${skipped}`);
  describe.skipIf(skipped)(skipped ? `jobs on ${name} (skipped: ${skipped})` : `jobs on ${name}`, () => {
    let records: Records;
    let handlers: FakeJobHandlers;
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

    /** Starts a job queue on the shared records, as a new process does. */
    const start = async (newHandlers = new FakeJobHandlers(), drainMs = 5000): Promise<JobQueue> => {
      handlers = newHandlers;
      const jobs = await openJobQueue(url, records.jobs, newHandlers, { retryMs: 20, drainMs });
      open.push(jobs);
      await jobs.start();
      return jobs;
    };
    const submit = async (jobs: JobQueue, spec: JobSpec): Promise<Delivery> => {
      const delivery = createDelivery();
      expect(await jobs.submit(spec, delivery)).toBe(true);
      return delivery;
    };
    const poll = (read: () => unknown) => expect.poll(read, POLLING);

    test("runs a job once for concurrent requests and delivers the result to each", async () => {
      const jobs = await start();
      const { run, complete } = createPendingWork();
      handlers.run = run;
      const spec = createJobSpec();
      const first = await submit(jobs, spec);
      await poll(() => handlers.calls).toBe(1);
      const others = await Promise.all([submit(jobs, spec), submit(jobs, spec)]);
      complete();
      await poll(() => handlers.delivered.length).toBe(3);
      for (const delivery of [first, ...others]) expect(handlers.resultsOf(delivery)).toEqual([RESULT]);
      expect(handlers.calls).toBe(1);
      await poll(() => records.jobs.findUnfinished()).toEqual([]);
      await submit(jobs, spec); // The job is finished, so this request creates another one.
      await poll(() => handlers.delivered.length).toBe(4);
      expect(handlers.calls).toBe(2);
    });

    test("rejects a request with the origin of an earlier one", async () => {
      const jobs = await start();
      const delivery = await submit(jobs, createJobSpec());
      const { origin } = delivery;
      expect(await jobs.submit(createJobSpec(), { ...createDelivery(), origin })).toBe(false);
      await poll(() => handlers.resultsOf(delivery).length).toBe(1);
      expect(await jobs.submit(createJobSpec(), { ...createDelivery(), origin })).toBe(false);
      expect(handlers.calls).toBe(1);
    });

    test("cancels one delivery of a job and continues for the others", async () => {
      const jobs = await start();
      const { run, complete } = createPendingWork();
      handlers.run = run;
      const spec = createJobSpec();
      const [kept, cancelled] = [await submit(jobs, spec), await submit(jobs, spec)];
      await poll(() => handlers.calls).toBe(1);
      expect(await jobs.cancel(cancelled.id)).toBe(true);
      expect(await jobs.cancel(cancelled.id)).toBe(false);
      await poll(() => handlers.cancelled).toEqual([cancelled.id]);
      expect(handlers.lastContext!.signal.aborted).toBe(false);
      complete();
      await poll(() => handlers.resultsOf(kept)).toEqual([RESULT]);
      expect(handlers.resultsOf(cancelled)).toEqual([]);
      expect(await jobs.cancel(kept.id)).toBe(false);
    });

    describe("stop", () => {
      const draft: JobResult = { ...(RESULT as Extract<JobResult, { kind: "answer" }>), question: "The draft" };
      /** Starts a job that has saved its draft and waits for its end. */
      const startWithDraft = async (jobs: JobQueue, count: number) => {
        const { run, complete } = createPendingWork();
        const isSaved = Promise.withResolvers<void>();
        handlers.run = async (context) => {
          await context.saveDraft(draft);
          isSaved.resolve();
          return run(context);
        };
        const spec = createJobSpec();
        const deliveries: Delivery[] = [];
        for (let i = 0; i < count; i++) deliveries.push(await submit(jobs, spec));
        await isSaved.promise;
        return { deliveries, complete };
      };

      test("gives the draft to the delivery, once, and the result to the others", async () => {
        const jobs = await start();
        const { deliveries, complete } = await startWithDraft(jobs, 2);
        const [stopped, other] = deliveries as [Delivery, Delivery];
        expect(await jobs.stop(stopped.id)).toBe("draft");
        await poll(() => handlers.resultsOf(stopped)).toEqual([draft]);
        expect([handlers.left, handlers.cancelled]).toEqual([[stopped.id], []]);
        expect(handlers.lastContext!.signal.aborted).toBe(false);
        complete();
        await poll(() => handlers.resultsOf(other)).toEqual([RESULT]);
        await poll(() => records.jobs.findUnfinished()).toEqual([]);
        expect(handlers.resultsOf(stopped)).toEqual([draft]);
        expect(await jobs.stop(stopped.id)).toBe("not_pending");
      });

      test("aborts the job of its last delivery, and pressed twice gives the draft once", async () => {
        const jobs = await start();
        const { deliveries } = await startWithDraft(jobs, 1);
        const [{ id }] = deliveries as [Delivery];
        const ends = await Promise.all([jobs.stop(id), jobs.stop(id)]);
        expect(ends).toContain("draft");
        expect(ends).not.toContain("cancelled");
        await poll(() => handlers.lastContext!.signal.aborted).toBe(true);
        await poll(() => records.jobs.findUnfinished()).toEqual([]);
        expect([handlers.delivered, handlers.cancelled]).toEqual([[{ to: id, result: draft }], []]);
      });

      test("cancels a delivery whose job has no draft", async () => {
        const jobs = await start();
        handlers.run = createPendingWork().run;
        const { id } = await submit(jobs, createJobSpec());
        await poll(() => handlers.calls).toBe(1);
        expect(await jobs.stop(id)).toBe("cancelled");
        await poll(() => handlers.cancelled).toEqual([id]);
        expect(handlers.delivered).toEqual([]);
      });

      test("leaves nothing of a stopped delivery that is cancelled before it is delivered", async () => {
        const jobs = await start();
        const { deliveries } = await startWithDraft(jobs, 1);
        const [{ id }] = deliveries as [Delivery];
        await records.jobs.takeDraft(id); // as if the process ended before the job was enqueued
        expect(await jobs.cancel(id)).toBe(true);
        await jobs.close();
        await start();
        await poll(() => records.jobs.findUnfinished()).toEqual([]);
        expect(handlers.delivered).toEqual([]);
      });

      test("gives the draft after a crash, once", async () => {
        const jobs = await start();
        const { deliveries } = await startWithDraft(jobs, 1);
        const [delivery] = deliveries as [Delivery];
        await records.jobs.takeDraft(delivery.id);
        await jobs.close();
        await start();
        await poll(() => handlers.resultsOf(delivery)).toEqual([draft]);
        await poll(() => records.jobs.findUnfinished()).toEqual([]);
        expect([handlers.calls, handlers.delivered.length]).toEqual([0, 1]);
      });

      test.skipIf(!url.startsWith("postgres"))("works in another process than the one that works", async () => {
        const working = await start();
        const workingHandlers = handlers;
        const { deliveries, complete } = await startWithDraft(working, 2);
        const [stopped, other] = deliveries as [Delivery, Delivery];
        const otherProcess = await start();
        expect(await otherProcess.stop(stopped.id)).toBe("draft");
        const resultsOf = (delivery: Delivery) => [
          ...workingHandlers.resultsOf(delivery),
          ...handlers.resultsOf(delivery),
        ];
        await poll(() => resultsOf(stopped)).toEqual([draft]);
        await poll(() => workingHandlers.left).toEqual([stopped.id]);
        complete();
        await poll(() => resultsOf(other)).toEqual([RESULT]);
        expect([workingHandlers.cancelled, handlers.cancelled, resultsOf(stopped)]).toEqual([[], [], [draft]]);
      });
    });

    test("aborts a job when its last delivery is cancelled, without reporting an error", async () => {
      const jobs = await start();
      handlers.run = createPendingWork().run;
      const { id } = await submit(jobs, createJobSpec());
      await poll(() => handlers.calls).toBe(1);
      await jobs.cancel(id);
      await poll(() => handlers.lastContext!.signal.aborted).toBe(true);
      await poll(() => records.jobs.findUnfinished()).toEqual([]);
      expect([handlers.delivered, handlers.errors, handlers.cancelled]).toEqual([[], [], [id]]);
    });

    test("delivers a result to a request that joins while the last delivery is being cancelled", async () => {
      const jobs = await start();
      for (let i = 0; i < 5; i++) {
        const spec = createJobSpec();
        handlers.calls = 0;
        const { run, complete } = createPendingWork();
        handlers.run = run;
        const first = await submit(jobs, spec);
        await poll(() => handlers.calls).toBe(1);
        handlers.run = async () => RESULT;
        const [, second] = await Promise.all([jobs.cancel(first.id), submit(jobs, spec)]);
        // If the second request arrives before the cancellation, the job continues. Otherwise, it runs again.
        complete();
        await poll(() => handlers.resultsOf(second).length).toBe(1);
        expect(handlers.resultsOf(second)).toEqual([RESULT]);
      }
    });

    test("keeps a delivery that joins while the pending deliveries are being read", async () => {
      const isRead = Promise.withResolvers<void>();
      const hasJoined = Promise.withResolvers<void>();
      const slowStore: Records["jobs"] = {
        ...records.jobs,
        async findPendingDeliveries(id) {
          const pending = await records.jobs.findPendingDeliveries(id);
          // No delivery is pending after the first one is cancelled.
          if (!pending.length) {
            isRead.resolve();
            await hasJoined.promise;
          }
          return pending;
        },
      };
      handlers = new FakeJobHandlers();
      const jobs = await openJobQueue(url, slowStore, handlers, { retryMs: 20, drainMs: 5000 });
      open.push(jobs);
      await jobs.start();
      const { run, complete } = createPendingWork();
      handlers.run = run;
      const spec = createJobSpec();
      const first = await submit(jobs, spec);
      await poll(() => handlers.calls).toBe(1);
      const cancelling = jobs.cancel(first.id);
      await isRead.promise;
      const second = await submit(jobs, spec);
      hasJoined.resolve();
      await cancelling;
      complete();
      await poll(() => handlers.resultsOf(second)).toEqual([RESULT]);
      expect(handlers.cancelled).not.toContain(second.id);
    });

    test("reports progress to all deliveries, and the latest progress to those that join later", async () => {
      const jobs = await start();
      const { run, complete } = createPendingWork();
      handlers.run = (context) => {
        context.report(READING);
        return run(context);
      };
      const spec = createJobSpec();
      const early = await submit(jobs, spec);
      await poll(() => handlers.reported).toEqual([{ to: early.id, progress: READING }]);
      const late = await submit(jobs, spec);
      await poll(() => handlers.reported.at(-1)).toEqual({ to: late.id, progress: READING });
      const cleaning: Progress = { stage: "clean", done: 1, total: 1 };
      handlers.lastContext!.report(cleaning);
      expect(handlers.reported.slice(-2).map(({ to }) => to)).toEqual([early.id, late.id]);
      complete();
      await poll(() => handlers.delivered.length).toBe(2);
    });

    test("resumes an unfinished job of an earlier process at startup", async () => {
      const delivery = createDelivery();
      await records.jobs.joinOrCreate(randomUUID(), createJobSpec(), delivery);
      await start();
      await poll(() => handlers.resultsOf(delivery)).toEqual([RESULT]);
    });

    test("delivers a persisted result without running the job", async () => {
      const delivery = createDelivery();
      const persisted: JobResult = { ...RESULT, question: "Persisted?" } as JobResult;
      const { job } = (await records.jobs.joinOrCreate(randomUUID(), createJobSpec(), delivery))!;
      await records.jobs.saveResult(job, persisted);
      await start();
      await poll(() => handlers.resultsOf(delivery)).toEqual([persisted]);
      expect(handlers.calls).toBe(0);
    });

    test("retries a failed delivery without running the job again", async () => {
      const jobs = await start();
      handlers.failingDeliveries = 2;
      const delivery = await submit(jobs, createJobSpec());
      await poll(() => handlers.resultsOf(delivery)).toEqual([RESULT]);
      expect(handlers.calls).toBe(1);
      expect(handlers.errors).toHaveLength(2);
      await poll(() => records.jobs.findUnfinished()).toEqual([]);
    });

    test("delivers a PithError as a result with its code, and reports other errors as internal", async () => {
      const jobs = await start();
      handlers.run = () => Promise.reject(new PithError("damaged", "page 3"));
      const known = await submit(jobs, createJobSpec());
      await poll(() => handlers.resultsOf(known)).toEqual([{ kind: "failed", code: "damaged", detail: "page 3" }]);
      expect(handlers.errors).toEqual([]);
      const error = new TypeError("secret");
      handlers.run = () => Promise.reject(error);
      const unknown = await submit(jobs, createJobSpec());
      await poll(() => handlers.resultsOf(unknown)).toEqual([{ kind: "failed", code: "internal", detail: null }]);
      expect(handlers.errors).toMatchObject([{ code: "internal", cause: error }]);
    });

    test("fails a job that was started five times and never finished", async () => {
      const delivery = createDelivery();
      const { job } = (await records.jobs.joinOrCreate(randomUUID(), createJobSpec(), delivery))!;
      for (let i = 0; i < 5; i++) await records.jobs.startAttempt(job);
      await start();
      await poll(() => handlers.resultsOf(delivery)).toMatchObject([{ kind: "failed", code: "internal" }]);
      expect(handlers.calls).toBe(0);
    });

    test("close() finishes running jobs and leaves the others to the next process", async () => {
      const jobs = await start();
      const { run, complete } = createPendingWork();
      handlers.run = run;
      const running = await submit(jobs, createJobSpec());
      await poll(() => handlers.calls).toBe(1);
      const closed = jobs.close();
      const late = createDelivery();
      expect(await jobs.submit(createJobSpec(), late)).toBe(true);
      complete();
      await closed;
      expect(handlers.resultsOf(running)).toEqual([RESULT]);
      expect(handlers.resultsOf(late)).toEqual([]);
      expect(await records.jobs.findUnfinished()).toHaveLength(1);
      await start();
      await poll(() => handlers.resultsOf(late)).toEqual([RESULT]);
    });

    test("close() aborts a job that exceeds the drain time and delivers nothing, and the next process runs it", async () => {
      const first = new FakeJobHandlers();
      const jobs = await start(first, 100);
      first.run = createPendingWork().run;
      const delivery = await submit(jobs, createJobSpec());
      await poll(() => first.calls).toBe(1);
      await jobs.close();
      expect([first.delivered, first.cancelled, first.errors]).toEqual([[], [], []]);
      await start();
      await poll(() => handlers.resultsOf(delivery)).toEqual([RESULT]);
    });

    test("delivers one result to each request, for random requests and cancellations", async () => {
      const jobs = await start();
      handlers.run = async ({ signal }) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
        signal.throwIfAborted();
        return RESULT;
      };
      const specs = Array.from({ length: 8 }, () => createJobSpec());
      const all = await Promise.all(
        Array.from({ length: 200 }, async (_, i) => {
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
          const delivery = await submit(jobs, specs[i % specs.length]!);
          if (Math.random() < 0.5) return { delivery, isCancelled: false };
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
          return { delivery, isCancelled: await jobs.cancel(delivery.id) };
        }),
      );
      await poll(() => records.jobs.findUnfinished()).toEqual([]);
      for (const { delivery, isCancelled } of all) {
        // A delivery may be cancelled while its result is being delivered.
        if (!isCancelled) expect(handlers.resultsOf(delivery)).toEqual([RESULT]);
        else expect(handlers.resultsOf(delivery).length).toBeLessThanOrEqual(1);
      }
      expect(handlers.errors).toEqual([]);
    });
  });
}
