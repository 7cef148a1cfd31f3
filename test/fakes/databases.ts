import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import pg from "pg";
import { findTestStores } from "./services.ts";

/**
 * A database that only one test file uses. `run` executes SQL directly, without `Records`; `drop` deletes the database.
 * `skipped` is the reason for skipping its tests; null if the database is available.
 */
type TestDatabase = {
  name: string;
  url: string;
  skipped: string | null;
  run(sql: string): Promise<void>;
  drop(): Promise<void>;
};

/** Creates a temporary folder for a SQLite file. The first connection creates the file. */
export function createSqliteDatabase(): TestDatabase & { path: string } {
  const folder = mkdtempSync(join(tmpdir(), "pith-records-"));
  const path = join(folder, "data", "pith.db");
  return {
    name: "SQLite",
    path,
    url: `sqlite:${path}`,
    skipped: null,
    async run(sql) {
      const file = new Sqlite(path);
      file.exec(sql);
      file.close();
    },
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Creates a schema with a random name on the Postgres server of the tests, if the server is available. */
export async function createPostgresDatabase(): Promise<TestDatabase> {
  const { url, skipped } = (await findTestStores(tmpdir())).find(({ name }) => name === "Postgres")!;
  const schema = `pith_test_${randomUUID().replaceAll("-", "")}`;
  const schemaUrl = new URL(url);
  schemaUrl.searchParams.set("options", `-c search_path=${schema}`);
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: schemaUrl.href });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  if (!skipped) await run(`create schema ${schema}`);
  const drop = async (): Promise<void> => {
    if (!skipped) await run(`drop schema ${schema} cascade; drop schema if exists ${schema}_jobs cascade`);
  };
  return { name: "Postgres", url: schemaUrl.href, skipped, run, drop };
}
