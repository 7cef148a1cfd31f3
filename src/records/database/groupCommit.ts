import { setTimeout as sleep } from "node:timers/promises";
import type { Database as Sqlite } from "better-sqlite3";
import { errorCode } from "./database.ts";

/** How long to wait for a lock held by another connection. */
const LOCK_TIMEOUT_MS = 10_000;
/** Maximum number of writes per commit. Limits how long a commit blocks the event loop. */
const MAX_GROUP_SIZE = 100;

type Write = { operation: () => unknown; resolve(value: unknown): void; reject(error: unknown): void };

/**
 * Group commit for SQLite: writes submitted in the same turn of the event loop share one transaction, because every
 * commit waits for the disk. Each write has a savepoint of its own, so a failed write does not roll back the others.
 */
export class GroupCommit {
  readonly #sqlite: Sqlite;
  #queue: Write[] = [];
  #isScheduled = false;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** Queues a write. Resolves with the return value of `operation` once the group is committed. */
  add<T>(operation: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ operation, resolve: resolve as (value: unknown) => void, reject });
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      setImmediate(() => void this.#commit());
    });
  }

  async #commit(): Promise<void> {
    const group = this.#queue.splice(0, MAX_GROUP_SIZE);
    const savepoint = this.#sqlite.transaction((operation: () => unknown) => operation());
    const settlements: (() => void)[] = [];
    const commitGroup = this.#sqlite.transaction(() => {
      settlements.length = 0;
      for (const { operation, resolve, reject } of group) {
        try {
          const value = savepoint(operation);
          settlements.push(() => resolve(value));
        } catch (error) {
          // Rolls back the whole group, which is retried after a lock error.
          if (isLockError(error) || !this.#sqlite.inTransaction) throw error;
          settlements.push(() => reject(error));
        }
      }
    });
    try {
      // BEGIN IMMEDIATE takes the write lock at the start. A deferred transaction that reads before it writes would
      // fail with SQLITE_BUSY, however long it waits, if another process has written in between.
      await retryWhileLocked(() => commitGroup.immediate());
      for (const settle of settlements) settle();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    this.#isScheduled = this.#queue.length > 0;
    if (this.#isScheduled) setImmediate(() => void this.#commit());
  }
}

/**
 * Runs `operation` and retries it for up to 10 s while another connection holds the lock, without blocking the event
 * loop. An operation that fails with a lock error must not have had any effect.
 */
export async function retryWhileLocked<T>(operation: () => T): Promise<T> {
  const deadline = performance.now() + LOCK_TIMEOUT_MS;
  for (;;) {
    try {
      return operation();
    } catch (error) {
      if (!isLockError(error) || performance.now() > deadline) throw error;
      await sleep(1 + Math.random() * 15); // jitter, so that competing processes do not retry in step
    }
  }
}

const isLockError = (error: unknown): boolean => /^SQLITE_(?:BUSY|LOCKED)/.test(errorCode(error));
