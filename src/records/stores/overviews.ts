import { z } from "zod";
import { type Delivery, ERROR_CODES, type Overview } from "../../model/index.ts";
import type { Overviews } from "../contract.ts";
import { type Database, rows, type Unit } from "../database/database.ts";
import { check } from "./stored.ts";

const End = z.enum(["done", ...ERROR_CODES]).nullable();
/** What stands for a thread that cannot be had. */
const NONE = "";

/** Writes a delivery down as one of the sources of its overview, which it begins if it is the first. */
export function* listed({ query }: Pick<Database, "query">, to: Delivery): Unit<void> {
  const { overview, guild, channel, locale, asker } = to;
  if (!overview) return;
  const { id, of: total, name } = overview;
  const created_at = Date.now();
  yield* rows(
    query
      .insertInto("pith_overviews")
      .values({ id, guild, channel, locale, asker, total, card: null, thread: null, created_at })
      .onConflict((same) => same.column("id").doNothing()),
  );
  yield* rows(query.insertInto("pith_sources").values({ delivery: to.id, overview: id, name, ended: null }));
}

export function overviewsIn(database: Database): Overviews {
  const { query } = database;
  return {
    async get(id): Promise<Overview | null> {
      const [row] = await database.one(query.selectFrom("pith_overviews").selectAll().where("id", "=", id));
      if (!row) return null;
      const { guild, channel, locale, asker, card, total } = row;
      const found = await database.one(
        query.selectFrom("pith_sources").selectAll().where("overview", "=", id).orderBy("seq"),
      );
      const sources = found.map(({ delivery, name, ended }) => {
        return { delivery, name, end: check(End, ended, "pith_sources") };
      });
      const thread = row.thread === null ? undefined : row.thread === NONE ? null : row.thread;
      return { id, guild, channel, locale, asker, card, thread, of: total, sources };
    },
    async shown(id, { card, thread }) {
      const change = { ...(card !== undefined && { card }), ...(thread !== undefined && { thread: thread ?? NONE }) };
      await database.one(query.updateTable("pith_overviews").set(change).where("id", "=", id));
    },
    async ended(delivery, end) {
      await database.one(query.updateTable("pith_sources").set({ ended: end }).where("delivery", "=", delivery));
    },
    async unname(deliveries) {
      if (!deliveries.length) return;
      await database.one(query.updateTable("pith_sources").set({ name: null }).where("delivery", "in", deliveries));
    },
    async of(deliveries) {
      if (!deliveries.length) return [];
      const some = query.selectFrom("pith_sources").select("overview").distinct().where("delivery", "in", deliveries);
      return (await database.one(some)).map(({ overview }) => overview);
    },
    async drop(guild) {
      await database.one(query.deleteFrom("pith_overviews").where("guild", "=", guild));
    },
  };
}
