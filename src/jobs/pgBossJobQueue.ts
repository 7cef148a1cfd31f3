import type { PgBoss } from "pg-boss";
import { type JobSpec, PithError } from "../model/index.ts";
import type { Delivery, JobStore } from "../records/index.ts";
import type { JobHandlers, JobQueue, JobTimeouts } from "./contract.ts";
import { jobKey } from "./jobKey.ts";
import { POLL_INTERVAL_MS, Task } from "./task.ts";

const QUEUE_NAME = "pith-work";
/** Maximum number of concurrent jobs per process. */
const CONCURRENCY = 20;
/** Time without a heartbeat after which another worker retries a job. 10 s is the minimum that pg-boss accepts. */
const HEARTBEAT_SECONDS = 10;
/** Maximum number of retries of a job. With a backoff capped at 5 minutes, they span about a day. */
const RETRY_LIMIT = 300;
/**
 * Interval, in ms, at which persisted jobs missing from pg-boss are enqueued. A job is missing if a process died after
 * writing it to the job store but before sending it to pg-boss.
 */
const RECONCILE_INTERVAL_MS = 10_000;
/**
 * Maximum size of pg-boss's connection pool. One connection listens for notifications, and the workers share the
 * others.
 */
const MAX_CONNECTIONS = 6;

/**
 * A job queue shared by several processes through one Postgres database. pg-boss dispatches the jobs, but stores only
 * their ids. The job store is the source of truth.
 */
export class PgBossJobQueue implements JobQueue {
  readonly #boss: PgBoss;
  readonly #jobStore: JobStore;
  readonly #handlers: JobHandlers;
  readonly #timeouts: JobTimeouts;
  /** Running tasks by job id. */
  readonly #tasks = new Map<string, Task>();
  readonly #shutdown = new AbortController();
  #reconcileTimer: NodeJS.Timeout | null = null;
  /**
   * Number of unfinished jobs that were not running here at the last reconciliation. Other processes may be running
   * some of them.
   */
  #waiting = 0;

  private constructor(boss: PgBoss, jobStore: JobStore, handlers: JobHandlers, timeouts: JobTimeouts) {
    this.#boss = boss;
    this.#jobStore = jobStore;
    this.#handlers = handlers;
    this.#timeouts = timeouts;
    boss.on("error", (error) => handlers.onError(error));
  }

  static async open(
    url: string,
    jobStore: JobStore,
    handlers: JobHandlers,
    timeouts: JobTimeouts,
  ): Promise<PgBossJobQueue> {
    const { PgBoss } = await import("pg-boss");
    const boss = new PgBoss({
      connectionString: url,
      max: MAX_CONNECTIONS,
      useListenNotify: true,
      schema: schemaFor(url),
      // These determine how soon the job of a dead worker is retried.
      superviseIntervalSeconds: 1,
      monitorIntervalSeconds: 2,
    });
    return new PgBossJobQueue(boss, jobStore, handlers, timeouts);
  }

  get load(): { waiting: number; running: number } {
    return { waiting: this.#waiting, running: this.#tasks.size };
  }

  async start(): Promise<void> {
    await this.#boss.start();
    await this.#boss.createQueue(QUEUE_NAME, {
      policy: "exclusive",
      notify: true,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: 3600,
      retryLimit: RETRY_LIMIT,
      retryDelay: Math.ceil(this.#timeouts.retryMs / 1000),
      retryBackoff: true,
      retryDelayMax: 300,
      deleteAfterSeconds: 3600,
    });
    const options = { localConcurrency: CONCURRENCY, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 2 };
    await this.#boss.work<{ job: string }>(QUEUE_NAME, options, async ([message]) => {
      if (message) await this.#run(message.data.job);
    });
    await this.#reconcile();
    this.#reconcileTimer = setInterval(() => {
      this.#reconcile().catch((error: unknown) => this.#handlers.onError(error));
    }, RECONCILE_INTERVAL_MS);
  }

  async submit(spec: JobSpec, delivery: Delivery, delayMs = 0): Promise<boolean> {
    const opened = await this.#jobStore.joinOrCreate(jobKey(spec), spec, delivery);
    if (!opened) return false;
    if (opened.isNew) await this.#enqueue(opened.job, delayMs);
    else this.#tasks.get(opened.job)?.join(delivery);
    return true;
  }

  async cancel(delivery: string): Promise<boolean> {
    const job = await this.#jobStore.endDelivery(delivery);
    if (job === null) return false;
    await this.#tasks.get(job)?.refreshWaiters(); // Other processes notice the cancellation when they poll.
    return true;
  }

  async stop(delivery: string): Promise<"draft" | "cancelled" | "not_pending"> {
    const moved = await this.#jobStore.takeDraft(delivery);
    if (!moved) return (await this.cancel(delivery)) ? "cancelled" : "not_pending";
    const task = this.#tasks.get(moved.from);
    await task?.refreshWaiters();
    // A process that shows the progress of the job must have noticed by then, or the progress would hide the draft.
    await this.#enqueue(moved.to, task ? 0 : 2 * POLL_INTERVAL_MS);
    return "draft";
  }

  async close(): Promise<void> {
    if (this.#reconcileTimer) clearInterval(this.#reconcileTimer);
    const abortTimer = setTimeout(() => this.#shutdown.abort(new PithError("stopped")), this.#timeouts.drainMs);
    await this.#boss.stop({ graceful: true, timeout: this.#timeouts.drainMs + 5000 });
    clearTimeout(abortTimer);
  }

  /** Sends a job to pg-boss. Idempotent, because the job id is the singleton key. */
  async #enqueue(job: string, delayMs = 0): Promise<void> {
    await this.#boss.send(
      QUEUE_NAME,
      { job },
      { singletonKey: job, ...(delayMs && { startAfter: Math.ceil(delayMs / 1000) }) },
    );
  }

  async #reconcile(): Promise<void> {
    const notRunningHere = (await this.#jobStore.findUnfinished()).filter((job) => !this.#tasks.has(job));
    this.#waiting = notRunningHere.length;
    for (const job of notRunningHere) await this.#enqueue(job);
  }

  async #run(id: string): Promise<void> {
    const task = new Task(id, this.#jobStore, this.#handlers);
    this.#tasks.set(id, task);
    try {
      await task.run(this.#shutdown.signal);
    } catch (error) {
      if (!this.#shutdown.signal.aborted) this.#handlers.onError(error);
      throw error; // pg-boss retries the job.
    } finally {
      this.#tasks.delete(id);
    }
  }
}

/**
 * Returns the name of the database schema for pg-boss's tables: the schema named by `search_path` in the URL, or `pith`
 * if there is none, with `_jobs` appended.
 */
function schemaFor(url: string): string {
  const path = /search_path=([\w]+)/.exec(decodeURIComponent(new URL(url).searchParams.get("options") ?? ""))?.[1];
  return path ? `${path}_jobs` : "pith_jobs";
}
