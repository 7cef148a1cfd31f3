import { z } from "zod";
import type { Settings } from "../contract.ts";
import { type Database, rows, type Unit } from "../database/database.ts";
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
    async change(guild, channel, change) {
      const place = { guild, channel: channel ?? "" };
      await database.atomic(function* (): Unit<void> {
        // Writing what is there already locks it, so that two who change it in one instant change it one after the other.
        const [row] = yield* rows(
          query
            .insertInto("pith_settings")
            .values({ ...place, body: "{}" })
            .onConflict((same) => same.columns(["guild", "channel"]).doUpdateSet({ guild }))
            .returning("body"),
        );
        const values = check(Values, fromJson(row!.body, "pith_settings"), "pith_settings");
        const body = JSON.stringify({ ...values, ...change });
        yield* rows(
          query
            .updateTable("pith_settings")
            .set({ body })
            .where("guild", "=", guild)
            .where("channel", "=", place.channel),
        );
      });
    },
    async drop(guild) {
      await database.one(query.deleteFrom("pith_settings").where("guild", "=", guild));
    },
  };
}
