import type { Rates } from "../contract.ts";
import type { Database } from "../database/database.ts";

export function ratesIn(database: Database): Rates {
  const { query } = database;
  return {
    async hit(who, since) {
      const counted = query
        .insertInto("pith_rates")
        .values({ who, since, hits: 1 })
        .onConflict((same) =>
          same.columns(["who", "since"]).doUpdateSet((row) => ({ hits: row("pith_rates.hits", "+", 1) })),
        )
        .returning("hits");
      return (await database.one(counted))[0]!.hits;
    },
  };
}
