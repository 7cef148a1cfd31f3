import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Database as Sqlite, Statement } from "better-sqlite3";
import { type CompiledQuery, Kysely, SqliteDialect } from "kysely";
import { PithError } from "../../model/index.ts";
import { type Backend, errorCode, type Transaction } from "./database.ts";
import { GroupCommit, retryWhileLocked } from "./groupCommit.ts";
import { isMigrated, migrate } from "./migrations.ts";
import type { Tables } from "./tables.ts";

/**
 * Maximum number of cached prepared statements. Pith executes about a hundred distinct ones. Without the cache, each
 * execution would allocate native memory that only garbage collection frees.
 */
const MAX_CACHED_STATEMENTS = 200;

/**
 * Opens and migrates a SQLite file. Its folder is created if necessary. If `path` is null, the database is in memory.
 * @throws PithError `bad_config` if the file cannot be opened, read or written, or is from a newer version of Pith
 */
export async function openSqlite(path: string | null): Promise<Backend> {
  const { default: SqliteConstructor } = await import("better-sqlite3");
  let sqlite: Sqlite | null = null;
  try {
    if (path) mkdirSync(dirname(path), { recursive: true });
    // SQLite's busy timeout blocks the event loop, so it is disabled; `retryWhileLocked` replaces it.
    sqlite = new SqliteConstructor(path ?? ":memory:", { timeout: 0 });
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
    await initialise(sqlite, db);
    return createBackend(sqlite, db);
  } catch (error) {
    sqlite?.close();
    throw error instanceof PithError
      ? error
      : new PithError("bad_config", openErrorDetail(path, error), { cause: error });
  }
}

async function initialise(sqlite: Sqlite, db: Kysely<Tables>): Promise<void> {
  await retryWhileLocked(() => sqlite.pragma("journal_mode = WAL"));
  // In WAL mode, `synchronous = NORMAL` can lose the last commits on power loss.
  await retryWhileLocked(() => sqlite.pragma("synchronous = FULL"));
  await retryWhileLocked(() => sqlite.pragma("foreign_keys = ON"));
  if (await isMigrated(db)) {
    // A write without effect, so that a read-only file is reported at startup rather than at the first write.
    await retryWhileLocked(() => sqlite.exec("delete from pith_marks where false"));
    return;
  }
  // Kysely's migration lock does nothing on SQLite. This transaction keeps two processes from migrating at once.
  await retryWhileLocked(() => sqlite.exec("begin immediate"));
  try {
    await migrate(db, { autoIncrement: "integer", disableTransactions: true });
    sqlite.exec("commit");
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec("rollback");
    throw error;
  }
}

function createBackend(sqlite: Sqlite, db: Kysely<Tables>): Backend {
  const statements = new Map<string, Statement>();
  const prepare = (sql: string): Statement => {
    const cached = statements.get(sql);
    if (cached) return cached;
    const statement = sqlite.prepare(sql);
    statements.set(sql, statement);
    if (statements.size > MAX_CACHED_STATEMENTS) statements.delete(statements.keys().next().value!);
    return statement;
  };
  const execute = ({ sql, parameters }: CompiledQuery): unknown[] => {
    const statement = prepare(sql);
    if (statement.reader) return statement.all(parameters);
    statement.run(parameters);
    return [];
  };
  const runToCompletion = <T>(transaction: Transaction<T>): T => {
    let step = transaction.next();
    while (!step.done) step = transaction.next(execute(step.value));
    return step.value;
  };
  const writes = new GroupCommit(sqlite);
  return {
    db,
    execute: (query) =>
      query.query.kind === "SelectQueryNode"
        ? retryWhileLocked(() => execute(query))
        : writes.add(() => execute(query)),
    transaction: (body) => writes.add(() => runToCompletion(body())),
    close: () => db.destroy(),
  };
}

function openErrorDetail(path: string | null, error: unknown): string {
  const file = `the database file ${path}`;
  const code = errorCode(error);
  if (/^SQLITE_(?:NOTADB|CORRUPT)/.test(code)) {
    return `${file} is damaged or not a SQLite file: restore it from a backup, or set STORE_URL to another file`;
  }
  if (/^(?:SQLITE_READONLY|EACCES|EPERM|EROFS)/.test(code)) {
    return `${file} is read-only: let this user write to it and to its folder`;
  }
  if (/^SQLITE_BUSY/.test(code)) return `${file} is locked by another program: stop that program, then start again`;
  return `${file} can't be opened (${code || "unknown"}): check the path in STORE_URL and the free disk space`;
}
