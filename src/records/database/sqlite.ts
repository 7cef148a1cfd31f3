import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Database as File, Statement } from "better-sqlite3";
import { type CompiledQuery, Kysely, SqliteDialect } from "kysely";
import { PithError } from "../../model/index.ts";
import type { Backend, Unit } from "./database.ts";
import { codeOf, GroupCommit, whenFree } from "./groupCommit.ts";
import { isMigrated, migrate } from "./migrations.ts";
import type { Tables } from "./tables.ts";

/**
 * Statements are kept: there are about a hundred, each is used again and again, and what is prepared anew each time takes
 * memory outside of the heap until a garbage collection happens to come.
 */
const STATEMENTS = 200;

/**
 * Opens a SQLite file (null: in memory), brings its tables up to date, and makes its folder when it is missing.
 * @throws PithError `bad_config` when the file cannot be used
 */
export async function openSqlite(path: string | null): Promise<Backend> {
  const { default: Sqlite } = await import("better-sqlite3");
  let file: File | null = null;
  try {
    if (path) mkdirSync(dirname(path), { recursive: true });
    // Without SQLite's own waiting, which blocks the process and so its answers to Discord: `whenFree` waits instead.
    file = new Sqlite(path ?? ":memory:", { timeout: 0 });
    const query = new Kysely<Tables>({ dialect: new SqliteDialect({ database: file }) });
    await prepare(file, query);
    return backendOf(file, query);
  } catch (error) {
    file?.close();
    throw error instanceof PithError ? error : new PithError("bad_config", reason(path, error), { cause: error });
  }
}

async function prepare(file: File, query: Kysely<Tables>): Promise<void> {
  await whenFree(() => file.pragma("journal_mode = WAL"));
  // What is written down must outlive a power cut: WAL with `normal` may lose the last commits.
  await whenFree(() => file.pragma("synchronous = FULL"));
  await whenFree(() => file.pragma("foreign_keys = ON"));
  if (await isMigrated(query)) {
    // A write of nothing: a file that cannot be written is told of now, and not by the first thing that is lost.
    await whenFree(() => file.exec("delete from pith_marks where false"));
    return;
  }
  // Kysely takes no lock on SQLite; two processes that start at once would make the same table.
  await whenFree(() => file.exec("begin immediate"));
  try {
    await migrate(query, { sequence: "integer", disableTransactions: true });
    file.exec("commit");
  } catch (error) {
    if (file.inTransaction) file.exec("rollback");
    throw error;
  }
}

function backendOf(file: File, query: Kysely<Tables>): Backend {
  const prepared = new Map<string, Statement>();
  const statementOf = (sql: string): Statement => {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = file.prepare(sql);
    prepared.set(sql, statement);
    if (prepared.size > STATEMENTS) prepared.delete(prepared.keys().next().value!);
    return statement;
  };
  const run = ({ sql, parameters }: CompiledQuery): unknown[] => {
    const statement = statementOf(sql);
    if (statement.reader) return statement.all(parameters);
    statement.run(parameters);
    return [];
  };
  const complete = <T>(unit: Unit<T>): T => {
    let step = unit.next();
    while (!step.done) step = unit.next(run(step.value));
    return step.value;
  };
  const group = new GroupCommit(file);
  return {
    query,
    one: (compiled) =>
      compiled.query.kind === "SelectQueryNode" ? whenFree(() => run(compiled)) : group.add(() => run(compiled)),
    atomic: (unit) => group.add(() => complete(unit())),
    close: () => query.destroy(),
  };
}

function reason(path: string | null, error: unknown): string {
  const file = `the records' file ${path}`;
  const code = codeOf(error);
  if (/^SQLITE_(?:NOTADB|CORRUPT)/.test(code)) {
    return `${file} is damaged or no SQLite file: restore it from a backup, or let STORE_URL name another`;
  }
  if (/^(?:SQLITE_READONLY|EACCES|EPERM|EROFS)/.test(code)) {
    return `${file} cannot be written: give this user the right to write it and its folder`;
  }
  if (/^SQLITE_BUSY/.test(code)) return `${file} is locked by another program: end that, then start again`;
  return `${file} cannot be opened (${code || "unknown"}): check the path in STORE_URL and the room on the disk`;
}
