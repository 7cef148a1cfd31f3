import { clean } from "../clean/index.ts";
import { extract } from "../extract/index.ts";
import { asPithError, type Document, type ErrorCode, type Intake } from "../model/index.ts";

/** What a reading process sends back. */
export type FromChild =
  | { ready: true }
  | { document: Document }
  | { failed: { code: ErrorCode; detail: string | null; cause: string } };

const send = (message: FromChild): void => {
  process.send?.(message);
};

process.on("message", async (intake: Intake) => {
  try {
    send({ document: clean(await extract(intake)) });
  } catch (thrown) {
    const { code, detail, cause, stack } = asPithError(thrown);
    send({
      failed: { code, detail, cause: cause instanceof Error ? (cause.stack ?? cause.message) : (stack ?? code) },
    });
  }
});
process.on("disconnect", () => process.exit());
send({ ready: true });
