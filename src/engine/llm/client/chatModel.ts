import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { NO_USAGE, PithError, type ReasoningEffort, throwIfStopped, type Usage } from "../../../model/index.ts";
import { estimateTokens } from "../../../text/index.ts";
import type { ChatCall } from "./chatCall.ts";
import { CircuitBreaker } from "./circuitBreaker.ts";
import { ContextWindow, ENDS_QUESTION } from "./contextWindow.ts";
import { describeFailure } from "./describeFailure.ts";
import { IncompleteStream, InvalidOutput, ModelHttpError, ModelTimeout, TruncatedOutput } from "./modelErrors.ts";
import { type ReadOutput, readOutput } from "./output/readOutput.ts";
import { RequestAllowance } from "./requestAllowance.ts";
import { type Attempt, cooldownOf, isResponsive, MAX_ATTEMPTS, nextAttempt, retryDelay } from "./retryPolicy.ts";
import { ServerDialect } from "./serverDialect.ts";
import { serverProblem } from "./serverProblem.ts";
import { type AssembledOutput, type Patience, Transport } from "./transport.ts";

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
  /**
   * Time limit of a call in milliseconds, including retries and the waits between them. The time in which a slow machine
   * reads the prompt comes on top.
   */
  deadlineMs: number;
  /** How hard a reasoning model is asked to think; null for its default. */
  reasoning: ReasoningEffort | null;
};

/**
 * The validated output of a call, and the usage of all of its attempts. `isCut`: whether the output was cut, so that the
 * value has only what was whole.
 */
export type Completion<T> = { value: T; isCut: boolean; usage: Usage };

/** Maximum number of requests of one call: its attempts, what the server refuses until it is known, and its loading. */
const MAX_REQUESTS = 12;
/** Milliseconds in which a slow machine reads one token: a 1.5B model on two busy cores (57 tokens/s when idle). */
const READING_MS_PER_TOKEN = 20;
/** Share of the time limit in which a server that has begun must send something. */
const IDLE_SHARE = 0.75;
/** Minimum limit on the answer, in tokens, that a server may impose. */
const MIN_OUTPUT_TOKENS = 200;
/** How much (0..1) must be left of an answer that was cut, for it not to be asked again, and to be used in the end. */
const MIN_COMPLETENESS = { first: 0.5, last: 0.2 };
/** How a model begins that refuses in words. */
const REFUSAL =
  /^\s*(?:i[’']?m sorry|i am sorry|sorry\b|i can(?:no|[’'])t|i(?:[’']m| am) (?:not able|unable)|i won[’']t|as an ai|es tut mir leid|ich kann (?:dabei|das) nicht|lo siento|no puedo|申し訳|すみません)/iu;

const EndsAnswer = z.object({ first_line: z.coerce.number().int(), last_line: z.coerce.number().int() });
const ENDS_OUTPUT_TOKENS = 300;

const PROBE: ChatCall<{ words: string }> = {
  name: "probe",
  schema: z.object({ words: z.string() }),
  system: "Answer with one JSON object and nothing else.",
  user: 'Give "words": the numbers from one to twenty, in words.',
  maxOutputTokens: 500,
};

/** A call in progress. `partial` is the best output that was cut. */
type Progress<T> = {
  attempt: Attempt<T>;
  usage: Usage;
  partial: ReadOutput<T> | null;
  estimate: number;
  /** The version of the dialect in which the last request was sent. */
  dialectVersion: number;
};

/**
 * A chat model served through the Chat Completions API. Returns structured output, retries failed attempts, and
 * converts all failures to PithError.
 */
export class ChatModel {
  readonly endpoint: Endpoint;
  readonly #transport: Transport;
  readonly #dialect: ServerDialect;
  readonly #window: ContextWindow;
  readonly #circuitBreaker = new CircuitBreaker(() => performance.now());
  /** The highest limit on the answer that the server allows, in tokens. */
  #maxOutputTokens = Number.POSITIVE_INFINITY;
  #hasAnswered = false;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
    this.#window = new ContextWindow(endpoint.contextTokens);
    this.#dialect = new ServerDialect(endpoint.baseUrl === null, endpoint.reasoning);
    this.#transport = new Transport(endpoint.baseUrl, endpoint.apiKey);
  }

  /**
   * The size of the context window in estimated tokens: the configured size, or a smaller one if a call has shown that
   * the window is smaller, or that the model counts more tokens than the estimate.
   */
  get contextTokens(): number {
    return this.#window.tokens;
  }

  /** Whether the server is known: it has answered a call, so that what it refuses has been learned. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /**
   * Returns the names of the models that the endpoint offers. Times out after 10 seconds.
   * @throws PithError `model_unavailable` if the request fails
   */
  async listModels(): Promise<string[]> {
    try {
      return await this.#transport.listModels(AbortSignal.timeout(10_000));
    } catch (cause) {
      throw new PithError("model_unavailable", describeFailure(cause, this.endpoint.name), { cause });
    }
  }

  /**
   * Makes one tiny call, to see whether the model answers in the asked form.
   * @returns how many tokens it wrote a second
   * @throws PithError as `complete`
   */
  async probe(): Promise<{ tokensPerSecond: number }> {
    const startMs = performance.now();
    const { usage } = await this.complete(PROBE, "probe", AbortSignal.timeout(this.endpoint.deadlineMs));
    return { tokensPerSecond: usage.outputTokens / ((performance.now() - startMs) / 1000) };
  }

  /**
   * Makes a call and returns output that matches the schema, in at most three attempts. Overload and connection errors
   * are retried with exponential backoff, honouring the delay that the server asks for. Unusable output is retried only
   * once. The retry asks the model to correct invalid output, doubles the output token limit after truncated output of
   * which too little is left, and repeats the request after empty output. Requests by which it is learned what the
   * server refuses do not count as attempts; there are at most twelve requests. The `usage` of a result or an error
   * covers all of them.
   * @param cacheKey the same for all calls whose prompts have a common prefix, for the provider's prompt cache
   * @param allowance shared by calls that belong together
   * @throws PithError `model_unavailable` if the endpoint fails, the circuit breaker is open, or the last output is
   *   invalid; `model_refused` if the model refuses; `model_truncated` if the last output is truncated; `stopped` if
   *   `signal` is aborted; `too_large` if the prompt does not fit into the context window or the server cut the prompt.
   *   Before throwing `too_large`, lowers `contextTokens`.
   */
  async complete<T>(
    call: ChatCall<T>,
    cacheKey: string,
    signal: AbortSignal,
    allowance = new RequestAllowance(MAX_REQUESTS - 1),
  ): Promise<Completion<T>> {
    this.#circuitBreaker.acquire();
    const estimate = estimateTokens(`${call.system}\n${call.user}`);
    const limitMs = this.endpoint.deadlineMs + estimate * READING_MS_PER_TOKEN;
    const endsAt = performance.now() + limitMs;
    const deadline = AbortSignal.timeout(limitMs);
    const progress = startProgress(call, estimate);
    for (let requests = 1, attempts = 1; ; requests++) {
      try {
        const { value, isCut } = await this.#attempt(progress, cacheKey, signal, deadline);
        this.#recordAnswer();
        return { value, isCut, usage: progress.usage };
      } catch (error) {
        if (signal.aborted) this.#circuitBreaker.release();
        throwIfStopped(signal);
        const mayGoOn = allowance.take() && requests < MAX_REQUESTS;
        if (mayGoOn && error instanceof ModelHttpError && this.#learn(error, progress)) continue;
        const failure = this.#failureOf(error, deadline, estimate);
        const rescued = failure instanceof InvalidOutput && readOutput(failure.output, call.schema);
        if (rescued && !rescued.isCut) {
          if (mayGoOn) allowance.giveBack();
          this.#recordAnswer();
          return { ...rescued, usage: progress.usage };
        }
        const remainingMs = endsAt - performance.now();
        const delay = mayGoOn && attempts < MAX_ATTEMPTS ? retryDelay(failure, attempts, remainingMs) : null;
        const next = delay === null ? null : nextAttempt(progress.attempt, failure);
        // A server that cannot make the output valid twice may do better without its own check.
        const isServerCheck = error instanceof ModelHttpError && failure instanceof InvalidOutput && attempts > 1;
        if (delay !== null && isServerCheck && this.#dialect.dropFormat()) {
          attempts++;
          continue;
        }
        if (delay === null || next === null) return await this.#giveUp(failure, progress);
        if (failure instanceof TruncatedOutput && !failure.output.trim() && attempts > 1) this.#dialect.lowerEffort();
        progress.attempt = next;
        if (!isLoading(failure)) attempts++;
        await sleep(delay, undefined, { signal: AbortSignal.any([signal, deadline]) }).catch(() =>
          throwIfStopped(signal),
        );
      }
    }
  }

  #recordAnswer(): void {
    this.#hasAnswered = true;
    this.#circuitBreaker.recordSuccess();
  }

  /** Makes one attempt. Adds its usage to that of the call, even if the output turns out to be unusable. */
  async #attempt<T>(
    progress: Progress<T>,
    cacheKey: string,
    signal: AbortSignal,
    deadline: AbortSignal,
  ): Promise<ReadOutput<T>> {
    const { messages, corrections } = progress.attempt;
    const call = {
      ...progress.attempt.call,
      maxOutputTokens: Math.min(progress.attempt.call.maxOutputTokens, this.#maxOutputTokens),
    };
    const body = { model: this.endpoint.name, ...this.#dialect.body(call, messages, cacheKey) };
    progress.dialectVersion = this.#dialect.version;
    const output = await this.#transport.send(body, this.#patience(progress.estimate), signal, deadline);
    const prompt = messages.map(({ content }) => content).join("\n");
    this.#addUsage(progress.usage, output, prompt);
    if (output.end === "refused" || output.refusal) throw new PithError("model_refused");
    const count = tokenCount(output.usage?.prompt_tokens);
    if (corrections === 0 && count !== null) this.#window.checkCount(prompt, progress.estimate, count);
    const read = readWhole(output, call, progress);
    if (count === null) await this.#checkEnds(progress, cacheKey, signal, deadline);
    return read;
  }

  /**
   * Asks the model which lines it sees at the ends of a long document, where the server does not count. A question that
   * fails and an answer without these numbers tell nothing.
   * @throws PithError `too_large` if the prompt was cut
   */
  async #checkEnds<T>(
    { attempt: { call }, usage, estimate }: Progress<T>,
    cacheKey: string,
    signal: AbortSignal,
    deadline: AbortSignal,
  ): Promise<void> {
    const { document } = call;
    if (!document || !this.#window.needsEndsCheck(estimate)) return;
    const user = `${document.text}\n\n${ENDS_QUESTION}`;
    const { system } = call;
    const question = { name: "ends", schema: EndsAnswer, system, user, maxOutputTokens: ENDS_OUTPUT_TOKENS };
    const { messages } = startProgress(question, estimate).attempt;
    const body = { model: this.endpoint.name, ...this.#dialect.body(question, messages, cacheKey) };
    const output = await this.#transport
      .send(body, this.#patience(estimate), signal, deadline)
      .catch((error: unknown) => {
        if (signal.aborted) throw error;
        return null;
      });
    if (!output) return;
    this.#addUsage(usage, output, messages.map(({ content }) => content).join("\n"));
    const seen = readOutput(output.content, EndsAnswer)?.value;
    if (seen) this.#window.checkEnds(document, { firstLine: seen.first_line, lastLine: seen.last_line }, estimate);
  }

  #patience(estimate: number): Patience {
    const { deadlineMs } = this.endpoint;
    return { firstWordMs: deadlineMs + estimate * READING_MS_PER_TOKEN, idleMs: deadlineMs * IDLE_SHARE };
  }

  /**
   * Learns from an error what the server refuses, so that the request can be sent again in another form. Returns false if
   * the error has another cause, or nothing is left to learn.
   */
  #learn<T>(error: ModelHttpError, progress: Progress<T>): boolean {
    const problem = serverProblem(error);
    if (problem.kind === "output_limit") {
      // A call beside this one has learned it.
      if (error.askedTokens > this.#maxOutputTokens) return true;
      const asked = Math.min(progress.attempt.call.maxOutputTokens, this.#maxOutputTokens);
      const allowed = problem.most ?? Math.floor(asked / 2);
      if (allowed >= asked || allowed < MIN_OUTPUT_TOKENS) return false;
      this.#maxOutputTokens = allowed;
      return true;
    }
    const isUnexplained = ["request", "outage", "model"].includes(problem.kind);
    if (!isUnexplained) return false;
    return this.#dialect.learn(error) || this.#dialect.version > progress.dialectVersion;
  }

  /** What made an attempt fail, from the error that it threw. */
  #failureOf(error: unknown, deadline: AbortSignal, estimate: number): unknown {
    if (!(error instanceof ModelHttpError)) {
      const isOurs = error instanceof PithError || error instanceof TruncatedOutput || error instanceof InvalidOutput;
      return deadline.aborted && !isOurs ? new ModelTimeout() : error;
    }
    const problem = serverProblem(error);
    if (problem.kind === "invalid_output") return new InvalidOutput(problem.output);
    if (problem.kind === "refused") return new PithError("model_refused", null, { cause: error });
    if (problem.kind !== "context") return error;
    this.#window.shrink(problem, estimate);
    return new PithError("too_large", "the AI model reads less at once than PITH_CONTEXT_TOKENS", { cause: error });
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
   * Returns what is left of an output that was cut, if that is enough. Records in the circuit breaker whether the
   * endpoint responded.
   * @throws PithError for the failure of the last attempt, if nothing is left
   */
  async #giveUp<T>(failure: unknown, { attempt, usage, partial }: Progress<T>): Promise<Completion<T>> {
    if (isResponsive(failure) || partial) this.#circuitBreaker.recordSuccess();
    else this.#circuitBreaker.recordFailure(cooldownOf(failure));
    const options = { cause: failure, usage };
    if (failure instanceof PithError) throw new PithError(failure.code, failure.detail, options);
    if (partial && completeness(attempt.call, partial) >= MIN_COMPLETENESS.last)
      return { value: partial.value, isCut: true, usage };
    if (failure instanceof InvalidOutput && REFUSAL.test(failure.output))
      throw new PithError("model_refused", null, options);
    if (failure instanceof TruncatedOutput) throw new PithError("model_truncated", failure.message, options);
    throw new PithError("model_unavailable", await this.#describe(failure), options);
  }

  /** The `detail` of a failure, with the models that the server has if it does not have this one. */
  async #describe(failure: unknown): Promise<string> {
    const words = describeFailure(failure, this.endpoint.name);
    if (!(failure instanceof ModelHttpError) || serverProblem(failure).kind !== "model") return words;
    const names = await this.listModels().catch(() => []);
    return names.length ? `${words}; it has ${names.slice(0, 5).join(", ")}` : words;
  }
}

const startProgress = <T>(call: ChatCall<T>, estimate: number): Progress<T> => ({
  attempt: {
    call,
    messages: [
      { role: "system", content: call.system },
      { role: "user", content: call.user },
    ],
    corrections: 0,
  },
  usage: { ...NO_USAGE },
  partial: null,
  estimate,
  dialectVersion: 0,
});

/**
 * Reads the output of an attempt.
 * @throws InvalidOutput if it has no object of the asked form; TruncatedOutput, ModelTimeout or IncompleteStream if the
 *   output was cut and the attempt may be worth repeating
 */
function readWhole<T>(output: AssembledOutput, call: ChatCall<T>, progress: Progress<T>): ReadOutput<T> {
  const { content, end } = output;
  const read = readOutput(content, call.schema, end === "finished");
  if (read && !read.isCut) return read;
  if (end === "finished" && !read) throw new InvalidOutput(content);
  progress.partial = read ?? progress.partial;
  // A connection that broke off is tried again. An answer that was cut would be cut again.
  if (end !== "broken" && read && completeness(call, read) >= MIN_COMPLETENESS.first) return read;
  if (end === "broken") throw new IncompleteStream();
  if (end === "timeout") throw new ModelTimeout();
  throw new TruncatedOutput(content, call.maxOutputTokens);
}

const completeness = <T>(call: ChatCall<T>, { value }: ReadOutput<T>): number => call.completeness?.(value) ?? 0;

const isLoading = (failure: unknown): boolean =>
  failure instanceof ModelHttpError && serverProblem(failure).kind === "loading";

/** A token count from the server, or null if it is missing or not a positive integer. */
const tokenCount = (count: unknown): number | null =>
  Number.isSafeInteger(count) && Number(count) > 0 ? Number(count) : null;
