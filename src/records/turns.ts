import { TurnSchema } from "../model/schemas.ts";
import type { Turns } from "./contract.ts";
import { type Database, rows } from "./database.ts";
import { check, fromJson } from "./stored.ts";

export function turnsIn(database: Database): Turns {
  const { query } = database;
  return {
    add: (turn) =>
      database.atomic(function* () {
        const { id, posting } = turn;
        // Writing what is there already locks the posting, so that it is not forgotten before its turn is written.
        const same = query.updateTable("pith_postings").set((row) => ({ document: row.ref("document") }));
        const known = yield* rows(same.where("id", "=", posting).returning("id"));
        if (!known.length) return;
        yield* rows(
          query
            .insertInto("pith_turns")
            .values({ id, posting, body: JSON.stringify(turn) })
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
      return newest.reverse().map(({ body }) => check(TurnSchema, fromJson(body, "pith_turns"), "pith_turns"));
    },
  };
}
