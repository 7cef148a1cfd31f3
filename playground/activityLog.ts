import { EventEmitter } from "node:events";
import type { Answer, Comparison, Digest, Document, TaskContext } from "../src/model/index.ts";

/** One task of the bot, with the time spent in each stage. */
export type Activity = {
  id: number;
  kind: "read" | "digest" | "answer" | "compare";
  name: string;
  stages: { stage: string; ms: number }[];
  ms: number | null;
  /** Summary of the result, or of the failure; empty while the task is running. */
  outcome: string;
  document: Document | null;
};

type Result = Document | Digest | Answer | Comparison;

/** Maximum number of entries per list; the oldest is dropped first. */
const MAX_ENTRIES = 30;

/**
 * A log of the bot's latest tasks, documents and results. In each list, the newest entry comes first. The log emits
 * `changed` when a task enters a new stage or ends, and `done` when a task ends. `BotControl` also emits `changed`
 * through the log.
 */
export class ActivityLog extends EventEmitter<{ changed: []; done: [Activity] }> {
  readonly activities: Activity[] = [];
  readonly documents: Document[] = [];
  readonly results: (Digest | Answer | Comparison)[] = [];
  /** Cache counters of the running bot. */
  cacheCounts = { hits: 0, misses: 0, failures: 0 };
  #lastId = 0;

  /**
   * Runs a task and records its stages, duration and outcome.
   * @param describe summarises the result for display
   */
  async track<T extends Result>(
    kind: Activity["kind"],
    name: string,
    context: TaskContext,
    work: (context: TaskContext) => Promise<T>,
    describe: (result: T) => string,
  ): Promise<T> {
    const activity: Activity = { id: ++this.#lastId, kind, name, stages: [], ms: null, outcome: "", document: null };
    prependBounded(this.activities, activity);
    const start = performance.now();
    const stageTotal = (): number => activity.stages.reduce((total, { ms }) => total + ms, 0);
    const closeStage = (): void => {
      const current = activity.stages.at(-1);
      if (current) current.ms = performance.now() - start - (stageTotal() - current.ms);
    };
    const report: TaskContext["report"] = (progress) => {
      context.report(progress);
      if (activity.stages.at(-1)?.stage === progress.stage) return;
      if (activity.stages.length) closeStage();
      activity.stages.push({ stage: progress.stage, ms: 0 });
      this.emit("changed");
    };
    try {
      const result = await work({ signal: context.signal, report });
      this.#addResult(activity, result);
      activity.outcome = describe(result);
      return result;
    } catch (error) {
      activity.outcome = `failed: ${(error as { code?: string }).code ?? "internal"}`;
      throw error;
    } finally {
      closeStage();
      activity.ms = performance.now() - start;
      this.emit("changed");
      this.emit("done", activity);
    }
  }

  #addResult(activity: Activity, result: Result): void {
    if (!("blocks" in result)) {
      prependBounded(this.results, result);
      return;
    }
    activity.document = result;
    const index = this.documents.findIndex(({ id }) => id === result.id);
    if (index >= 0) this.documents.splice(index, 1);
    prependBounded(this.documents, result);
  }
}

function prependBounded<T>(list: T[], item: T): void {
  list.unshift(item);
  if (list.length > MAX_ENTRIES) list.pop();
}
