import { setImmediate as nextTurn } from "node:timers/promises";
import type { SweepResult } from "./contract.ts";
import { type Database, execute } from "./database/index.ts";
import { deleteUnreferencedDocuments, selectVariants } from "./stores/index.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How long a new document is kept without a reference, so that a job can still create a posting for it. */
const DOCUMENT_GRACE_MS = HOUR_MS;
/** How long ended deliveries and finished jobs are kept, so that events that Discord sends twice are recognised. */
const ORIGIN_RETENTION_MS = DAY_MS;
const RATE_RETENTION_MS = HOUR_MS;
const USAGE_RETENTION_DAYS = 400;
/** Maximum number of rows per batch. Limits how long SQLite blocks the event loop. */
const BATCH_SIZE = 200;

/** Deletes expired rows in several transactions. If a sweep fails or is interrupted, the next one deletes the rest. */
export async function sweep(
  database: Database,
  now: number,
  retentionDays: number,
  guildRetentionDays: ReadonlyMap<string, number> = new Map(),
): Promise<SweepResult> {
  const { postings, turns } = await sweepPostings(database, now, retentionDays, guildRetentionDays);
  await sweepOverviews(database, now, retentionDays, guildRetentionDays);
  const documents = await sweepDocuments(database, now);
  const jobs = await sweepJobs(database, now);
  await sweepDeliveries(database, now);
  const tokens = await clearExpiredTokens(database, now);
  await sweepRates(database, now);
  await sweepUsage(database, now);
  return { postings, turns, documents, jobs, tokens };
}

/** Deletes postings past their retention period, with their turns. Returns the number of each. */
async function sweepPostings(
  database: Database,
  now: number,
  retentionDays: number,
  guildRetentionDays: ReadonlyMap<string, number>,
): Promise<{ postings: number; turns: number }> {
  const { db } = database;
  const count = { postings: 0, turns: 0 };
  const expiredAfter = (days: number) =>
    db
      .selectFrom("pith_postings")
      .select("id")
      .where("created_at", "<", now - days * DAY_MS)
      .limit(BATCH_SIZE);
  const expiredInGuilds = [...guildRetentionDays].map(([guild, days]) => expiredAfter(days).where("guild", "=", guild));
  for (const expired of [expiredAfter(retentionDays), ...expiredInGuilds]) {
    await repeatWhile(async () => {
      const [turns, postings] = await database.transaction(function* () {
        const expiredIds = (yield* execute(expired)).map(({ id }) => id);
        if (!expiredIds.length) return [0, 0] as const;
        const variants = yield* execute(selectVariants(db, expiredIds));
        const ids = [...new Set([...expiredIds, ...variants.map(({ id }) => id)])];
        const deletedTurns = yield* execute(db.deleteFrom("pith_turns").where("posting", "in", ids).returning("id"));
        const deletedPostings = yield* execute(db.deleteFrom("pith_postings").where("id", "in", ids).returning("id"));
        return [deletedTurns.length, deletedPostings.length] as const;
      });
      count.turns += turns;
      count.postings += postings;
      return postings > 0;
    });
  }
  return count;
}

async function sweepOverviews(
  database: Database,
  now: number,
  retentionDays: number,
  guildRetentionDays: ReadonlyMap<string, number>,
): Promise<void> {
  const deleteAfter = (days: number) =>
    database.db.deleteFrom("pith_overviews").where("created_at", "<", now - days * DAY_MS);
  await database.execute(deleteAfter(retentionDays));
  for (const [guild, days] of guildRetentionDays) await database.execute(deleteAfter(days).where("guild", "=", guild));
}

/** Deletes unreferenced documents whose grace period has passed. Returns their number. */
async function sweepDocuments(database: Database, now: number): Promise<number> {
  const { db } = database;
  let count = 0;
  let lastKey = "";
  await repeatWhile(async () => {
    const page = db
      .selectFrom("pith_documents")
      .select("key")
      .where("key", ">", lastKey)
      .orderBy("key")
      .limit(BATCH_SIZE);
    const keys = (await database.execute(page)).map(({ key }) => key);
    if (!keys.length) return false;
    lastKey = keys.at(-1)!;
    // A new reference renews the grace period of a document (see `touchDocuments`).
    count += (await database.execute(deleteUnreferencedDocuments(db, keys, now - DOCUMENT_GRACE_MS))).length;
    return true;
  });
  return count;
}

/** Deletes jobs that finished more than a day ago, together with their deliveries. Returns the number of jobs. */
async function sweepJobs(database: Database, now: number): Promise<number> {
  const { db } = database;
  let count = 0;
  await repeatWhile(async () => {
    const expired = db
      .selectFrom("pith_jobs")
      .select("id")
      .where("finished_at", "<", now - ORIGIN_RETENTION_MS)
      .limit(BATCH_SIZE);
    const deleted = await database.execute(db.deleteFrom("pith_jobs").where("id", "in", expired).returning("id"));
    count += deleted.length;
    return deleted.length > 0;
  });
  return count;
}

/** Deletes deliveries that ended more than a day ago, including those of jobs that are still unfinished. */
async function sweepDeliveries(database: Database, now: number): Promise<void> {
  const { db } = database;
  await repeatWhile(async () => {
    const expired = db
      .selectFrom("pith_deliveries")
      .select("id")
      .where("ended_at", "<", now - ORIGIN_RETENTION_MS)
      .limit(BATCH_SIZE);
    const deleted = await database.execute(db.deleteFrom("pith_deliveries").where("id", "in", expired).returning("id"));
    return deleted.length > 0;
  });
}

/** Clears the expired interaction tokens of pending deliveries. Returns their number. */
async function clearExpiredTokens(database: Database, now: number): Promise<number> {
  const cleared = await database.execute(
    database.db
      .updateTable("pith_deliveries")
      .set({ token: null })
      .where("ended_at", "is", null)
      .where("token", "is not", null)
      .where("token_until", "<", now)
      .returning("id"),
  );
  return cleared.length;
}

async function sweepRates(database: Database, now: number): Promise<void> {
  await database.execute(database.db.deleteFrom("pith_rates").where("since", "<", now - RATE_RETENTION_MS));
}

async function sweepUsage(database: Database, now: number): Promise<void> {
  const oldestDay = new Date(now - USAGE_RETENTION_DAYS * DAY_MS).toISOString().slice(0, 10);
  await database.execute(database.db.deleteFrom("pith_usage").where("day", "<", oldestDay));
}

/** Repeats a step until it returns false, and yields to the event loop between steps. */
async function repeatWhile(step: () => Promise<boolean>): Promise<void> {
  while (await step()) await nextTurn();
}
