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
      // Parsing puts the members in schema order, so that a document read from the cache has the same key.
      const body = JSON.stringify(validate(DocumentSchema, document, "pith_texts"));
      const key = sha256(body);
      await database.transaction(function* () {
        // The document usually exists; its text, up to several megabytes, then need not be sent.
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
 * Query that renews the one-hour grace period of documents and locks their rows until the end of the transaction. The
 * lock serialises transactions that add a reference to a document with those that delete unreferenced documents.
 */
export const touchDocuments = (db: Kysely<Tables>, keys: string[]) =>
  db.updateTable("pith_documents").set({ created_at: Date.now() }).where("key", "in", keys).returning("key");

/**
 * Query that deletes those of the given documents that no posting or unfinished job references and that were last
 * touched before `before` (ms since the Unix epoch).
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
