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

/** One contract for every database: what holds for one holds for all. */
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
    /** Keeps a document unlike any other and gives its key. */
    const keepOne = async (): Promise<string> => (await open()).documents.save(createDocument([randomUUID()]));

    describe("documents", () => {
      test("come back whole, whatever characters are in them, under the key of their content", async () => {
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

      test("may be of 25 MB", async () => {
        const { documents } = await open();
        const document = createDocument(["é".repeat(12_500_000)]);
        const back = await documents.get(await documents.save(document));
        expect(back?.text === document.text).toBe(true);
      });

      test("are null when they were never kept", async () => {
        expect(await (await open()).documents.get("missing")).toBeNull();
      });
    });

    describe("postings", () => {
      test("come back, change their card and thread, and are created once", async () => {
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

      test("are found by thread, by message and by card, oldest first", async () => {
        const { postings } = await open();
        const [message, thread] = [randomUUID(), randomUUID()];
        const held = createPosting({ message, thread, createdAt: 2 });
        const card = createPosting({ card: message, thread, createdAt: 1 });
        const other = createPosting();
        for (const posting of [held, card, other]) await postings.create(posting);
        expect(await postings.findByMessage(message)).toEqual([held, card]);
        expect(await postings.findByThread(thread)).toEqual([held, card]);
        expect(await postings.findByThread("missing")).toEqual([]);
      });

      test("recent ones are those of a server, of its channel, or of a channel outside servers, newest first", async () => {
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

      test("are forgotten with their turns, and with documents that none is left for", async () => {
        const { documents, postings, turns } = await open();
        const [shared, alone] = [await keepOne(), await keepOne()];
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
        expect(await postings.delete([first.id])).toEqual({ postings: [], turns: [] });
        expect(await postings.delete([])).toEqual({ postings: [], turns: [] });
        expect((await postings.delete([second.id])).postings).toEqual([second]);
        expect(await documents.get(shared)).toBeNull();
      });

      test("forgetting leaves the document of a result that is on its way", async () => {
        const { documents, postings, jobs } = await open();
        const key = await keepOne();
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

      test("forgets more of them than a statement takes values", async () => {
        const { postings } = await open();
        const several = Array.from({ length: 3 }, () => createPosting());
        for (const posting of several) await postings.create(posting);
        const ids = [...Array.from({ length: 70_000 }, (_, i) => `no-${i}`), ...several.map(({ id }) => id)];
        expect((await postings.delete(ids)).postings).toHaveLength(3);
      });
    });

    test("digests stay with their postings, whatever is to be said of them, the newest in the place of the one before", async () => {
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

    test("what people think of a thing is kept, each one's last word, as long as its posting is", async () => {
      const { postings, feedback } = await open();
      const [posting, other] = [createPosting(), createPosting()];
      for (const one of [posting, other]) await postings.create(one);
      const said = (over: Partial<Feedback>): Feedback => ({
        ...{ about: posting.id, of: "digest", posting: posting.id, asker: "1", good: true, createdAt: 1 },
        ...over,
      });
      const ours = async (): Promise<Feedback[]> =>
        (await feedback.findAll()).filter((one) => [posting.id, other.id, "gone"].includes(one.posting));
      await feedback.save(said({}));
      await feedback.save(said({ asker: "2", good: false, createdAt: 2 }));
      await feedback.save(said({ good: false, createdAt: 3 }));
      await feedback.save(said({ about: "turn", of: "answer", posting: other.id, createdAt: 4 }));
      await feedback.save(said({ posting: "gone" }));
      expect(await feedback.findByAsker("none")).toEqual([]);
      const last = [
        said({ asker: "2", good: false, createdAt: 2 }),
        said({ good: false, createdAt: 3 }),
        said({ about: "turn", of: "answer", posting: other.id, createdAt: 4 }),
      ];
      expect(await ours()).toEqual(last);
      await postings.delete([posting.id]);
      expect(await ours()).toEqual(last.slice(2));
    });

    test("what somebody posted and asked is found by him, newest first, and his questions are forgotten alone", async () => {
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

    test("how often somebody asked within a window is counted, also at once", async () => {
      const { rates } = await open();
      const who = randomUUID();
      const counts = await Promise.all(Array.from({ length: 20 }, () => rates.increment(who, 60_000)));
      expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      expect(await rates.increment(who, 120_000)).toBe(1);
      expect(await rates.increment(randomUUID(), 60_000)).toBe(1);
    });

    test("what was used since a day is the sum of its days", async () => {
      const { usage } = await open();
      const payer = randomUUID();
      const used = (inputTokens: number, costUsd: number | null) => ({ ...NO_USAGE, calls: 1, inputTokens, costUsd });
      await usage.add(payer, "2026-10-01", used(1, null));
      await usage.add(payer, "2026-10-02", used(10, 0.5));
      await usage.add(payer, "2026-10-03", used(100, 0.25));
      expect(await usage.sumSince(payer, "2026-10-02")).toMatchObject({ calls: 2, inputTokens: 110, costUsd: 0.75 });
      expect(await usage.sumSince(payer, "2026-11-01")).toEqual(NO_USAGE);
    });

    test("servers that keep less have their postings swept sooner", async () => {
      const { postings, settings, sweep } = await open();
      const now = Date.now();
      const [brief, usual] = [randomUUID(), randomUUID()];
      const old = createPosting({ guild: brief, createdAt: now - 8 * DAY });
      const young = createPosting({ guild: brief, createdAt: now - 6 * DAY });
      const others = createPosting({ guild: usual, createdAt: now - 8 * DAY });
      for (const one of [old, young, others]) await postings.create(one);
      await settings.update(brief, null, { retentionDays: 7 });
      await settings.update(brief, "channel", { mode: "auto" });
      expect((await settings.findAllGuilds()).get(brief)).toEqual({ retentionDays: 7 });
      await sweep(now, 90, new Map([[brief, 7]]));
      expect(await postings.get(old.id)).toBeNull();
      expect(await postings.get(young.id)).not.toBeNull();
      expect(await postings.get(others.id)).not.toBeNull();
    });

    test("the newest turns of a posting come oldest first; one about a forgotten posting is not kept", async () => {
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

    describe("the journal", () => {
      test("joins the same work, and takes an origin once, even after its job is finished", async () => {
        const { jobs } = await open();
        const key = randomUUID();
        const [first, second] = [
          createDelivery(),
          createDelivery({ via: { by: "message", replyTo: "1", quiet: false } }),
        ];
        const begun = (await jobs.joinOrCreate(key, JOB_SPEC, first))!;
        expect(begun.isNew).toBe(true);
        expect(await jobs.joinOrCreate(key, JOB_SPEC, second)).toEqual({ job: begun.job, isNew: false });
        expect(await jobs.joinOrCreate(randomUUID(), JOB_SPEC, createDelivery({ origin: first.origin }))).toBeNull();
        expect(await jobs.findPendingDeliveries(begun.job)).toEqual([first, second]);
        const job = { id: begun.job, key, spec: JOB_SPEC, result: null };
        expect(await jobs.startAttempt(begun.job)).toEqual({ ...job, attempts: 1 });
        expect(await jobs.startAttempt(begun.job)).toEqual({ ...job, attempts: 2 });
        for (const { id } of [first, second]) await jobs.endDelivery(id);
        expect(await jobs.tryFinish(begun.job)).toBe(true);
        expect(await jobs.joinOrCreate(key, JOB_SPEC, createDelivery({ origin: first.origin }))).toBeNull();
        expect((await jobs.joinOrCreate(key, JOB_SPEC, createDelivery()))!.isNew).toBe(true);
      });

      test("a refused origin leaves no job behind", async () => {
        const { jobs } = await open();
        const first = createDelivery();
        await jobs.joinOrCreate(randomUUID(), JOB_SPEC, first);
        const before = await jobs.findUnfinished();
        await jobs.joinOrCreate(randomUUID(), JOB_SPEC, createDelivery({ origin: first.origin }));
        expect(await jobs.findUnfinished()).toEqual(before);
      });

      test("lists unfinished jobs in the order of their beginning", async () => {
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
      ])("keeps the first result: $kind", async (result) => {
        const { jobs } = await open();
        const { job } = (await jobs.joinOrCreate(randomUUID(), JOB_SPEC, createDelivery()))!;
        await jobs.saveResult(job, result);
        await jobs.saveResult(job, { kind: "failed", code: "timeout", detail: "late" });
        expect((await jobs.startAttempt(job))!.result).toEqual(result);
      });

      test("remembers the message of a delivery, and wipes its token when it is done", async () => {
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

    test("an overview has its sources in their order, and what became of them; names go with postings, all with its server", async () => {
      const { jobs, overviews, postings, sweep } = await open();
      const [id, guild] = [newId(), randomUUID()];
      const given = ["a.txt", "b.txt"].map((name) => createDelivery({ guild, overview: { id, of: 2, name } }));
      for (const to of given) await jobs.joinOrCreate(randomUUID(), JOB_SPEC, to);
      const again = { ...given[0]!, id: newId(), overview: { id: newId(), of: 2, name: "a.txt" } };
      expect(await jobs.joinOrCreate(randomUUID(), JOB_SPEC, again)).toBeNull();
      expect(await overviews.get(again.overview.id)).toBeNull();
      expect(await overviews.get(id)).toMatchObject({ guild, of: 2, card: null, thread: undefined });
      await overviews.update(id, { card: "7" });
      await overviews.update(id, { thread: null });
      await overviews.setSourceEnd(given[0]!.id, "done");
      await overviews.setSourceEnd(given[1]!.id, "blocked");
      await postings.create(createPosting({ id: given[0]!.id, guild }));
      await postings.delete([given[0]!.id]);
      expect(await overviews.get(id)).toMatchObject({
        ...{ card: "7", thread: null },
        sources: [
          { delivery: given[0]!.id, name: null, end: "done" },
          { delivery: given[1]!.id, name: "b.txt", end: "blocked" },
        ],
      });
      expect(await overviews.findIdsByDeliveries([given[1]!.id, "nobody"])).toEqual([id]);
      await overviews.clearNames([]);
      await overviews.clearNames([given[1]!.id]);
      expect((await overviews.get(id))!.sources[1]!.name).toBeNull();
      await sweep(Date.now() + 2 * DAY, 90, new Map([[randomUUID(), 1]]));
      expect(await overviews.get(id)).not.toBeNull();
      await sweep(Date.now() + 2 * DAY, 90, new Map([[guild, 1]]));
      expect([await overviews.get(id), await overviews.findIdsByDeliveries([given[1]!.id])]).toEqual([null, []]);
      const other = createDelivery({ guild, overview: { id: newId(), of: 1, name: "c.txt" } });
      await jobs.joinOrCreate(randomUUID(), JOB_SPEC, other);
      await overviews.deleteByGuild(guild);
      expect(await overviews.get(other.overview!.id)).toBeNull();
    });

    test("settings are changed one by one, each for its server and channel", async () => {
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

    test("of settings that are changed in one instant each change stays", async () => {
      const { settings } = await open();
      const guild = randomUUID();
      const names = Array.from({ length: 20 }, (_, i) => `s${i}`);
      await Promise.all(names.map((name) => settings.update(guild, null, { [name]: 1 })));
      expect(Object.keys(await settings.get(guild, null)).sort()).toEqual(names.sort());
    });

    test("usage adds up, fifty at once; an unknown cost leaves the sum of the known ones", async () => {
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

    test("marks are replaced", async () => {
      const { keyValue } = await open();
      expect(await keyValue.get("commands")).toBeNull();
      await keyValue.set("commands", "1");
      await keyValue.set("commands", "2");
      expect(await keyValue.get("commands")).toBe("2");
      const claims = await Promise.all([1, 2, 3].map((n) => keyValue.setIfAbsent("told", String(n))));
      expect(claims.filter(Boolean)).toHaveLength(1);
    });
  });
}

/** In a database of its own, since it counts what is there. */
for (const database of [memory, createSqliteDatabase(), await createPostgresDatabase()]) {
  describe.skipIf(database.skipped)(`the sweep of ${database.name}`, () => {
    afterAll(() => database.drop());

    test("forgets what has outlived its time, and nothing else", async () => {
      const records = await openRecords(database.url);
      const { documents, postings, turns, jobs, usage } = records;
      const now = Date.now();
      const [orphan, old, young, promised] = await Promise.all(
        ["orphan", "old", "young", "promised"].map((text) => documents.save(createDocument([text]))),
      );
      const outlived = createPosting({ document: old!, createdAt: now - 91 * DAY });
      const kept = createPosting({ document: young!, createdAt: now - 89 * DAY });
      for (const posting of [outlived, kept]) {
        await postings.create(posting);
        await turns.add(createTurn(posting.id));
      }
      const [done, waiting] = [createDelivery(), createDelivery()];
      const finished = (await jobs.joinOrCreate("finished", JOB_SPEC, done))!.job;
      const unfinished = (await jobs.joinOrCreate("unfinished", JOB_SPEC, waiting))!.job;
      await jobs.saveResult(unfinished, {
        kind: "digest",
        digest: createDigest("x"),
        document: promised!,
        payer: "1",
        estimateUsd: null,
        options: DEFAULT_OPTIONS,
      });
      await jobs.endDelivery(done.id);
      await jobs.tryFinish(finished);
      const one = { ...NO_USAGE, calls: 1 };
      await usage.add("p", new Date(now - 402 * DAY).toISOString().slice(0, 10), one);
      await usage.add("p", new Date(now - 398 * DAY).toISOString().slice(0, 10), one);

      // Documents are young still, the interaction's token is good, the origin remembered.
      expect(await records.sweep(now, 90)).toEqual({ postings: 1, turns: 1, documents: 0, jobs: 0, tokens: 0 });
      expect(await postings.get(outlived.id)).toBeNull();
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
      for (const key of [young!, promised!]) expect(await documents.get(key)).not.toBeNull();
      const [left] = await jobs.findPendingDeliveries(unfinished);
      expect(left).toMatchObject({ id: waiting.id, via: { by: "interaction", token: "" } });

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
