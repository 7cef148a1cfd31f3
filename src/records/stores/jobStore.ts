import { type Delivery, newId } from "../../model/index.ts";
import { DeliverySchema, ResultSchema, WorkSchema } from "../../model/schemas.ts";
import type { Journal } from "../contract.ts";
import { type Database, rows } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { listed } from "./overviews.ts";
import { check, fromJson } from "./stored.ts";

type Row = Pick<Tables["pith_deliveries"], "body" | "token" | "message">;
const COLUMNS = ["body", "token", "message"] as const;

/** The body of a delivery has neither what must be wiped of it nor what changes. */
function bodyOf(delivery: Delivery): string {
  const { via } = delivery;
  return JSON.stringify({ ...delivery, message: null, via: via.by === "interaction" ? { ...via, token: "" } : via });
}

function deliveryOf({ body, token, message }: Row): Delivery {
  const delivery = check(DeliverySchema, fromJson(body, "pith_deliveries"), "pith_deliveries");
  const { via } = delivery;
  return { ...delivery, message, via: via.by === "interaction" ? { ...via, token: token ?? "" } : via };
}

export function journalIn(database: Database): Journal {
  const { query } = database;
  const deliveries = () => query.selectFrom("pith_deliveries").select(COLUMNS);
  return {
    open: (workKey, work, delivery) =>
      database.atomic(function* () {
        const id = newId();
        // Joining writes the key again, which changes nothing and locks the job: it cannot be closed before this
        // delivery is written down, and one that is being closed is waited for, and then another begun.
        const [job] = yield* rows(
          query
            .insertInto("pith_jobs")
            .values({
              ...{ id, work_key: workKey, work: JSON.stringify(work) },
              ...{ result: null, document: null, attempts: 0, finished_at: null },
            })
            .onConflict((same) =>
              same.column("work_key").where("finished_at", "is", null).doUpdateSet({ work_key: workKey }),
            )
            .returning("id"),
        );
        const isNew = job!.id === id;
        const { via } = delivery;
        const added = yield* rows(
          query
            .insertInto("pith_deliveries")
            .values({
              id: delivery.id,
              origin: delivery.origin,
              job: job!.id,
              source: delivery.source,
              token: via.by === "interaction" ? via.token : null,
              token_until: via.by === "interaction" ? via.until : null,
              message: delivery.message,
              ended_at: null,
              body: bodyOf(delivery),
            })
            .onConflict((same) => same.column("origin").doNothing())
            .returning("id"),
        );
        if (added.length) {
          yield* listed(database, delivery);
          return { job: job!.id, isNew };
        }
        if (isNew) yield* rows(query.deleteFrom("pith_jobs").where("id", "=", id));
        return null;
      }),
    async unfinished() {
      const open = query.selectFrom("pith_jobs").select("id").where("finished_at", "is", null).orderBy("seq");
      return (await database.one(open)).map(({ id }) => id);
    },
    async begin(id) {
      const [row] = await database.one(
        query
          .updateTable("pith_jobs")
          .set((job) => ({ attempts: job("attempts", "+", 1) }))
          .where("id", "=", id)
          .where("finished_at", "is", null)
          .returning(["work_key", "work", "result", "attempts"]),
      );
      if (!row) return null;
      const work = check(WorkSchema, fromJson(row.work ?? "", "pith_jobs"), "pith_jobs");
      const result = row.result === null ? null : check(ResultSchema, fromJson(row.result, "pith_jobs"), "pith_jobs");
      return { id, workKey: row.work_key, work, result, attempts: row.attempts };
    },
    async worked(id, result) {
      const document =
        result.kind === "digest" ? result.document : result.kind === "answer" ? (result.read?.document ?? null) : null;
      await database.one(
        query
          .updateTable("pith_jobs")
          .set({ result: JSON.stringify(result), document })
          .where("id", "=", id)
          .where("result", "is", null)
          .where("finished_at", "is", null),
      );
    },
    async pending(id) {
      const waiting = deliveries().where("job", "=", id).where("ended_at", "is", null).orderBy("seq");
      return (await database.one(waiting)).map(deliveryOf);
    },
    async delivery(id) {
      const [row] = await database.one(deliveries().where("id", "=", id).where("ended_at", "is", null));
      return row ? deliveryOf(row) : null;
    },
    async waiting() {
      return (await database.one(deliveries().where("ended_at", "is", null).orderBy("seq"))).map(deliveryOf);
    },
    async ofSource(message) {
      const waiting = deliveries().where("source", "=", message).where("ended_at", "is", null).orderBy("seq");
      return (await database.one(waiting)).map(deliveryOf);
    },
    async sent(delivery, message) {
      await database.one(query.updateTable("pith_deliveries").set({ message }).where("id", "=", delivery));
    },
    async delivered(delivery) {
      const [ended] = await database.one(
        query
          .updateTable("pith_deliveries")
          .set({ ended_at: Date.now(), token: null })
          .where("id", "=", delivery)
          .where("ended_at", "is", null)
          .returning("job"),
      );
      return ended?.job ?? null;
    },
    close: (id) =>
      database.atomic(function* () {
        // A statement of its own that locks the job, so that the next one sees what was joined to it meanwhile.
        yield* rows(
          query
            .updateTable("pith_jobs")
            .set({ document: (row) => row.ref("document") })
            .where("id", "=", id),
        );
        const waiting = yield* rows(
          query.selectFrom("pith_deliveries").select("id").where("job", "=", id).where("ended_at", "is", null).limit(1),
        );
        if (waiting.length) return false;
        yield* rows(
          query
            .updateTable("pith_jobs")
            .set({ finished_at: Date.now(), work: null, result: null, document: null })
            .where("id", "=", id)
            .where("finished_at", "is", null),
        );
        return true;
      }),
  };
}
