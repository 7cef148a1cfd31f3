import { clean } from "../clean/index.ts";
import { extract, loadFormats } from "../extract/index.ts";
import { asPithError, type Document, type ErrorCode, type Intake } from "../model/index.ts";

/** What a reading process is told: to read a document, or to load all parsers before one comes. */
export type ToChild = { read: Intake } | { warm: true };

/** What it sends back. */
export type FromChild =
  | { ready: true }
  | { done: number; total: number }
  | { document: Document }
  | { failed: { code: ErrorCode; detail: string | null; cause: string } };

const send = (message: FromChild): void => {
  process.send?.(message);
};

/** Progress is told this often, however small the pages are. */
const TELL_MS = 100;

async function read(intake: Intake): Promise<void> {
  let told = performance.now();
  const tell = (done: number, total: number): void => {
    if (performance.now() - told < TELL_MS) return;
    told = performance.now();
    send({ done, total });
  };
  try {
    send({ document: clean(await extract(intake, tell)) });
  } catch (thrown) {
    const { code, detail, cause, stack } = asPithError(thrown);
    send({
      failed: { code, detail, cause: cause instanceof Error ? (cause.stack ?? cause.message) : (stack ?? code) },
    });
  }
}

process.on("message", async (message: ToChild) => {
  if ("read" in message) await read(message.read);
  else await loadFormats();
});
process.on("disconnect", () => process.exit());
send({ ready: true });
