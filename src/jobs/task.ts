import { asPithError, type JobResult, PithError, type Progress } from "../model/index.ts";
import type { Delivery, Job, JobStore } from "../records/index.ts";
import type { JobContext, JobHandlers } from "./contract.ts";

/** Interval, in ms, between checks for deliveries that other processes have added or cancelled. */
export const POLL_INTERVAL_MS = 1000;
/**
 * Maximum number of attempts. A job started this many times without finishing probably crashes its process, so the next
 * attempt reports a failure instead of performing it.
 */
const MAX_ATTEMPTS = 5;

/** Runs one job in this process: performs it, unless its result is already persisted, and delivers the result. */
export class Task {
  readonly #id: string;
  readonly #jobStore: JobStore;
  readonly #handlers: JobHandlers;
  /** Deliveries that receive progress, by id. */
  readonly #waiters = new Map<string, Delivery>();
  /** Aborted when the last delivery is cancelled. */
  #cancellation = new AbortController();
  #lastProgress: Progress | null = null;
  #isPerforming = false;

  constructor(id: string, jobStore: JobStore, handlers: JobHandlers) {
    this.#id = id;
    this.#jobStore = jobStore;
    this.#handlers = handlers;
  }

  /**
   * Runs the job. Resolves when every delivery has received the result or been cancelled.
   * @param shutdown aborted when the process shuts down; the job then stays persisted
   * @throws PithError `stopped` if `shutdown` is aborted, or the error of a failed delivery; the caller retries the job
   */
  async run(shutdown: AbortSignal): Promise<void> {
    const job = await this.#jobStore.startAttempt(this.#id);
    if (!job) return;
    let { result } = job;
    // Deliveries can join until the job is finished. A delivery that joins too late for one round is served in the
    // next.
    for (;;) {
      result ??= await this.#perform(job, shutdown);
      if (result) await this.#deliverToAll(result);
      if (await this.#jobStore.tryFinish(this.#id)) return;
    }
  }

  /** Adds a delivery that joined the job in this process, and reports the latest progress to it. */
  join(delivery: Delivery): void {
    if (!this.#isPerforming || this.#waiters.has(delivery.id)) return;
    this.#waiters.set(delivery.id, delivery);
    if (this.#lastProgress) this.#handlers.report(delivery, this.#lastProgress);
  }

  /** Synchronises the waiters with the pending deliveries in the store. Aborts the job when no delivery is left. */
  async refreshWaiters(): Promise<void> {
    const known = [...this.#waiters];
    const pending = await this.#jobStore.findPendingDeliveries(this.#id);
    if (!this.#isPerforming) return; // A delivery may be missing because it was completed, not cancelled.
    for (const [id, delivery] of known) {
      if (pending.some((other) => other.id === id)) continue;
      if (!this.#waiters.delete(id)) continue;
      const isMoved = (await this.#jobStore.getPendingDelivery(id)) !== null;
      await (isMoved ? this.#handlers.leave(delivery) : this.#handlers.cancel(delivery));
    }
    for (const delivery of pending) this.join(delivery);
    if (!this.#waiters.size) this.#cancellation.abort(new PithError("stopped"));
  }

  /**
   * Performs the job and persists its result or error. Returns null if all deliveries are cancelled before the job
   * ends.
   */
  async #perform(job: Job, shutdown: AbortSignal): Promise<JobResult | null> {
    this.#isPerforming = true;
    this.#cancellation = new AbortController();
    await this.#pollWaiters();
    const polling = setInterval(() => void this.#pollWaiters(), POLL_INTERVAL_MS);
    const context: JobContext = {
      saveDraft: (draft) => this.#jobStore.saveDraft(job.id, draft),
      signal: AbortSignal.any([shutdown, this.#cancellation.signal]),
      report: (progress) => {
        this.#lastProgress = progress;
        for (const delivery of this.#waiters.values()) this.#handlers.report(delivery, progress);
      },
    };
    try {
      if (job.attempts > MAX_ATTEMPTS)
        throw new PithError("internal", "it was started several times and never finished");
      const result = await this.#handlers.perform(job.spec, context);
      await this.#jobStore.saveResult(job.id, result);
      return result;
    } catch (thrown) {
      const error = asPithError(thrown);
      if (shutdown.aborted) throw new PithError("stopped", null, { cause: error });
      if (this.#cancellation.signal.aborted) return null;
      if (error.code === "internal") this.#handlers.onError(error);
      const failed: JobResult = { kind: "failed", code: error.code, detail: error.detail };
      // Persisted like any result, so that all deliveries receive the same error even after a crash.
      await this.#jobStore.saveResult(job.id, failed);
      return failed;
    } finally {
      this.#isPerforming = false;
      clearInterval(polling);
    }
  }

  /** Refreshes the waiters. An error does not fail the job, because the next poll may succeed. */
  async #pollWaiters(): Promise<void> {
    await this.refreshWaiters().catch((error: unknown) => this.#handlers.onError(error));
  }

  /**
   * Delivers the result to all pending deliveries concurrently, so that a slow one does not delay the others.
   * @throws the error of the first failed delivery, after all have settled
   */
  async #deliverToAll(result: JobResult): Promise<void> {
    const pending = await this.#jobStore.findPendingDeliveries(this.#id);
    const outcomes = await Promise.allSettled(pending.map((delivery) => this.#deliver(delivery, result)));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
  }

  async #deliver(delivery: Delivery, result: JobResult): Promise<void> {
    await this.#handlers.deliver(delivery, result);
    await this.#jobStore.endDelivery(delivery.id);
  }
}
