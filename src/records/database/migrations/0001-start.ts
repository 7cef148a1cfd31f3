import type { Kysely, SchemaModule } from "kysely";

/** Column type of an auto-incrementing primary key: `integer` on SQLite, `bigserial` on Postgres. */
export type AutoIncrementType = "integer" | "bigserial";

/** Creates the tables of the first version. */
export async function createInitialTables(database: Kysely<unknown>, autoIncrement: AutoIncrementType): Promise<void> {
  const { schema } = database;
  await createDocuments(schema);
  await createPostings(schema, autoIncrement);
  await createTurns(schema, autoIncrement);
  await createJobs(schema, autoIncrement);
  await createDeliveries(schema, autoIncrement);
  await createUnfinishedJobIndex(schema);
  await createSettings(schema);
  await createUsage(schema);
  await createMarks(schema);
  await createIndexes(schema);
}

async function createDocuments(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("pith_documents")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("pith_texts")
    .addColumn("document", "text", (column) => column.primaryKey().references("pith_documents.key").onDelete("cascade"))
    .addColumn("body", "text", (column) => column.notNull())
    .execute();
}

async function createPostings(schema: SchemaModule, autoIncrement: AutoIncrementType): Promise<void> {
  await schema
    .createTable("pith_postings")
    .addColumn("seq", autoIncrement, (column) => column.primaryKey())
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("document", "text", (column) => column.notNull())
    .addColumn("guild", "text")
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("message", "text")
    .addColumn("card", "text")
    .addColumn("thread", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .execute();
}

async function createTurns(schema: SchemaModule, autoIncrement: AutoIncrementType): Promise<void> {
  await schema
    .createTable("pith_turns")
    .addColumn("seq", autoIncrement, (column) => column.primaryKey())
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("posting", "text", (column) => column.notNull().references("pith_postings.id").onDelete("cascade"))
    .addColumn("body", "text", (column) => column.notNull())
    .execute();
}

async function createJobs(schema: SchemaModule, autoIncrement: AutoIncrementType): Promise<void> {
  await schema
    .createTable("pith_jobs")
    .addColumn("seq", autoIncrement, (column) => column.primaryKey())
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("work_key", "text", (column) => column.notNull())
    .addColumn("work", "text")
    .addColumn("result", "text")
    .addColumn("document", "text")
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("finished_at", "bigint")
    .execute();
}

async function createDeliveries(schema: SchemaModule, autoIncrement: AutoIncrementType): Promise<void> {
  await schema
    .createTable("pith_deliveries")
    .addColumn("seq", autoIncrement, (column) => column.primaryKey())
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("origin", "text", (column) => column.notNull().unique())
    .addColumn("job", "text", (column) => column.notNull().references("pith_jobs.id").onDelete("cascade"))
    .addColumn("source", "text")
    .addColumn("token", "text")
    .addColumn("token_until", "bigint")
    .addColumn("message", "text")
    .addColumn("ended_at", "bigint")
    .addColumn("body", "text", (column) => column.notNull())
    .execute();
}

/** Creates the index that allows at most one unfinished job per key. */
async function createUnfinishedJobIndex(schema: SchemaModule): Promise<void> {
  await schema
    .createIndex("pith_jobs_work")
    .on("pith_jobs")
    .column("work_key")
    .unique()
    .where("finished_at" as never, "is", null)
    .execute();
}

async function createSettings(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("pith_settings")
    .addColumn("guild", "text", (column) => column.notNull())
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("pith_settings_key", ["guild", "channel"])
    .execute();
}

async function createUsage(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("pith_usage")
    .addColumn("payer", "text", (column) => column.notNull())
    .addColumn("day", "text", (column) => column.notNull())
    .addColumn("calls", "bigint", (column) => column.notNull())
    .addColumn("input_tokens", "bigint", (column) => column.notNull())
    .addColumn("output_tokens", "bigint", (column) => column.notNull())
    .addColumn("cached_tokens", "bigint", (column) => column.notNull())
    .addColumn("cost_usd", "double precision")
    .addPrimaryKeyConstraint("pith_usage_key", ["payer", "day"])
    .execute();
}

async function createMarks(schema: SchemaModule): Promise<void> {
  await schema
    .createTable("pith_marks")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("body", "text", (column) => column.notNull())
    .execute();
}

async function createIndexes(schema: SchemaModule): Promise<void> {
  const indexes: [table: string, columns: string[]][] = [
    ["pith_postings", ["document"]],
    ["pith_postings", ["guild", "seq"]],
    ["pith_postings", ["channel", "seq"]],
    ["pith_postings", ["message"]],
    ["pith_postings", ["card"]],
    ["pith_postings", ["thread"]],
    ["pith_postings", ["created_at"]],
    ["pith_turns", ["posting", "seq"]],
    ["pith_jobs", ["document"]],
    ["pith_jobs", ["finished_at", "seq"]],
    ["pith_deliveries", ["job", "seq"]],
    ["pith_deliveries", ["source"]],
    ["pith_deliveries", ["ended_at"]],
    ["pith_usage", ["day"]],
  ];
  for (const [table, columns] of indexes) {
    await schema.createIndex(`${table}_by_${columns[0]}`).on(table).columns(columns).execute();
  }
}
