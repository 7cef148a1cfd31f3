import { setImmediate as nextTurn } from "node:timers/promises";
import type { Swept } from "./contract.ts";
import { type Database, rows } from "./database/database.ts";
import { dropUnreferenced } from "./stores/documents.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** So long Discord may hand the same thing over again, generously. */
const ORIGINS_MS = DAY_MS;
const USAGE_DAYS = 400;
/** Rows at a time: SQLite does them in one turn of the event loop, which others wait for. */
const AT_ONCE = 200;

/** What has outlived its time, in small steps of which each is whole; one that fails or is cut short is done next time. */
export async function sweep(
  database: Database,
  now: number,
  retentionDays: number,
  shorter: ReadonlyMap<string, number> = new Map(),
): Promise<Swept> {
  const { query } = database;
  const swept: Swept = { postings: 0, turns: 0, documents: 0, jobs: 0, tokens: 0 };

  const outlived = (days: number) =>
    query
      .selectFrom("pith_postings")
      .select("id")
      .where("created_at", "<", now - days * DAY_MS)
      .limit(AT_ONCE);
  const ofServers = [...shorter].map(([guild, days]) => outlived(days).where("guild", "=", guild));
  for (const old of [outlived(retentionDays), ...ofServers]) {
    await inSteps(async () => {
      const [turns, postings] = await database.atomic(function* () {
        const ids = (yield* rows(old)).map(({ id }) => id);
        if (!ids.length) return [0, 0] as const;
        const spoken = yield* rows(query.deleteFrom("pith_turns").where("posting", "in", ids).returning("id"));
        const gone = yield* rows(query.deleteFrom("pith_postings").where("id", "in", ids).returning("id"));
        return [spoken.length, gone.length] as const;
      });
      swept.turns += turns;
      swept.postings += postings;
      return postings > 0;
    });
  }

  const overviews = (days: number) => query.deleteFrom("pith_overviews").where("created_at", "<", now - days * DAY_MS);
  await database.one(overviews(retentionDays));
  for (const [guild, days] of shorter) await database.one(overviews(days).where("guild", "=", guild));

  let last = "";
  await inSteps(async () => {
    const page = query.selectFrom("pith_documents").select("key").where("key", ">", last).orderBy("key").limit(AT_ONCE);
    const keys = (await database.one(page)).map(({ key }) => key);
    if (!keys.length) return false;
    last = keys.at(-1)!;
    // What began to refer to one of them touched it, and thereby gave it another hour.
    swept.documents += (await database.one(dropUnreferenced(query, keys, now - HOUR_MS))).length;
    return true;
  });

  await inSteps(async () => {
    const old = query
      .selectFrom("pith_jobs")
      .select("id")
      .where("finished_at", "<", now - ORIGINS_MS)
      .limit(AT_ONCE);
    // Their deliveries go with them.
    const gone = await database.one(query.deleteFrom("pith_jobs").where("id", "in", old).returning("id"));
    swept.jobs += gone.length;
    return gone.length > 0;
  });
  await inSteps(async () => {
    const old = query
      .selectFrom("pith_deliveries")
      .select("id")
      .where("ended_at", "<", now - ORIGINS_MS)
      .limit(AT_ONCE);
    return (await database.one(query.deleteFrom("pith_deliveries").where("id", "in", old).returning("id"))).length > 0;
  });
  const wiped = await database.one(
    query
      .updateTable("pith_deliveries")
      .set({ token: null })
      .where("ended_at", "is", null)
      .where("token", "is not", null)
      .where("token_until", "<", now)
      .returning("id"),
  );
  swept.tokens = wiped.length;

  await database.one(query.deleteFrom("pith_rates").where("since", "<", now - HOUR_MS));
  const oldestDay = new Date(now - USAGE_DAYS * DAY_MS).toISOString().slice(0, 10);
  await database.one(query.deleteFrom("pith_usage").where("day", "<", oldestDay));
  return swept;
}

/** Takes steps as long as there is something left, and lets the event loop turn between two. */
async function inSteps(step: () => Promise<boolean>): Promise<void> {
  while (await step()) await nextTurn();
}
