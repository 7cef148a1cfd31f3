import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import {
  DEFAULT_OPTIONS,
  type Digest,
  type Feedback,
  NO_USAGE,
  NOTICES,
  newId,
  type Result,
} from "../../src/model/index.ts";
import { openRecords, type Records } from "../../src/records/index.ts";
import { postgresSchema, sqliteFile } from "../fakes/databases.ts";
import { documentOf } from "../fakes/documents.ts";
import { ANSWER, deliveryOf, digestOf, postingOf, turnOf, WORK } from "../fakes/rows.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const memory = { name: "memory", url: "memory:", skipped: null, run: async () => {}, drop: async () => {} };

/** One contract for every database: what holds for one holds for all. */
for (const database of [memory, sqliteFile(), await postgresSchema()]) {
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
    const keepOne = async (): Promise<string> => (await open()).documents.keep(documentOf([randomUUID()]));

    describe("documents", () => {
      test("come back whole, whatever characters are in them, under the key of their content", async () => {
        const { documents } = await open();
        const document = documentOf([
          "naïve – 数字 👩‍🚀 \u2028",
          "NUL \u0000, halves \ud83d and \udc00, \\u0000 'x' \"y\"",
        ]);
        const key = await documents.keep(document);
        expect(key).toMatch(/^[0-9a-f]{64}$/);
        expect(await documents.keep(structuredClone(document))).toBe(key);
        expect(await documents.get(key)).toEqual(document);
      });

      test("may be of 25 MB", async () => {
        const { documents } = await open();
        const document = documentOf(["é".repeat(12_500_000)]);
        const back = await documents.get(await documents.keep(document));
        expect(back?.text === document.text).toBe(true);
      });

      test("are null when they were never kept", async () => {
        expect(await (await open()).documents.get("missing")).toBeNull();
      });
    });

    describe("postings", () => {
      test("come back, change their card and thread, and are created once", async () => {
        const { postings } = await open();
        const posting = postingOf({ private: true });
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
        const held = postingOf({ message, thread, createdAt: 2 });
        const card = postingOf({ card: message, thread, createdAt: 1 });
        const other = postingOf();
        for (const posting of [held, card, other]) await postings.create(posting);
        expect(await postings.ofMessage(message)).toEqual([held, card]);
        expect(await postings.inThread(thread)).toEqual([held, card]);
        expect(await postings.inThread("missing")).toEqual([]);
      });

      test("recent ones are those of a server, of its channel, or of a channel outside servers, newest first", async () => {
        const { postings } = await open();
        const [guild, channel] = [randomUUID(), randomUUID()];
        const first = postingOf({ guild, channel });
        const second = postingOf({ guild });
        const direct = postingOf({ guild: null, channel });
        for (const posting of [first, second, direct]) await postings.create(posting);
        expect(await postings.recent({ guild, channel: null }, 10)).toEqual([second, first]);
        expect(await postings.recent({ guild, channel: null }, 1)).toEqual([second]);
        expect(await postings.recent({ guild, channel }, 10)).toEqual([first]);
        expect(await postings.recent({ guild: null, channel }, 10)).toEqual([direct]);
        expect(await postings.recent({ guild: null, channel: null }, 10)).toEqual([]);
      });

      test("are forgotten with their turns, and with documents that none is left for", async () => {
        const { documents, postings, turns } = await open();
        const [shared, alone] = [await keepOne(), await keepOne()];
        const first = postingOf({ document: shared });
        const second = postingOf({ document: shared });
        const third = postingOf({ document: alone });
        for (const posting of [first, second, third]) await postings.create(posting);
        await turns.add(turnOf(first.id));
        expect((await postings.forget([first.id, third.id, "missing"])).postings).toEqual(
          expect.arrayContaining([first, third]),
        );
        expect(await postings.get(first.id)).toBeNull();
        expect(await turns.of(first.id, 10)).toEqual([]);
        expect(await documents.get(alone)).toBeNull();
        expect(await documents.get(shared)).not.toBeNull();
        expect(await postings.forget([first.id])).toEqual({ postings: [], turns: [] });
        expect(await postings.forget([])).toEqual({ postings: [], turns: [] });
        expect((await postings.forget([second.id])).postings).toEqual([second]);
        expect(await documents.get(shared)).toBeNull();
      });

      test("forgetting leaves the document of a result that is on its way", async () => {
        const { documents, postings, journal } = await open();
        const key = await keepOne();
        const posting = postingOf({ document: key });
        await postings.create(posting);
        const delivery = deliveryOf();
        const { job } = (await journal.open(randomUUID(), WORK, delivery))!;
        await journal.worked(job, {
          kind: "digest",
          digest: digestOf("x"),
          document: key,
          payer: "1",
          estimateUsd: null,
          options: DEFAULT_OPTIONS,
        });
        await postings.forget([posting.id]);
        expect(await documents.get(key)).not.toBeNull();
      });

      test("forgets more of them than a statement takes values", async () => {
        const { postings } = await open();
        const several = Array.from({ length: 3 }, () => postingOf());
        for (const posting of several) await postings.create(posting);
        const ids = [...Array.from({ length: 70_000 }, (_, i) => `no-${i}`), ...several.map(({ id }) => id)];
        expect((await postings.forget(ids)).postings).toHaveLength(3);
      });
    });

    test("digests stay with their postings, whatever is to be said of them, the newest in the place of the one before", async () => {
      const { postings, digests } = await open();
      const posting = postingOf();
      await postings.create(posting);
      await digests.keep(posting.id, digestOf("The old one."));
      const digest: Digest = { ...digestOf("The new one."), notices: [...NOTICES] };
      await digests.keep(posting.id, digest);
      expect(await digests.of(posting.id)).toEqual(digest);
      await postings.forget([posting.id]);
      await digests.keep(posting.id, digest);
      expect(await digests.of(posting.id)).toBeNull();
    });

    test("what people think of a thing is kept, each one's last word, as long as its posting is", async () => {
      const { postings, feedback } = await open();
      const [posting, other] = [postingOf(), postingOf()];
      for (const one of [posting, other]) await postings.create(one);
      const said = (over: Partial<Feedback>): Feedback => ({
        ...{ about: posting.id, of: "digest", posting: posting.id, asker: "1", good: true, createdAt: 1 },
        ...over,
      });
      const ours = async (): Promise<Feedback[]> =>
        (await feedback.all()).filter((one) => [posting.id, other.id, "gone"].includes(one.posting));
      await feedback.give(said({}));
      await feedback.give(said({ asker: "2", good: false, createdAt: 2 }));
      await feedback.give(said({ good: false, createdAt: 3 }));
      await feedback.give(said({ about: "turn", of: "answer", posting: other.id, createdAt: 4 }));
      await feedback.give(said({ posting: "gone" }));
      expect(await feedback.by("none")).toEqual([]);
      const last = [
        said({ asker: "2", good: false, createdAt: 2 }),
        said({ good: false, createdAt: 3 }),
        said({ about: "turn", of: "answer", posting: other.id, createdAt: 4 }),
      ];
      expect(await ours()).toEqual(last);
      await postings.forget([posting.id]);
      expect(await ours()).toEqual(last.slice(2));
    });

    test("what somebody posted and asked is found by him, newest first, and his questions are forgotten alone", async () => {
      const { postings, turns } = await open();
      const asker = randomUUID();
      const [first, second] = [postingOf({ asker }), postingOf({ asker, private: true })];
      for (const one of [first, second, postingOf()]) await postings.create(one);
      expect(await postings.by(asker, 10)).toEqual([second, first]);
      expect(await postings.by(asker, 1)).toEqual([second]);
      const [own, others] = [turnOf(first.id, { asker }), turnOf(first.id, { asker: randomUUID() })];
      for (const turn of [own, others]) await turns.add(turn);
      expect(await turns.by(asker, 10)).toEqual([own]);
      expect(await turns.get(own.id)).toEqual(own);
      expect(await turns.forget([own.id, "missing"])).toEqual([own]);
      expect(await turns.get(own.id)).toBeNull();
      expect(await turns.of(first.id, 10)).toEqual([others]);
      expect(await postings.forget([first.id, second.id])).toMatchObject({ turns: [others] });
    });

    test("how often somebody asked within a window is counted, also at once", async () => {
      const { rates } = await open();
      const who = randomUUID();
      const counts = await Promise.all(Array.from({ length: 20 }, () => rates.hit(who, 60_000)));
      expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      expect(await rates.hit(who, 120_000)).toBe(1);
      expect(await rates.hit(randomUUID(), 60_000)).toBe(1);
    });

    test("what was used since a day is the sum of its days", async () => {
      const { usage } = await open();
      const payer = randomUUID();
      const used = (inputTokens: number, costUsd: number | null) => ({ ...NO_USAGE, calls: 1, inputTokens, costUsd });
      await usage.add(payer, "2026-10-01", used(1, null));
      await usage.add(payer, "2026-10-02", used(10, 0.5));
      await usage.add(payer, "2026-10-03", used(100, 0.25));
      expect(await usage.since(payer, "2026-10-02")).toMatchObject({ calls: 2, inputTokens: 110, costUsd: 0.75 });
      expect(await usage.since(payer, "2026-11-01")).toEqual(NO_USAGE);
    });

    test("servers that keep less have their postings swept sooner", async () => {
      const { postings, settings, sweep } = await open();
      const now = Date.now();
      const [brief, usual] = [randomUUID(), randomUUID()];
      const old = postingOf({ guild: brief, createdAt: now - 8 * DAY });
      const young = postingOf({ guild: brief, createdAt: now - 6 * DAY });
      const others = postingOf({ guild: usual, createdAt: now - 8 * DAY });
      for (const one of [old, young, others]) await postings.create(one);
      await settings.change(brief, null, { retentionDays: 7 });
      await settings.change(brief, "channel", { mode: "auto" });
      expect((await settings.servers()).get(brief)).toEqual({ retentionDays: 7 });
      await sweep(now, 90, new Map([[brief, 7]]));
      expect(await postings.get(old.id)).toBeNull();
      expect(await postings.get(young.id)).not.toBeNull();
      expect(await postings.get(others.id)).not.toBeNull();
    });

    test("the newest turns of a posting come oldest first; one about a forgotten posting is not kept", async () => {
      const { postings, turns } = await open();
      const posting = postingOf();
      await postings.create(posting);
      const [a, b, c] = [1, 2, 3].map(() => turnOf(posting.id, { question: "\u0000?" }));
      for (const turn of [a!, b!, c!, a!]) await turns.add(turn);
      expect(await turns.of(posting.id, 2)).toEqual([b, c]);
      expect(await turns.of(posting.id, 10)).toEqual([a, b, c]);
      await turns.add(turnOf("forgotten"));
      expect(await turns.of("forgotten", 10)).toEqual([]);
    });

    describe("the journal", () => {
      test("joins the same work, and takes an origin once, even after its job is finished", async () => {
        const { journal } = await open();
        const key = randomUUID();
        const [first, second] = [deliveryOf(), deliveryOf({ via: { by: "message", replyTo: "1", quiet: false } })];
        const begun = (await journal.open(key, WORK, first))!;
        expect(begun.isNew).toBe(true);
        expect(await journal.open(key, WORK, second)).toEqual({ job: begun.job, isNew: false });
        expect(await journal.open(randomUUID(), WORK, deliveryOf({ origin: first.origin }))).toBeNull();
        expect(await journal.pending(begun.job)).toEqual([first, second]);
        const job = { id: begun.job, workKey: key, work: WORK, result: null };
        expect(await journal.begin(begun.job)).toEqual({ ...job, attempts: 1 });
        expect(await journal.begin(begun.job)).toEqual({ ...job, attempts: 2 });
        for (const { id } of [first, second]) await journal.delivered(id);
        expect(await journal.close(begun.job)).toBe(true);
        expect(await journal.open(key, WORK, deliveryOf({ origin: first.origin }))).toBeNull();
        expect((await journal.open(key, WORK, deliveryOf()))!.isNew).toBe(true);
      });

      test("a refused origin leaves no job behind", async () => {
        const { journal } = await open();
        const first = deliveryOf();
        await journal.open(randomUUID(), WORK, first);
        const before = await journal.unfinished();
        await journal.open(randomUUID(), WORK, deliveryOf({ origin: first.origin }));
        expect(await journal.unfinished()).toEqual(before);
      });

      test("lists unfinished jobs in the order of their beginning", async () => {
        const { journal } = await open();
        const jobs: string[] = [];
        for (let i = 0; i < 5; i++) jobs.push((await journal.open(randomUUID(), WORK, deliveryOf()))!.job);
        expect((await journal.unfinished()).filter((id) => jobs.includes(id))).toEqual(jobs);
      });

      test.each<Result>([
        {
          kind: "digest",
          digest: digestOf("A \u0000 text."),
          document: "k",
          payer: "1",
          estimateUsd: null,
          options: DEFAULT_OPTIONS,
        },
        { kind: "answer", answer: ANSWER, question: "Why?", postings: ["p"], read: null },
        { kind: "failed", code: "empty", detail: null },
      ])("keeps the first result: $kind", async (result) => {
        const { journal } = await open();
        const { job } = (await journal.open(randomUUID(), WORK, deliveryOf()))!;
        await journal.worked(job, result);
        await journal.worked(job, { kind: "failed", code: "timeout", detail: "late" });
        expect((await journal.begin(job))!.result).toEqual(result);
      });

      test("remembers the message of a delivery, and wipes its token when it is done", async () => {
        const { journal } = await open();
        const delivery = deliveryOf();
        const { job } = (await journal.open(randomUUID(), WORK, delivery))!;
        await journal.sent(delivery.id, "m");
        expect(await journal.delivery(delivery.id)).toEqual({ ...delivery, message: "m" });
        expect(await journal.close(job)).toBe(false);
        expect(await journal.begin(job)).not.toBeNull();
        expect(await journal.delivered(delivery.id)).toBe(job);
        expect(await journal.delivered(delivery.id)).toBeNull();
        expect(await journal.delivery(delivery.id)).toBeNull();
        expect(await journal.pending(job)).toEqual([]);
        expect(await journal.close(job)).toBe(true);
        expect(await journal.close(job)).toBe(true);
        expect(await journal.begin(job)).toBeNull();
        expect(await journal.unfinished()).not.toContain(job);
        expect(await journal.delivery("missing")).toBeNull();
      });
    });

    test("an overview has its sources in their order, and what became of them; names go with postings, all with its server", async () => {
      const { journal, overviews, postings, sweep } = await open();
      const [id, guild] = [newId(), randomUUID()];
      const given = ["a.txt", "b.txt"].map((name) => deliveryOf({ guild, overview: { id, of: 2, name } }));
      for (const to of given) await journal.open(randomUUID(), WORK, to);
      const again = { ...given[0]!, id: newId(), overview: { id: newId(), of: 2, name: "a.txt" } };
      expect(await journal.open(randomUUID(), WORK, again)).toBeNull();
      expect(await overviews.get(again.overview.id)).toBeNull();
      expect(await overviews.get(id)).toMatchObject({ guild, of: 2, card: null, thread: undefined });
      await overviews.shown(id, { card: "7" });
      await overviews.shown(id, { thread: null });
      await overviews.ended(given[0]!.id, "done");
      await overviews.ended(given[1]!.id, "blocked");
      await postings.create(postingOf({ id: given[0]!.id, guild }));
      await postings.forget([given[0]!.id]);
      expect(await overviews.get(id)).toMatchObject({
        ...{ card: "7", thread: null },
        sources: [
          { delivery: given[0]!.id, name: null, end: "done" },
          { delivery: given[1]!.id, name: "b.txt", end: "blocked" },
        ],
      });
      expect(await overviews.of([given[1]!.id, "nobody"])).toEqual([id]);
      await overviews.unname([]);
      await overviews.unname([given[1]!.id]);
      expect((await overviews.get(id))!.sources[1]!.name).toBeNull();
      await sweep(Date.now() + 2 * DAY, 90, new Map([[randomUUID(), 1]]));
      expect(await overviews.get(id)).not.toBeNull();
      await sweep(Date.now() + 2 * DAY, 90, new Map([[guild, 1]]));
      expect([await overviews.get(id), await overviews.of([given[1]!.id])]).toEqual([null, []]);
      const other = deliveryOf({ guild, overview: { id: newId(), of: 1, name: "c.txt" } });
      await journal.open(randomUUID(), WORK, other);
      await overviews.drop(guild);
      expect(await overviews.get(other.overview!.id)).toBeNull();
    });

    test("settings are changed one by one, each for its server and channel", async () => {
      const { settings } = await open();
      const guild = randomUUID();
      expect(await settings.get(guild, null)).toEqual({});
      await settings.change(guild, null, { a: 1, b: "\u0000", c: null });
      await settings.change(guild, "c", { a: 2 });
      await settings.change(guild, null, { a: 3, b: undefined });
      expect(await settings.get(guild, null)).toEqual({ a: 3, c: null });
      expect(await settings.get(guild, "c")).toEqual({ a: 2 });
      await settings.change(`${guild}1`, "c", { a: 4 });
      await settings.drop(guild);
      expect([await settings.get(guild, null), await settings.get(guild, "c")]).toEqual([{}, {}]);
      expect(await settings.get(`${guild}1`, "c")).toEqual({ a: 4 });
    });

    test("of settings that are changed in one instant each change stays", async () => {
      const { settings } = await open();
      const guild = randomUUID();
      const names = Array.from({ length: 20 }, (_, i) => `s${i}`);
      await Promise.all(names.map((name) => settings.change(guild, null, { [name]: 1 })));
      expect(Object.keys(await settings.get(guild, null)).sort()).toEqual(names.sort());
    });

    test("usage adds up, fifty at once; an unknown cost leaves the sum of the known ones", async () => {
      const { usage } = await open();
      const payer = randomUUID();
      const one = { calls: 1, inputTokens: 2, outputTokens: 3, cachedTokens: 4, costUsd: 0.25 };
      expect(await usage.of(payer, "2026-11-25")).toEqual(NO_USAGE);
      await usage.add(payer, "2026-11-25", { ...one, costUsd: null });
      expect((await usage.of(payer, "2026-11-25")).costUsd).toBeNull();
      await Promise.all(Array.from({ length: 50 }, () => usage.add(payer, "2026-11-25", one)));
      await usage.add(payer, "2026-11-25", { ...one, costUsd: null });
      const sum = { calls: 52, inputTokens: 104, outputTokens: 156, cachedTokens: 208, costUsd: 12.5 };
      expect(await usage.of(payer, "2026-11-25")).toEqual(sum);
      expect(await usage.of(payer, "2026-11-26")).toEqual(NO_USAGE);
    });

    test("marks are replaced", async () => {
      const { marks } = await open();
      expect(await marks.get("commands")).toBeNull();
      await marks.set("commands", "1");
      await marks.set("commands", "2");
      expect(await marks.get("commands")).toBe("2");
      const claims = await Promise.all([1, 2, 3].map((n) => marks.claim("told", String(n))));
      expect(claims.filter(Boolean)).toHaveLength(1);
    });
  });
}

/** In a database of its own, since it counts what is there. */
for (const database of [memory, sqliteFile(), await postgresSchema()]) {
  describe.skipIf(database.skipped)(`the sweep of ${database.name}`, () => {
    afterAll(() => database.drop());

    test("forgets what has outlived its time, and nothing else", async () => {
      const records = await openRecords(database.url);
      const { documents, postings, turns, journal, usage } = records;
      const now = Date.now();
      const [orphan, old, young, promised] = await Promise.all(
        ["orphan", "old", "young", "promised"].map((text) => documents.keep(documentOf([text]))),
      );
      const outlived = postingOf({ document: old!, createdAt: now - 91 * DAY });
      const kept = postingOf({ document: young!, createdAt: now - 89 * DAY });
      for (const posting of [outlived, kept]) {
        await postings.create(posting);
        await turns.add(turnOf(posting.id));
      }
      const [done, waiting] = [deliveryOf(), deliveryOf()];
      const finished = (await journal.open("finished", WORK, done))!.job;
      const unfinished = (await journal.open("unfinished", WORK, waiting))!.job;
      await journal.worked(unfinished, {
        kind: "digest",
        digest: digestOf("x"),
        document: promised!,
        payer: "1",
        estimateUsd: null,
        options: DEFAULT_OPTIONS,
      });
      await journal.delivered(done.id);
      await journal.close(finished);
      const one = { ...NO_USAGE, calls: 1 };
      await usage.add("p", new Date(now - 402 * DAY).toISOString().slice(0, 10), one);
      await usage.add("p", new Date(now - 398 * DAY).toISOString().slice(0, 10), one);

      // Documents are young still, the interaction's token is good, the origin remembered.
      expect(await records.sweep(now, 90)).toEqual({ postings: 1, turns: 1, documents: 0, jobs: 0, tokens: 0 });
      expect(await postings.get(outlived.id)).toBeNull();
      expect(await turns.of(kept.id, 10)).toHaveLength(1);
      expect(await journal.open("again", WORK, deliveryOf({ origin: done.origin }))).toBeNull();
      expect(await usage.of("p", new Date(now - 402 * DAY).toISOString().slice(0, 10))).toEqual(NO_USAGE);
      expect((await usage.of("p", new Date(now - 398 * DAY).toISOString().slice(0, 10))).calls).toBe(1);

      expect(await records.sweep(now + 2 * HOUR, 90)).toEqual({
        postings: 0,
        turns: 0,
        documents: 2,
        jobs: 0,
        tokens: 1,
      });
      for (const key of [orphan!, old!]) expect(await documents.get(key)).toBeNull();
      for (const key of [young!, promised!]) expect(await documents.get(key)).not.toBeNull();
      const [left] = await journal.pending(unfinished);
      expect(left).toMatchObject({ id: waiting.id, via: { by: "interaction", token: "" } });

      expect(await records.sweep(now + 25 * HOUR, 91)).toEqual({
        postings: 0,
        turns: 0,
        documents: 0,
        jobs: 1,
        tokens: 0,
      });
      expect(await journal.open("again", WORK, deliveryOf({ origin: done.origin }))).not.toBeNull();
      expect(await journal.pending(unfinished)).toHaveLength(1);
      await records.close();
    });
  });
}
