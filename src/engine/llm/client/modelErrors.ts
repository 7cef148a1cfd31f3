/** What can go wrong with a model, told without any client's own types. The endpoint answered with an error status. `message` is its own and stays in the log. */
export class HttpFault extends Error {
  readonly status: number;
  readonly code: string | null;
  /** The Retry-After header as it was sent. */
  readonly retryAfter: string | null;

  constructor(status: number, code: string | null, message: string, retryAfter: string | null, cause: unknown) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** No connection, or one that broke before an answer began. */
export class Unreachable extends Error {
  /** A certificate that is not trusted is the same on every attempt, and nothing to look past. */
  readonly isCertificate: boolean;

  constructor(cause: unknown) {
    const isCertificate = hasCode(cause, /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/);
    super(isCertificate ? "its certificate is not trusted" : "it cannot be reached", { cause });
    this.isCertificate = isCertificate;
  }
}

/** Nothing came for too long, or not all of it in time. */
export class SilentEndpoint extends Error {
  constructor() {
    super("it took too long");
  }
}

/** The answer ended before it was whole, or was far too long. */
export class BrokenAnswer extends Error {
  constructor(cause?: unknown) {
    super("its answer broke off", { cause });
  }
}

/** The answer came, but is no JSON, or of another form. `words` is what the model said. */
export class UnusableAnswer extends Error {
  readonly words: string;

  constructor(words: string, cause: unknown) {
    super("its answer is not of the asked form", { cause });
    this.words = words;
  }
}

/** The model stopped at the limit of its output. */
export class CutAnswer extends Error {}

/**
 * How servers say that a prompt is longer than their context, and what the context is where they tell; null when the
 * fault is another. OpenAI has a code for it; llama.cpp, vLLM, Ollama and LM Studio only words.
 */
export function exceededContext({ status, code, message }: HttpFault): { tokens: number | null } | null {
  const says =
    /context[ _](?:length|size|window)|maximum context|exceeds? the (?:available )?context|prompt is too long/i;
  const isIt = code === "context_length_exceeded" || says.test(message);
  if (!isIt || ![400, 413, 422, 500].includes(status)) return null;
  const told = /(?:context[ _](?:length|size|window)\D{0,40}|n_ctx\D{0,5})(\d{3,8})/i.exec(message)?.[1];
  return { tokens: told ? Number(told) : null };
}

/**
 * Milliseconds that a server asks to wait, of a Retry-After header in seconds or as a date (RFC 9110, 10.2.3); null
 * when it asks for nothing. @param now milliseconds of the epoch
 */
export function askedWait(header: string | null, now: number): number | null {
  if (!header) return null;
  const ms = /^\s*\d+(?:\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

function hasCode(thrown: unknown, pattern: RegExp): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause)
    if ("code" in error && pattern.test(String(error.code))) return true;
  return false;
}
