import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import { DocumentSchema } from "../../model/schemas.ts";
import type { Documents } from "../contract.ts";
import { type Database, rows } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { check, corrupt, fromJson } from "./stored.ts";

const hash = (body: string): string => createHash("sha256").update(body).digest("hex");

export function documentsIn(database: Database): Documents {
  const { query } = database;
  return {
    async keep(document) {
      // Parsed, so that its members stand in one order: a document out of the cache is the same document.
      const body = JSON.stringify(check(DocumentSchema, document, "pith_texts"));
      const key = hash(body);
      await database.atomic(function* () {
        // Most are there already, and then a text of megabytes need not travel.
        if ((yield* rows(touch(query, [key]))).length) return;
        const row = { key, created_at: Date.now() };
        yield* rows(
          query
            .insertInto("pith_documents")
            .values(row)
            .onConflict((same) => same.doNothing()),
        );
        const text = { document: key, body };
        yield* rows(
          query
            .insertInto("pith_texts")
            .values(text)
            .onConflict((same) => same.doNothing()),
        );
      });
      return key;
    },
    async get(key) {
      const [row] = await database.one(query.selectFrom("pith_texts").select("body").where("document", "=", key));
      if (!row) return null;
      if (hash(row.body) !== key) throw corrupt("pith_texts", "not what was kept under this key");
      return check(DocumentSchema, fromJson(row.body, "pith_texts"), "pith_texts");
    },
  };
}

/**
 * Gives the documents of these keys another hour, and locks their rows until the transaction ends: what decides by who
 * refers to a document, and what begins to refer to one, do it one after the other.
 */
export const touch = (query: Kysely<Tables>, keys: string[]) =>
  query.updateTable("pith_documents").set({ created_at: Date.now() }).where("key", "in", keys).returning("key");

/** Removes those of these documents that no posting or unfinished job refers to, if they were last touched before `before`. */
export const dropUnreferenced = (query: Kysely<Tables>, keys: string[], before: number) =>
  query
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
