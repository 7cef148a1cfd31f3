import { setTimeout as sleep } from "node:timers/promises";
import type { Database as File } from "better-sqlite3";

/** So long an operation waits for another process that holds the file's lock. */
const LOCK_WAIT_MS = 10_000;
/** Writes that one commit holds at the most: the turn of the event loop that it takes is bounded by it. */
const GROUP = 100;

type Write = { step: () => unknown; resolve(value: unknown): void; reject(error: unknown): void };

/**
 * Writes that are asked for in the same turn of the event loop are committed together, since each commit waits for the
 * disk: a thousand people at once wait for a few commits and not for a thousand. Each write is a savepoint of its own;
 * one that fails takes no other with it.
 */
export class GroupCommit {
  readonly #file: File;
  #waiting: Write[] = [];
  #isDue = false;

  constructor(file: File) {
    this.#file = file;
  }

  add<T>(step: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ step, resolve: resolve as (value: unknown) => void, reject });
      if (this.#isDue) return;
      this.#isDue = true;
      setImmediate(() => void this.#commit());
    });
  }

  async #commit(): Promise<void> {
    const group = this.#waiting.splice(0, GROUP);
    const savepoint = this.#file.transaction((step: () => unknown) => step());
    const done: (() => void)[] = [];
    const all = this.#file.transaction(() => {
      done.length = 0;
      for (const { step, resolve, reject } of group) {
        try {
          const value = savepoint(step);
          done.push(() => resolve(value));
        } catch (error) {
          if (isLock(error) || !this.#file.inTransaction) throw error; // nothing of the group is done
          done.push(() => reject(error));
        }
      }
    });
    try {
      // `immediate` takes the lock at once: a transaction that reads first and then finds itself overtaken cannot wait.
      await whenFree(() => all.immediate());
      for (const tell of done) tell();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    this.#isDue = this.#waiting.length > 0;
    if (this.#isDue) setImmediate(() => void this.#commit());
  }
}

/** Does `step` as soon as no other process holds the lock. A step that met the lock has done nothing. */
export async function whenFree<T>(step: () => T): Promise<T> {
  const end = performance.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      return step();
    } catch (error) {
      if (!isLock(error) || performance.now() > end) throw error;
      await sleep(1 + Math.random() * 15); // by chance, so that processes which wait do not meet again
    }
  }
}

const isLock = (error: unknown): boolean => /^SQLITE_(?:BUSY|LOCKED)/.test(codeOf(error));

export const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? "");
