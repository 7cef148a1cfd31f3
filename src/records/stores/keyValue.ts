import { z } from "zod";
import type { KeyValueStore } from "../contract.ts";
import type { Database } from "../database/index.ts";
import { parseBody } from "./rowValidation.ts";

/** Implements `KeyValueStore` on `pith_marks`. */
export function createKeyValueStore(database: Database): KeyValueStore {
  const { db } = database;
  return {
    async get(name) {
      const [row] = await database.execute(db.selectFrom("pith_marks").select("body").where("name", "=", name));
      return row ? parseBody(z.string(), row.body, "pith_marks") : null;
    },
    async set(name, value) {
      const body = JSON.stringify(value);
      await database.execute(
        db
          .insertInto("pith_marks")
          .values({ name, body })
          .onConflict((conflict) => conflict.column("name").doUpdateSet({ body })),
      );
    },
    async setIfAbsent(name, value) {
      const inserted = await database.execute(
        db
          .insertInto("pith_marks")
          .values({ name, body: JSON.stringify(value) })
          .onConflict((conflict) => conflict.doNothing())
          .returning("name"),
      );
      return inserted.length > 0;
    },
  };
}
