import type { PgBoss } from "pg-boss";
import { workKey } from "../cache/index.ts";
import { type Delivery, PithError, type Work } from "../model/index.ts";
import type { Journal } from "../records/index.ts";
import type { Hands, Jobs, Patience } from "./contract.ts";
import { Task } from "./task.ts";

const QUEUE = "pith-work";
/** Jobs that one process works on at a time. */
const RUNNING = 20;
/** A worker that gives no sign for so long is taken for dead, and its job is given to another (pg-boss takes no less). */
const HEARTBEAT_SECONDS = 10;
/** A job that nobody can bring to its end is tried again for about a day: the wait doubles up to 5 minutes. */
const RETRIES = 300;
/** What was written down but never handed to pg-boss, since the process died in between, is found so often. */
const RECONCILE_MS = 10_000;
/** Connections: those of the fetching workers come and go, one listens. */
const CONNECTIONS = 6;

/** Jobs of any number of processes over one Postgres: rows in the records, given out by pg-boss. */
export class SharedJobs implements Jobs {
  readonly #boss: PgBoss;
  readonly #journal: Journal;
  readonly #hands: Hands;
  readonly #patience: Patience;
  readonly #tasks = new Map<string, Task>();
  readonly #shutdown = new AbortController();
  #reconciling: NodeJS.Timeout | null = null;
  /** What was unfinished at the last look and is not under way here: other processes may be at it. */
  #waiting = 0;

  private constructor(boss: PgBoss, journal: Journal, hands: Hands, patience: Patience) {
    this.#boss = boss;
    this.#journal = journal;
    this.#hands = hands;
    this.#patience = patience;
    boss.on("error", (error) => hands.onFault(error));
  }

  static async open(url: string, journal: Journal, hands: Hands, patience: Patience): Promise<SharedJobs> {
    const { PgBoss } = await import("pg-boss");
    const boss = new PgBoss({
      connectionString: url,
      max: CONNECTIONS,
      useListenNotify: true,
      schema: schemaOf(url),
      // How soon a dead worker's job goes to another hangs on these.
      superviseIntervalSeconds: 1,
      monitorIntervalSeconds: 2,
    });
    return new SharedJobs(boss, journal, hands, patience);
  }

  get load(): { waiting: number; running: number } {
    return { waiting: this.#waiting, running: this.#tasks.size };
  }

  async start(): Promise<void> {
    await this.#boss.start();
    await this.#boss.createQueue(QUEUE, {
      policy: "exclusive",
      notify: true,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: 3600,
      retryLimit: RETRIES,
      retryDelay: Math.ceil(this.#patience.retryMs / 1000),
      retryBackoff: true,
      retryDelayMax: 300,
      deleteAfterSeconds: 3600,
    });
    const work = { localConcurrency: RUNNING, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 2 };
    await this.#boss.work<{ job: string }>(QUEUE, work, async ([given]) => {
      if (given) await this.#run(given.data.job);
    });
    await this.#reconcile();
    this.#reconciling = setInterval(() => {
      this.#reconcile().catch((error: unknown) => this.#hands.onFault(error));
    }, RECONCILE_MS);
  }

  async submit(work: Work, to: Delivery, delayMs = 0): Promise<boolean> {
    const opened = await this.#journal.open(workKey(work), work, to);
    if (!opened) return false;
    if (opened.isNew) await this.#give(opened.job, delayMs);
    else this.#tasks.get(opened.job)?.join(to);
    return true;
  }

  async stop(delivery: string): Promise<boolean> {
    const job = await this.#journal.delivered(delivery);
    if (job === null) return false;
    await this.#tasks.get(job)?.look(); // in another process it is seen within a second
    return true;
  }

  async close(): Promise<void> {
    if (this.#reconciling) clearInterval(this.#reconciling);
    const late = setTimeout(() => this.#shutdown.abort(new PithError("stopped")), this.#patience.drainMs);
    await this.#boss.stop({ graceful: true, timeout: this.#patience.drainMs + 5000 });
    clearTimeout(late);
  }

  /** Job ids are singleton keys: giving one out twice is giving it out once. */
  async #give(job: string, delayMs = 0): Promise<void> {
    await this.#boss.send(
      QUEUE,
      { job },
      { singletonKey: job, ...(delayMs && { startAfter: Math.ceil(delayMs / 1000) }) },
    );
  }

  async #reconcile(): Promise<void> {
    const left = (await this.#journal.unfinished()).filter((job) => !this.#tasks.has(job));
    this.#waiting = left.length;
    for (const job of left) await this.#give(job);
  }

  async #run(id: string): Promise<void> {
    const task = new Task(id, this.#journal, this.#hands);
    this.#tasks.set(id, task);
    try {
      await task.run(this.#shutdown.signal);
    } catch (error) {
      if (!this.#shutdown.signal.aborted) this.#hands.onFault(error);
      throw error; // pg-boss gives it out again
    } finally {
      this.#tasks.delete(id);
    }
  }
}

/** pg-boss keeps its tables in a schema of its own, beside the one that the records' search_path names. */
function schemaOf(url: string): string {
  const path = /search_path=([\w]+)/.exec(decodeURIComponent(new URL(url).searchParams.get("options") ?? ""))?.[1];
  return path ? `${path}_jobs` : "pith_jobs";
}
