import type { Turn } from "../../model/index.ts";
import type { Turns } from "../contract.ts";
import { type Database, rows } from "../database/database.ts";
import { held } from "./postings.ts";
import { turnOf } from "./stored.ts";

/** Both databases bound how many values a statement has. */
const AT_ONCE = 500;

export function turnsIn(database: Database): Turns {
  const { query } = database;
  return {
    add: (turn) =>
      database.atomic(function* () {
        const { id, posting, asker } = turn;
        const known = yield* rows(held(query, posting));
        if (!known.length) return;
        yield* rows(
          query
            .insertInto("pith_turns")
            .values({ id, posting, asker, body: JSON.stringify(turn) })
            .onConflict((same) => same.column("id").doNothing()),
        );
      }),
    async of(posting, limit) {
      const newest = await database.one(
        query
          .selectFrom("pith_turns")
          .select("body")
          .where("posting", "=", posting)
          .orderBy("seq", "desc")
          .limit(limit),
      );
      return newest.reverse().map(turnOf);
    },
    async get(id) {
      const [row] = await database.one(query.selectFrom("pith_turns").select("body").where("id", "=", id));
      return row ? turnOf(row) : null;
    },
    async by(asker, limit) {
      const own = query.selectFrom("pith_turns").select("body").where("asker", "=", asker);
      return (await database.one(own.orderBy("seq", "desc").limit(limit))).map(turnOf);
    },
    async forget(ids) {
      const gone: Turn[] = [];
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const some = ids.slice(at, at + AT_ONCE);
        gone.push(
          ...(await database.one(query.deleteFrom("pith_turns").where("id", "in", some).returning("body"))).map(turnOf),
        );
      }
      return gone;
    },
  };
}
