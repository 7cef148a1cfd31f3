import type { Posting, Turn } from "../../model/index.ts";
import { PostingSchema } from "../../model/schemas.ts";
import type { Postings } from "../contract.ts";
import { type Database, rows } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { dropUnreferenced, touch } from "./documents.ts";
import { check, fromJson, turnOf } from "./stored.ts";

/** Both databases bound how many values a statement has. */
const AT_ONCE = 500;

/** So many others of a document are looked at; that a public one is older than all of them is not worth more. */
const LOOKED_AT = 20;

type Row = Pick<Tables["pith_postings"], "body" | "card" | "thread">;
const COLUMNS = ["body", "card", "thread"] as const;

const postingOf = ({ body, card, thread }: Row): Posting =>
  check(PostingSchema, { ...Object(fromJson(body, "pith_postings")), card, thread }, "pith_postings");

/**
 * Gives a posting if it is there. Writing what is there already locks it, so that it is not forgotten before what is
 * about it is written.
 */
export const held = (query: Database["query"], posting: string) =>
  query
    .updateTable("pith_postings")
    .set((row) => ({ document: row.ref("document") }))
    .where("id", "=", posting)
    .returning("id");

export function postingsIn(database: Database): Postings {
  const { query } = database;
  const select = () => query.selectFrom("pith_postings").select(COLUMNS);
  return {
    create: (posting) =>
      database.atomic(function* () {
        const { id, document, guild, channel, message, card, thread, asker } = posting;
        yield* rows(touch(query, [document]));
        yield* rows(
          query
            .insertInto("pith_postings")
            .values({
              ...{ id, document, guild, channel, message, card, thread, asker },
              created_at: posting.createdAt,
              body: JSON.stringify({ ...posting, card: null, thread: null }),
            })
            .onConflict((same) => same.column("id").doNothing()),
        );
      }),
    async get(id) {
      const [row] = await database.one(select().where("id", "=", id));
      return row ? postingOf(row) : null;
    },
    async update(id, { card, thread }) {
      const change = { ...(card !== undefined && { card }), ...(thread !== undefined && { thread }) };
      if (Object.keys(change).length === 0) return;
      await database.one(query.updateTable("pith_postings").set(change).where("id", "=", id));
    },
    renew: (id, { document, title, options }) =>
      database.atomic(function* () {
        const [row] = yield* rows(select().where("id", "=", id));
        if (!row) return;
        yield* rows(touch(query, [document]));
        const body = JSON.stringify({ ...postingOf(row), card: null, thread: null, document, title, options });
        yield* rows(query.updateTable("pith_postings").set({ document, body }).where("id", "=", id));
      }),
    inThread: async (thread) =>
      (await database.one(select().where("thread", "=", thread).orderBy("seq"))).map(postingOf),
    ofMessage: async (message) =>
      (
        await database.one(
          select()
            .where((row) => row.or([row("message", "=", message), row("card", "=", message)]))
            .orderBy("seq"),
        )
      ).map(postingOf),
    async recent({ guild, channel }, limit) {
      if (guild === null && channel === null) return [];
      let newest = select().where("guild", guild === null ? "is" : "=", guild);
      if (channel !== null) newest = newest.where("channel", "=", channel);
      return (await database.one(newest.orderBy("seq", "desc").limit(limit))).map(postingOf);
    },
    by: async (asker, limit) =>
      (await database.one(select().where("asker", "=", asker).orderBy("seq", "desc").limit(limit))).map(postingOf),
    async known({ id, document, guild, channel, asker }) {
      let others = select().where("document", "=", document).where("id", "!=", id);
      others = guild === null ? others.where("channel", "=", channel) : others.where("guild", "=", guild);
      const newest = await database.one(others.orderBy("seq", "desc").limit(LOOKED_AT));
      return newest.map(postingOf).some((other) => !other.private || other.asker === asker);
    },
    async forget(ids) {
      const forgotten: Row[] = [];
      const turns: Turn[] = [];
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const some = ids.slice(at, at + AT_ONCE);
        const gone = await database.atomic(function* () {
          const spoken = yield* rows(query.deleteFrom("pith_turns").where("posting", "in", some).returning("body"));
          // Their digests and what was said of them go with them.
          const left = yield* rows(
            query
              .deleteFrom("pith_postings")
              .where("id", "in", some)
              .returning([...COLUMNS, "document"]),
          );
          yield* rows(query.updateTable("pith_sources").set({ name: null }).where("delivery", "in", some));
          const documents = [...new Set(left.map(({ document }) => document))];
          if (documents.length) {
            // So do the other forms that people had of them for themselves, which nobody else is told of.
            const near = yield* rows(select().select("id").where("document", "in", documents));
            const forms = near.filter((row) => some.includes(postingOf(row).from ?? "")).map(({ id }) => id);
            for (let n = 0; n < forms.length; n += AT_ONCE) {
              const these = forms.slice(n, n + AT_ONCE);
              yield* rows(query.deleteFrom("pith_turns").where("posting", "in", these));
              yield* rows(query.deleteFrom("pith_postings").where("id", "in", these));
            }
            yield* rows(touch(query, documents));
            yield* rows(dropUnreferenced(query, documents, Number.MAX_SAFE_INTEGER));
          }
          return { left, spoken };
        });
        forgotten.push(...gone.left);
        turns.push(...gone.spoken.map(turnOf));
      }
      return { postings: forgotten.map(postingOf), turns };
    },
  };
}
