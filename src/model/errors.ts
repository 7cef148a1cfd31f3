import type { Usage } from "./digest.ts";

/**
 * All error codes. Programs should branch on the code and never on the message. The wording for users (cause and next
 * step) is in `src/present/catalogue/`.
 */
export const ERROR_CODES = [
  "bad_url", // not a valid HTTP(S) URL, or one with credentials
  "address_refused", // the address guard does not allow the address
  "not_found", // no such file, page or document
  "blocked", // the site answered 401, 402, 403 or 451
  "http_error", // the site cannot be reached, or answered with another error
  "timeout", // fetching or reading took too long
  "too_large", // more bytes than PITH_MAX_BYTES, or too long for the model
  "too_large_unpacked", // too large when decompressed, for example a zip or PDF bomb
  "unsupported", // a media type that Pith cannot read
  "encrypted", // password-protected
  "damaged", // not a valid file of its type
  "empty", // no text at all
  "too_short", // a large web page with almost no text
  "no_text_layer", // a PDF of scanned pages, which have no text
  "not_an_article", // the source has nothing to digest
  "over_budget", // the digest would need more tokens than PITH_RUN_TOKENS
  "asks_first", // the model's cost needs approval
  "rate_limited", // too many requests from this user in a short time
  "busy", // the queue is full
  "model_unavailable", // no model is configured, or the endpoint fails or returns nothing usable
  "model_refused", // the model refused to answer
  "model_truncated", // the model's output was cut off at the token limit
  "no_document", // no such document, or the user may not read it; users cannot tell which
  "no_section", // the document has no such section; `detail` lists those it has
  "not_shorter", // a shorter digest was requested, but it cannot get any shorter
  "not_longer", // a longer digest was requested, but there is no more to say
  "same_document", // a comparison of a document with itself
  "not_here", // the server's settings do not allow this user or channel
  "not_allowed", // no permission to read a local file
  "not_yours", // this user may not do this, but others may
  "not_manager", // only members who manage the server may do this
  "stopped", // stopped by a user or by a shutdown
  "unknown_language", // neither the name nor the tag of a language
  "bad_request", // an invalid row, option or argument
  "bad_config", // an invalid setting, or a configured service that cannot be used
  "internal", // an unexpected failure: a bug in Pith, or a failed database operation
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error with a code. `message` is for the log; `detail` is a short fact that users may see. */
export class PithError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | null;
  /** Tokens and cost billed for the model calls before the failure. Null if no model was called. */
  readonly usage: Usage | null;

  constructor(code: ErrorCode, detail: string | null = null, options?: { cause?: unknown; usage?: Usage }) {
    super(detail ? `${code}: ${detail}` : code, options);
    this.name = "PithError";
    this.code = code;
    this.detail = detail;
    this.usage = options?.usage ?? null;
  }
}

/**
 * Converts a thrown value to a PithError: an AbortError becomes `stopped`, and any other value becomes `internal`. A
 * PithError is returned as it is.
 */
export function asPithError(thrown: unknown): PithError {
  if (thrown instanceof PithError) return thrown;
  if (thrown instanceof Error && thrown.name === "AbortError") return new PithError("stopped", null, { cause: thrown });
  return new PithError("internal", null, { cause: thrown });
}
