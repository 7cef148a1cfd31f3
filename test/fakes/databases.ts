import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import pg from "pg";
import { services } from "./services.ts";

/** A database of its own for one test file: `run` executes SQL past the records, `drop` leaves nothing behind. */
type TestDatabase = {
  name: string;
  url: string;
  skipped: string | null;
  run(sql: string): Promise<void>;
  drop(): Promise<void>;
};

/** A SQLite file in a folder of its own. */
export function sqliteFile(): TestDatabase & { path: string } {
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

/** A schema of its own on the Postgres server of the tests, when there is one. */
export async function postgresSchema(): Promise<TestDatabase> {
  const { url, skipped } = (await services(tmpdir())).find(({ name }) => name === "Postgres")!;
  const schema = `pith_test_${randomUUID().replaceAll("-", "")}`;
  const own = new URL(url);
  own.searchParams.set("options", `-c search_path=${schema}`);
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: own.href });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  if (!skipped) await run(`create schema ${schema}`);
  const drop = async (): Promise<void> => {
    if (!skipped) await run(`drop schema ${schema} cascade; drop schema if exists ${schema}_jobs cascade`);
  };
  return { name: "Postgres", url: own.href, skipped, run, drop };
}
