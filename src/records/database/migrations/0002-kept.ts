import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";

/** Rows of the first version that are given their asker at a time. */
const AT_ONCE = 500;

/** Digests stay with their postings, people say whether they were good, and what somebody posted or asked is found by him. */
export async function kept(database: Kysely<unknown>): Promise<void> {
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
    await fill(database as Kysely<Tables>, table);
    await schema.createIndex(`${table}_by_asker`).on(table).columns(["asker", "seq"]).execute();
  }
}

/** The asker stood in the body alone. */
async function fill(database: Kysely<Tables>, table: "pith_postings" | "pith_turns"): Promise<void> {
  for (let last = -1; ; ) {
    const some = await database
      .selectFrom(table)
      .select(["seq", "body"])
      .where("seq", ">", last)
      .orderBy("seq")
      .limit(AT_ONCE)
      .execute();
    for (const { seq, body } of some) {
      const { asker } = JSON.parse(body) as { asker: string };
      await database.updateTable(table).set({ asker }).where("seq", "=", seq!).execute();
    }
    if (some.length < AT_ONCE) return;
    last = some.at(-1)!.seq!;
  }
}
