import type { Turn } from "../../model/index.ts";
import type { TurnStore } from "../contract.ts";
import { type Database, execute } from "../database/index.ts";
import { inBatches, lockPosting } from "./postings.ts";
import { turnFromRow } from "./rowValidation.ts";

/** Implements `TurnStore` on `pith_turns`. */
export function createTurnStore(database: Database): TurnStore {
  const { db } = database;
  const select = () => db.selectFrom("pith_turns").select("body");
  return {
    add: (turn) =>
      database.transaction(function* () {
        const { id, posting, asker } = turn;
        const locked = yield* execute(lockPosting(db, posting));
        if (!locked.length) return;
        yield* execute(
          db
            .insertInto("pith_turns")
            .values({ id, posting, asker, body: JSON.stringify(turn) })
            .onConflict((conflict) => conflict.column("id").doNothing()),
        );
      }),
    async findByPosting(posting, limit) {
      const newestFirst = await database.execute(
        select().where("posting", "=", posting).orderBy("seq", "desc").limit(limit),
      );
      return newestFirst.reverse().map(turnFromRow);
    },
    async get(id) {
      const [row] = await database.execute(select().where("id", "=", id));
      return row ? turnFromRow(row) : null;
    },
    async findByAsker(asker, limit) {
      const rows = await database.execute(select().where("asker", "=", asker).orderBy("seq", "desc").limit(limit));
      return rows.map(turnFromRow);
    },
    async delete(ids) {
      const deleted: Turn[] = [];
      for (const batch of inBatches(ids)) {
        const rows = await database.execute(db.deleteFrom("pith_turns").where("id", "in", batch).returning("body"));
        deleted.push(...rows.map(turnFromRow));
      }
      return deleted;
    },
  };
}
