import type { Usage } from "./digest.ts";

/**
 * Every way a piece of work can fail, as a closed list. Programs decide by the code and never by the message;
 * the words that people read live in `src/present/catalogue/`, two entries per code.
 */
export const ERROR_CODES = [
  "bad_url", // not an http(s) address, or one with credentials in it
  "address_refused", // the address guard does not let Pith connect there
  "not_found", // no such file, page or document
  "blocked", // the site answered 401, 402, 403 or 451
  "http_error", // the site could not be reached or answered with another error
  "timeout", // reading or fetching took too long and was stopped
  "too_large", // more bytes than PITH_MAX_BYTES
  "too_large_unpacked", // small on disk, too large in memory: a zip or PDF bomb
  "unsupported", // a type that Pith does not read
  "encrypted", // needs a password
  "damaged", // claims to be a type that it cannot be read as
  "empty", // no text at all
  "too_short", // a large page of which almost no text is left
  "no_text_layer", // a scan: pages without text
  "not_an_article", // read, but there is nothing to digest
  "over_budget", // the token budget is spent
  "asks_first", // the model would cost more than may be spent unasked
  "rate_limited", // this asker or server is asking too fast
  "busy", // the queue is full
  "model_unavailable", // the model endpoint cannot be reached, does not know the model or key, or gives no usable answer
  "model_refused", // the model declined to answer
  "model_truncated", // the model's answer was cut off
  "no_document", // no document of that name, or none that the asker may read: the two look the same
  "same_document", // a document was to be compared with itself
  "not_here", // the server's settings do not let the asker use it, or not in this channel
  "not_allowed", // there is no permission to read it
  "not_yours", // the asker may not do this: others may
  "stopped", // somebody pressed Stop, or the program is going down
  "bad_request", // a row, option or argument is of the wrong form
  "bad_config", // a variable of the environment is wrong
  "internal", // a fault of Pith itself
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** The one error class of Pith. `message` is for the log; `detail` is one short fact that may be shown to people. */
export class PithError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | null;
  /** What a model was paid for before it failed; null where none was asked. */
  readonly usage: Usage | null;

  constructor(code: ErrorCode, detail: string | null = null, options?: { cause?: unknown; usage?: Usage }) {
    super(detail ? `${code}: ${detail}` : code, options);
    this.name = "PithError";
    this.code = code;
    this.detail = detail;
    this.usage = options?.usage ?? null;
  }
}

/** Whatever was thrown, as a PithError: an abort becomes `stopped`, anything unknown becomes `internal` with its cause. */
export function asPithError(thrown: unknown): PithError {
  if (thrown instanceof PithError) return thrown;
  if (thrown instanceof Error && thrown.name === "AbortError") return new PithError("stopped", null, { cause: thrown });
  return new PithError("internal", null, { cause: thrown });
}
