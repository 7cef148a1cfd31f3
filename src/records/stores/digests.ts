import { DigestSchema } from "../../model/schemas.ts";
import type { DigestStore } from "../contract.ts";
import { type Database, execute } from "../database/index.ts";
import { lockPosting } from "./postings.ts";
import { parseBody } from "./rowValidation.ts";

/** Implements `DigestStore` on `pith_digests`. */
export function createDigestStore(database: Database): DigestStore {
  const { db } = database;
  return {
    save: (posting, digest) =>
      database.transaction(function* () {
        const locked = yield* execute(lockPosting(db, posting));
        if (!locked.length) return;
        const body = JSON.stringify(digest);
        yield* execute(
          db
            .insertInto("pith_digests")
            .values({ posting, body })
            .onConflict((conflict) => conflict.column("posting").doUpdateSet({ body })),
        );
      }),
    async get(posting) {
      const [row] = await database.execute(db.selectFrom("pith_digests").select("body").where("posting", "=", posting));
      return row ? parseBody(DigestSchema, row.body, "pith_digests") : null;
    },
  };
}
