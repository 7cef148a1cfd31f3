import type { Kysely } from "kysely";

/** Adds the table of request counters for rate limiting. */
export async function addRates(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("pith_rates")
    .addColumn("who", "text", (column) => column.notNull())
    .addColumn("since", "bigint", (column) => column.notNull())
    .addColumn("hits", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("pith_rates_key", ["who", "since"])
    .execute();
  await schema.createIndex("pith_rates_by_since").on("pith_rates").column("since").execute();
}
