import type { Feedback } from "../../model/index.ts";
import { FeedbackSchema } from "../../model/schemas.ts";
import type { FeedbackBook } from "../contract.ts";
import { type Database, rows } from "../database/database.ts";
import { held } from "./postings.ts";
import { check, fromJson } from "./stored.ts";

const feedbackOf = ({ body }: { body: string }): Feedback =>
  check(FeedbackSchema, fromJson(body, "pith_feedback"), "pith_feedback");

export function feedbackIn(database: Database): FeedbackBook {
  const { query } = database;
  const oldestFirst = () =>
    query.selectFrom("pith_feedback").select("body").orderBy("created_at").orderBy("about").orderBy("asker");
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
    all: async () => (await database.one(oldestFirst())).map(feedbackOf),
    by: async (asker) => (await database.one(oldestFirst().where("asker", "=", asker))).map(feedbackOf),
  };
}
