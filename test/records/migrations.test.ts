import Sqlite from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { afterAll, expect, test } from "vitest";
import { createInitialTables } from "../../src/records/database/migrations/0001-start.ts";
import { openRecords } from "../../src/records/index.ts";
import { createSqliteDatabase } from "../fakes/databases.ts";
import { createPosting, createTurn } from "../fakes/records.ts";

const file = createSqliteDatabase();
afterAll(() => file.drop());

test("openRecords migrates the database of the first version", async () => {
  // Creates the folder of the database file.
  await (await openRecords(file.url)).close();
  const raw = new Sqlite(file.path);
  for (const { name } of raw.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[])
    if (name.startsWith("pith_")) raw.exec(`pragma foreign_keys = off; drop table ${name}`);
  const old = new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) });
  await createInitialTables(old, "integer");
  raw.exec("create table pith_migrations (name varchar(255) primary key, timestamp varchar(255) not null)");
  raw.exec("insert into pith_migrations values ('0001-start', '2026')");
  const { locale: _, ...posting } = createPosting({ asker: "7" });
  const variant = createPosting({ from: posting.id });
  const turn = createTurn(posting.id, { asker: "8" });
  for (const one of [posting, variant])
    raw
      .prepare("insert into pith_postings (id, document, guild, channel, created_at, body) values (?, ?, ?, ?, ?, ?)")
      .run(one.id, one.document, one.guild, one.channel, one.createdAt, JSON.stringify(one));
  raw
    .prepare("insert into pith_turns (id, posting, body) values (?, ?, ?)")
    .run(turn.id, posting.id, JSON.stringify(turn));
  await old.destroy();

  const records = await openRecords(file.url);
  expect(await records.postings.findByAsker("7", 10)).toEqual([{ ...posting, locale: "en-GB" }]);
  expect(await records.turns.findByAsker("8", 10)).toEqual([turn]);
  expect((await records.postings.delete([posting.id])).variants).toEqual([variant]);
  await records.close();
});
