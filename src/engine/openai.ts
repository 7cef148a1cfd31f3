import { setTimeout as sleep } from "node:timers/promises";
import OpenAI from "openai";
import { z } from "zod";
import { type ErrorCode, NO_USAGE, PithError, throwIfStopped, type Usage } from "../model/index.ts";
import { findJson } from "./schemas.ts";

/** Where the model is, and what it costs. `price` is USD a million tokens. */
export type Endpoint = {
  name: string;
  baseUrl: string | null;
  apiKey: string | null;
  contextTokens: number;
  price: { input: number; output: number } | null;
};

export type Call<T> = { name: string; schema: z.ZodType<T>; system: string; user: string; maxOutputTokens: number };
export type Reply<T> = { value: T; usage: Usage };

/** How the answer's form is asked for; servers that refuse one are asked in the next way, and it is remembered. */
const FORMS = ["json_schema", "json_object", "text"] as const;

const ATTEMPTS = 3;
/** One call, with all its attempts and waits, ends within a minute (safety.md: model faults). */
const DEADLINE_MS = 60_000;
const LONGEST_WAIT_MS = 30_000;

/** A chat model behind the Chat Completions API: OpenAI's own, or any server that speaks it. The only user of `openai`. */
export class ChatModel {
  readonly endpoint: Endpoint;
  #client: OpenAI;
  #form = 0;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
    // Everything is passed explicitly, since the client fills gaps from OPENAI_* variables of its own. A keyless
    // server still needs some key for the client to start. Retries are ours: the client ignores a long Retry-After.
    this.#client = new OpenAI({
      apiKey: endpoint.apiKey ?? "none",
      baseURL: endpoint.baseUrl ?? "https://api.openai.com/v1",
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      timeout: DEADLINE_MS,
      logLevel: "off",
    });
  }

  /** The names of the models that the endpoint offers. @throws PithError `model_unavailable` */
  async models(): Promise<string[]> {
    try {
      const { data } = await this.#client.models.list({ timeout: 10_000 });
      return data.map((model) => model.id);
    } catch (cause) {
      const status = cause instanceof OpenAI.APIError ? cause.status : undefined;
      throw new PithError("model_unavailable", status ? `the endpoint answered ${status}` : "it cannot be reached", {
        cause,
      });
    }
  }

  /**
   * One answer of the model in the schema's form. Overload and broken connections are tried again, at most three
   * attempts in all, waiting as long as the server asks. `usage` is that of all attempts that were answered; a failure
   * has it too.
   * @throws PithError `model_unavailable`, `model_refused`, `model_truncated`, `stopped`
   */
  async ask<T>(call: Call<T>, signal: AbortSignal): Promise<Reply<T>> {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    const both = AbortSignal.any([signal, deadline]);
    const spent: Usage = { ...NO_USAGE };
    for (let attempt = 1; ; attempt++) {
      try {
        return { value: await this.#once(call, both, spent), usage: spent };
      } catch (thrown) {
        throwIfStopped(signal);
        if (this.#degrade(thrown)) {
          attempt--;
          continue;
        }
        const wait = attempt < ATTEMPTS && !deadline.aborted ? retryAfter(thrown, attempt) : null;
        if (wait === null) throw explainFault(thrown, deadline.aborted, spent);
        await sleep(wait, undefined, { signal: both }).catch(() => throwIfStopped(signal));
      }
    }
  }

  /** One attempt. What the server counted for it is added to `spent`, whatever becomes of the answer. */
  async #once<T>(call: Call<T>, signal: AbortSignal, spent: Usage): Promise<T> {
    const limit = this.endpoint.baseUrl ? "max_tokens" : "max_completion_tokens";
    const completion = await this.#client.chat.completions
      .create(
        {
          model: this.endpoint.name,
          messages: [
            { role: "system", content: call.system },
            { role: "user", content: call.user },
          ],
          [limit]: call.maxOutputTokens,
          ...responseFormat(FORMS[this.#form]!, call),
        },
        { signal },
      )
      .catch((cause: unknown) => {
        // The client's own errors speak for themselves; a body that ends too early or is no JSON comes as it was thrown.
        throw cause instanceof OpenAI.APIError ? cause : new BrokenAnswer("its answer broke off", { cause });
      });
    this.#count(spent, completion?.usage);
    const choice: Partial<OpenAI.ChatCompletion.Choice> | undefined = completion?.choices?.[0];
    if (choice?.finish_reason === "content_filter" || choice?.message?.refusal) throw new PithError("model_refused");
    if (choice?.finish_reason === "length") throw new PithError("model_truncated");
    const parsed = call.schema.safeParse(findJson(choice?.message?.content ?? ""));
    if (!parsed.success) throw new UnusableAnswer("its answer is not of the asked form", { cause: parsed.error });
    return parsed.data;
  }

  /** Servers may leave out any of the counts. */
  #count(spent: Usage, usage: Partial<OpenAI.CompletionUsage> | null | undefined): void {
    const { price } = this.endpoint;
    const [input, output] = [tokens(usage?.prompt_tokens), tokens(usage?.completion_tokens)];
    spent.calls++;
    spent.inputTokens += input;
    spent.outputTokens += output;
    spent.cachedTokens += tokens(usage?.prompt_tokens_details?.cached_tokens);
    if (price && usage) spent.costUsd = (spent.costUsd ?? 0) + (input * price.input + output * price.output) / 1e6;
  }

  /** True when the server refused the way the form was asked for, and there is a plainer way left. */
  #degrade(thrown: unknown): boolean {
    const refused =
      thrown instanceof OpenAI.APIError &&
      (thrown.status === 400 || thrown.status === 422) &&
      /response_format|json_schema|json_object|structured/i.test(thrown.message);
    if (!refused || this.#form === FORMS.length - 1) return false;
    this.#form++;
    return true;
  }
}

class UnusableAnswer extends Error {}
class BrokenAnswer extends Error {}

const tokens = (count: unknown): number => (Number.isSafeInteger(count) && Number(count) > 0 ? Number(count) : 0);

function responseFormat<T>(
  form: (typeof FORMS)[number],
  call: Call<T>,
): Pick<OpenAI.ChatCompletionCreateParams, "response_format"> {
  if (form === "text") return {};
  if (form === "json_object") return { response_format: { type: "json_object" } };
  const schema = z.toJSONSchema(call.schema, { target: "draft-7" });
  return {
    response_format: { type: "json_schema", json_schema: { name: call.name, strict: true, schema: strict(schema) } },
  };
}

/** Strict mode knows only part of JSON Schema: limits and annotations are checked by us instead. */
function strict(node: unknown): Record<string, unknown> {
  const UNKNOWN = new Set(["$schema", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"]);
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => (UNKNOWN.has(key) ? [] : [[key, walk(inner)]])),
    );
  };
  return walk(node) as Record<string, unknown>;
}

/** Milliseconds to wait before the next attempt, or null when another attempt would not help. */
function retryAfter(thrown: unknown, attempt: number): number | null {
  const backoff = 500 * 2 ** (attempt - 1) * (1 + Math.random() / 4);
  if (thrown instanceof UnusableAnswer) return 0;
  if (thrown instanceof OpenAI.APIUserAbortError || thrown instanceof PithError) return null;
  if (thrown instanceof OpenAI.APIConnectionError || thrown instanceof BrokenAnswer) return backoff;
  if (!(thrown instanceof OpenAI.APIError)) return null;
  if (thrown.code === "insufficient_quota") return null;
  if (thrown.status !== 429 && thrown.status !== 408 && (thrown.status ?? 0) < 500) return null;
  const header = thrown.headers?.get("retry-after");
  const asked = header ? (Number.isNaN(Number(header)) ? Date.parse(header) - Date.now() : Number(header) * 1000) : 0;
  return asked > LONGEST_WAIT_MS ? null : Math.max(backoff, asked || 0);
}

function explainFault(thrown: unknown, late: boolean, usage: Usage): PithError {
  const because = (code: ErrorCode, detail: string | null): PithError =>
    new PithError(code, detail, { cause: thrown, usage });
  if (thrown instanceof PithError) return because(thrown.code, thrown.detail);
  if (late) return because("model_unavailable", "it took too long");
  if (thrown instanceof UnusableAnswer || thrown instanceof BrokenAnswer)
    return because("model_unavailable", thrown.message);
  const status = thrown instanceof OpenAI.APIError ? thrown.status : undefined;
  return because("model_unavailable", status ? `the endpoint answered ${status}` : "it cannot be reached");
}
