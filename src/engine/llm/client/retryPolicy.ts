import { PithError } from "../../../model/index.ts";
import {
  InvalidOutput,
  isQuotaExhausted,
  ModelHttpError,
  ModelTimeout,
  ModelUnreachable,
  parseRetryAfter,
  TruncatedOutput,
} from "./modelErrors.ts";
import type { ChatCall } from "./providerCompat.ts";

export type ChatMessage = { role: "system" | "user" | "assistant"; content: string };
/** What one attempt sends. `corrections` counts the earlier attempts with unusable output. */
export type Attempt<T> = { call: ChatCall<T>; messages: ChatMessage[]; corrections: number };

export const MAX_ATTEMPTS = 3;
const INITIAL_BACKOFF_MS = 500;
/** Maximum length of the invalid output that is sent back to the model for correction, in UTF-16 units. */
const MAX_ECHOED_UNITS = 8000;

/**
 * Milliseconds to wait before the next attempt. Null if a retry cannot succeed or, after an HTTP error, would not start
 * before the deadline.
 * @param attempts the number of attempts so far
 * @param remainingMs the time left until the deadline
 */
export function retryDelay(failure: unknown, attempts: number, remainingMs: number): number | null {
  if (failure instanceof InvalidOutput || failure instanceof TruncatedOutput) return 0;
  if (failure instanceof PithError || failure instanceof ModelTimeout) return null;
  if (failure instanceof ModelUnreachable && failure.isCertificate) return null;
  const backoff = INITIAL_BACKOFF_MS * 2 ** (attempts - 1);
  if (!(failure instanceof ModelHttpError)) return withJitter(backoff);
  const isRetryable = failure.status === 429 || failure.status === 408 || failure.status >= 500;
  if (isQuotaExhausted(failure) || !isRetryable) return null;
  const delay = withJitter(Math.max(backoff, parseRetryAfter(failure.retryAfter, Date.now()) ?? 0));
  return delay < remainingMs ? delay : null;
}

/** Adds a random delay of up to 25 %, so that concurrent calls that failed together are not retried together. */
const withJitter = (ms: number): number => ms * (1 + Math.random() / 4);

/**
 * The circuit breaker's cooldown in milliseconds: infinite if the account has no credit left, otherwise the server's
 * Retry-After, or null if there is none.
 */
export function cooldownOf(failure: unknown): number | null {
  if (!(failure instanceof ModelHttpError)) return null;
  return isQuotaExhausted(failure) ? Number.POSITIVE_INFINITY : parseRetryAfter(failure.retryAfter, Date.now());
}

/**
 * The next attempt after a failure. Invalid output is sent back with a request to correct it. Truncated output doubles
 * the output token limit. After any other failure, and after empty output, the same request is sent again. Returns null
 * after a second unusable output.
 */
export function nextAttempt<T>(attempt: Attempt<T>, failure: unknown): Attempt<T> | null {
  const { call, messages, corrections } = attempt;
  if (!(failure instanceof InvalidOutput || failure instanceof TruncatedOutput)) return attempt;
  if (corrections > 0) return null;
  if (failure instanceof TruncatedOutput)
    return { messages, call: { ...call, maxOutputTokens: 2 * call.maxOutputTokens }, corrections: 1 };
  if (!failure.output.trim()) return { ...attempt, corrections: 1 };
  const invalid: ChatMessage = {
    role: "assistant",
    content: failure.output.slice(0, MAX_ECHOED_UNITS).toWellFormed(),
  };
  const request: ChatMessage = {
    role: "user",
    content: "This is not the JSON object that was asked for. Give that object, and nothing else.",
  };
  return { call, messages: [...messages, invalid, request], corrections: 1 };
}
