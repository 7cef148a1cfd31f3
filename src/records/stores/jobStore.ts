import { type JobResult, type JobSpec, newId } from "../../model/index.ts";
import { JobResultSchema, JobSpecSchema } from "../../model/schemas.ts";
import type { JobStore } from "../contract.ts";
import { type Database, execute, type Tables, type Transaction } from "../database/index.ts";
import { type Delivery, DeliverySchema } from "../delivery.ts";
import { addToOverview } from "./overviews.ts";
import { parseBody } from "./rowValidation.ts";

type DeliveryRow = Pick<Tables["pith_deliveries"], "body" | "token" | "message">;
const DELIVERY_COLUMNS = ["body", "token", "message"] as const;

/**
 * Serialises a delivery without its token and its message. These have columns of their own, because the token is
 * cleared when the delivery ends, and the message changes.
 */
function deliveryBody(delivery: Delivery): string {
  const { via } = delivery;
  return JSON.stringify({ ...delivery, message: null, via: via.by === "interaction" ? { ...via, token: "" } : via });
}

function deliveryFromRow({ body, token, message }: DeliveryRow): Delivery {
  const delivery = parseBody(DeliverySchema, body, "pith_deliveries");
  const { via } = delivery;
  return { ...delivery, message, via: via.by === "interaction" ? { ...via, token: token ?? "" } : via };
}

/** Implements `JobStore` on `pith_jobs` and `pith_deliveries`. */
export function createJobStore(database: Database): JobStore {
  return { ...jobMethods(database), ...deliveryMethods(database) };
}

function jobMethods(
  database: Database,
): Pick<
  JobStore,
  "joinOrCreate" | "findUnfinished" | "startAttempt" | "saveResult" | "saveDraft" | "takeDraft" | "tryFinish"
> {
  const { db } = database;
  return {
    joinOrCreate: (key, spec, delivery) => database.transaction(() => joinOrCreate(db, key, spec, delivery)),
    async findUnfinished() {
      const rows = await database.execute(
        db.selectFrom("pith_jobs").select("id").where("finished_at", "is", null).orderBy("seq"),
      );
      return rows.map(({ id }) => id);
    },
    async startAttempt(id) {
      const [row] = await database.execute(
        db
          .updateTable("pith_jobs")
          .set((eb) => ({ attempts: eb("attempts", "+", 1) }))
          .where("id", "=", id)
          .where("finished_at", "is", null)
          .returning(["work_key", "work", "result", "attempts"]),
      );
      if (!row) return null;
      const spec = parseBody(JobSpecSchema, row.work ?? "", "pith_jobs");
      const result = row.result === null ? null : parseBody(JobResultSchema, row.result, "pith_jobs");
      return { id, key: row.work_key, spec, result, attempts: row.attempts };
    },
    async saveResult(id, result) {
      await database.execute(
        db
          .updateTable("pith_jobs")
          .set({ result: JSON.stringify(result), document: documentOf(result) })
          .where("id", "=", id)
          .where("result", "is", null)
          .where("finished_at", "is", null),
      );
    },
    async saveDraft(id, draft) {
      await database.execute(
        db
          .updateTable("pith_jobs")
          .set({ draft: JSON.stringify(draft), document: documentOf(draft) })
          .where("id", "=", id)
          .where("result", "is", null)
          .where("finished_at", "is", null),
      );
    },
    takeDraft: (delivery) => database.transaction(() => takeDraft(db, delivery)),
    tryFinish: (id) => database.transaction(() => tryFinish(db, id)),
  };
}

function deliveryMethods(database: Database): Omit<JobStore, keyof ReturnType<typeof jobMethods>> {
  const { db } = database;
  const selectPending = () =>
    db.selectFrom("pith_deliveries").select(DELIVERY_COLUMNS).where("ended_at", "is", null).orderBy("seq");
  return {
    async findPendingDeliveries(job) {
      return (await database.execute(selectPending().where("job", "=", job))).map(deliveryFromRow);
    },
    async getPendingDelivery(id) {
      const [row] = await database.execute(selectPending().where("id", "=", id));
      return row ? deliveryFromRow(row) : null;
    },
    async findAllPendingDeliveries() {
      return (await database.execute(selectPending())).map(deliveryFromRow);
    },
    async findPendingDeliveriesBySource(message) {
      return (await database.execute(selectPending().where("source", "=", message))).map(deliveryFromRow);
    },
    async setDeliveryMessage(delivery, message) {
      await database.execute(db.updateTable("pith_deliveries").set({ message }).where("id", "=", delivery));
    },
    async endDelivery(delivery) {
      const [ended] = await database.execute(
        db
          .updateTable("pith_deliveries")
          .set({ ended_at: Date.now(), token: null })
          .where("id", "=", delivery)
          .where("ended_at", "is", null)
          .returning("job"),
      );
      return ended?.job ?? null;
    },
  };
}

function* joinOrCreate(
  db: Database["db"],
  key: string,
  spec: JobSpec,
  delivery: Delivery,
): Transaction<{ job: string; isNew: boolean } | null> {
  const job = yield* upsertUnfinishedJob(db, key, spec);
  if (yield* insertDelivery(db, job.id, delivery)) {
    yield* addToOverview(db, delivery);
    return { job: job.id, isNew: job.isNew };
  }
  if (job.isNew) yield* execute(db.deleteFrom("pith_jobs").where("id", "=", job.id));
  return null;
}

/**
 * Inserts a job. If there is an unfinished job with the same key, locks that one instead, with a no-op update. While
 * the job is locked, `tryFinish` cannot finish it before this transaction has inserted the delivery. If `tryFinish`
 * holds the lock, this statement waits for it. If the job is then finished, the statement inserts a new one.
 */
function* upsertUnfinishedJob(
  db: Database["db"],
  key: string,
  spec: JobSpec,
): Transaction<{ id: string; isNew: boolean }> {
  const newJobId = newId();
  const [row] = yield* execute(
    db
      .insertInto("pith_jobs")
      .values({
        id: newJobId,
        work_key: key,
        work: JSON.stringify(spec),
        result: null,
        draft: null,
        document: null,
        attempts: 0,
        finished_at: null,
      })
      .onConflict((conflict) =>
        conflict.column("work_key").where("finished_at", "is", null).doUpdateSet({ work_key: key }),
      )
      .returning("id"),
  );
  return { id: row!.id, isNew: row!.id === newJobId };
}

/** Inserts a delivery. Returns false if there already is a delivery with the same origin. */
function* insertDelivery(db: Database["db"], job: string, delivery: Delivery): Transaction<boolean> {
  const { via } = delivery;
  const inserted = yield* execute(
    db
      .insertInto("pith_deliveries")
      .values({
        id: delivery.id,
        origin: delivery.origin,
        job,
        source: delivery.source,
        token: via.by === "interaction" ? via.token : null,
        token_until: via.by === "interaction" ? via.until : null,
        message: delivery.message,
        ended_at: null,
        body: deliveryBody(delivery),
      })
      .onConflict((conflict) => conflict.column("origin").doNothing())
      .returning("id"),
  );
  return inserted.length > 0;
}

/** The document that must be kept as long as a result is. */
function documentOf(result: JobResult): string | null {
  if (result.kind === "digest") return result.document;
  return result.kind === "answer" ? (result.read?.document ?? null) : null;
}

/** The key of the job that delivers a draft. No other job has it. */
const stoppedKey = (delivery: string): string => `stopped:${delivery}`;

function* takeDraft(db: Database["db"], delivery: string): Transaction<{ from: string; to: string } | null> {
  // Locks the delivery, so that a button that is pressed twice takes the draft once.
  const [pending] = yield* execute(
    db
      .updateTable("pith_deliveries")
      .set({ job: (eb) => eb.ref("job") })
      .where("id", "=", delivery)
      .where("ended_at", "is", null)
      .returning("job"),
  );
  if (!pending) return null;
  const [taken] = yield* execute(
    db.selectFrom("pith_jobs").select("id").where("id", "=", pending.job).where("work_key", "=", stoppedKey(delivery)),
  );
  if (taken) return { from: taken.id, to: taken.id };
  // Locks the job, so that it gets no result before the delivery has left it.
  const [job] = yield* execute(
    db
      .updateTable("pith_jobs")
      .set({ document: (eb) => eb.ref("document") })
      .where("id", "=", pending.job)
      .where("result", "is", null)
      .where("finished_at", "is", null)
      .returning(["work", "draft", "document"]),
  );
  if (!job || job.draft === null) return null;
  const to = newId();
  const values = { id: to, work_key: stoppedKey(delivery), work: job.work, result: job.draft, draft: null };
  yield* execute(
    db.insertInto("pith_jobs").values({ ...values, document: job.document, attempts: 0, finished_at: null }),
  );
  yield* execute(db.updateTable("pith_deliveries").set({ job: to }).where("id", "=", delivery));
  return { from: pending.job, to };
}

function* tryFinish(db: Database["db"], id: string): Transaction<boolean> {
  // Locks the job first, so that the next statement also sees deliveries added while this one waited for the lock.
  yield* execute(
    db
      .updateTable("pith_jobs")
      .set({ document: (eb) => eb.ref("document") })
      .where("id", "=", id),
  );
  const pending = yield* execute(
    db.selectFrom("pith_deliveries").select("id").where("job", "=", id).where("ended_at", "is", null).limit(1),
  );
  if (pending.length) return false;
  yield* execute(
    db
      .updateTable("pith_jobs")
      .set({ finished_at: Date.now(), work: null, result: null, draft: null, document: null })
      .where("id", "=", id)
      .where("finished_at", "is", null),
  );
  return true;
}
