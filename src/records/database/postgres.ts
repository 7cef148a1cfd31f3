import { Kysely, PostgresDialect, sql } from "kysely";
import PQueue from "p-queue";
import type { Pool, PoolClient, PoolConfig } from "pg";
import { PithError } from "../../model/index.ts";
import type { Backend, Unit } from "./database.ts";
import { isMigrated, migrate } from "./migrations.ts";
import type { Tables } from "./tables.ts";

const CONNECT_MS = 5000;
const CONNECTIONS = 10;
const STATEMENT_MS = 10_000;
/** A unit that lost a deadlock or a race is begun anew so many times. */
const ATTEMPTS = 4;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: serialization_failure, deadlock_detected */
const GAVE_WAY = new Set(["40001", "40P01"]);
/** The type `int8`, which the driver gives as text; none of ours reaches 2^53. */
const INT8 = 20;

/**
 * Opens a Postgres database and brings the tables up to date. They stand in the schema that the connection's
 * search_path names first: `?options=-c%20search_path%3Dpith` in the URL puts them elsewhere than in `public`.
 * @throws PithError `bad_config` when it cannot be reached or used
 */
export async function openPostgres(url: string): Promise<Backend> {
  // The error of a URL repeats it, password and all: it is no cause to keep.
  if (!URL.canParse(url)) throw new PithError("bad_config", "STORE_URL is not a valid postgres:// address");
  const target = new URL(url);
  target.username ||= "postgres"; // the driver, unlike libpq, knows no default
  const { default: pg } = await import("pg");
  const config: PoolConfig = {
    connectionString: target.href,
    application_name: "pith",
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    types: {
      getTypeParser: ((oid: number, format?: "text" | "binary") =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  };
  const poolOf = (own: PoolConfig): Pool => {
    const pool = new pg.Pool({ ...config, ...own });
    // A connection that drops, idle or between two statements, tells so here; unheard, it would end the process.
    pool.on("error", () => {});
    pool.on("connect", (client) => client.on("error", () => {}));
    return pool;
  };
  try {
    await prepare(poolOf({ max: 1 }));
  } catch (error) {
    if (error instanceof PithError) throw error;
    const code = (error as { code?: unknown }).code ?? "no answer";
    const detail = `Postgres at ${target.host} cannot be used (${code}): start it, or check STORE_URL`;
    throw new PithError("bad_config", detail, { cause: error });
  }
  const pool = poolOf({
    max: CONNECTIONS,
    statement_timeout: STATEMENT_MS,
    // Bounds the wait for a server that vanished without a word, and for locks that a vanished process holds.
    query_timeout: STATEMENT_MS + 2000,
    idle_in_transaction_session_timeout: STATEMENT_MS,
  });
  return backendOf(pool, (error) => error instanceof pg.DatabaseError);
}

/** On a connection of its own, which waits without limit for another process that migrates. */
async function prepare(pool: Pool): Promise<void> {
  const query = new Kysely<Tables>({ dialect: new OwnSchemaDialect({ pool }) });
  try {
    await pool.query("select 1"); // whether it can be reached at all, with the driver's own error
    if (!(await isMigrated(query))) await migrate(query, { sequence: "bigserial", disableTransactions: false });
  } finally {
    await query.destroy();
  }
}

/**
 * Kysely looks for its tables among all of the database, where those of another schema would pass for ours, and fails
 * when any is dropped meanwhile.
 */
class OwnSchemaDialect extends PostgresDialect {
  override createIntrospector(query: Kysely<unknown>): ReturnType<PostgresDialect["createIntrospector"]> {
    const getTables = async () => {
      const found = await sql<{ name: string }>`
        select tablename as name from pg_catalog.pg_tables where schemaname = current_schema()`.execute(query);
      return found.rows.map(({ name }) => ({ name, isView: false, isForeign: false, columns: [] }));
    };
    return { getTables, getSchemas: async () => [] };
  }
}

function backendOf(pool: Pool, fromServer: (error: unknown) => boolean): Backend {
  const query = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });

  // The pool counts the wait for a free connection as connecting; a crowd may wait longer than that for its turn.
  const queue = new PQueue({ concurrency: CONNECTIONS });

  /** A connection that failed in another way than by an error of the server's is not used again. */
  const connected = <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => queue.add(() => withClient(work));
  async function withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      client.release(!fromServer(error));
      throw error;
    }
  }
  async function transact<T>(client: PoolClient, unit: Unit<T>): Promise<T> {
    try {
      // Whatever the database's own default is: a statement that waited for a lock must see what was done meanwhile.
      await client.query("begin isolation level read committed");
      let step = unit.next();
      while (!step.done) {
        const { rows } = await client.query(step.value.sql, [...step.value.parameters]);
        step = unit.next(rows);
      }
      await client.query("commit");
      return step.value;
    } catch (error) {
      if (fromServer(error)) await client.query("rollback");
      throw error;
    }
  }
  return {
    query,
    one: ({ sql: text, parameters }) =>
      connected(async (client) => (await client.query(text, [...parameters])).rows as unknown[]),
    async atomic(unit) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await connected((client) => transact(client, unit()));
        } catch (error) {
          if (attempt === ATTEMPTS || !GAVE_WAY.has(String((error as { code?: unknown }).code))) throw error;
        }
      }
    },
    close: () => pool.end(),
  };
}
