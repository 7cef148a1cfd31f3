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
  describe.skipIf(database.skipped)(`openRecords with ${database.name}`, () => {
    if (database !== postgres) afterAll(() => database.drop());

    test("creates the tables once if several processes start together, and finds the rows when opened again", async () => {
      const opened = await Promise.all([1, 2, 3].map(() => openRecords(database.url)));
      const delivery = createDelivery();
      const { job } = (await opened[0]!.jobs.joinOrCreate("key", JOB_SPEC, delivery))!;
      const key = await opened[1]!.documents.save(createDocument(["A text."]));
      for (const records of opened) await records.close();
      const reopened = await openRecords(database.url);
      expect(await reopened.jobs.findPendingDeliveries(job)).toEqual([delivery]);
      expect(await reopened.documents.get(key)).toEqual(createDocument(["A text."]));
      await reopened.close();
    });

    test("if a row is corrupt, throws an error that does not contain its content", async () => {
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

    test("close() waits for operations in flight, and later operations are rejected", async () => {
      const records = await openRecords(database.url);
      const writes = Array.from({ length: 30 }, (_, i) => records.keyValue.set(`key-${i}`, "x"));
      await Promise.all([records.close(), records.close()]);
      expect(await Promise.allSettled(writes)).toEqual(writes.map(() => ({ status: "fulfilled", value: undefined })));
      await expect(records.keyValue.get("key-0")).rejects.toEqual(internal);
    });

    test("rejects a database that a newer version has migrated", async () => {
      await database.run("insert into pith_migrations (name, timestamp) values ('9999-later', '2030')");
      await expect(openRecords(database.url)).rejects.toEqual(misconfigured(/newer version of Pith.*backup/));
      await database.run("delete from pith_migrations where name = '9999-later'");
      await (await openRecords(database.url)).close();
    });
  });
}

describe("openRecords with a SQLite file", () => {
  test("waits for the lock of another process without blocking the event loop", async () => {
    const database = createSqliteDatabase();
    const records = await openRecords(database.url);
    const other = new Sqlite(database.path);
    other.exec("begin immediate");
    let ticks = 0;
    const interval = setInterval(() => ticks++, 10);
    setTimeout(() => other.exec("commit"), 1000);
    await records.jobs.joinOrCreate("key", JOB_SPEC, createDelivery());
    await records.keyValue.set("a", "b");
    clearInterval(interval);
    expect(ticks).toBeGreaterThan(20);
    other.close();
    await records.close();
    await database.drop();
  });

  test("shares the file with the cache", async () => {
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

  test("rejects an unusable file, and names the cause and the remedy", async () => {
    const database = createSqliteDatabase();
    await (await openRecords(database.url)).close();
    const folder = join(database.path, "..");
    const intact = readFileSync(database.path);
    const opening = (name: string, bytes: Buffer) => {
      writeFileSync(join(folder, name), bytes);
      return openRecords(`sqlite:${join(folder, name)}`);
    };
    await expect(opening("other.db", Buffer.from("no SQLite file ".repeat(500)))).rejects.toEqual(
      misconfigured(/damaged.*backup/),
    );
    const corrupt = Buffer.from(intact);
    corrupt.fill(0xff, 100, 8192);
    await expect(opening("corrupt.db", corrupt)).rejects.toEqual(misconfigured(/damaged.*backup/));
    // Byte 18 of the header is the file format write version (https://www.sqlite.org/fileformat2.html#the_database_header).
    const unwritable = Buffer.from(intact);
    unwritable[18] = 3;
    await expect(opening("unwritable.db", unwritable)).rejects.toEqual(misconfigured(/is read-only/));
    await expect(openRecords(`sqlite:${folder}`)).rejects.toEqual(misconfigured(/can't be opened/));
    await expect(openRecords(`sqlite:${database.path}/no/folder.db`)).rejects.toEqual(misconfigured(/opened/));
    await database.drop();
  });
});

describe.skipIf(postgres.skipped)("openRecords with a Postgres server", () => {
  /**
   * Creates a TCP proxy to the server. `listen` resolves with the port of the proxy. `close` also destroys open
   * connections.
   */
  function createProxy(): { listen(port: number): Promise<number>; close(): Promise<void> } {
    const target = new URL(postgres.url);
    const sockets = new Set<Socket>();
    let server: Server;
    return {
      listen: (port) =>
        new Promise((resolve) => {
          server = createServer((client) => {
            const upstream = connect(Number(target.port || 5432), target.hostname);
            for (const socket of [client, upstream]) sockets.add(socket.on("error", () => {}));
            client.pipe(upstream).pipe(client);
          }).listen(port, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
        }),
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          for (const socket of sockets) socket.destroy();
        }),
    };
  }

  test("rejects operations while the connection is down, and recovers when it is back", async () => {
    const proxy = createProxy();
    const port = await proxy.listen(0);
    const url = new URL(postgres.url);
    url.host = `127.0.0.1:${port}`;
    url.password = "hidden-word";
    const records = await openRecords(url.href);
    const key = await records.documents.save(createDocument(["Kept."]));
    const writes = Array.from({ length: 20 }, () => records.jobs.joinOrCreate("cut", JOB_SPEC, createDelivery()));
    await proxy.close();
    for (const { status, ...rest } of await Promise.allSettled(writes)) {
      if (status === "rejected") expect(rest).toEqual({ reason: internal });
    }
    const error = await records.documents.get(key).catch((thrown: unknown) => thrown);
    expect(error).toEqual(internal);
    expect(String((error as Error).stack) + String((error as Error).cause)).not.toContain("hidden-word");
    await proxy.listen(port);
    expect(await records.documents.get(key)).toEqual(createDocument(["Kept."]));
    await records.close();
    await proxy.close();
  });
});

test.each([
  ["postgres://u:hidden-word@127.0.0.1:1/test", /Postgres at 127\.0\.0\.1:1 can't be used \(ECONNREFUSED\)/],
  ["postgres://u:hidden-word@127.0.0.1:99999/test", /not a valid postgres/],
  ["mysql://u:hidden-word@127.0.0.1/test", /must be memory:/],
])("openRecords rejects %s with bad_config, without the password", async (url, detail) => {
  const error = await openRecords(url).catch((thrown: unknown) => thrown);
  expect(error).toEqual(misconfigured(detail));
  expect(`${error} ${(error as Error).cause}`).not.toContain("hidden-word");
});
