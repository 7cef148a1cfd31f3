import { DigestSchema } from "../../model/schemas.ts";
import type { Digests } from "../contract.ts";
import { type Database, rows } from "../database/database.ts";
import { held } from "./postings.ts";
import { check, fromJson } from "./stored.ts";

export function digestsIn(database: Database): Digests {
  const { query } = database;
  return {
    keep: (posting, digest) =>
      database.atomic(function* () {
        const known = yield* rows(held(query, posting));
        if (!known.length) return;
        const body = JSON.stringify(digest);
        yield* rows(
          query
            .insertInto("pith_digests")
            .values({ posting, body })
            .onConflict((same) => same.column("posting").doUpdateSet({ body })),
        );
      }),
    async of(posting) {
      const [row] = await database.one(query.selectFrom("pith_digests").select("body").where("posting", "=", posting));
      return row ? check(DigestSchema, fromJson(row.body, "pith_digests"), "pith_digests") : null;
    },
  };
}
