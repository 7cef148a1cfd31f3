import { setTimeout as sleep } from "node:timers/promises";
import OpenAI from "openai";
import { z } from "zod";
import { NO_USAGE, PithError, throwIfStopped, type Usage } from "../model/index.ts";
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
      throw new PithError("model_unavailable", null, { cause });
    }
  }

  /**
   * One answer of the model in the schema's form. Overload and broken connections are tried again, at most three
   * attempts in all, waiting as long as the server asks.
   * @throws PithError `model_unavailable`, `model_refused`, `model_truncated`, `stopped`
   */
  async ask<T>(call: Call<T>, signal: AbortSignal): Promise<Reply<T>> {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    const both = AbortSignal.any([signal, deadline]);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(call, both);
      } catch (thrown) {
        throwIfStopped(signal);
        if (this.#degrade(thrown)) {
          attempt--;
          continue;
        }
        const wait = attempt < ATTEMPTS && !deadline.aborted ? retryAfter(thrown, attempt) : null;
        if (wait === null) throw explainFault(thrown);
        await sleep(wait, undefined, { signal: both }).catch(() => throwIfStopped(signal));
      }
    }
  }

  async #once<T>(call: Call<T>, signal: AbortSignal): Promise<Reply<T>> {
    const limit = this.endpoint.baseUrl ? "max_tokens" : "max_completion_tokens";
    const completion = await this.#client.chat.completions.create(
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
    );
    const choice = completion.choices?.[0];
    if (choice?.finish_reason === "content_filter" || choice?.message.refusal) throw new PithError("model_refused");
    if (choice?.finish_reason === "length") throw new PithError("model_truncated");
    const parsed = call.schema.safeParse(findJson(choice?.message.content ?? ""));
    if (!parsed.success) throw new UnusableAnswer("the answer is not of the asked form", { cause: parsed.error });
    return { value: parsed.data, usage: this.#usage(completion.usage) };
  }

  #usage(usage: OpenAI.CompletionUsage | undefined): Usage {
    if (!usage) return { ...NO_USAGE, calls: 1 };
    const { price } = this.endpoint;
    const [inputTokens, outputTokens] = [usage.prompt_tokens, usage.completion_tokens];
    const cachedTokens = usage.prompt_tokens_details?.cached_tokens ?? 0;
    const costUsd = price ? (inputTokens * price.input + outputTokens * price.output) / 1e6 : null;
    return { calls: 1, inputTokens, outputTokens, cachedTokens, costUsd };
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
  if (thrown instanceof OpenAI.APIConnectionError) return backoff;
  if (!(thrown instanceof OpenAI.APIError)) return null;
  if (thrown.code === "insufficient_quota") return null;
  if (thrown.status !== 429 && thrown.status !== 408 && (thrown.status ?? 0) < 500) return null;
  const header = thrown.headers?.get("retry-after");
  const asked = header ? (Number.isNaN(Number(header)) ? Date.parse(header) - Date.now() : Number(header) * 1000) : 0;
  return asked > LONGEST_WAIT_MS ? null : Math.max(backoff, asked || 0);
}

function explainFault(thrown: unknown): PithError {
  if (thrown instanceof PithError) return thrown;
  const status = thrown instanceof OpenAI.APIError ? thrown.status : undefined;
  const detail = status ? `the endpoint answered ${status}` : thrown instanceof UnusableAnswer ? thrown.message : null;
  return new PithError("model_unavailable", detail, { cause: thrown });
}
