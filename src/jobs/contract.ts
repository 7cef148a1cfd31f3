import type { JobResult, JobSpec, Progress, TaskContext } from "../model/index.ts";
import type { Delivery } from "../records/index.ts";

/**
 * A durable job queue. Jobs survive a restart. Identical unfinished jobs are performed only once, and the result goes
 * to every delivery that has joined the job.
 */
export interface JobQueue {
  /**
   * Persists a job and a delivery of its result. If an identical job is unfinished, the delivery is added to that job.
   * Otherwise a new job starts after `delayMs`. Returns false if a delivery with the same origin was submitted before.
   */
  submit(spec: JobSpec, delivery: Delivery, delayMs?: number): Promise<boolean>;
  /**
   * Cancels a delivery by its id. A job without any deliveries left is aborted. Returns false if the delivery was not
   * pending.
   */
  cancel(delivery: string): Promise<boolean>;
  /**
   * Stops a delivery. If its job has a draft, the delivery gets that as its result, and the job goes on for the others.
   * Otherwise the delivery is cancelled.
   */
  stop(delivery: string): Promise<"draft" | "cancelled" | "not_pending">;
  /** Starts processing, beginning with the unfinished jobs of earlier processes. */
  start(): Promise<void>;
  /**
   * Shuts down gracefully. Starts no more jobs, lets the running ones continue for up to `drainMs`, and then aborts
   * them. Unfinished jobs stay persisted.
   */
  close(): Promise<void>;
  /** `waiting` is the number of waiting jobs that this process knows of, `running` the number that it is running. */
  readonly load: { waiting: number; running: number };
}

/**
 * `retryMs` is the first retry delay, which doubles with each failure up to 5 minutes; `drainMs` is the grace period of
 * `close`.
 */
export type JobTimeouts = { retryMs: number; drainMs: number };
/** A shutdown may take 25 s, of which 15 s are for draining. The stop grace period in compose.yaml is longer. */
export const DEFAULT_JOB_TIMEOUTS: JobTimeouts = { retryMs: 5_000, drainMs: 15_000 };

/** What a job receives along with its data. `saveDraft` keeps what a stopped delivery gets in place of the result. */
export type JobContext = TaskContext & { saveDraft(draft: JobResult): Promise<void> };

/**
 * Callbacks through which the queue performs jobs and delivers results. They keep the queue independent of Pith and
 * Discord.
 */
export type JobHandlers = {
  /**
   * Performs a job.
   * @throws PithError `stopped` if the context's signal is aborted; any other error becomes the job's result
   */
  perform(spec: JobSpec, context: JobContext): Promise<JobResult>;
  /** Shows progress. Best effort; does not throw. */
  report(delivery: Delivery, progress: Progress): void;
  /** Ends the progress shown for a delivery that another job delivers. Does not throw. */
  leave(delivery: Delivery): Promise<void>;
  /** Removes the progress shown for a cancelled delivery. Does not throw. */
  cancel(delivery: Delivery): Promise<void>;
  /**
   * Delivers a result. Must be idempotent.
   * @throws any error; the delivery is then retried
   */
  deliver(delivery: Delivery, result: JobResult): Promise<void>;
  onError(error: unknown): void;
};
