import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { PithError } from "../../model/index.ts";
import { type AutoIncrementType, createInitialTables } from "./migrations/0001-start.ts";
import { addDigestsAndFeedback } from "./migrations/0002-kept.ts";
import { addRates } from "./migrations/0003-limits.ts";
import { addOverviews } from "./migrations/0004-overviews.ts";
import { addDrafts } from "./migrations/0005-drafts.ts";
import { addVariants } from "./migrations/0006-variants.ts";
import type { Tables } from "./tables.ts";

const MIGRATION_TABLE = "pith_migrations";

/** All migrations by name, in order. Never change a published migration; add a new one instead. */
const MIGRATIONS = {
  "0001-start": createInitialTables,
  "0002-kept": addDigestsAndFeedback,
  "0003-limits": addRates,
  "0004-overviews": addOverviews,
  "0005-drafts": addDrafts,
  "0006-variants": addVariants,
};

/**
 * Returns whether all migrations have been applied.
 * @throws PithError `bad_config` if the database was migrated by a newer version of Pith
 */
export async function isMigrated(db: Kysely<Tables>): Promise<boolean> {
  const applied = await appliedMigrations(db);
  const unknown = applied.filter((name) => !Object.hasOwn(MIGRATIONS, name));
  if (unknown.length) {
    const detail = `the database was written by a newer version of Pith (${unknown[0]}): run that version, or restore a backup`;
    throw new PithError("bad_config", detail);
  }
  return applied.length === Object.keys(MIGRATIONS).length;
}

/**
 * Applies pending migrations. Processes may start at the same time: on Postgres, Kysely's migration lock makes them
 * wait for each other; on SQLite, the caller must hold a write transaction.
 */
export async function migrate(
  db: Kysely<Tables>,
  { autoIncrement, disableTransactions }: { autoIncrement: AutoIncrementType; disableTransactions: boolean },
): Promise<void> {
  const migrations = Object.entries(MIGRATIONS).map(([name, up]) => [
    name,
    { up: (database: Kysely<unknown>) => up(database, autoIncrement) },
  ]);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => Object.fromEntries(migrations) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: `${MIGRATION_TABLE}_lock`,
    disableTransactions,
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

async function appliedMigrations(db: Kysely<Tables>): Promise<string[]> {
  try {
    const rows = await db
      .selectFrom(MIGRATION_TABLE as never)
      .select("name" as never)
      .execute();
    return (rows as { name: string }[]).map(({ name }) => name);
  } catch {
    return []; // The table does not exist yet. Any other error recurs in the next query.
  }
}
