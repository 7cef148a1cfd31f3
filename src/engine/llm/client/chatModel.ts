import { setTimeout as sleep } from "node:timers/promises";
import { NO_USAGE, PithError, throwIfStopped, type Usage } from "../../../model/index.ts";
import { estimateTokens } from "../../../text/index.ts";
import { CircuitBreaker } from "./circuitBreaker.ts";
import {
  describeFailure,
  InvalidOutput,
  ModelHttpError,
  ModelTimeout,
  parseContextLimit,
  TruncatedOutput,
} from "./modelErrors.ts";
import { parseJson } from "./parseJson.ts";
import { type ChatCall, ProviderCompat } from "./providerCompat.ts";
import { type Attempt, type ChatMessage, cooldownOf, MAX_ATTEMPTS, nextAttempt, retryDelay } from "./retryPolicy.ts";
import { type AssembledOutput, Transport } from "./transport.ts";

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
  /** Time limit of a call in milliseconds, including retries and the waits between them. */
  deadlineMs: number;
};

/** The validated output of a call, and the usage of all of its attempts. */
export type Completion<T> = { value: T; usage: Usage };

/** Number of messages in a first attempt: the system message and the user message. */
const INITIAL_MESSAGES = 2;
/**
 * A prompt with fewer estimated tokens is assumed to be short enough that no server cuts it. The server's count for
 * such a prompt therefore shows whether its counts are plausible.
 */
const MIN_CHECKED_TOKENS = 4000;
/**
 * Minimum plausible context window, in tokens. A server that reports fewer tokens for a long prompt is counting
 * something else.
 */
const MIN_CONTEXT_TOKENS = 1500;
/** Maximum number of tokens that a server adds to a prompt for the chat template and the response schema. */
const MAX_PROMPT_OVERHEAD_TOKENS = 1500;
/** Length, in UTF-16 units, of the sample of a prompt used to detect its script. */
const SCRIPT_SAMPLE_UNITS = 4000;

/**
 * A chat model served through the Chat Completions API. Returns structured output, retries failed attempts, and
 * converts all failures to PithError.
 */
export class ChatModel {
  readonly endpoint: Endpoint;
  readonly #transport: Transport;
  readonly #compat: ProviderCompat;
  readonly #circuitBreaker = new CircuitBreaker(() => performance.now());
  #contextTokens: number;
  /** Whether the server's prompt token counts are plausible. Some servers always return the same number. */
  #hasPlausibleCounts = true;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
    this.#contextTokens = endpoint.contextTokens;
    this.#compat = new ProviderCompat(endpoint.baseUrl === null);
    this.#transport = new Transport(endpoint.baseUrl, endpoint.apiKey, endpoint.deadlineMs / 2);
  }

  /**
   * The size of the context window in tokens: the configured size, or a smaller one if a call has shown that the window
   * is smaller.
   */
  get contextTokens(): number {
    return this.#contextTokens;
  }

  /**
   * Returns the names of the models that the endpoint offers. Times out after 10 seconds.
   * @throws PithError `model_unavailable` if the request fails
   */
  async listModels(): Promise<string[]> {
    try {
      return await this.#transport.listModels(AbortSignal.timeout(10_000));
    } catch (cause) {
      throw new PithError("model_unavailable", describeFailure(cause), { cause });
    }
  }

  /**
   * Makes a call and returns output that matches the schema, in at most three attempts. Overload and connection errors
   * are retried with exponential backoff, honouring Retry-After. Unusable output is retried only once. The
   * retry asks the model to correct invalid output, doubles the output token limit after truncated output, and repeats
   * the request after empty output. The `usage` of a result or an error covers all attempts.
   * @param cacheKey the same for all calls whose prompts have a common prefix, for the provider's prompt cache
   * @throws PithError `model_unavailable` if the endpoint fails, the circuit breaker is open, or the last output is
   *   invalid; `model_refused` if the model refuses; `model_truncated` if the last output is truncated; `stopped` if
   *   `signal` is aborted; `too_large` if the prompt does not fit into the context window or the server cut the prompt.
   *   Before throwing `too_large`, lowers `contextTokens` if the window is smaller than assumed.
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

  /** Makes one attempt. Adds its usage to `usage`, even if the output turns out to be unusable. */
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

  /**
   * Adds the usage of an attempt to `total`. Counts that the server omits are estimated, because budgets depend on
   * them.
   */
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
   * Detects that the server silently cut a prompt that was too long, by comparing the server's token count with an
   * estimate. The estimate is at most a third too high for Latin script. For other scripts, its error varies more
   * between models.
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
    throw new PithError("too_large", `the AI model read only ${count} of about ${estimate} tokens`);
  }

  /**
   * Converts the server's error for a prompt that exceeds the context window to `too_large`. Reduces `contextTokens` by
   * 40 %, or to the size that the server states if that is smaller. Returns any other error unchanged.
   */
  #detectContextOverflow(error: unknown): unknown {
    const limit = error instanceof ModelHttpError ? parseContextLimit(error) : null;
    if (!limit) return error;
    this.#contextTokens = Math.min(limit.tokens ?? Number.POSITIVE_INFINITY, Math.floor(this.#contextTokens * 0.6));
    return new PithError("too_large", "the AI model reads less at once than PITH_CONTEXT_TOKENS", { cause: error });
  }

  /**
   * Converts the failure of the last attempt to a PithError. Records in the circuit breaker whether the endpoint
   * responded.
   */
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

/** A token count from the server, or null if it is missing or not a positive integer. */
const tokenCount = (count: unknown): number | null =>
  Number.isSafeInteger(count) && Number(count) > 0 ? Number(count) : null;
