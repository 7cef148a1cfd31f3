import { setTimeout as sleep } from "node:timers/promises";
import type { Database as Sqlite } from "better-sqlite3";
import { errorCode } from "./database.ts";

/** Timeout for a lock held by another process, in ms. */
const LOCK_TIMEOUT_MS = 10_000;
/** Maximum number of writes per commit. Bounds how long a commit blocks the event loop. */
const MAX_GROUP_SIZE = 100;

type Write = { operation: () => unknown; resolve(value: unknown): void; reject(error: unknown): void };

/**
 * Group commit for SQLite: writes submitted in the same turn of the event loop share one transaction, because every
 * commit waits for the disk. Each write runs in its own savepoint, so a failed write does not roll back the others.
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
    const settle: (() => void)[] = [];
    const commitGroup = this.#sqlite.transaction(() => {
      settle.length = 0;
      for (const { operation, resolve, reject } of group) {
        try {
          const value = savepoint(operation);
          settle.push(() => resolve(value));
        } catch (error) {
          // The whole group is rolled back, and retried if the error is a lock conflict.
          if (isLockError(error) || !this.#sqlite.inTransaction) throw error;
          settle.push(() => reject(error));
        }
      }
    });
    try {
      // BEGIN IMMEDIATE takes the write lock up front. A deferred transaction that reads first fails with SQLITE_BUSY
      // if another process has written in between, however long it waits.
      await retryWhileLocked(() => commitGroup.immediate());
      for (const callback of settle) callback();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    this.#isScheduled = this.#queue.length > 0;
    if (this.#isScheduled) setImmediate(() => void this.#commit());
  }
}

/**
 * Runs `operation` and retries it while another process holds the lock, without blocking the event loop. An operation
 * that fails with a lock error must have had no effect.
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
