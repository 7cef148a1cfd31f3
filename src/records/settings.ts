import { z } from "zod";
import type { Settings } from "./contract.ts";
import type { Database } from "./database.ts";
import { check, fromJson } from "./stored.ts";

const Values = z.record(z.string(), z.unknown());

export function settingsIn(database: Database): Settings {
  const { query } = database;
  return {
    async get(guild, channel) {
      const [row] = await database.one(
        query
          .selectFrom("pith_settings")
          .select("body")
          .where("guild", "=", guild)
          .where("channel", "=", channel ?? ""),
      );
      return row ? check(Values, fromJson(row.body, "pith_settings"), "pith_settings") : {};
    },
    async servers() {
      const all = await database.one(
        query.selectFrom("pith_settings").select(["guild", "body"]).where("channel", "=", ""),
      );
      return new Map(
        all.map(({ guild, body }) => [guild, check(Values, fromJson(body, "pith_settings"), "pith_settings")]),
      );
    },
    async set(guild, channel, values) {
      const body = JSON.stringify(values);
      await database.one(
        query
          .insertInto("pith_settings")
          .values({ guild, channel: channel ?? "", body })
          .onConflict((same) => same.columns(["guild", "channel"]).doUpdateSet({ body })),
      );
    },
    async drop(guild) {
      await database.one(query.deleteFrom("pith_settings").where("guild", "=", guild));
    },
  };
}
