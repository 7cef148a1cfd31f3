import { clean } from "../clean/index.ts";
import { extract, loadFormats } from "../extract/index.ts";
import { asPithError, type Document, type ErrorCode, type Intake } from "../model/index.ts";

/** IPC message to the child process: read a document, or load all parsers in advance. */
export type ParentMessage = { read: Intake } | { preload: true };

/**
 * IPC message from the child process. It reports that the process is ready, or the progress, result or error of reading
 * a document.
 */
export type ChildMessage =
  | { ready: true }
  | { done: number; total: number }
  | { document: Document }
  | { failed: { code: ErrorCode; detail: string | null; cause: string } };

const send = (message: ChildMessage): void => {
  process.send?.(message);
};

/** Minimum interval between progress messages, in ms. */
const PROGRESS_INTERVAL_MS = 100;

async function read(intake: Intake): Promise<void> {
  let lastSent = performance.now();
  const reportProgress = (done: number, total: number): void => {
    if (performance.now() - lastSent < PROGRESS_INTERVAL_MS) return;
    lastSent = performance.now();
    send({ done, total });
  };
  try {
    send({ document: clean(await extract(intake, reportProgress)) });
  } catch (thrown) {
    const { code, detail, cause, stack } = asPithError(thrown);
    send({
      failed: { code, detail, cause: cause instanceof Error ? (cause.stack ?? cause.message) : (stack ?? code) },
    });
  }
}

process.on("message", async (message: ParentMessage) => {
  if ("read" in message) await read(message.read);
  else await loadFormats();
});
process.on("disconnect", () => process.exit());
send({ ready: true });
