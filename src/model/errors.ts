import type { Usage } from "./digest.ts";

/**
 * The closed list of error codes. Programs branch on the code, never on the message. The wording for users (cause and next
 * step) is in `src/present/catalogue/`.
 */
export const ERROR_CODES = [
  "bad_url", // not an http(s) URL, or one with credentials
  "address_refused", // the address guard blocks it
  "not_found", // no such file, page or document
  "blocked", // the site answered 401, 402, 403 or 451
  "http_error", // the site cannot be reached, or answered with another error
  "timeout", // fetching or reading took too long
  "too_large", // more bytes than PITH_MAX_BYTES
  "too_large_unpacked", // too large when decompressed: a zip or PDF bomb
  "unsupported", // a media type that Pith cannot read
  "encrypted", // password-protected
  "damaged", // not a valid file of its type
  "empty", // no text at all
  "too_short", // a large page with almost no text
  "no_text_layer", // scanned pages without text
  "not_an_article", // there is nothing to digest
  "over_budget", // the token budget is spent
  "asks_first", // the model's cost needs approval
  "rate_limited", // too many requests from this user or server
  "busy", // the queue is full
  "model_unavailable", // the endpoint cannot be reached, rejects the model or the key, or returns nothing usable
  "model_refused", // the model refused to answer
  "model_truncated", // the model's output was truncated
  "no_document", // no such document, or the user may not read it: the two must look the same
  "same_document", // a comparison of a document with itself
  "not_here", // the server's settings do not allow this user or channel
  "not_allowed", // no permission to read it
  "not_yours", // the user may not do this, others may
  "stopped", // stopped by a user, or by a shutdown
  "bad_request", // an invalid row, option or argument
  "bad_config", // an invalid environment variable
  "internal", // a bug in Pith
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** The only error class of Pith. `message` is for the log. `detail` is a short fact that may be shown to users. */
export class PithError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | null;
  /** Tokens that the model was billed for before it failed. Null if no model was called. */
  readonly usage: Usage | null;

  constructor(code: ErrorCode, detail: string | null = null, options?: { cause?: unknown; usage?: Usage }) {
    super(detail ? `${code}: ${detail}` : code, options);
    this.name = "PithError";
    this.code = code;
    this.detail = detail;
    this.usage = options?.usage ?? null;
  }
}

/** Converts anything thrown to a PithError: an abort to `stopped`, anything unknown to `internal`, with its cause. */
export function asPithError(thrown: unknown): PithError {
  if (thrown instanceof PithError) return thrown;
  if (thrown instanceof Error && thrown.name === "AbortError") return new PithError("stopped", null, { cause: thrown });
  return new PithError("internal", null, { cause: thrown });
}
