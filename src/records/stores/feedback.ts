import type { Feedback } from "../../model/index.ts";
import { FeedbackSchema } from "../../model/schemas.ts";
import type { FeedbackStore } from "../contract.ts";
import { type Database, execute } from "../database/index.ts";
import { lockPosting } from "./postings.ts";
import { parseBody } from "./rowValidation.ts";

const feedbackFromRow = ({ body }: { body: string }): Feedback => parseBody(FeedbackSchema, body, "pith_feedback");

/** Implements `FeedbackStore` on `pith_feedback`. */
export function createFeedbackStore(database: Database): FeedbackStore {
  const { db } = database;
  const selectOldestFirst = () =>
    db.selectFrom("pith_feedback").select("body").orderBy("created_at").orderBy("about").orderBy("asker");
  return {
    save: (feedback) =>
      database.transaction(function* () {
        const { about, asker, posting, createdAt } = feedback;
        const locked = yield* execute(lockPosting(db, posting));
        if (!locked.length) return;
        const body = JSON.stringify(feedback);
        yield* execute(
          db
            .insertInto("pith_feedback")
            .values({ about, asker, posting, created_at: createdAt, body })
            .onConflict((conflict) =>
              conflict.columns(["about", "asker"]).doUpdateSet({ body, created_at: createdAt }),
            ),
        );
      }),
    findAll: async () => (await database.execute(selectOldestFirst())).map(feedbackFromRow),
    findByAsker: async (asker) =>
      (await database.execute(selectOldestFirst().where("asker", "=", asker))).map(feedbackFromRow),
  };
}
