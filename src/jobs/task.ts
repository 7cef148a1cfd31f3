import { asPithError, type Delivery, PithError, type Progress, type Result, type Run } from "../model/index.ts";
import type { Job, Journal } from "../records/index.ts";
import type { Hands } from "./contract.ts";

/** How often it is looked who waits: another process may have added or stopped a delivery. */
const LOOK_MS = 1000;
/** A job that was begun so often without an end takes its process down with it: it fails instead. */
const ATTEMPTS = 5;

/** One job under way in this process: does the work unless it is done already, and brings the result to all who wait. */
export class Task {
  readonly #id: string;
  readonly #journal: Journal;
  readonly #hands: Hands;
  readonly #waiting = new Map<string, Delivery>();
  #abandoned = new AbortController();
  #last: Progress | null = null;
  #isWorking = false;

  constructor(id: string, journal: Journal, hands: Hands) {
    this.#id = id;
    this.#journal = journal;
    this.#hands = hands;
  }

  /**
   * Ends when everybody has the result, or nobody waits any more.
   * @param shutdown aborted when the process ends: the job stays written down as it is
   * @throws PithError `stopped` after `shutdown`, and whatever kept a result from being brought: both are tried again
   */
  async run(shutdown: AbortSignal): Promise<void> {
    const job = await this.#journal.begin(this.#id);
    if (!job) return;
    let { result } = job;
    do {
      result ??= await this.#work(job, shutdown);
      if (!result) continue; // nobody waits, unless somebody came just now: then it is done anew
      const done = result;
      const waiting = await this.#journal.pending(this.#id);
      // All at once: who waits for a slow part of another's delivery waits for nothing.
      const brought = await Promise.allSettled(waiting.map((to) => this.#bring(to, done)));
      const failed = brought.find((one) => one.status === "rejected");
      if (failed) throw failed.reason;
    } while (!(await this.#journal.close(this.#id)));
  }

  /** Somebody joined in this process: he need not be looked for. */
  join(to: Delivery): void {
    if (!this.#isWorking || this.#waiting.has(to.id)) return;
    this.#waiting.set(to.id, to);
    if (this.#last) this.#hands.report(to, this.#last);
  }

  /** Looks at once who waits: somebody joined elsewhere, or left. The last to leave stops the work. */
  async look(): Promise<void> {
    const before = [...this.#waiting];
    const waiting = await this.#journal.pending(this.#id);
    if (!this.#isWorking) return; // who is missing then has the result
    for (const [id, to] of before) {
      if (waiting.some((other) => other.id === id)) continue;
      if (this.#waiting.delete(id)) await this.#hands.leave(to);
    }
    for (const to of waiting) this.join(to);
    if (!this.#waiting.size) this.#abandoned.abort(new PithError("stopped"));
  }

  /** Null when the last one left before there was a result. */
  async #work(job: Job, shutdown: AbortSignal): Promise<Result | null> {
    this.#isWorking = true;
    this.#abandoned = new AbortController();
    await this.#look();
    const looking = setInterval(() => void this.#look(), LOOK_MS);
    const run: Run = {
      signal: AbortSignal.any([shutdown, this.#abandoned.signal]),
      report: (progress) => {
        this.#last = progress;
        for (const to of this.#waiting.values()) this.#hands.report(to, progress);
      },
    };
    try {
      if (job.attempts > ATTEMPTS) throw new PithError("internal", "it was begun several times and never ended");
      const result = await this.#hands.perform(job.work, run);
      await this.#journal.worked(job.id, result);
      return result;
    } catch (thrown) {
      const error = asPithError(thrown);
      if (shutdown.aborted) throw new PithError("stopped", null, { cause: error });
      if (this.#abandoned.signal.aborted) return null;
      if (error.code === "internal") this.#hands.onFault(error);
      const failed: Result = { kind: "failed", code: error.code, detail: error.detail };
      // Written down as any result: who is being told of it is told the same after a crash.
      await this.#journal.worked(job.id, failed);
      return failed;
    } finally {
      this.#isWorking = false;
      clearInterval(looking);
    }
  }

  /** A look that fails is no reason to fail the work: the next one may do. */
  async #look(): Promise<void> {
    await this.look().catch((error: unknown) => this.#hands.onFault(error));
  }

  async #bring(to: Delivery, result: Result): Promise<void> {
    await this.#hands.finish(to, result);
    await this.#journal.delivered(to.id);
  }
}
