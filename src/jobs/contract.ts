import type { JobResult, JobSpec, Progress, TaskContext } from "../model/index.ts";
import type { Delivery } from "../records/index.ts";

/**
 * A durable job queue: jobs survive a restart, identical jobs are performed once, and the result goes to every delivery
 * that joined.
 */
export interface JobQueue {
  /**
   * Persists a job and a delivery of its result. If an identical job is unfinished, the delivery is added to that one;
   * otherwise the new job starts after `delayMs`. Returns false if a delivery with the same origin was submitted
   * before.
   */
  submit(spec: JobSpec, delivery: Delivery, delayMs?: number): Promise<boolean>;
  /**
   * Cancels a delivery by its id. The job is aborted when it has no deliveries left. Returns false if the delivery was
   * not pending.
   */
  cancel(delivery: string): Promise<boolean>;
  /** Starts processing, beginning with the unfinished jobs of earlier processes. */
  start(): Promise<void>;
  /**
   * Graceful shutdown: starts no more jobs and gives running ones `drainMs` to end, then aborts them. Unfinished jobs
   * stay persisted.
   */
  close(): Promise<void>;
  /** Number of jobs running in this process, and of jobs that it knows to be waiting. */
  readonly load: { waiting: number; running: number };
}

/** `retryMs` is the first retry delay, which doubles with each failure; `drainMs` is the grace period of `close`. */
export type JobTimeouts = { retryMs: number; drainMs: number };
/**
 * Shutdown takes at most 25 s after a signal (see the stop grace period in compose.yaml); 15 s of it are for draining.
 */
export const DEFAULT_JOB_TIMEOUTS: JobTimeouts = { retryMs: 5_000, drainMs: 15_000 };

/** The operations that the queue calls. They decouple it from Pith and Discord. */
export type JobHandlers = {
  /** Performs a job. @throws PithError, which becomes the job's result; `stopped` if the context's signal is aborted */
  perform(spec: JobSpec, context: TaskContext): Promise<JobResult>;
  /** Shows progress. Best effort; does not throw. */
  report(delivery: Delivery, progress: Progress): void;
  /** Removes the progress shown for a cancelled delivery. Does not throw. */
  cancel(delivery: Delivery): Promise<void>;
  /** Delivers a result. Idempotent. @throws any error, after which the delivery is retried */
  deliver(delivery: Delivery, result: JobResult): Promise<void>;
  onError(error: unknown): void;
};
