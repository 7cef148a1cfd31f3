import { Kysely, PostgresDialect, sql } from "kysely";
import PQueue from "p-queue";
import type { Pool, PoolClient, PoolConfig } from "pg";
import { PithError } from "../../model/index.ts";
import { type Backend, errorCode, type Transaction } from "./database.ts";
import { isMigrated, migrate } from "./migrations.ts";
import type { Tables } from "./tables.ts";

const CONNECT_TIMEOUT_MS = 5000;
const MAX_CONNECTIONS = 10;
const STATEMENT_TIMEOUT_MS = 10_000;
/** Maximum number of attempts per transaction. Only serialization failures and deadlocks are retried. */
const MAX_TRANSACTION_ATTEMPTS = 4;

/**
 * Codes of the errors after which a transaction is retried: serialization_failure and deadlock_detected
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const RETRYABLE_SQLSTATES = new Set(["40001", "40P01"]);
/** OID of `int8`. By default, the driver returns `int8` values as strings, but all stored ones are safe integers. */
const INT8_OID = 20;

/**
 * Opens and migrates a Postgres database. Tables are created in the first schema of the connection's search_path. By
 * default this is `public`; `?options=-c%20search_path%3Dpith` in the URL selects the schema `pith`, for example.
 * @throws PithError `bad_config` if the database cannot be reached or migrated, or is from a newer version of Pith
 */
export async function openPostgres(url: string): Promise<Backend> {
  // Checked first, because the TypeError of `new URL` would contain the URL with its password.
  if (!URL.canParse(url)) throw new PithError("bad_config", "STORE_URL is not a valid postgres:// address");
  const target = new URL(url);
  target.username ||= "postgres"; // In contrast to libpq, the driver has no default user.
  const { default: pg } = await import("pg");
  const config: PoolConfig = {
    connectionString: target.href,
    application_name: "pith",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: {
      getTypeParser: ((oid: number, format?: "text" | "binary") =>
        oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  };
  const createPool = (options: PoolConfig): Pool => {
    const pool = new pg.Pool({ ...config, ...options });
    // A dropped connection emits `error`; without a listener, Node would end the process. The next query fails instead.
    pool.on("error", () => {});
    pool.on("connect", (client) => client.on("error", () => {}));
    return pool;
  };
  try {
    await migrateOn(createPool({ max: 1 }));
  } catch (error) {
    if (error instanceof PithError) throw error;
    const code = (error as { code?: unknown }).code ?? "no answer";
    const detail = `Postgres at ${target.host} can't be used (${code}): start it, or check STORE_URL`;
    throw new PithError("bad_config", detail, { cause: error });
  }
  const pool = createPool({
    max: MAX_CONNECTIONS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // Client-side timeout for a server that stops responding. The server's own timeout is shorter and fires first.
    query_timeout: STATEMENT_TIMEOUT_MS + 2000,
    // Releases the locks of a process that died inside a transaction.
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  });
  return createBackend(pool, (error) => error instanceof pg.DatabaseError);
}

/**
 * Migrates the database and closes the pool. The pool must have no statement timeout, because another process may hold
 * the migration lock for a long time.
 */
async function migrateOn(pool: Pool): Promise<void> {
  const db = new Kysely<Tables>({ dialect: new CurrentSchemaDialect({ pool }) });
  try {
    await pool.query("select 1"); // Fails with the driver's own error if the server is unreachable.
    if (!(await isMigrated(db))) await migrate(db, { autoIncrement: "bigserial", disableTransactions: false });
  } finally {
    await db.destroy();
  }
}

/**
 * Restricts Kysely's introspection to the current schema. By default, the migrator looks at all schemas. It would then
 * take another schema's migration table for its own, and fail if a table is dropped during the introspection.
 */
class CurrentSchemaDialect extends PostgresDialect {
  override createIntrospector(db: Kysely<unknown>): ReturnType<PostgresDialect["createIntrospector"]> {
    const getTables = async () => {
      const { rows } = await sql<{ name: string }>`
        select tablename as name from pg_catalog.pg_tables where schemaname = current_schema()`.execute(db);
      return rows.map(({ name }) => ({ name, isView: false, isForeign: false, columns: [] }));
    };
    return { getTables, getSchemas: async () => [] };
  }
}

/** @param isServerError returns whether the server reported the error; such an error leaves the connection usable */
function createBackend(pool: Pool, isServerError: (error: unknown) => boolean): Backend {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });

  // The pool's connection timeout also covers the wait for a free connection, which may take longer under load.
  // Therefore the queue never requests more connections than the pool has.
  const queue = new PQueue({ concurrency: MAX_CONNECTIONS });
  const withConnection = <T>(operation: (client: PoolClient) => Promise<T>): Promise<T> =>
    queue.add(async () => {
      const client = await pool.connect();
      try {
        const result = await operation(client);
        client.release();
        return result;
      } catch (error) {
        client.release(!isServerError(error)); // true removes the connection from the pool
        throw error;
      }
    });
  const runTransaction = async <T>(client: PoolClient, transaction: Transaction<T>): Promise<T> => {
    try {
      // Overrides the server's default: after waiting for a lock, a statement must see what was committed meanwhile.
      await client.query("begin isolation level read committed");
      let step = transaction.next();
      while (!step.done) {
        const { rows } = await client.query(step.value.sql, [...step.value.parameters]);
        step = transaction.next(rows);
      }
      await client.query("commit");
      return step.value;
    } catch (error) {
      if (isServerError(error)) await client.query("rollback");
      throw error;
    }
  };
  return {
    db,
    execute: (query) =>
      withConnection(async (client) => (await client.query(query.sql, [...query.parameters])).rows as unknown[]),
    async transaction(body) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await withConnection((client) => runTransaction(client, body()));
        } catch (error) {
          if (attempt === MAX_TRANSACTION_ATTEMPTS || !RETRYABLE_SQLSTATES.has(errorCode(error))) throw error;
        }
      }
    },
    close: () => pool.end(),
  };
}
