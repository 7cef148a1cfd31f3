import type { Posting, Turn } from "../../model/index.ts";
import { PostingSchema } from "../../model/schemas.ts";
import type { DeletedPostings, PostingStore } from "../contract.ts";
import { type Database, execute, type Tables, type Transaction } from "../database/index.ts";
import { deleteUnreferencedDocuments, touchDocuments } from "./documents.ts";
import { parseJson, turnFromRow, validate } from "./rowValidation.ts";

/** Maximum number of ids per statement. Both databases limit the number of bound parameters. */
const BATCH_SIZE = 500;

/**
 * How many other postings of the same document are checked for a visible duplicate, starting with the newest. If all of
 * them are private postings of other users, the document counts as not posted yet.
 */
const MAX_DUPLICATES_CHECKED = 20;

type PostingRow = Pick<Tables["pith_postings"], "body" | "card" | "thread">;
const COLUMNS = ["body", "card", "thread"] as const;

/** Takes `card` and `thread` from their columns rather than the body, because they change after the insert. */
const postingFromRow = ({ body, card, thread }: PostingRow): Posting =>
  validate(PostingSchema, { ...Object(parseJson(body, "pith_postings")), card, thread }, "pith_postings");

const bodyOf = (posting: Posting): string => JSON.stringify({ ...posting, card: null, thread: null });

/**
 * Query that locks a posting with a no-op update. It returns the id, or no row if the posting does not exist. Until the
 * end of the transaction, no other transaction can delete the posting, so rows that reference it can be inserted.
 */
export const lockPosting = (db: Database["db"], posting: string) =>
  db
    .updateTable("pith_postings")
    .set((eb) => ({ document: eb.ref("document") }))
    .where("id", "=", posting)
    .returning("id");

/** Splits ids into batches, each small enough for one statement. */
export function* inBatches(ids: string[]): Generator<string[]> {
  for (let start = 0; start < ids.length; start += BATCH_SIZE) yield ids.slice(start, start + BATCH_SIZE);
}

/** Implements `PostingStore` on `pith_postings`. */
export function createPostingStore(database: Database): PostingStore {
  const { db } = database;
  const select = () => db.selectFrom("pith_postings").select(COLUMNS);
  return {
    create: (posting) => database.transaction(() => insertPosting(db, posting)),
    async get(id) {
      const [row] = await database.execute(select().where("id", "=", id));
      return row ? postingFromRow(row) : null;
    },
    async update(id, { card, thread }) {
      const change = { ...(card !== undefined && { card }), ...(thread !== undefined && { thread }) };
      if (Object.keys(change).length === 0) return;
      await database.execute(db.updateTable("pith_postings").set(change).where("id", "=", id));
    },
    replaceDocument: (id, { document, title, options }) =>
      database.transaction(function* () {
        const [row] = yield* execute(select().where("id", "=", id));
        if (!row) return;
        yield* execute(touchDocuments(db, [document]));
        const body = bodyOf({ ...postingFromRow(row), document, title, options });
        yield* execute(db.updateTable("pith_postings").set({ document, body }).where("id", "=", id));
      }),
    async findByThread(thread) {
      return (await database.execute(select().where("thread", "=", thread).orderBy("seq"))).map(postingFromRow);
    },
    async findByMessage(message) {
      const rows = await database.execute(
        select()
          .where((eb) => eb.or([eb("message", "=", message), eb("card", "=", message)]))
          .orderBy("seq"),
      );
      return rows.map(postingFromRow);
    },
    async findRecent({ guild, channel }, limit) {
      if (guild === null && channel === null) return [];
      let postings = select().where("guild", guild === null ? "is" : "=", guild);
      if (channel !== null) postings = postings.where("channel", "=", channel);
      return (await database.execute(postings.orderBy("seq", "desc").limit(limit))).map(postingFromRow);
    },
    async findByAsker(asker, limit) {
      const rows = await database.execute(select().where("asker", "=", asker).orderBy("seq", "desc").limit(limit));
      return rows.map(postingFromRow);
    },
    async hasVisibleDuplicate({ id, document, guild, channel, asker }) {
      const others = select().where("document", "=", document).where("id", "!=", id);
      const inPlace = guild === null ? others.where("channel", "=", channel) : others.where("guild", "=", guild);
      const newest = await database.execute(inPlace.orderBy("seq", "desc").limit(MAX_DUPLICATES_CHECKED));
      return newest.map(postingFromRow).some((other) => !other.private || other.asker === asker);
    },
    delete: (ids) => deletePostings(database, ids),
  };
}

function* insertPosting(db: Database["db"], posting: Posting): Transaction<void> {
  const { id, document, guild, channel, message, card, thread, from, asker, createdAt } = posting;
  yield* execute(touchDocuments(db, [document]));
  yield* execute(
    db
      .insertInto("pith_postings")
      .values({
        id,
        document,
        guild,
        channel,
        message,
        card,
        thread,
        variant_of: from,
        asker,
        created_at: createdAt,
        body: bodyOf(posting),
      })
      .onConflict((conflict) => conflict.column("id").doNothing()),
  );
}

/** Deletes postings in batches, one transaction per batch. */
async function deletePostings(database: Database, ids: string[]): Promise<DeletedPostings> {
  const all: DeletedPostings = { postings: [], variants: [], turns: [] };
  for (const batch of inBatches(ids)) {
    const deleted = await database.transaction(() => deleteBatch(database.db, batch));
    all.postings.push(...deleted.postings);
    all.variants.push(...deleted.variants);
    all.turns.push(...deleted.turns);
  }
  return all;
}

function* deleteBatch(db: Database["db"], ids: string[]): Transaction<DeletedPostings> {
  // The variants go first, because they are found by the ids of their originals.
  const variantIds = (yield* execute(selectVariants(db, ids))).map(({ id }) => id);
  const variants = yield* deleteWithTurns(
    db,
    variantIds.filter((id) => !ids.includes(id)),
  );
  const { postings, turns } = yield* deleteWithTurns(db, ids);
  const shown = variants.postings.filter((variant) => !variant.private);
  const shownIds = new Set(shown.map(({ id }) => id));
  return {
    postings,
    variants: shown,
    turns: [...turns, ...variants.turns.filter(({ posting }) => shownIds.has(posting))],
  };
}

/** Query for the ids of the variants of the postings with these ids. */
export const selectVariants = (db: Database["db"], ids: string[]) =>
  db.selectFrom("pith_postings").select("id").where("variant_of", "in", ids);

/** Deletes postings with their turns, and then their documents, unless these are still referenced. */
function* deleteWithTurns(db: Database["db"], ids: string[]): Transaction<{ postings: Posting[]; turns: Turn[] }> {
  const postings: PostingRow[] = [];
  const turns: { body: string }[] = [];
  for (const batch of inBatches(ids)) {
    turns.push(...(yield* execute(db.deleteFrom("pith_turns").where("posting", "in", batch).returning("body"))));
    // Digests and feedback are deleted too, because their foreign keys cascade.
    const rows = yield* execute(
      db
        .deleteFrom("pith_postings")
        .where("id", "in", batch)
        .returning([...COLUMNS, "document"]),
    );
    postings.push(...rows);
    yield* execute(db.updateTable("pith_sources").set({ name: null }).where("delivery", "in", batch));
    const documents = [...new Set(rows.map(({ document }) => document))];
    if (!documents.length) continue;
    yield* execute(touchDocuments(db, documents));
    yield* execute(deleteUnreferencedDocuments(db, documents, Number.MAX_SAFE_INTEGER));
  }
  return { postings: postings.map(postingFromRow), turns: turns.map(turnFromRow) };
}
