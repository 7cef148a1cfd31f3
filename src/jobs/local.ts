import { setTimeout as sleep } from "node:timers/promises";
import PQueue from "p-queue";
import { workKey } from "../cache/index.ts";
import { type Delivery, PithError, type Work } from "../model/index.ts";
import type { Journal } from "../records/index.ts";
import type { Hands, Jobs, Patience } from "./contract.ts";
import { type Fair, FairQueue } from "./fairQueue.ts";
import { Task } from "./task.ts";

/** Jobs under way at a time: most of their time they wait for a model or a site. Parsing has a smaller limit of its own. */
const RUNNING = 100;
const LONGEST_RETRY_MS = 300_000;

/** Jobs of a single process, with their rows in the records. */
export class LocalJobs implements Jobs {
  readonly #journal: Journal;
  readonly #hands: Hands;
  readonly #patience: Patience;
  readonly #queue = new PQueue<FairQueue, Fair>({ concurrency: RUNNING, queueClass: FairQueue });
  readonly #tasks = new Map<string, Task>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #shutdown = new AbortController();
  #closing = false;

  constructor(journal: Journal, hands: Hands, patience: Patience) {
    this.#journal = journal;
    this.#hands = hands;
    this.#patience = patience;
  }

  get load(): { waiting: number; running: number } {
    return { waiting: this.#queue.size, running: this.#queue.pending };
  }

  async start(): Promise<void> {
    for (const id of await this.#journal.unfinished()) this.#begin(id);
  }

  async submit(work: Work, to: Delivery, delayMs = 0): Promise<boolean> {
    const opened = await this.#journal.open(workKey(work), work, to);
    if (!opened) return false;
    this.#tasks.get(opened.job)?.join(to);
    if (delayMs && opened.isNew) this.#beginIn(delayMs, opened.job, work.payer);
    else this.#begin(opened.job, work.payer);
    // Who has to wait is told how many are before him.
    if (opened.isNew && this.#queue.size > 0)
      this.#hands.report(to, { stage: "queue", done: this.#queue.size, total: 1 });
    return true;
  }

  async stop(delivery: string): Promise<boolean> {
    const job = await this.#journal.delivered(delivery);
    if (job === null) return false;
    await this.#tasks.get(job)?.look();
    return true;
  }

  async close(): Promise<void> {
    this.#closing = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#queue.pause();
    const drained = new AbortController();
    await Promise.race([
      this.#queue.onPendingZero().finally(() => drained.abort()),
      sleep(this.#patience.drainMs, null, { signal: drained.signal }).catch(() => undefined),
    ]);
    this.#shutdown.abort(new PithError("stopped"));
    await this.#queue.onPendingZero();
  }

  /** Puts a job in line, unless it is there or under way. */
  #begin(id: string, payer = "", failures = 0): void {
    if (this.#closing) return; // it is written down, and the next process goes on with it
    if (this.#tasks.has(id)) return;
    const task = new Task(id, this.#journal, this.#hands);
    this.#tasks.set(id, task);
    const work = async (): Promise<void> => {
      try {
        await task.run(this.#shutdown.signal);
      } catch (error) {
        if (!this.#shutdown.signal.aborted) this.#later(id, payer, failures + 1, error);
      } finally {
        this.#tasks.delete(id);
      }
    };
    void this.#queue.add(work, { payer });
  }

  #later(id: string, payer: string, failures: number, error: unknown): void {
    this.#hands.onFault(error);
    if (this.#closing) return;
    this.#beginIn(Math.min(LONGEST_RETRY_MS, this.#patience.retryMs * 2 ** (failures - 1)), id, payer, failures);
  }

  #beginIn(ms: number, id: string, payer: string, failures = 0): void {
    const timer = setTimeout(() => {
      this.#timers.delete(id);
      this.#begin(id, payer, failures);
    }, ms);
    timer.unref();
    this.#timers.set(id, timer);
  }
}
