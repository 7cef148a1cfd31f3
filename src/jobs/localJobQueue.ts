import { setTimeout as sleep } from "node:timers/promises";
import PQueue from "p-queue";
import { type JobSpec, PithError } from "../model/index.ts";
import type { Delivery, JobStore } from "../records/index.ts";
import type { JobHandlers, JobQueue, JobTimeouts } from "./contract.ts";
import { FairQueue, type FairQueueOptions } from "./fairQueue.ts";
import { jobKey } from "./jobKey.ts";
import { Task } from "./task.ts";

/**
 * Maximum number of concurrent jobs. It is high because jobs spend most of their time waiting for a model or a website.
 * Parsing has a separate, lower limit.
 */
const CONCURRENCY = 100;
const MAX_RETRY_DELAY_MS = 300_000;

/** The job queue of a single process. */
export class LocalJobQueue implements JobQueue {
  readonly #jobStore: JobStore;
  readonly #handlers: JobHandlers;
  readonly #timeouts: JobTimeouts;
  readonly #queue = new PQueue<FairQueue, FairQueueOptions>({ concurrency: CONCURRENCY, queueClass: FairQueue });
  /** Queued and running tasks by job id. */
  readonly #tasks = new Map<string, Task>();
  /** Timers of the jobs waiting for their delay or for a retry, by job id. */
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #shutdown = new AbortController();
  #isClosing = false;

  constructor(jobStore: JobStore, handlers: JobHandlers, timeouts: JobTimeouts) {
    this.#jobStore = jobStore;
    this.#handlers = handlers;
    this.#timeouts = timeouts;
  }

  get load(): { waiting: number; running: number } {
    return { waiting: this.#queue.size, running: this.#queue.pending };
  }

  async start(): Promise<void> {
    for (const id of await this.#jobStore.findUnfinished()) this.#enqueue(id);
  }

  async submit(spec: JobSpec, delivery: Delivery, delayMs = 0): Promise<boolean> {
    const opened = await this.#jobStore.joinOrCreate(jobKey(spec), spec, delivery);
    if (!opened) return false;
    this.#tasks.get(opened.job)?.join(delivery);
    if (delayMs && opened.isNew) this.#enqueueAfter(delayMs, opened.job, spec.payer);
    else this.#enqueue(opened.job, spec.payer);
    // Reports the length of the queue if jobs are waiting.
    if (opened.isNew && this.#queue.size > 0)
      this.#handlers.report(delivery, { stage: "queue", done: this.#queue.size, total: 1 });
    return true;
  }

  async cancel(delivery: string): Promise<boolean> {
    const job = await this.#jobStore.endDelivery(delivery);
    if (job === null) return false;
    await this.#tasks.get(job)?.refreshWaiters();
    return true;
  }

  async stop(delivery: string): Promise<"draft" | "cancelled" | "not_pending"> {
    const moved = await this.#jobStore.takeDraft(delivery);
    if (!moved) return (await this.cancel(delivery)) ? "cancelled" : "not_pending";
    await this.#tasks.get(moved.from)?.refreshWaiters();
    this.#enqueue(moved.to);
    return "draft";
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#queue.pause();
    const drained = new AbortController();
    await Promise.race([
      this.#queue.onPendingZero().finally(() => drained.abort()),
      sleep(this.#timeouts.drainMs, null, { signal: drained.signal }).catch(() => undefined),
    ]);
    this.#shutdown.abort(new PithError("stopped"));
    await this.#queue.onPendingZero();
  }

  /** Enqueues a job unless it is already queued or running. */
  #enqueue(id: string, payer = "", failures = 0): void {
    if (this.#isClosing) return; // The job is persisted, and the next process resumes it.
    if (this.#tasks.has(id)) return;
    const task = new Task(id, this.#jobStore, this.#handlers);
    this.#tasks.set(id, task);
    const run = async (): Promise<void> => {
      try {
        await task.run(this.#shutdown.signal);
      } catch (error) {
        if (!this.#shutdown.signal.aborted) this.#retry(id, payer, failures + 1, error);
      } finally {
        this.#tasks.delete(id);
      }
    };
    void this.#queue.add(run, { payer });
  }

  /** Retries a failed job with exponential backoff, capped at `MAX_RETRY_DELAY_MS`. */
  #retry(id: string, payer: string, failures: number, error: unknown): void {
    this.#handlers.onError(error);
    if (this.#isClosing) return;
    const delayMs = Math.min(MAX_RETRY_DELAY_MS, this.#timeouts.retryMs * 2 ** (failures - 1));
    this.#enqueueAfter(delayMs, id, payer, failures);
  }

  #enqueueAfter(delayMs: number, id: string, payer: string, failures = 0): void {
    const timer = setTimeout(() => {
      this.#timers.delete(id);
      this.#enqueue(id, payer, failures);
    }, delayMs);
    timer.unref();
    this.#timers.set(id, timer);
  }
}
