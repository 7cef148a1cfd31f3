import type { Kysely } from "kysely";

/** Adds the draft of a job, which a stopped delivery keeps. */
export async function addDrafts(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("pith_jobs").addColumn("draft", "text").execute();
}
