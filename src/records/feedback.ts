import { FeedbackSchema } from "../model/schemas.ts";
import type { FeedbackBook } from "./contract.ts";
import { type Database, rows } from "./database.ts";
import { held } from "./postings.ts";
import { check, fromJson } from "./stored.ts";

export function feedbackIn(database: Database): FeedbackBook {
  const { query } = database;
  return {
    give: (feedback) =>
      database.atomic(function* () {
        const { about, asker, posting, createdAt } = feedback;
        const known = yield* rows(held(query, posting));
        if (!known.length) return;
        const body = JSON.stringify(feedback);
        yield* rows(
          query
            .insertInto("pith_feedback")
            .values({ about, asker, posting, created_at: createdAt, body })
            .onConflict((same) => same.columns(["about", "asker"]).doUpdateSet({ body, created_at: createdAt })),
        );
      }),
    async all() {
      const given = await database.one(
        query.selectFrom("pith_feedback").select("body").orderBy("created_at").orderBy("about").orderBy("asker"),
      );
      return given.map(({ body }) => check(FeedbackSchema, fromJson(body, "pith_feedback"), "pith_feedback"));
    },
  };
}
