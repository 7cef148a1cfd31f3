import type { Kysely } from "kysely";

type Postings = { pith_postings: { id: string; variant_of: string | null; body: string } };

/** Adds the original posting of a variant as a column, so that the variants of a posting can be found. */
export async function addVariants(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema.alterTable("pith_postings").addColumn("variant_of", "text").execute();
  const db = database as Kysely<Postings>;
  const variants = await db
    .selectFrom("pith_postings")
    .select(["id", "body"])
    .where("body", "like", '%"from":"%')
    .execute();
  for (const { id, body } of variants) {
    const { from } = JSON.parse(body) as { from?: string | null };
    await db
      .updateTable("pith_postings")
      .set({ variant_of: from ?? null })
      .where("id", "=", id)
      .execute();
  }
  await schema.createIndex("pith_postings_by_variant_of").on("pith_postings").column("variant_of").execute();
}
