import type { RateStore } from "../contract.ts";
import type { Database } from "../database/index.ts";

/** Implements `RateStore` on `pith_rates`. */
export function createRateStore(database: Database): RateStore {
  const { db } = database;
  return {
    async increment(who, since) {
      const [row] = await database.execute(
        db
          .insertInto("pith_rates")
          .values({ who, since, hits: 1 })
          .onConflict((conflict) =>
            conflict.columns(["who", "since"]).doUpdateSet((eb) => ({ hits: eb("pith_rates.hits", "+", 1) })),
          )
          .returning("hits"),
      );
      return row!.hits;
    },
  };
}
