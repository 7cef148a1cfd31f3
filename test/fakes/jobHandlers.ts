import { randomUUID } from "node:crypto";
import type { JobContext, JobHandlers } from "../../src/jobs/index.ts";
import type { JobResult, JobSpec, Progress } from "../../src/model/index.ts";
import type { Delivery } from "../../src/records/index.ts";
import { ANSWER, JOB_SPEC } from "./records.ts";

export const RESULT: JobResult = { kind: "answer", answer: ANSWER, question: "Why?", postings: [], read: null };

/** Creates a job that summarises `text`. By default, the text is random, so that no two jobs have the same key. */
export const createJobSpec = (text: string = randomUUID()): JobSpec =>
  ({ ...JOB_SPEC, source: { from: "text", text } }) as JobSpec;

/** Handlers that record their calls. Jobs execute `run`, which a test can replace. */
export class FakeJobHandlers implements JobHandlers {
  calls = 0;
  lastContext: JobContext | null = null;
  readonly delivered: { to: string; result: JobResult }[] = [];
  readonly reported: { to: string; progress: Progress }[] = [];
  readonly left: string[] = [];
  readonly cancelled: string[] = [];
  readonly errors: unknown[] = [];
  /** Number of calls of `deliver` that throw before the first one succeeds. */
  failingDeliveries = 0;
  run: (context: JobContext) => Promise<JobResult> = async () => RESULT;

  async perform(_: JobSpec, context: JobContext): Promise<JobResult> {
    this.calls++;
    this.lastContext = context;
    return this.run(context);
  }
  report({ id: to }: Delivery, progress: Progress): void {
    this.reported.push({ to, progress });
  }
  async leave({ id }: Delivery): Promise<void> {
    this.left.push(id);
  }
  async cancel({ id }: Delivery): Promise<void> {
    this.cancelled.push(id);
  }
  async deliver({ id: to }: Delivery, result: JobResult): Promise<void> {
    if (this.failingDeliveries-- > 0) throw new Error("Discord is down");
    this.delivered.push({ to, result });
  }
  onError(error: unknown): void {
    this.errors.push(error);
  }
  /** Returns the results passed to `deliver` for a delivery. */
  resultsOf({ id }: Delivery): JobResult[] {
    return this.delivered.filter(({ to }) => to === id).map(({ result }) => result);
  }
}

/**
 * Creates a `run` function whose result stays pending until `complete` is called or the signal of its context is
 * aborted.
 */
export function createPendingWork(): { run: FakeJobHandlers["run"]; complete(): void } {
  const completed = Promise.withResolvers<JobResult>();
  return {
    complete: () => completed.resolve(RESULT),
    run: ({ signal }) => {
      const aborted = Promise.withResolvers<JobResult>();
      const onAbort = (): void => aborted.reject(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener("abort", onAbort);
      return Promise.race([completed.promise, aborted.promise]);
    },
  };
}
