import Sqlite from "better-sqlite3";

/** Counts the calls of an operation and selects the one that must fail. */
export class FailOnNthCall {
  #left = 0;

  /** Makes the nth call from now on fail. The next call has the number 1. */
  arm(nth: number): void {
    this.#left = nth;
  }

  /** Cancels a pending failure. Returns false if there was one, that is, if too few calls were made. */
  disarm(): boolean {
    const hasFired = this.#left === 0;
    this.#left = 0;
    return hasFired;
  }

  /** Counts one call. Returns true if it must fail. */
  shouldFail(): boolean {
    if (this.#left === 0) return false;
    return --this.#left === 0;
  }
}

const sqliteError = (code: string): Error => new Sqlite.SqliteError("a disk that fails on demand", code);

/**
 * Patches better-sqlite3 in this process so that SQL can fail on demand: preparing a statement fails with
 * `SQLITE_IOERR`, and an immediate transaction with `SQLITE_FULL`. `restore` removes the patch.
 */
export function injectSqliteFaults(): { statements: FailOnNthCall; commits: FailOnNthCall; restore(): void } {
  const [statements, commits] = [new FailOnNthCall(), new FailOnNthCall()];
  const { prepare, transaction } = Sqlite.prototype;
  Sqlite.prototype.prepare = function (this: Sqlite.Database, sql: string) {
    if (statements.shouldFail()) throw sqliteError("SQLITE_IOERR");
    return prepare.call(this, sql);
  } as typeof prepare;
  Sqlite.prototype.transaction = function (this: Sqlite.Database, run: (...given: unknown[]) => unknown) {
    const made = transaction.call(this, run);
    const wrapped = (...given: unknown[]): unknown => made(...given);
    return Object.assign(wrapped, {
      immediate(...given: unknown[]) {
        if (commits.shouldFail()) throw sqliteError("SQLITE_FULL");
        return made.immediate(...given);
      },
    });
  } as unknown as typeof transaction;
  const restore = (): void => {
    Sqlite.prototype.prepare = prepare;
    Sqlite.prototype.transaction = transaction;
  };
  return { statements, commits, restore };
}
