import { setTimeout as sleep } from "node:timers/promises";
import { NO_USAGE, PithError, throwIfStopped, type Usage } from "../../../model/index.ts";
import { estimateTokens } from "../../../text/index.ts";
import { CircuitBreaker } from "./circuitBreaker.ts";
import {
  InvalidOutput,
  ModelHttpError,
  ModelTimeout,
  ModelUnreachable,
  parseContextLimit,
  parseRetryAfter,
  TruncatedOutput,
} from "./modelErrors.ts";
import { type AssembledOutput, Transport } from "./openai.ts";
import { parseJson } from "./parseJson.ts";
import { type ChatCall, ProviderCompat } from "./providerCompat.ts";

/**
 * A model and where to reach it. `name` is the model's name, a null `baseUrl` means OpenAI, and `contextTokens` is the
 * size of the context window.
 */
export type Endpoint = {
  name: string;
  baseUrl: string | null;
  apiKey: string | null;
  contextTokens: number;
  /** US dollars per million tokens, or null if unknown. */
  price: { input: number; output: number } | null;
  /** Time limit of a call, including retries and the waits between them. */
  deadlineMs: number;
};

/** The validated output of a call, and the usage of all of its attempts. */
export type Completion<T> = { value: T; usage: Usage };

type ChatMessage = { role: "system" | "user" | "assistant"; content: string };
/** What the next attempt sends. `corrections` counts attempts that were changed because of unusable output. */
type Attempt<T> = { call: ChatCall<T>; messages: ChatMessage[]; corrections: number };

const MAX_ATTEMPTS = 3;
const INITIAL_BACKOFF_MS = 500;
/** The number of messages of a first attempt: system and user. */
const INITIAL_MESSAGES = 2;
/** Prompts of fewer estimated tokens are too short to be cut. Their counts show whether the server counts plausibly. */
const MIN_CHECKED_TOKENS = 4000;
/** Minimum plausible context window. A server that reports fewer prompt tokens counts something else. */
const MIN_CONTEXT_TOKENS = 1500;
/** Tokens that a server may add to a prompt: the chat template and the response schema. */
const MAX_PROMPT_OVERHEAD_TOKENS = 1500;
/** How much of a prompt is examined for its script, in UTF-16 units. */
const SCRIPT_SAMPLE_UNITS = 4000;
/** How much of an invalid output is sent back to the model for correction, in UTF-16 units. */
const MAX_ECHOED_UNITS = 8000;

/**
 * A chat model behind a server with the Chat Completions API. Returns structured output, retries failed attempts, and
 * converts all failures to PithError.
 */
export class ChatModel {
  readonly endpoint: Endpoint;
  readonly #transport: Transport;
  readonly #compat: ProviderCompat;
  readonly #circuitBreaker = new CircuitBreaker(() => performance.now());
  #contextTokens: number;
  /** Whether the server's prompt token counts are plausible: some servers always return the same number. */
  #hasPlausibleCounts = true;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
    this.#contextTokens = endpoint.contextTokens;
    this.#compat = new ProviderCompat(endpoint.baseUrl === null);
    this.#transport = new Transport(endpoint.baseUrl, endpoint.apiKey, endpoint.deadlineMs / 2);
  }

  /** The size of the context window in tokens: as configured, or smaller if a call has shown that. */
  get contextTokens(): number {
    return this.#contextTokens;
  }

  /**
   * Returns the names of the models that the endpoint offers. Times out after 10 seconds.
   * @throws PithError `model_unavailable`
   */
  async listModels(): Promise<string[]> {
    try {
      return await this.#transport.listModels(AbortSignal.timeout(10_000));
    } catch (cause) {
      throw new PithError("model_unavailable", describeFailure(cause), { cause });
    }
  }

  /**
   * Makes a call and returns output that matches the schema. At most three attempts: overload and connection errors are
   * retried with exponential backoff, honouring Retry-After; after invalid output, the model is asked once to correct
   * it; after truncated output, the output token limit is doubled once. `usage`, of a result or an error, includes all
   * attempts.
   * @param cacheKey equal for calls whose prompts have a common prefix, for the provider's prompt cache
   * @throws PithError `model_unavailable`, `model_refused`, `model_truncated`, `stopped`; `too_large` if the prompt
   *   does not fit into the context window or the server cut it. `contextTokens` is then smaller than before.
   */
  async complete<T>(call: ChatCall<T>, cacheKey: string, signal: AbortSignal): Promise<Completion<T>> {
    this.#circuitBreaker.acquire();
    const endsAt = performance.now() + this.endpoint.deadlineMs;
    const deadline = AbortSignal.timeout(this.endpoint.deadlineMs);
    const stopOrDeadline = AbortSignal.any([signal, deadline]);
    const usage: Usage = { ...NO_USAGE };
    const messages: ChatMessage[] = [
      { role: "system", content: call.system },
      { role: "user", content: call.user },
    ];
    let attempt: Attempt<T> = { call, messages, corrections: 0 };
    for (let attempts = 1; ; attempts++) {
      try {
        const value = await this.#attempt(attempt, cacheKey, stopOrDeadline, usage);
        this.#circuitBreaker.recordSuccess();
        return { value, usage };
      } catch (error) {
        if (signal.aborted) this.#circuitBreaker.release();
        throwIfStopped(signal);
        if (error instanceof ModelHttpError && this.#compat.adapt(error)) {
          attempts--; // An attempt with a rejected parameter does not count.
          continue;
        }
        const failure = deadline.aborted ? new ModelTimeout() : this.#detectContextOverflow(error);
        const delay = attempts < MAX_ATTEMPTS ? retryDelay(failure, attempts, endsAt - performance.now()) : null;
        const next = delay === null ? null : nextAttempt(attempt, failure);
        if (delay === null || next === null) throw this.#finalError(failure, usage);
        attempt = next;
        await sleep(delay, undefined, { signal: stopOrDeadline }).catch(() => throwIfStopped(signal));
      }
    }
  }

  /** Makes one attempt. Adds its usage to `usage`, also if the output turns out to be unusable. */
  async #attempt<T>({ call, messages }: Attempt<T>, cacheKey: string, signal: AbortSignal, usage: Usage): Promise<T> {
    const parameters = this.#compat.parameters(call, cacheKey);
    const output = await this.#transport.send({ model: this.endpoint.name, messages, ...parameters }, signal);
    const prompt = messages.map(({ content }) => content).join("\n");
    this.#addUsage(usage, output, prompt);
    if (output.finishReason === "content_filter" || output.refusal) throw new PithError("model_refused");
    if (output.finishReason === "length") throw new TruncatedOutput();
    if (messages.length === INITIAL_MESSAGES)
      this.#detectCutPrompt(prompt, tokenCount(output.usage?.prompt_tokens), call.maxOutputTokens);
    const parsed = call.schema.safeParse(parseJson(output.content));
    if (!parsed.success) throw new InvalidOutput(output.content, parsed.error);
    return parsed.data;
  }

  /** Adds the usage of an attempt. Counts that the server omits are estimated, because budgets depend on them. */
  #addUsage(total: Usage, { usage, content }: AssembledOutput, prompt: string): void {
    const { price } = this.endpoint;
    const input = tokenCount(usage?.prompt_tokens) ?? estimateTokens(prompt);
    const output = tokenCount(usage?.completion_tokens) ?? estimateTokens(content);
    total.calls++;
    total.inputTokens += input;
    total.outputTokens += output;
    total.cachedTokens += tokenCount(usage?.prompt_tokens_details?.cached_tokens) ?? 0;
    if (price) total.costUsd = (total.costUsd ?? 0) + (input * price.input + output * price.output) / 1e6;
  }

  /**
   * Detects servers that silently cut a prompt that is too long, by comparing their token count with an estimate. The
   * estimate is at most a third too high for Latin script; for other scripts it varies more between models.
   * @throws PithError `too_large` if the prompt was cut
   */
  #detectCutPrompt(prompt: string, count: number | null, outputTokens: number): void {
    if (count === null) return;
    const estimate = estimateTokens(prompt);
    if (estimate < MIN_CHECKED_TOKENS) {
      this.#hasPlausibleCounts &&= count > estimate * 0.3 && count < estimate * 2 + MAX_PROMPT_OVERHEAD_TOKENS;
      return;
    }
    if (!this.#hasPlausibleCounts || count < MIN_CONTEXT_TOKENS) return;
    const middle = prompt.length / 2;
    const sample = prompt.slice(middle, middle + SCRIPT_SAMPLE_UNITS).replace(/\s+/g, "");
    const isLatin = sample.replace(/[^\p{sc=Latin}]+/gu, "").length > 0.6 * sample.length;
    if (count >= estimate * (isLatin ? 0.7 : 0.4)) return;
    this.#contextTokens = Math.min(this.#contextTokens, count + outputTokens);
    throw new PithError("too_large", `the endpoint read ${count} of about ${estimate} tokens`);
  }

  /**
   * Converts the server's error for a prompt that exceeds the context window to `too_large`, and reduces
   * `contextTokens` to the size that the server states, or else by 40 %. Returns any other error unchanged.
   */
  #detectContextOverflow(error: unknown): unknown {
    const limit = error instanceof ModelHttpError ? parseContextLimit(error) : null;
    if (!limit) return error;
    this.#contextTokens = Math.min(limit.tokens ?? Number.POSITIVE_INFINITY, Math.floor(this.#contextTokens * 0.6));
    return new PithError("too_large", "the endpoint's context is smaller", { cause: error });
  }

  /** Converts the failure of the last attempt to a PithError, and records it in the circuit breaker. */
  #finalError(failure: unknown, usage: Usage): PithError {
    const options = { cause: failure, usage };
    const isResponsive =
      failure instanceof PithError || failure instanceof TruncatedOutput || failure instanceof InvalidOutput;
    if (isResponsive) this.#circuitBreaker.recordSuccess();
    else this.#circuitBreaker.recordFailure(cooldownOf(failure));
    if (failure instanceof PithError) return new PithError(failure.code, failure.detail, options);
    if (failure instanceof TruncatedOutput) return new PithError("model_truncated", null, options);
    return new PithError("model_unavailable", describeFailure(failure), options);
  }
}

/** A token count of the server, or null if it is missing or not a positive integer. */
const tokenCount = (count: unknown): number | null =>
  Number.isSafeInteger(count) && Number(count) > 0 ? Number(count) : null;

/** Whether the account has no credit left. A retry does not help. */
const isQuotaExhausted = ({ status, code }: ModelHttpError): boolean => status === 402 || code === "insufficient_quota";

/**
 * Milliseconds to wait before the next attempt, or null if a retry cannot succeed or would exceed the deadline.
 * @param attempts the number of attempts so far
 */
function retryDelay(failure: unknown, attempts: number, remainingMs: number): number | null {
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

/** Adds up to 25 %, so that concurrent calls that failed together are not retried together. */
const withJitter = (ms: number): number => ms * (1 + Math.random() / 4);

/**
 * The cooldown for the circuit breaker: the server's Retry-After, unlimited without credit, or null if neither applies.
 */
function cooldownOf(failure: unknown): number | null {
  if (!(failure instanceof ModelHttpError)) return null;
  return isQuotaExhausted(failure) ? Number.POSITIVE_INFINITY : parseRetryAfter(failure.retryAfter, Date.now());
}

/**
 * The next attempt after a failure: the same again, with a request to correct the output, or with a doubled output
 * token limit. Null after a second unusable output.
 */
function nextAttempt<T>(attempt: Attempt<T>, failure: unknown): Attempt<T> | null {
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

/** The `detail` of a `model_unavailable` error: a clause whose subject is the model. */
function describeFailure(failure: unknown): string {
  if (failure instanceof ModelHttpError) {
    const { status } = failure;
    if (isQuotaExhausted(failure)) return `its account has no credit left (${status})`;
    if (status === 401 || status === 403) return `the endpoint does not accept the key (${status})`;
    return status === 404 ? "the endpoint does not know it (404)" : `the endpoint answered ${status}`;
  }
  return failure instanceof Error && !(failure instanceof DOMException) ? failure.message : "it cannot be reached";
}
