import { NO_USAGE, sumOf, type Usage } from "../../model/index.ts";
import { UsageSchema } from "../../model/schemas.ts";
import type { UsageBook } from "../contract.ts";
import type { Database } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { check } from "./stored.ts";

function usageOf(row: Tables["pith_usage"]): Usage {
  const usage = {
    calls: row.calls,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    cachedTokens: row.cached_tokens,
    costUsd: row.cost_usd,
  };
  return check(UsageSchema, usage, "pith_usage");
}

export function usageIn(database: Database): UsageBook {
  const { query } = database;
  return {
    async add(payer, day, usage) {
      await database.one(
        query
          .insertInto("pith_usage")
          .values({
            payer,
            day,
            calls: usage.calls,
            input_tokens: usage.inputTokens,
            output_tokens: usage.outputTokens,
            cached_tokens: usage.cachedTokens,
            cost_usd: usage.costUsd,
          })
          .onConflict((same) =>
            same.columns(["payer", "day"]).doUpdateSet((row) => ({
              calls: row("pith_usage.calls", "+", row.ref("excluded.calls")),
              input_tokens: row("pith_usage.input_tokens", "+", row.ref("excluded.input_tokens")),
              output_tokens: row("pith_usage.output_tokens", "+", row.ref("excluded.output_tokens")),
              cached_tokens: row("pith_usage.cached_tokens", "+", row.ref("excluded.cached_tokens")),
              // A sum with an unknown is unknown to SQL; here it is that of the known ones.
              cost_usd: row.fn.coalesce(
                row("pith_usage.cost_usd", "+", row.ref("excluded.cost_usd")),
                "pith_usage.cost_usd",
                "excluded.cost_usd",
              ),
            })),
          ),
      );
    },
    async of(payer, day) {
      const [row] = await database.one(
        query.selectFrom("pith_usage").selectAll().where("payer", "=", payer).where("day", "=", day),
      );
      return row ? usageOf(row) : NO_USAGE;
    },
    async since(payer, day) {
      const days = await database.one(
        query.selectFrom("pith_usage").selectAll().where("payer", "=", payer).where("day", ">=", day),
      );
      return days.map(usageOf).reduce(sumOf, NO_USAGE);
    },
  };
}
