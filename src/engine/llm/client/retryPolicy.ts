import { PithError } from "../../../model/index.ts";
import type { ChatCall, ChatMessage } from "./chatCall.ts";
import {
  InvalidOutput,
  ModelHttpError,
  ModelTimeout,
  ModelUnreachable,
  NotAnApi,
  TruncatedOutput,
} from "./modelErrors.ts";
import { serverProblem } from "./serverProblem.ts";

/** What one attempt sends. `corrections` counts the earlier attempts with unusable output. */
export type Attempt<T> = { call: ChatCall<T>; messages: ChatMessage[]; corrections: number };

export const MAX_ATTEMPTS = 3;
const INITIAL_BACKOFF_MS = 500;
/** Maximum length of the invalid output that is sent back to the model for correction, in UTF-16 units. */
const MAX_ECHOED_UNITS = 8000;
/** An output whose last words, in UTF-16 units, stand in it this many times goes round and round. */
const REPEATED = { units: 60, times: 4 };

/**
 * Milliseconds to wait before the next attempt. Null if a retry cannot succeed or would not start before the deadline.
 * @param attempts the number of attempts so far
 * @param remainingMs the time left until the deadline
 */
export function retryDelay(failure: unknown, attempts: number, remainingMs: number): number | null {
  if (failure instanceof InvalidOutput || failure instanceof TruncatedOutput) return 0;
  if (failure instanceof PithError || failure instanceof ModelTimeout || failure instanceof NotAnApi) return null;
  if (failure instanceof ModelUnreachable && failure.isPermanent) return null;
  const backoff = INITIAL_BACKOFF_MS * 2 ** (attempts - 1);
  if (!(failure instanceof ModelHttpError)) return withJitter(backoff);
  const problem = serverProblem(failure);
  if (problem.kind !== "rate" && problem.kind !== "loading" && problem.kind !== "outage") return null;
  const delay = withJitter(Math.max(backoff, problem.delayMs ?? 0));
  return delay < remainingMs ? delay : null;
}

/** Adds a random delay of up to 25 %, so that concurrent calls that failed together are not retried together. */
const withJitter = (ms: number): number => ms * (1 + Math.random() / 4);

/**
 * The circuit breaker's cooldown in milliseconds: infinite if the account has no credit left, otherwise the delay that
 * the server asks for, or null if there is none.
 */
export function cooldownOf(failure: unknown): number | null {
  if (!(failure instanceof ModelHttpError)) return null;
  const problem = serverProblem(failure);
  if (problem.kind === "quota") return Number.POSITIVE_INFINITY;
  return "delayMs" in problem ? problem.delayMs : null;
}

/** Whether a failure shows that the server works, and only this call did not. */
export const isResponsive = (failure: unknown): boolean =>
  failure instanceof PithError || failure instanceof TruncatedOutput || failure instanceof InvalidOutput;

/**
 * The next attempt after a failure. Invalid output is sent back with a request to correct it. Truncated output doubles
 * the output token limit once, unless the output went round and round. After any other failure, and after empty output,
 * the same request is sent again. Returns null after a second unusable output, or a third of which nothing was left.
 */
export function nextAttempt<T>(attempt: Attempt<T>, failure: unknown): Attempt<T> | null {
  const { call, messages, corrections } = attempt;
  if (failure instanceof TruncatedOutput) {
    const isEmpty = !failure.output.trim();
    if (corrections > (isEmpty ? 1 : 0)) return null;
    const factor = corrections === 0 && !isGoingRound(failure.output) ? 2 : 1;
    return {
      messages,
      call: { ...call, maxOutputTokens: factor * call.maxOutputTokens },
      corrections: corrections + 1,
    };
  }
  if (!(failure instanceof InvalidOutput)) return attempt;
  if (corrections > 0) return null;
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

/** Whether the last words of an output stand in it again and again. */
function isGoingRound(output: string): boolean {
  const tail = output.trimEnd().slice(-REPEATED.units);
  return tail.length === REPEATED.units && output.split(tail).length > REPEATED.times;
}
