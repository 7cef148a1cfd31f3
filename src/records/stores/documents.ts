import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import { DocumentSchema } from "../../model/schemas.ts";
import type { DocumentStore } from "../contract.ts";
import { type Database, execute, type Tables } from "../database/index.ts";
import { corruptRow, parseBody, validate } from "./rowValidation.ts";

const sha256 = (body: string): string => createHash("sha256").update(body).digest("hex");

/** Implements `DocumentStore` on `pith_documents` and `pith_texts`. */
export function createDocumentStore(database: Database): DocumentStore {
  const { db } = database;
  return {
    async save(document) {
      // Validation puts the members in schema order, so a document read from the cache has the same key as a new one.
      const body = JSON.stringify(validate(DocumentSchema, document, "pith_texts"));
      const key = sha256(body);
      await database.transaction(function* () {
        // The document usually exists already. In that case, its text, possibly several megabytes, need not be sent.
        if ((yield* execute(touchDocuments(db, [key]))).length) return;
        yield* execute(
          db
            .insertInto("pith_documents")
            .values({ key, created_at: Date.now() })
            .onConflict((conflict) => conflict.doNothing()),
        );
        yield* execute(
          db
            .insertInto("pith_texts")
            .values({ document: key, body })
            .onConflict((conflict) => conflict.doNothing()),
        );
      });
      return key;
    },
    async get(key) {
      const [row] = await database.execute(db.selectFrom("pith_texts").select("body").where("document", "=", key));
      if (!row) return null;
      if (sha256(row.body) !== key) throw corruptRow("pith_texts", "not what was kept under this key");
      return parseBody(DocumentSchema, row.body, "pith_texts");
    },
  };
}

/**
 * Query that renews the one-hour grace period of documents, locks their rows until the end of the transaction, and
 * returns the keys that exist. Because of the lock, a transaction that adds a reference to a document and one that
 * deletes unreferenced documents run one after the other.
 */
export const touchDocuments = (db: Kysely<Tables>, keys: string[]) =>
  db.updateTable("pith_documents").set({ created_at: Date.now() }).where("key", "in", keys).returning("key");

/**
 * Query that deletes those of the given documents that were last touched before `before` (ms since the Unix epoch) and
 * that no posting or unfinished job references. It returns the keys of the deleted documents.
 */
export const deleteUnreferencedDocuments = (db: Kysely<Tables>, keys: string[], before: number) =>
  db
    .deleteFrom("pith_documents")
    .where("key", "in", keys)
    .where("created_at", "<", before)
    .where(({ exists, not, selectFrom }) =>
      not(exists(selectFrom("pith_postings").select("id").whereRef("document", "=", "pith_documents.key"))),
    )
    .where(({ exists, not, selectFrom }) =>
      not(exists(selectFrom("pith_jobs").select("id").whereRef("document", "=", "pith_documents.key"))),
    )
    .returning("key");
