import type { Kysely } from "kysely";
import type { AutoIncrementType } from "./0001-start.ts";

/** Adds tables for overviews of several sources submitted together. */
export async function addOverviews(database: Kysely<unknown>, autoIncrement: AutoIncrementType): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("pith_overviews")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("guild", "text")
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("locale", "text", (column) => column.notNull())
    .addColumn("asker", "text", (column) => column.notNull())
    .addColumn("total", "integer", (column) => column.notNull())
    .addColumn("card", "text")
    .addColumn("thread", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("pith_sources")
    .addColumn("seq", autoIncrement, (column) => column.primaryKey())
    .addColumn("delivery", "text", (column) => column.notNull().unique())
    .addColumn("overview", "text", (column) => column.notNull().references("pith_overviews.id").onDelete("cascade"))
    .addColumn("name", "text")
    .addColumn("ended", "text")
    .execute();
  await schema.createIndex("pith_overviews_by_created_at").on("pith_overviews").column("created_at").execute();
  await schema.createIndex("pith_overviews_by_guild").on("pith_overviews").column("guild").execute();
  await schema.createIndex("pith_sources_by_overview").on("pith_sources").columns(["overview", "seq"]).execute();
}
