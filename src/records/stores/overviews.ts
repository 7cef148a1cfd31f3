import { z } from "zod";
import { ERROR_CODES, type Overview } from "../../model/index.ts";
import type { OverviewStore } from "../contract.ts";
import { type Database, execute, type Transaction } from "../database/index.ts";
import type { Delivery } from "../delivery.ts";
import { validate } from "./rowValidation.ts";

const SourceEndSchema = z.enum(["done", ...ERROR_CODES]).nullable();
/** Stored in the `thread` column if no thread can be created. SQL null means that none has been created yet. */
const NO_THREAD = "";

/** Adds a delivery to its overview, creating the overview if necessary. Does nothing if the delivery has none. */
export function* addToOverview(db: Database["db"], delivery: Delivery): Transaction<void> {
  const { overview, guild, channel, locale, asker } = delivery;
  if (!overview) return;
  const { id, of: total, name } = overview;
  const created_at = Date.now();
  yield* execute(
    db
      .insertInto("pith_overviews")
      .values({ id, guild, channel, locale, asker, total, card: null, thread: null, created_at })
      .onConflict((conflict) => conflict.column("id").doNothing()),
  );
  yield* execute(db.insertInto("pith_sources").values({ delivery: delivery.id, overview: id, name, ended: null }));
}

/** Implements `OverviewStore` on `pith_overviews` and `pith_sources`. */
export function createOverviewStore(database: Database): OverviewStore {
  const { db } = database;
  return {
    async get(id): Promise<Overview | null> {
      const [row] = await database.execute(db.selectFrom("pith_overviews").selectAll().where("id", "=", id));
      if (!row) return null;
      const { guild, channel, locale, asker, card, total } = row;
      const sourceRows = await database.execute(
        db.selectFrom("pith_sources").selectAll().where("overview", "=", id).orderBy("seq"),
      );
      const sources = sourceRows.map(({ delivery, name, ended }) => {
        return { delivery, name, end: validate(SourceEndSchema, ended, "pith_sources") };
      });
      const thread = row.thread === null ? undefined : row.thread === NO_THREAD ? null : row.thread;
      return { id, guild, channel, locale, asker, card, thread, of: total, sources };
    },
    async update(id, { card, thread }) {
      const change = {
        ...(card !== undefined && { card }),
        ...(thread !== undefined && { thread: thread ?? NO_THREAD }),
      };
      await database.execute(db.updateTable("pith_overviews").set(change).where("id", "=", id));
    },
    async setSourceEnd(delivery, end) {
      await database.execute(db.updateTable("pith_sources").set({ ended: end }).where("delivery", "=", delivery));
    },
    async clearNames(deliveries) {
      if (!deliveries.length) return;
      await database.execute(db.updateTable("pith_sources").set({ name: null }).where("delivery", "in", deliveries));
    },
    async findIdsByDeliveries(deliveries) {
      if (!deliveries.length) return [];
      const rows = await database.execute(
        db.selectFrom("pith_sources").select("overview").distinct().where("delivery", "in", deliveries),
      );
      return rows.map(({ overview }) => overview);
    },
    async deleteByGuild(guild) {
      await database.execute(db.deleteFrom("pith_overviews").where("guild", "=", guild));
    },
  };
}
