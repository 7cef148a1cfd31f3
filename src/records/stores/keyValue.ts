import { z } from "zod";
import type { Marks } from "../contract.ts";
import type { Database } from "../database/database.ts";
import { check, fromJson } from "./stored.ts";

export function marksIn(database: Database): Marks {
  const { query } = database;
  return {
    async get(name) {
      const [row] = await database.one(query.selectFrom("pith_marks").select("body").where("name", "=", name));
      return row ? check(z.string(), fromJson(row.body, "pith_marks"), "pith_marks") : null;
    },
    async set(name, value) {
      const body = JSON.stringify(value);
      await database.one(
        query
          .insertInto("pith_marks")
          .values({ name, body })
          .onConflict((same) => same.column("name").doUpdateSet({ body })),
      );
    },
    async claim(name, value) {
      const first = query
        .insertInto("pith_marks")
        .values({ name, body: JSON.stringify(value) })
        .onConflict((same) => same.doNothing())
        .returning("name");
      return (await database.one(first)).length > 0;
    },
  };
}
