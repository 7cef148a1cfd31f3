import { readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, describe, expect, test } from "vitest";
import { openStore } from "../../src/cache/index.ts";
import { openRecords } from "../../src/records/index.ts";
import { createPostgresDatabase, createSqliteDatabase } from "../fakes/databases.ts";
import { createDocument } from "../fakes/documents.ts";
import { createDelivery, createPosting, createTurn, JOB_SPEC } from "../fakes/records.ts";

const postgres = await createPostgresDatabase();
if (postgres.skipped) console.warn(`skipped: ${postgres.skipped}`);
afterAll(() => postgres.drop());

const internal = expect.objectContaining({ code: "internal", cause: expect.any(Error) });
const misconfigured = (detail: RegExp) =>
  expect.objectContaining({ code: "bad_config", detail: expect.stringMatching(detail) });

for (const database of [createSqliteDatabase(), postgres]) {
  describe.skipIf(database.skipped)(`records on ${database.name}`, () => {
    if (database !== postgres) afterAll(() => database.drop());

    test("are made once, by several that start together, and keep all when they are opened again", async () => {
      const together = await Promise.all([1, 2, 3].map(() => openRecords(database.url)));
      const delivery = createDelivery();
      const { job } = (await together[0]!.jobs.joinOrCreate("key", JOB_SPEC, delivery))!;
      const key = await together[1]!.documents.save(createDocument(["A text."]));
      for (const records of together) await records.close();
      const again = await openRecords(database.url);
      expect(await again.jobs.findPendingDeliveries(job)).toEqual([delivery]);
      expect(await again.documents.get(key)).toEqual(createDocument(["A text."]));
      await again.close();
    });

    test("do not give a damaged row for a right one", async () => {
      const records = await openRecords(database.url);
      const key = await records.documents.save(createDocument(["Another text."]));
      const posting = createPosting();
      await records.postings.create(posting);
      await records.turns.add(createTurn(posting.id));
      const delivery = createDelivery();
      const { job } = (await records.jobs.joinOrCreate("damaged", JOB_SPEC, delivery))!;
      await records.settings.update("g", null, { a: 1 });
      await database.run(`update pith_texts set body = replace(body, 'Another', 'Nothing') where document = '${key}'`);
      await database.run(`update pith_postings set body = '{"title": "secret words"}'`);
      await database.run(`update pith_turns set body = 'secret words'`);
      await database.run(`update pith_jobs set work = '{"kind": "other"}'`);
      await database.run(`update pith_deliveries set body = '[]'`);
      await database.run(`update pith_settings set body = '[1]'`);
      const reads = [
        () => records.documents.get(key),
        () => records.postings.get(posting.id),
        () => records.turns.findByPosting(posting.id, 1),
        () => records.jobs.startAttempt(job),
        () => records.jobs.findPendingDeliveries(job),
        () => records.settings.get("g", null),
      ];
      for (const read of reads) {
        const error = await read().catch((thrown: unknown) => thrown);
        expect(error).toEqual(internal);
        expect(String((error as Error).cause)).toMatch(/^Error: a row of pith_\w+ is corrupt/);
        expect(String((error as Error).cause)).not.toContain("secret");
      }
      await records.close();
    });

    test("wait for what is under way when they are closed, and refuse what comes after", async () => {
      const records = await openRecords(database.url);
      const under = Array.from({ length: 30 }, (_, i) => records.keyValue.set(`mark-${i}`, "x"));
      await Promise.all([records.close(), records.close()]);
      expect(await Promise.allSettled(under)).toEqual(under.map(() => ({ status: "fulfilled", value: undefined })));
      await expect(records.keyValue.get("mark-0")).rejects.toEqual(internal);
    });

    test("refuse a database that a newer version has worked on", async () => {
      await database.run("insert into pith_migrations (name, timestamp) values ('9999-later', '2030')");
      await expect(openRecords(database.url)).rejects.toEqual(misconfigured(/newer version of Pith.*backup/));
      await database.run("delete from pith_migrations where name = '9999-later'");
      await (await openRecords(database.url)).close();
    });
  });
}

describe("a SQLite file", () => {
  test("that another process has locked is waited for, without holding up this one", async () => {
    const database = createSqliteDatabase();
    const records = await openRecords(database.url);
    const other = new Sqlite(database.path);
    other.exec("begin immediate");
    let turns = 0;
    const counting = setInterval(() => turns++, 10);
    setTimeout(() => other.exec("commit"), 1000);
    await records.jobs.joinOrCreate("key", JOB_SPEC, createDelivery());
    await records.keyValue.set("a", "b");
    clearInterval(counting);
    expect(turns).toBeGreaterThan(20);
    other.close();
    await records.close();
    await database.drop();
  });

  test("takes the cache in as well, at the same time", async () => {
    const database = createSqliteDatabase();
    const records = await openRecords(database.url);
    const store = openStore(database.url, "test");
    const ids = Array.from({ length: 100 }, (_, i) => `n${i}`);
    await Promise.all(
      ids.flatMap((id): Promise<unknown>[] => [
        records.jobs.joinOrCreate(id, JOB_SPEC, createDelivery()),
        store.set(id, id, 60_000),
      ]),
    );
    expect(await records.jobs.findUnfinished()).toHaveLength(100);
    expect(await Promise.all(ids.map((id) => store.get(id)))).toEqual(ids);
    await store.close();
    await records.close();
    await database.drop();
  });

  test("that cannot be used is told of when it is opened, with what to do", async () => {
    const database = createSqliteDatabase();
    await (await openRecords(database.url)).close();
    const folder = join(database.path, "..");
    const whole = readFileSync(database.path);
    const opening = (name: string, bytes: Buffer) => {
      writeFileSync(join(folder, name), bytes);
      return openRecords(`sqlite:${join(folder, name)}`);
    };
    await expect(opening("other.db", Buffer.from("no SQLite file ".repeat(500)))).rejects.toEqual(
      misconfigured(/damaged.*backup/),
    );
    const torn = Buffer.from(whole);
    torn.fill(0xff, 100, 8192);
    await expect(opening("torn.db", torn)).rejects.toEqual(misconfigured(/damaged.*backup/));
    // Byte 18 of the header is the version that may write the file (https://www.sqlite.org/fileformat2.html#filefmt).
    const unwritable = Buffer.from(whole);
    unwritable[18] = 3;
    await expect(opening("unwritable.db", unwritable)).rejects.toEqual(misconfigured(/cannot be written/));
    await expect(openRecords(`sqlite:${folder}`)).rejects.toEqual(misconfigured(/cannot be opened/));
    await expect(openRecords(`sqlite:${database.path}/no/folder.db`)).rejects.toEqual(misconfigured(/opened/));
    await database.drop();
  });
});

describe.skipIf(postgres.skipped)("a Postgres server", () => {
  /** A way to it that can be cut. */
  function proxy(): { listen(port: number): Promise<number>; cut(): Promise<void> } {
    const target = new URL(postgres.url);
    const sockets = new Set<Socket>();
    let server: Server;
    return {
      listen: (port) =>
        new Promise((resolve) => {
          server = createServer((near) => {
            const far = connect(Number(target.port || 5432), target.hostname);
            for (const socket of [near, far]) sockets.add(socket.on("error", () => {}));
            near.pipe(far).pipe(near);
          }).listen(port, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
        }),
      cut: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          for (const socket of sockets) socket.destroy();
        }),
    };
  }

  test("that goes away fails what is asked of it, and serves again when it is back", async () => {
    const way = proxy();
    const port = await way.listen(0);
    const url = new URL(postgres.url);
    url.host = `127.0.0.1:${port}`;
    url.password = "hidden-word";
    const records = await openRecords(url.href);
    const key = await records.documents.save(createDocument(["Kept."]));
    const many = Array.from({ length: 20 }, () => records.jobs.joinOrCreate("cut", JOB_SPEC, createDelivery()));
    await way.cut();
    for (const { status, ...rest } of await Promise.allSettled(many)) {
      if (status === "rejected") expect(rest).toEqual({ reason: internal });
    }
    const error = await records.documents.get(key).catch((thrown: unknown) => thrown);
    expect(error).toEqual(internal);
    expect(String((error as Error).stack) + String((error as Error).cause)).not.toContain("hidden-word");
    await way.listen(port);
    expect(await records.documents.get(key)).toEqual(createDocument(["Kept."]));
    await records.close();
    await way.cut();
  });
});

test.each([
  ["postgres://u:hidden-word@127.0.0.1:1/test", /Postgres at 127\.0\.0\.1:1 cannot be used \(ECONNREFUSED\)/],
  ["postgres://u:hidden-word@127.0.0.1:99999/test", /not a valid postgres/],
  ["mysql://u:hidden-word@127.0.0.1/test", /must be memory:/],
])("%s is a fault of the configuration, told without the password", async (url, detail) => {
  const error = await openRecords(url).catch((thrown: unknown) => thrown);
  expect(error).toEqual(misconfigured(detail));
  expect(`${error} ${(error as Error).cause}`).not.toContain("hidden-word");
});
