import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { PithError } from "../../model/index.ts";
import { type Sequence, start } from "./migrations/0001-start.ts";
import { kept } from "./migrations/0002-kept.ts";
import { limits } from "./migrations/0003-limits.ts";
import { overviews } from "./migrations/0004-overviews.ts";
import type { Tables } from "./tables.ts";

const TABLE = "pith_migrations";

/** Every migration by its name, in order. One that was published is never changed: what follows it is a new one. */
const MIGRATIONS = { "0001-start": start, "0002-kept": kept, "0003-limits": limits, "0004-overviews": overviews };

/**
 * Whether nothing is left to be done.
 * @throws PithError `bad_config` when a newer Pith has worked on the database
 */
export async function isMigrated(query: Kysely<Tables>): Promise<boolean> {
  const done = await namesDone(query);
  const newer = done.filter((name) => !Object.hasOwn(MIGRATIONS, name));
  if (newer.length) {
    const detail = `the records were written by a newer version of Pith (${newer[0]}): run that one, or restore a backup`;
    throw new PithError("bad_config", detail);
  }
  return done.length === Object.keys(MIGRATIONS).length;
}

/** Does what is left to be done, once, though several processes start on one Postgres. */
export async function migrate(
  query: Kysely<Tables>,
  { sequence, disableTransactions }: { sequence: Sequence; disableTransactions: boolean },
): Promise<void> {
  const ready = Object.entries(MIGRATIONS).map(([name, up]) => [
    name,
    { up: (database: Kysely<unknown>) => up(database, sequence) },
  ]);
  const migrator = new Migrator({
    db: query,
    provider: { getMigrations: async () => Object.fromEntries(ready) },
    migrationTableName: TABLE,
    migrationLockTableName: `${TABLE}_lock`,
    disableTransactions,
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

async function namesDone(query: Kysely<Tables>): Promise<string[]> {
  try {
    const done = await query
      .selectFrom(TABLE as never)
      .select("name" as never)
      .execute();
    return (done as { name: string }[]).map(({ name }) => name);
  } catch {
    return []; // there is no such table yet; any other failure is met again by what comes next
  }
}
