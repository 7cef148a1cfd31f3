import { z } from "zod";
import type { SettingsStore } from "../contract.ts";
import { type Database, execute, type Transaction } from "../database/index.ts";
import { parseBody } from "./rowValidation.ts";

const SettingsSchema = z.record(z.string(), z.unknown());

/** Stored in the `channel` column for guild-level settings. */
const GUILD_LEVEL = "";

/** Implements `SettingsStore` on `pith_settings`. */
export function createSettingsStore(database: Database): SettingsStore {
  const { db } = database;
  return {
    async get(guild, channel) {
      const [row] = await database.execute(
        db
          .selectFrom("pith_settings")
          .select("body")
          .where("guild", "=", guild)
          .where("channel", "=", channel ?? GUILD_LEVEL),
      );
      return row ? parseBody(SettingsSchema, row.body, "pith_settings") : {};
    },
    async findAllGuilds() {
      const rows = await database.execute(
        db.selectFrom("pith_settings").select(["guild", "body"]).where("channel", "=", GUILD_LEVEL),
      );
      return new Map(rows.map(({ guild, body }) => [guild, parseBody(SettingsSchema, body, "pith_settings")]));
    },
    async update(guild, channel, change) {
      const key = { guild, channel: channel ?? GUILD_LEVEL };
      await database.transaction(function* (): Transaction<void> {
        // The no-op update on conflict locks the row, which serialises concurrent changes.
        const [row] = yield* execute(
          db
            .insertInto("pith_settings")
            .values({ ...key, body: "{}" })
            .onConflict((conflict) => conflict.columns(["guild", "channel"]).doUpdateSet({ guild }))
            .returning("body"),
        );
        const current = parseBody(SettingsSchema, row!.body, "pith_settings");
        const body = JSON.stringify({ ...current, ...change });
        yield* execute(
          db.updateTable("pith_settings").set({ body }).where("guild", "=", guild).where("channel", "=", key.channel),
        );
      });
    },
    async deleteByGuild(guild) {
      await database.execute(db.deleteFrom("pith_settings").where("guild", "=", guild));
    },
  };
}
