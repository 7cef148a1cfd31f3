import { z } from "zod";

/** What a call asks of a model, whatever server it goes to. */
export type Call<T> = { name: string; schema: z.ZodType<T>; system: string; user: string; maxOutputTokens: number };

/** How the answer's form is asked for, the strictest first. */
const FORMS = ["json_schema", "json_object", "text"] as const;

/** A server's refusal, as far as it tells what it does not know. */
export type Refusal = { status: number | undefined; message: string };

/**
 * How one server with one model is spoken to. It begins with all that the Chat Completions API offers; each thing that
 * the server refuses is left out from then on. OpenAI counts with `max_completion_tokens`
 * (https://platform.openai.com/docs/api-reference/chat/create), all others know `max_tokens`.
 */
export class Dialect {
  #form = 0;
  #limit: "max_tokens" | "max_completion_tokens";
  #streams = true;
  #countsStreams = true;
  #routesByKey: boolean;

  constructor(isOpenAi: boolean) {
    this.#limit = isOpenAi ? "max_completion_tokens" : "max_tokens";
    this.#routesByKey = isOpenAi;
  }

  /** The request's body without model and messages. `cacheKey` sends what has the same beginning to the same place. */
  parameters<T>({ name, schema, maxOutputTokens }: Call<T>, cacheKey: string): Record<string, unknown> {
    return {
      [this.#limit]: maxOutputTokens,
      stream: this.#streams,
      ...(this.#streams && this.#countsStreams && { stream_options: { include_usage: true } }),
      ...(this.#routesByKey && { prompt_cache_key: cacheKey }),
      ...responseFormat(FORMS[this.#form]!, name, schema),
    };
  }

  /** Leaves out what the server refused. False when it was nothing that can be left out. */
  learn({ status, message }: Refusal): boolean {
    if (status !== 400 && status !== 422 && status !== 501) return false;
    if (/stream_options|include_usage/i.test(message) && this.#countsStreams) {
      this.#countsStreams = false;
      return true;
    }
    if (/prompt_cache_key/i.test(message) && this.#routesByKey) {
      this.#routesByKey = false;
      return true;
    }
    if (/response_format|json_schema|json_object|structured|grammar/i.test(message) && this.#form < FORMS.length - 1) {
      this.#form++;
      return true;
    }
    const other = this.#limit === "max_tokens" ? "max_completion_tokens" : "max_tokens";
    if (new RegExp(`\\b${this.#limit}\\b`).test(message) && new RegExp(`\\b${other}\\b`).test(message)) {
      this.#limit = other;
      return true;
    }
    if (/\bstream(?:ing)?\b/i.test(message) && this.#streams) {
      this.#streams = false;
      return true;
    }
    return false;
  }
}

function responseFormat(form: (typeof FORMS)[number], name: string, schema: z.ZodType): Record<string, unknown> {
  if (form === "text") return {};
  if (form === "json_object") return { response_format: { type: "json_object" } };
  const plain = z.toJSONSchema(schema, { target: "draft-7" });
  return { response_format: { type: "json_schema", json_schema: { name, strict: true, schema: strict(plain) } } };
}

/** What strict mode does not know (https://platform.openai.com/docs/guides/structured-outputs): we check it ourselves. */
const UNKNOWN = new Set(["$schema", "default", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"]);

/** Strict mode knows a part of JSON Schema, wants every member required, and none besides. */
function strict(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(strict);
  if (typeof node !== "object" || node === null) return node;
  const known = Object.entries(node).flatMap(([key, inner]) => (UNKNOWN.has(key) ? [] : [[key, strict(inner)]]));
  const result = Object.fromEntries(known);
  if (result.type !== "object") return result;
  return { ...result, required: Object.keys(result.properties ?? {}), additionalProperties: false };
}
