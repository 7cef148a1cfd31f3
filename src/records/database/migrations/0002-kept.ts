import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";

/** Rows per batch of the backfill. */
const BATCH_SIZE = 500;

/** Adds tables for digests and feedback, and an indexed `asker` column to postings and turns. */
export async function addDigestsAndFeedback(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("pith_digests")
    .addColumn("posting", "text", (column) => column.primaryKey().references("pith_postings.id").onDelete("cascade"))
    .addColumn("body", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("pith_feedback")
    .addColumn("about", "text", (column) => column.notNull())
    .addColumn("asker", "text", (column) => column.notNull())
    .addColumn("posting", "text", (column) => column.notNull().references("pith_postings.id").onDelete("cascade"))
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("pith_feedback_key", ["about", "asker"])
    .execute();
  await schema.createIndex("pith_feedback_by_posting").on("pith_feedback").column("posting").execute();
  for (const table of ["pith_postings", "pith_turns"] as const) {
    await schema
      .alterTable(table)
      .addColumn("asker", "text", (column) => column.notNull().defaultTo(""))
      .execute();
    await backfillAsker(database as Kysely<Tables>, table);
    await schema.createIndex(`${table}_by_asker`).on(table).columns(["asker", "seq"]).execute();
  }
}

/** Copies the asker from the JSON body of existing rows into the new column. */
async function backfillAsker(database: Kysely<Tables>, table: "pith_postings" | "pith_turns"): Promise<void> {
  for (let last = -1; ; ) {
    const rows = await database
      .selectFrom(table)
      .select(["seq", "body"])
      .where("seq", ">", last)
      .orderBy("seq")
      .limit(BATCH_SIZE)
      .execute();
    for (const { seq, body } of rows) {
      const { asker } = JSON.parse(body) as { asker: string };
      await database.updateTable(table).set({ asker }).where("seq", "=", seq!).execute();
    }
    if (rows.length < BATCH_SIZE) return;
    last = rows.at(-1)!.seq!;
  }
}
