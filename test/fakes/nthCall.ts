import Sqlite from "better-sqlite3";

/** Counts calls of one kind, and lets the one fail whose turn it is. */
export class NthCall {
  #left = 0;

  /** The nth call from now on fails, counted from 1. */
  arm(nth: number): void {
    this.#left = nth;
  }

  /** True when the fault is over, or never was due; false when there were fewer calls than that. */
  disarm(): boolean {
    const isOver = this.#left === 0;
    this.#left = 0;
    return isOver;
  }

  /** Whether this very call is the one that fails. */
  isDue(): boolean {
    if (this.#left === 0) return false;
    return --this.#left === 0;
  }
}

/** SQLite's own error, as a disk gives it. */
const broken = (code: string): Error => new Sqlite.SqliteError("a disk that fails on demand", code);

/**
 * Lets SQL on SQLite files of this process fail on demand: a statement that cannot be read or written, or a whole commit
 * for which the disk has no room. `restore` takes it back.
 */
export function failingSqlite(): { statements: NthCall; commits: NthCall; restore(): void } {
  const [statements, commits] = [new NthCall(), new NthCall()];
  const { prepare, transaction } = Sqlite.prototype;
  Sqlite.prototype.prepare = function (this: Sqlite.Database, sql: string) {
    if (statements.isDue()) throw broken("SQLITE_IOERR");
    return prepare.call(this, sql);
  } as typeof prepare;
  Sqlite.prototype.transaction = function (this: Sqlite.Database, run: (...given: unknown[]) => unknown) {
    const made = transaction.call(this, run);
    const wrapped = (...given: unknown[]): unknown => made(...given);
    return Object.assign(wrapped, {
      immediate(...given: unknown[]) {
        if (commits.isDue()) throw broken("SQLITE_FULL");
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
