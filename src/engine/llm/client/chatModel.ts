import { setTimeout as sleep } from "node:timers/promises";
import { NO_USAGE, PithError, throwIfStopped, type Usage } from "../../../model/index.ts";
import { estimateTokens } from "../../../text/index.ts";
import { Circuit } from "./circuitBreaker.ts";
import {
  askedWait,
  CutAnswer,
  exceededContext,
  HttpFault,
  SilentEndpoint,
  Unreachable,
  UnusableAnswer,
} from "./modelErrors.ts";
import { Transport } from "./openai.ts";
import { findJson } from "./parseJson.ts";
import { type Call, Dialect } from "./providerCompat.ts";
import type { Words } from "./streamAssembly.ts";

/** Where the model is, and what it costs. `price` is USD a million tokens. */
export type Endpoint = {
  name: string;
  baseUrl: string | null;
  apiKey: string | null;
  contextTokens: number;
  price: { input: number; output: number } | null;
  /** A call, with all its attempts and waits, ends within this time. */
  deadlineMs: number;
};

export type Reply<T> = { value: T; usage: Usage };

type Turn = { role: "system" | "user" | "assistant"; content: string };
/** A call as it is made: with turns that were added, and the room its answer has by now. */
type Attempt<T> = { call: Call<T>; turns: Turn[]; slips: number };

const ATTEMPTS = 3;
/** What a call begins with: system and user. */
const FIRST_TURNS = 2;
/** Below this estimate a server's count says nothing of whether it cut the prompt. */
const SURE_TOKENS = 4000;
/** No model that is of use reads less; a server that says so counts something else. */
const LEAST_CONTEXT = 1500;
/** What a server may add to a prompt of its own: the form of the answer, marks round the messages. */
const FORM_TOKENS = 1500;
const SAMPLE_UNITS = 4000;
/** What of an unusable answer goes back to the model. */
const SHOWN_UNITS = 8000;

/** A chat model behind any server that speaks Chat Completions: what goes wrong there is put right or told by a code. */
export class ChatModel {
  readonly endpoint: Endpoint;
  readonly #transport: Transport;
  readonly #dialect: Dialect;
  readonly #circuit = new Circuit(() => performance.now());
  #contextTokens: number;
  /** Whether the endpoint's counts of prompts are what they say: there are servers that tell the same number each time. */
  #countsPrompts = true;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
    this.#contextTokens = endpoint.contextTokens;
    this.#dialect = new Dialect(endpoint.baseUrl === null);
    this.#transport = new Transport(endpoint.baseUrl, endpoint.apiKey, endpoint.deadlineMs / 2);
  }

  /** What fits into the model, prompt and answer together: as configured, or less where the server has shown it. */
  get contextTokens(): number {
    return this.#contextTokens;
  }

  /** The names of the models that the endpoint offers. @throws PithError `model_unavailable` */
  async models(): Promise<string[]> {
    try {
      return await this.#transport.models(AbortSignal.timeout(10_000));
    } catch (cause) {
      throw new PithError("model_unavailable", reasonOf(cause), { cause });
    }
  }

  /**
   * One answer of the model in the schema's form. Overload and broken connections are tried again, waiting as long as
   * the server asks; an answer of another form gets one turn to be put right, and one that was cut twice the room. At
   * most three attempts in all. `usage` is that of all attempts that were answered; a failure has it too.
   * @param cacheKey what the prompt begins with, for servers that remember beginnings
   * @throws PithError `model_unavailable`, `model_refused`, `model_truncated`, `stopped`, and `too_large` when the
   *   prompt does not fit or was cut, after which `contextTokens` is smaller
   */
  async ask<T>(call: Call<T>, cacheKey: string, signal: AbortSignal): Promise<Reply<T>> {
    this.#circuit.enter();
    const endsAt = performance.now() + this.endpoint.deadlineMs;
    const deadline = AbortSignal.timeout(this.endpoint.deadlineMs);
    const both = AbortSignal.any([signal, deadline]);
    const spent: Usage = { ...NO_USAGE };
    const { system, user } = call;
    const turns: Turn[] = [
      { role: "system", content: system },
      { role: "user", content: user },
    ];
    let attempt: Attempt<T> = { call, turns, slips: 0 };
    for (let nth = 1; ; nth++) {
      try {
        const value = await this.#once(attempt, cacheKey, both, spent);
        this.#circuit.succeeded();
        return { value, usage: spent };
      } catch (thrown) {
        if (signal.aborted) this.#circuit.left();
        throwIfStopped(signal);
        if (thrown instanceof HttpFault && this.#dialect.learn(thrown)) {
          nth--;
          continue;
        }
        const fault = deadline.aborted ? new SilentEndpoint() : this.#lessContext(thrown);
        const wait = nth < ATTEMPTS ? waitBefore(fault, nth, endsAt - performance.now()) : null;
        const next = wait === null ? null : afterFault(attempt, fault);
        if (wait === null || next === null) throw this.#giveUp(fault, spent);
        attempt = next;
        await sleep(wait, undefined, { signal: both }).catch(() => throwIfStopped(signal));
      }
    }
  }

  /** One attempt. What it cost is added to `spent`, whatever becomes of the answer. */
  async #once<T>({ call, turns }: Attempt<T>, cacheKey: string, signal: AbortSignal, spent: Usage): Promise<T> {
    const parameters = this.#dialect.parameters(call, cacheKey);
    const words = await this.#transport.send({ model: this.endpoint.name, messages: turns, ...parameters }, signal);
    const prompt = turns.map(({ content }) => content).join("\n");
    this.#count(spent, words, prompt);
    if (words.finish === "content_filter" || words.refusal) throw new PithError("model_refused");
    if (words.finish === "length") throw new CutAnswer();
    if (turns.length === FIRST_TURNS)
      this.#checkWhole(prompt, tokens(words.usage?.prompt_tokens), call.maxOutputTokens);
    const parsed = call.schema.safeParse(findJson(words.content));
    if (!parsed.success) throw new UnusableAnswer(words.content, parsed.error);
    return parsed.data;
  }

  /** Servers may leave out any of the counts: they are estimated then, since budgets are kept by them. */
  #count(spent: Usage, { usage, content }: Words, prompt: string): void {
    const { price } = this.endpoint;
    const input = tokens(usage?.prompt_tokens) ?? estimateTokens(prompt);
    const output = tokens(usage?.completion_tokens) ?? estimateTokens(content);
    spent.calls++;
    spent.inputTokens += input;
    spent.outputTokens += output;
    spent.cachedTokens += tokens(usage?.prompt_tokens_details?.cached_tokens) ?? 0;
    if (price) spent.costUsd = (spent.costUsd ?? 0) + (input * price.input + output * price.output) / 1e6;
  }

  /**
   * Some servers cut what is too long and answer 200 all the same; only their count tells. For Latin text the estimate
   * is at most a third too high; what other scripts cost differs more between models.
   * @throws PithError `too_large`
   */
  #checkWhole(prompt: string, read: number | null, outputTokens: number): void {
    if (read === null) return;
    const estimate = estimateTokens(prompt);
    if (estimate < SURE_TOKENS) this.#countsPrompts &&= read > estimate * 0.3 && read < estimate * 2 + FORM_TOKENS;
    if (!this.#countsPrompts || estimate < SURE_TOKENS || read < LEAST_CONTEXT) return;
    const sample = prompt.slice(prompt.length / 2, prompt.length / 2 + SAMPLE_UNITS).replace(/\s+/g, "");
    const isLatin = sample.replace(/[^\p{sc=Latin}]+/gu, "").length > 0.6 * sample.length;
    if (read >= estimate * (isLatin ? 0.7 : 0.4)) return;
    this.#contextTokens = Math.min(this.#contextTokens, read + outputTokens);
    throw new PithError("too_large", `the endpoint read ${read} of about ${estimate} tokens`);
  }

  /** A prompt that is longer than the server's context becomes `too_large`, and the context is smaller from then on. */
  #lessContext(thrown: unknown): unknown {
    const exceeded = thrown instanceof HttpFault ? exceededContext(thrown) : null;
    if (!exceeded) return thrown;
    this.#contextTokens = Math.min(exceeded.tokens ?? Number.POSITIVE_INFINITY, Math.floor(this.#contextTokens * 0.6));
    return new PithError("too_large", "the endpoint's context is smaller", { cause: thrown });
  }

  #giveUp(fault: unknown, usage: Usage): PithError {
    const options = { cause: fault, usage };
    const answers = fault instanceof PithError || fault instanceof CutAnswer || fault instanceof UnusableAnswer;
    if (answers) this.#circuit.succeeded();
    else this.#circuit.failed(restAfter(fault));
    if (fault instanceof PithError) return new PithError(fault.code, fault.detail, options);
    if (fault instanceof CutAnswer) return new PithError("model_truncated", null, options);
    return new PithError("model_unavailable", reasonOf(fault), options);
  }
}

const tokens = (count: unknown): number | null =>
  Number.isSafeInteger(count) && Number(count) > 0 ? Number(count) : null;

/** Money that ran out: no attempt brings it back. */
const isSpent = (fault: HttpFault): boolean => fault.status === 402 || fault.code === "insufficient_quota";

/** Milliseconds to wait before the next attempt, or null when another would not help or not end in time. */
function waitBefore(fault: unknown, nth: number, leftMs: number): number | null {
  if (fault instanceof UnusableAnswer || fault instanceof CutAnswer) return 0;
  if (fault instanceof PithError || fault instanceof SilentEndpoint) return null;
  if (fault instanceof Unreachable && fault.isCertificate) return null;
  const backoff = 500 * 2 ** (nth - 1);
  if (!(fault instanceof HttpFault)) return jittered(backoff);
  if (isSpent(fault) || (fault.status !== 429 && fault.status !== 408 && fault.status < 500)) return null;
  const wait = jittered(Math.max(backoff, askedWait(fault.retryAfter, Date.now()) ?? 0));
  return wait < leftMs ? wait : null;
}

/** Up to a quarter longer, so that those who failed together do not come back together. */
const jittered = (ms: number): number => ms * (1 + Math.random() / 4);

/** How long the endpoint is not asked at all: as long as it asks itself, and when money ran out; null for a fault that passes. */
function restAfter(fault: unknown): number | null {
  if (!(fault instanceof HttpFault)) return null;
  return isSpent(fault) ? Number.POSITIVE_INFINITY : askedWait(fault.retryAfter, Date.now());
}

/** The next attempt: the same again; with a turn that asks to put the form right; or with twice the room. Slips are forgiven once. */
function afterFault<T>(attempt: Attempt<T>, fault: unknown): Attempt<T> | null {
  const { call, turns, slips } = attempt;
  if (!(fault instanceof UnusableAnswer || fault instanceof CutAnswer)) return attempt;
  if (slips > 0) return null;
  if (fault instanceof CutAnswer)
    return { turns, call: { ...call, maxOutputTokens: 2 * call.maxOutputTokens }, slips: 1 };
  if (!fault.words.trim()) return { ...attempt, slips: 1 };
  const wrong: Turn = { role: "assistant", content: fault.words.slice(0, SHOWN_UNITS).toWellFormed() };
  const request: Turn = {
    role: "user",
    content: "This is not the JSON object that was asked for. Give that object, and nothing else.",
  };
  return { call, turns: [...turns, wrong, request], slips: 1 };
}

function reasonOf(fault: unknown): string {
  if (fault instanceof HttpFault) {
    if (isSpent(fault)) return `its account has no credit left (${fault.status})`;
    if (fault.status === 401 || fault.status === 403) return `the endpoint does not accept the key (${fault.status})`;
    return fault.status === 404 ? "the endpoint does not know it (404)" : `the endpoint answered ${fault.status}`;
  }
  return fault instanceof Error && !(fault instanceof DOMException) ? fault.message : "it cannot be reached";
}
