import { NO_USAGE, sumOf, type Usage } from "../../model/index.ts";
import { UsageSchema } from "../../model/schemas.ts";
import type { UsageStore } from "../contract.ts";
import type { Database, Tables } from "../database/index.ts";
import { validate } from "./rowValidation.ts";

function usageFromRow(row: Tables["pith_usage"]): Usage {
  const usage = {
    calls: row.calls,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    cachedTokens: row.cached_tokens,
    costUsd: row.cost_usd,
  };
  return validate(UsageSchema, usage, "pith_usage");
}

/** Implements `UsageStore` on `pith_usage`. */
export function createUsageStore(database: Database): UsageStore {
  const { db } = database;
  return {
    async add(payer, day, usage) {
      await database.execute(
        db
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
          .onConflict((conflict) =>
            conflict.columns(["payer", "day"]).doUpdateSet((eb) => ({
              calls: eb("pith_usage.calls", "+", eb.ref("excluded.calls")),
              input_tokens: eb("pith_usage.input_tokens", "+", eb.ref("excluded.input_tokens")),
              output_tokens: eb("pith_usage.output_tokens", "+", eb.ref("excluded.output_tokens")),
              cached_tokens: eb("pith_usage.cached_tokens", "+", eb.ref("excluded.cached_tokens")),
              // In SQL, null plus a number is null, but an unknown cost must not erase the known sum.
              cost_usd: eb.fn.coalesce(
                eb("pith_usage.cost_usd", "+", eb.ref("excluded.cost_usd")),
                "pith_usage.cost_usd",
                "excluded.cost_usd",
              ),
            })),
          ),
      );
    },
    async get(payer, day) {
      const [row] = await database.execute(
        db.selectFrom("pith_usage").selectAll().where("payer", "=", payer).where("day", "=", day),
      );
      return row ? usageFromRow(row) : NO_USAGE;
    },
    async sumSince(payer, day) {
      const rows = await database.execute(
        db.selectFrom("pith_usage").selectAll().where("payer", "=", payer).where("day", ">=", day),
      );
      return rows.map(usageFromRow).reduce(sumOf, NO_USAGE);
    },
  };
}
