/*
 * The errors of a call to a model, independent of the client library. `ChatModel` converts them to PithError. Their
 * messages can become the `detail` of a `model_unavailable` error.
 */

/** The endpoint answered with an error status. `message` comes from the server and is only for the log. */
export class ModelHttpError extends Error {
  readonly status: number;
  readonly code: string | null;
  /** The unparsed Retry-After header, or null if the response had none. */
  readonly retryAfter: string | null;

  constructor(status: number, code: string | null, message: string, retryAfter: string | null, cause: unknown) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** The connection failed before a response arrived. */
export class ModelUnreachable extends Error {
  /** Whether the connection failed because the server's certificate is not trusted. A retry does not help then. */
  readonly isCertificate: boolean;

  constructor(cause: unknown) {
    const isCertificate = hasErrorCode(cause, /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/);
    super(isCertificate ? "its certificate is not trusted" : "it can't be reached", { cause });
    this.isCertificate = isCertificate;
  }
}

/** The endpoint sent nothing for too long, or did not finish before the deadline. */
export class ModelTimeout extends Error {
  constructor() {
    super("it took too long");
  }
}

/** The response ended too early, exceeded the size limit, or is not valid JSON. */
export class IncompleteStream extends Error {
  constructor(cause?: unknown) {
    super("its answer broke off", { cause });
  }
}

/** The model's output is not JSON, or does not match the schema. */
export class InvalidOutput extends Error {
  readonly output: string;

  constructor(output: string, cause: unknown) {
    super("its answer is not of the asked form", { cause });
    this.output = output;
  }
}

/** The model stopped at its output token limit. */
export class TruncatedOutput extends Error {}

/**
 * Recognises the error that a server returns if the prompt exceeds the context window, and returns null for any other
 * error. `tokens` is the size of the window, or null if the server does not state it. OpenAI uses an error code;
 * llama.cpp, vLLM, Ollama and LM Studio only send a message.
 */
export function parseContextLimit({ status, code, message }: ModelHttpError): { tokens: number | null } | null {
  const contextMessage =
    /context[ _](?:length|size|window)|maximum context|exceeds? the (?:available )?context|prompt is too long/i;
  const isContextError = code === "context_length_exceeded" || contextMessage.test(message);
  if (!isContextError || ![400, 413, 422, 500].includes(status)) return null;
  const limit = /(?:context[ _](?:length|size|window)\D{0,40}|n_ctx\D{0,5})(\d{3,8})/i.exec(message)?.[1];
  return { tokens: limit ? Number(limit) : null };
}

/**
 * Parses a Retry-After header, which is a number of seconds or a date (RFC 9110, section 10.2.3).
 * @param now milliseconds since the Unix epoch
 * @returns milliseconds to wait, or null if there is no valid header
 */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (!header) return null;
  const ms = /^\s*\d+(?:\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** Whether the `code` of an error, or of any of its causes, matches a pattern. */
function hasErrorCode(thrown: unknown, pattern: RegExp): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause)
    if ("code" in error && pattern.test(String(error.code))) return true;
  return false;
}

/** Whether the account has no credit left. A retry does not help. */
export const isQuotaExhausted = ({ status, code }: ModelHttpError): boolean =>
  status === 402 || code === "insufficient_quota";

/** The `detail` of a `model_unavailable` error: a clause that refers to the model as "it". */
export function describeFailure(failure: unknown): string {
  if (failure instanceof ModelHttpError) {
    const { status } = failure;
    if (isQuotaExhausted(failure)) return `its account has no credit left (${status})`;
    if (status === 401 || status === 403) return `the AI server rejects the key (${status})`;
    return status === 404 ? "the AI server doesn't have it (404)" : `error ${status} from the AI server`;
  }
  return failure instanceof Error && !(failure instanceof DOMException) ? failure.message : "it can't be reached";
}
