import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import {
  DEFAULT_OPTIONS,
  type Digest,
  type Feedback,
  type JobResult,
  NO_USAGE,
  NOTICES,
  newId,
} from "../../src/model/index.ts";
import { openRecords, type Records } from "../../src/records/index.ts";
import { createPostgresDatabase, createSqliteDatabase } from "../fakes/databases.ts";
import { createDocument } from "../fakes/documents.ts";
import { ANSWER, createDelivery, createDigest, createPosting, createTurn, JOB_SPEC } from "../fakes/records.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const memory = { name: "memory", url: "memory:", skipped: null, run: async () => {}, drop: async () => {} };

/** The same tests run on every database. */
for (const database of [memory, createSqliteDatabase(), await createPostgresDatabase()]) {
  const { name, url, skipped } = database;
  if (skipped) console.warn(`skipped: ${skipped}`);
  describe.skipIf(skipped)(skipped ? `${name} (skipped: ${skipped})` : name, () => {
    let opened: Promise<Records> | null = null;
    const open = (): Promise<Records> => {
      opened ??= openRecords(url);
      return opened;
    };
    afterAll(async () => {
      await (await opened)?.close();
      await database.drop();
    });
    /** Saves a document with random text and returns its key. */
    const saveDocument = async (): Promise<string> => (await open()).documents.save(createDocument([randomUUID()]));

    describe("documents", () => {
      test("are returned unchanged, with arbitrary characters, under a hash of their content", async () => {
        const { documents } = await open();
        const document = createDocument([
          "naïve – 数字 👩‍🚀 \u2028",
          "NUL \u0000, halves \ud83d and \udc00, \\u0000 'x' \"y\"",
        ]);
        const key = await documents.save(document);
        expect(key).toMatch(/^[0-9a-f]{64}$/);
        expect(await documents.save(structuredClone(document))).toBe(key);
        expect(await documents.get(key)).toEqual(document);
      });

      test("can be 25 MB in size", async () => {
        const { documents } = await open();
        const document = createDocument(["é".repeat(12_500_000)]);
        const saved = await documents.get(await documents.save(document));
        expect(saved?.text === document.text).toBe(true);
      });

      test("are null for an unknown key", async () => {
        expect(await (await open()).documents.get("missing")).toBeNull();
      });
    });

    describe("postings", () => {
      test("are created once, and can change their card and thread", async () => {
        const { postings } = await open();
        const posting = createPosting({ private: true });
        await postings.create(posting);
        await postings.create({ ...posting, title: "another" });
        expect(await postings.get(posting.id)).toEqual(posting);
        await postings.update(posting.id, { card: "c" });
        await postings.update(posting.id, { thread: "t" });
        await postings.update(posting.id, {});
        expect(await postings.get(posting.id)).toEqual({ ...posting, card: "c", thread: "t" });
        expect(await postings.get("missing")).toBeNull();
      });

      test("are found by thread, message and card, oldest first", async () => {
        const { postings } = await open();
        const [message, thread] = [randomUUID(), randomUUID()];
        const source = createPosting({ message, thread, createdAt: 2 });
        const card = createPosting({ card: message, thread, createdAt: 1 });
        const other = createPosting();
        for (const posting of [source, card, other]) await postings.create(posting);
        expect(await postings.findByMessage(message)).toEqual([source, card]);
        expect(await postings.findByThread(thread)).toEqual([source, card]);
        expect(await postings.findByThread("missing")).toEqual([]);
      });

      test("are found by guild, by channel and by DM channel, newest first", async () => {
        const { postings } = await open();
        const [guild, channel] = [randomUUID(), randomUUID()];
        const first = createPosting({ guild, channel });
        const second = createPosting({ guild });
        const direct = createPosting({ guild: null, channel });
        for (const posting of [first, second, direct]) await postings.create(posting);
        expect(await postings.findRecent({ guild, channel: null }, 10)).toEqual([second, first]);
        expect(await postings.findRecent({ guild, channel: null }, 1)).toEqual([second]);
        expect(await postings.findRecent({ guild, channel }, 10)).toEqual([first]);
        expect(await postings.findRecent({ guild: null, channel }, 10)).toEqual([direct]);
        expect(await postings.findRecent({ guild: null, channel: null }, 10)).toEqual([]);
      });

      test("are deleted with their turns and with documents that have no other posting", async () => {
        const { documents, postings, turns } = await open();
        const [shared, alone] = [await saveDocument(), await saveDocument()];
        const first = createPosting({ document: shared });
        const second = createPosting({ document: shared });
        const third = createPosting({ document: alone });
        for (const posting of [first, second, third]) await postings.create(posting);
        await turns.add(createTurn(first.id));
        expect((await postings.delete([first.id, third.id, "missing"])).postings).toEqual(
          expect.arrayContaining([first, third]),
        );
        expect(await postings.get(first.id)).toBeNull();
        expect(await turns.findByPosting(first.id, 10)).toEqual([]);
        expect(await documents.get(alone)).toBeNull();
        expect(await documents.get(shared)).not.toBeNull();
        expect(await postings.delete([first.id])).toEqual({ postings: [], variants: [], turns: [] });
        expect(await postings.delete([])).toEqual({ postings: [], variants: [], turns: [] });
        expect((await postings.delete([second.id])).postings).toEqual([second]);
        expect(await documents.get(shared)).toBeNull();
      });

      test("are deleted with their variants, of which the private ones are not reported", async () => {
        const { postings, turns } = await open();
        const original = createPosting({ document: "old" });
        // The original was refreshed since, so that the documents differ.
        const shown = createPosting({ document: "older", from: original.id });
        const hidden = createPosting({ document: "old", from: original.id, private: true });
        const other = createPosting({ document: "old", from: "other" });
        for (const posting of [original, shown, hidden, other]) await postings.create(posting);
        const asked = [original, shown, hidden].map(({ id }) => createTurn(id));
        for (const turn of asked) await turns.add(turn);
        expect(await postings.delete([original.id])).toEqual({
          postings: [original],
          variants: [shown],
          turns: asked.slice(0, 2),
        });
        expect(await postings.get(hidden.id)).toBeNull();
        expect(await postings.get(other.id)).toEqual(other);
      });

      test("are deleted by a sweep with their variants", async () => {
        const records = await open();
        const now = Date.now();
        const original = createPosting({ createdAt: now - 40 * 86_400_000 });
        const variant = createPosting({ from: original.id, createdAt: now });
        for (const posting of [original, variant]) await records.postings.create(posting);
        await records.sweep(now, 30);
        expect(await records.postings.get(variant.id)).toBeNull();
      });

      test("are deleted, but the document of an undelivered result is kept", async () => {
        const { documents, postings, jobs } = await open();
        const key = await saveDocument();
        const posting = createPosting({ document: key });
        await postings.create(posting);
        const delivery = createDelivery();
        const { job } = (await jobs.joinOrCreate(randomUUID(), JOB_SPEC, delivery))!;
        await jobs.saveResult(job, {
          kind: "digest",
          digest: createDigest("x"),
          document: key,
          payer: "1",
          estimateUsd: null,
          options: DEFAULT_OPTIONS,
        });
        await postings.delete([posting.id]);
        expect(await documents.get(key)).not.toBeNull();
      });

      test("can be deleted in greater numbers than a statement can have parameters", async () => {
        const { postings } = await open();
        const existing = Array.from({ length: 3 }, () => createPosting());
        for (const posting of existing) await postings.create(posting);
        const ids = [...Array.from({ length: 70_000 }, (_, i) => `no-${i}`), ...existing.map(({ id }) => id)];
        expect((await postings.delete(ids)).postings).toHaveLength(3);
      });
    });

    test("the digest of a posting is replaced by a newer one, and deleted with the posting", async () => {
      const { postings, digests } = await open();
      const posting = createPosting();
      await postings.create(posting);
      await digests.save(posting.id, createDigest("The old one."));
      const digest: Digest = { ...createDigest("The new one."), notices: [...NOTICES] };
      await digests.save(posting.id, digest);
      expect(await digests.get(posting.id)).toEqual(digest);
      await postings.delete([posting.id]);
      await digests.save(posting.id, digest);
      expect(await digests.get(posting.id)).toBeNull();
    });

    test("feedback is kept once per user and target, and deleted with its posting", async () => {
      const { postings, feedback } = await open();
      const [posting, other] = [createPosting(), createPosting()];
      for (const one of [posting, other]) await postings.create(one);
      const createFeedback = (overrides: Partial<Feedback>): Feedback => ({
        ...{ about: posting.id, of: "digest", posting: posting.id, asker: "1", good: true, createdAt: 1 },
        ...overrides,
      });
      const findOwn = async (): Promise<Feedback[]> =>
        (await feedback.findAll()).filter((one) => [posting.id, other.id, "gone"].includes(one.posting));
      await feedback.save(createFeedback({}));
      await feedback.save(createFeedback({ asker: "2", good: false, createdAt: 2 }));
      await feedback.save(createFeedback({ good: false, createdAt: 3 }));
      await feedback.save(createFeedback({ about: "turn", of: "answer", posting: other.id, createdAt: 4 }));
      await feedback.save(createFeedback({ posting: "gone" }));
      expect(await feedback.findByAsker("none")).toEqual([]);
      const expected = [
        createFeedback({ asker: "2", good: false, createdAt: 2 }),
        createFeedback({ good: false, createdAt: 3 }),
        createFeedback({ about: "turn", of: "answer", posting: other.id, createdAt: 4 }),
      ];
      expect(await findOwn()).toEqual(expected);
      await postings.delete([posting.id]);
      expect(await findOwn()).toEqual(expected.slice(2));
    });

    test("postings and turns are found by user, newest first, and turns can be deleted on their own", async () => {
      const { postings, turns } = await open();
      const asker = randomUUID();
      const [first, second] = [createPosting({ asker }), createPosting({ asker, private: true })];
      for (const one of [first, second, createPosting()]) await postings.create(one);
      expect(await postings.findByAsker(asker, 10)).toEqual([second, first]);
      expect(await postings.findByAsker(asker, 1)).toEqual([second]);
      const [own, others] = [createTurn(first.id, { asker }), createTurn(first.id, { asker: randomUUID() })];
      for (const turn of [own, others]) await turns.add(turn);
      expect(await turns.findByAsker(asker, 10)).toEqual([own]);
      expect(await turns.get(own.id)).toEqual(own);
      expect(await turns.delete([own.id, "missing"])).toEqual([own]);
      expect(await turns.get(own.id)).toBeNull();
      expect(await turns.findByPosting(first.id, 10)).toEqual([others]);
      expect(await postings.delete([first.id, second.id])).toMatchObject({ turns: [others] });
    });

    test("requests are counted per user and window, even if they are concurrent", async () => {
      const { rates } = await open();
      const user = randomUUID();
      const counts = await Promise.all(Array.from({ length: 20 }, () => rates.increment(user, 60_000)));
      expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      expect(await rates.increment(user, 120_000)).toBe(1);
      expect(await rates.increment(randomUUID(), 60_000)).toBe(1);
    });

    test("usage is summed from a given day on", async () => {
      const { usage } = await open();
      const payer = randomUUID();
      const createUsage = (inputTokens: number, costUsd: number | null) => ({
        ...NO_USAGE,
        calls: 1,
        inputTokens,
        costUsd,
      });
      await usage.add(payer, "2026-10-01", createUsage(1, null));
      await usage.add(payer, "2026-10-02", createUsage(10, 0.5));
      await usage.add(payer, "2026-10-03", createUsage(100, 0.25));
      expect(await usage.sumSince(payer, "2026-10-02")).toMatchObject({ calls: 2, inputTokens: 110, costUsd: 0.75 });
      expect(await usage.sumSince(payer, "2026-11-01")).toEqual(NO_USAGE);
    });

    test("postings of guilds with a shorter retention are swept earlier", async () => {
      const { postings, settings, sweep } = await open();
      const now = Date.now();
      const [guild, otherGuild] = [randomUUID(), randomUUID()];
      const old = createPosting({ guild, createdAt: now - 8 * DAY });
      const young = createPosting({ guild, createdAt: now - 6 * DAY });
      const other = createPosting({ guild: otherGuild, createdAt: now - 8 * DAY });
      for (const posting of [old, young, other]) await postings.create(posting);
      await settings.update(guild, null, { retentionDays: 7 });
      await settings.update(guild, "channel", { mode: "auto" });
      expect((await settings.findAllGuilds()).get(guild)).toEqual({ retentionDays: 7 });
      await sweep(now, 90, new Map([[guild, 7]]));
      expect(await postings.get(old.id)).toBeNull();
      expect(await postings.get(young.id)).not.toBeNull();
      expect(await postings.get(other.id)).not.toBeNull();
    });

    test("the last turns of a posting are returned oldest first, and turns of deleted postings are not saved", async () => {
      const { postings, turns } = await open();
      const posting = createPosting();
      await postings.create(posting);
      const [a, b, c] = [1, 2, 3].map(() => createTurn(posting.id, { question: "\u0000?" }));
      for (const turn of [a!, b!, c!, a!]) await turns.add(turn);
      expect(await turns.findByPosting(posting.id, 2)).toEqual([b, c]);
      expect(await turns.findByPosting(posting.id, 10)).toEqual([a, b, c]);
      await turns.add(createTurn("forgotten"));
      expect(await turns.findByPosting("forgotten", 10)).toEqual([]);
    });

    describe("jobs", () => {
      test("are joined by their key, and accept an origin once, also after they are finished", async () => {
        const { jobs } = await open();
        const key = randomUUID();
        const [first, second] = [
          createDelivery(),
          createDelivery({ via: { by: "message", replyTo: "1", quiet: false } }),
        ];
        const created = (await jobs.joinOrCreate(key, JOB_SPEC, first))!;
        expect(created.isNew).toBe(true);
        expect(await jobs.joinOrCreate(key, JOB_SPEC, second)).toEqual({ job: created.job, isNew: false });
        expect(await jobs.joinOrCreate(randomUUID(), JOB_SPEC, createDelivery({ origin: first.origin }))).toBeNull();
        expect(await jobs.findPendingDeliveries(created.job)).toEqual([first, second]);
        const job = { id: created.job, key, spec: JOB_SPEC, result: null };
        expect(await jobs.startAttempt(created.job)).toEqual({ ...job, attempts: 1 });
        expect(await jobs.startAttempt(created.job)).toEqual({ ...job, attempts: 2 });
        for (const { id } of [first, second]) await jobs.endDelivery(id);
        expect(await jobs.tryFinish(created.job)).toBe(true);
        expect(await jobs.joinOrCreate(key, JOB_SPEC, createDelivery({ origin: first.origin }))).toBeNull();
        expect((await jobs.joinOrCreate(key, JOB_SPEC, createDelivery()))!.isNew).toBe(true);
      });

      test("are not created for a duplicate origin", async () => {
        const { jobs } = await open();
        const first = createDelivery();
        await jobs.joinOrCreate(randomUUID(), JOB_SPEC, first);
        const before = await jobs.findUnfinished();
        await jobs.joinOrCreate(randomUUID(), JOB_SPEC, createDelivery({ origin: first.origin }));
        expect(await jobs.findUnfinished()).toEqual(before);
      });

      test("are listed oldest first while they are unfinished", async () => {
        const { jobs } = await open();
        const ids: string[] = [];
        for (let i = 0; i < 5; i++) ids.push((await jobs.joinOrCreate(randomUUID(), JOB_SPEC, createDelivery()))!.job);
        expect((await jobs.findUnfinished()).filter((id) => ids.includes(id))).toEqual(ids);
      });

      test.each<JobResult>([
        {
          kind: "digest",
          digest: createDigest("A \u0000 text."),
          document: "k",
          payer: "1",
          estimateUsd: null,
          options: DEFAULT_OPTIONS,
        },
        { kind: "answer", answer: ANSWER, question: "Why?", postings: ["p"], read: null },
        { kind: "failed", code: "empty", detail: null },
      ])("keep their first result: $kind", async (result) => {
        const { jobs } = await open();
        const { job } = (await jobs.joinOrCreate(randomUUID(), JOB_SPEC, createDelivery()))!;
        await jobs.saveResult(job, result);
        await jobs.saveResult(job, { kind: "failed", code: "timeout", detail: "late" });
        expect((await jobs.startAttempt(job))!.result).toEqual(result);
      });

      test("keep the message of a pending delivery until it ends", async () => {
        const { jobs } = await open();
        const delivery = createDelivery();
        const { job } = (await jobs.joinOrCreate(randomUUID(), JOB_SPEC, delivery))!;
        await jobs.setDeliveryMessage(delivery.id, "m");
        expect(await jobs.getPendingDelivery(delivery.id)).toEqual({ ...delivery, message: "m" });
        expect(await jobs.tryFinish(job)).toBe(false);
        expect(await jobs.startAttempt(job)).not.toBeNull();
        expect(await jobs.endDelivery(delivery.id)).toBe(job);
        expect(await jobs.endDelivery(delivery.id)).toBeNull();
        expect(await jobs.getPendingDelivery(delivery.id)).toBeNull();
        expect(await jobs.findPendingDeliveries(job)).toEqual([]);
        expect(await jobs.tryFinish(job)).toBe(true);
        expect(await jobs.tryFinish(job)).toBe(true);
        expect(await jobs.startAttempt(job)).toBeNull();
        expect(await jobs.findUnfinished()).not.toContain(job);
        expect(await jobs.getPendingDelivery("missing")).toBeNull();
      });
    });

    test("an overview keeps the order and outcomes of its sources, clears names of deleted postings, and is deleted with its guild", async () => {
      const { jobs, overviews, postings, sweep } = await open();
      const [id, guild] = [newId(), randomUUID()];
      const deliveries = ["a.txt", "b.txt"].map((name) => createDelivery({ guild, overview: { id, of: 2, name } }));
      for (const delivery of deliveries) await jobs.joinOrCreate(randomUUID(), JOB_SPEC, delivery);
      const duplicate = { ...deliveries[0]!, id: newId(), overview: { id: newId(), of: 2, name: "a.txt" } };
      expect(await jobs.joinOrCreate(randomUUID(), JOB_SPEC, duplicate)).toBeNull();
      expect(await overviews.get(duplicate.overview.id)).toBeNull();
      expect(await overviews.get(id)).toMatchObject({ guild, of: 2, card: null, thread: undefined });
      await overviews.update(id, { card: "7" });
      await overviews.update(id, { thread: null });
      await overviews.setSourceEnd(deliveries[0]!.id, "done");
      await overviews.setSourceEnd(deliveries[1]!.id, "blocked");
      await postings.create(createPosting({ id: deliveries[0]!.id, guild }));
      await postings.delete([deliveries[0]!.id]);
      expect(await overviews.get(id)).toMatchObject({
        ...{ card: "7", thread: null },
        sources: [
          { delivery: deliveries[0]!.id, name: null, end: "done" },
          { delivery: deliveries[1]!.id, name: "b.txt", end: "blocked" },
        ],
      });
      expect(await overviews.findIdsByDeliveries([deliveries[1]!.id, "nobody"])).toEqual([id]);
      await overviews.clearNames([]);
      await overviews.clearNames([deliveries[1]!.id]);
      expect((await overviews.get(id))!.sources[1]!.name).toBeNull();
      await sweep(Date.now() + 2 * DAY, 90, new Map([[randomUUID(), 1]]));
      expect(await overviews.get(id)).not.toBeNull();
      await sweep(Date.now() + 2 * DAY, 90, new Map([[guild, 1]]));
      expect([await overviews.get(id), await overviews.findIdsByDeliveries([deliveries[1]!.id])]).toEqual([null, []]);
      const other = createDelivery({ guild, overview: { id: newId(), of: 1, name: "c.txt" } });
      await jobs.joinOrCreate(randomUUID(), JOB_SPEC, other);
      await overviews.deleteByGuild(guild);
      expect(await overviews.get(other.overview!.id)).toBeNull();
    });

    test("settings are merged per guild and channel", async () => {
      const { settings } = await open();
      const guild = randomUUID();
      expect(await settings.get(guild, null)).toEqual({});
      await settings.update(guild, null, { a: 1, b: "\u0000", c: null });
      await settings.update(guild, "c", { a: 2 });
      await settings.update(guild, null, { a: 3, b: undefined });
      expect(await settings.get(guild, null)).toEqual({ a: 3, c: null });
      expect(await settings.get(guild, "c")).toEqual({ a: 2 });
      await settings.update(`${guild}1`, "c", { a: 4 });
      await settings.deleteByGuild(guild);
      expect([await settings.get(guild, null), await settings.get(guild, "c")]).toEqual([{}, {}]);
      expect(await settings.get(`${guild}1`, "c")).toEqual({ a: 4 });
    });

    test("concurrent changes of settings are all kept", async () => {
      const { settings } = await open();
      const guild = randomUUID();
      const names = Array.from({ length: 20 }, (_, i) => `s${i}`);
      await Promise.all(names.map((name) => settings.update(guild, null, { [name]: 1 })));
      expect(Object.keys(await settings.get(guild, null)).sort()).toEqual(names.sort());
    });

    test("usage is added up, even concurrently, and unknown costs do not change the sum of the known ones", async () => {
      const { usage } = await open();
      const payer = randomUUID();
      const one = { calls: 1, inputTokens: 2, outputTokens: 3, cachedTokens: 4, costUsd: 0.25 };
      expect(await usage.get(payer, "2026-11-25")).toEqual(NO_USAGE);
      await usage.add(payer, "2026-11-25", { ...one, costUsd: null });
      expect((await usage.get(payer, "2026-11-25")).costUsd).toBeNull();
      await Promise.all(Array.from({ length: 50 }, () => usage.add(payer, "2026-11-25", one)));
      await usage.add(payer, "2026-11-25", { ...one, costUsd: null });
      const sum = { calls: 52, inputTokens: 104, outputTokens: 156, cachedTokens: 208, costUsd: 12.5 };
      expect(await usage.get(payer, "2026-11-25")).toEqual(sum);
      expect(await usage.get(payer, "2026-11-26")).toEqual(NO_USAGE);
    });

    test("values of the key-value store can be replaced, and setIfAbsent sets a value only once", async () => {
      const { keyValue } = await open();
      expect(await keyValue.get("commands")).toBeNull();
      await keyValue.set("commands", "1");
      await keyValue.set("commands", "2");
      expect(await keyValue.get("commands")).toBe("2");
      const results = await Promise.all([1, 2, 3].map((n) => keyValue.setIfAbsent("told", String(n))));
      expect(results.filter(Boolean)).toHaveLength(1);
    });
  });
}

/** These databases are separate from those used above, because the sweep counts all rows. */
for (const database of [memory, createSqliteDatabase(), await createPostgresDatabase()]) {
  describe.skipIf(database.skipped)(`sweep on ${database.name}`, () => {
    afterAll(() => database.drop());

    test("deletes expired rows only", async () => {
      const records = await openRecords(database.url);
      const { documents, postings, turns, jobs, usage } = records;
      const now = Date.now();
      const [orphan, old, young, undelivered] = await Promise.all(
        ["orphan", "old", "young", "undelivered"].map((text) => documents.save(createDocument([text]))),
      );
      const expired = createPosting({ document: old!, createdAt: now - 91 * DAY });
      const kept = createPosting({ document: young!, createdAt: now - 89 * DAY });
      for (const posting of [expired, kept]) {
        await postings.create(posting);
        await turns.add(createTurn(posting.id));
      }
      const [done, pending] = [createDelivery(), createDelivery()];
      const finished = (await jobs.joinOrCreate("finished", JOB_SPEC, done))!.job;
      const unfinished = (await jobs.joinOrCreate("unfinished", JOB_SPEC, pending))!.job;
      await jobs.saveResult(unfinished, {
        kind: "digest",
        digest: createDigest("x"),
        document: undelivered!,
        payer: "1",
        estimateUsd: null,
        options: DEFAULT_OPTIONS,
      });
      await jobs.endDelivery(done.id);
      await jobs.tryFinish(finished);
      const one = { ...NO_USAGE, calls: 1 };
      await usage.add("p", new Date(now - 402 * DAY).toISOString().slice(0, 10), one);
      await usage.add("p", new Date(now - 398 * DAY).toISOString().slice(0, 10), one);

      // Unreferenced documents are kept for an hour and origins for a day, and the interaction token is still valid.
      expect(await records.sweep(now, 90)).toEqual({ postings: 1, turns: 1, documents: 0, jobs: 0, tokens: 0 });
      expect(await postings.get(expired.id)).toBeNull();
      expect(await turns.findByPosting(kept.id, 10)).toHaveLength(1);
      expect(await jobs.joinOrCreate("again", JOB_SPEC, createDelivery({ origin: done.origin }))).toBeNull();
      expect(await usage.get("p", new Date(now - 402 * DAY).toISOString().slice(0, 10))).toEqual(NO_USAGE);
      expect((await usage.get("p", new Date(now - 398 * DAY).toISOString().slice(0, 10))).calls).toBe(1);

      expect(await records.sweep(now + 2 * HOUR, 90)).toEqual({
        postings: 0,
        turns: 0,
        documents: 2,
        jobs: 0,
        tokens: 1,
      });
      for (const key of [orphan!, old!]) expect(await documents.get(key)).toBeNull();
      for (const key of [young!, undelivered!]) expect(await documents.get(key)).not.toBeNull();
      const [remaining] = await jobs.findPendingDeliveries(unfinished);
      expect(remaining).toMatchObject({ id: pending.id, via: { by: "interaction", token: "" } });

      expect(await records.sweep(now + 25 * HOUR, 91)).toEqual({
        postings: 0,
        turns: 0,
        documents: 0,
        jobs: 1,
        tokens: 0,
      });
      expect(await jobs.joinOrCreate("again", JOB_SPEC, createDelivery({ origin: done.origin }))).not.toBeNull();
      expect(await jobs.findPendingDeliveries(unfinished)).toHaveLength(1);
      await records.close();
    });
  });
}
