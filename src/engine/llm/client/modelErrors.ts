/*
 * The errors of a call to a model, independent of the client library. `ChatModel` converts them to PithError. Their
 * messages can become the `detail` of a `model_unavailable` error.
 */

/** Maximum length of an error's body, in UTF-16 units. */
const MAX_BODY_UNITS = 4000;
/** The words of the model in an error of Groq. They are no words of the server. */
const FAILED_GENERATION = "failed_generation";

/** The endpoint answered with an error status. */
export class ModelHttpError extends Error {
  readonly status: number;
  /** The body of the error, without the words of the model. It comes from the server and is only for the log. */
  readonly words: string;
  /** What the model wrote, if the server could not make it valid JSON. */
  readonly failedGeneration: string | null;
  /** How long the headers ask to wait, in ms. */
  readonly retryAfterMs: number | null;
  /** The limit on the answer that was asked for, in tokens. */
  readonly askedTokens: number;

  constructor(status: number, body: string, retryAfterMs: number | null, askedTokens: number) {
    const { words, failedGeneration } = parseErrorBody(body);
    super(`${status} ${words}`.slice(0, MAX_BODY_UNITS));
    this.status = status;
    this.words = words;
    this.failedGeneration = failedGeneration;
    this.retryAfterMs = retryAfterMs;
    this.askedTokens = askedTokens;
  }
}

function parseErrorBody(body: string): { words: string; failedGeneration: string | null } {
  let failedGeneration: string | null = null;
  try {
    const words = JSON.stringify(JSON.parse(body), (key, value) => {
      if (key !== FAILED_GENERATION) return value;
      failedGeneration = String(value);
      return undefined;
    });
    return { words: words.slice(0, MAX_BODY_UNITS), failedGeneration };
  } catch {
    return { words: body.slice(0, MAX_BODY_UNITS), failedGeneration };
  }
}

/** The address answers with something else than the API does, such as a web page. */
export class NotAnApi extends Error {
  constructor() {
    super("no API of a model answers at this address; set OPENAI_BASE_URL to the one that ends in /v1");
  }
}

/** The connection failed before a response arrived. */
export class ModelUnreachable extends Error {
  /** Whether another attempt cannot help: the certificate is not trusted, or the server does not speak TLS. */
  readonly isPermanent: boolean;

  constructor(cause: unknown) {
    const isPlain = hasErrorCode(cause, /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|EPROTO|HTTP_REQUEST/);
    const isCertificate = !isPlain && hasErrorCode(cause, /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/);
    super(
      isPlain
        ? "it speaks http, not https (TLS): set OPENAI_BASE_URL to http://…"
        : isCertificate
          ? "its certificate is not trusted"
          : "it can't be reached",
      { cause },
    );
    this.isPermanent = isPlain || isCertificate;
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

  constructor(output: string) {
    super("its answer is not of the asked form");
    this.output = output;
  }
}

/** The model stopped at its output token limit, before enough was said. `output` is empty if it only reasoned. */
export class TruncatedOutput extends Error {
  readonly output: string;

  constructor(output: string, limit: number) {
    super(
      output.trim()
        ? `its answer was cut at ${limit} tokens`
        : `it used up its ${limit} tokens before it answered; set PITH_REASONING to low if it reasons`,
    );
    this.output = output;
  }
}

/**
 * Parses a Retry-After header: a number of seconds or a date (RFC 9110, section 10.2.3), or a duration such as "1.2s".
 * @param now milliseconds since the Unix epoch
 * @returns milliseconds to wait, or null if there is no valid header
 */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (!header) return null;
  const [, amount, unit = "s"] = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m)?\s*$/.exec(header) ?? [];
  const ms = amount ? Number(amount) * { ms: 1, s: 1000, m: 60_000 }[unit]! : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** Whether the `code` or the name of an error, or of any of its causes, matches a pattern. */
function hasErrorCode(thrown: unknown, pattern: RegExp): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause)
    if ("code" in error && pattern.test(String(error.code))) return true;
  return false;
}
