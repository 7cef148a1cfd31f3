import { z } from "zod";

/** A request for structured output, independent of the provider. `name` is the name of the schema. */
export type ChatCall<T> = { name: string; schema: z.ZodType<T>; system: string; user: string; maxOutputTokens: number };

/** Response formats, strictest first. */
const RESPONSE_FORMATS = ["json_schema", "json_object", "text"] as const;

/** The fields of an error response that show which parameter the server rejects. */
export type RejectedParameter = { status: number | undefined; message: string };

/**
 * Adapts requests to one provider. Starts with all optional parameters, such as streaming and a JSON Schema, and
 * permanently drops or replaces each one that the server rejects. The output token limit is called
 * `max_completion_tokens` by OpenAI (https://platform.openai.com/docs/api-reference/chat/create) and `max_tokens` by
 * other servers.
 */
export class ProviderCompat {
  /** Index into RESPONSE_FORMATS. */
  #responseFormat = 0;
  #maxTokensParameter: "max_tokens" | "max_completion_tokens";
  #sendsStream = true;
  #sendsStreamOptions = true;
  #sendsCacheKey: boolean;

  constructor(isOpenAi: boolean) {
    this.#maxTokensParameter = isOpenAi ? "max_completion_tokens" : "max_tokens";
    this.#sendsCacheKey = isOpenAi;
  }

  /**
   * The body of a request, except for `model` and `messages`.
   * @param cacheKey the same for all prompts with a common prefix, so that OpenAI routes them to the same cache
   */
  parameters<T>({ name, schema, maxOutputTokens }: ChatCall<T>, cacheKey: string): Record<string, unknown> {
    return {
      [this.#maxTokensParameter]: maxOutputTokens,
      stream: this.#sendsStream,
      ...(this.#sendsStream && this.#sendsStreamOptions && { stream_options: { include_usage: true } }),
      ...(this.#sendsCacheKey && { prompt_cache_key: cacheKey }),
      ...responseFormat(RESPONSE_FORMATS[this.#responseFormat]!, name, schema),
    };
  }

  /**
   * Drops or replaces the parameter that the server rejected. Returns false if the error has another cause or nothing
   * is left to change.
   */
  adapt({ status, message }: RejectedParameter): boolean {
    if (status !== 400 && status !== 422 && status !== 501) return false;
    if (/stream_options|include_usage/i.test(message) && this.#sendsStreamOptions) {
      this.#sendsStreamOptions = false;
      return true;
    }
    if (/prompt_cache_key/i.test(message) && this.#sendsCacheKey) {
      this.#sendsCacheKey = false;
      return true;
    }
    const isFormatError = /response_format|json_schema|json_object|structured|grammar/i.test(message);
    if (isFormatError && this.#responseFormat < RESPONSE_FORMATS.length - 1) {
      this.#responseFormat++;
      return true;
    }
    const alternative = this.#maxTokensParameter === "max_tokens" ? "max_completion_tokens" : "max_tokens";
    if (mentions(message, this.#maxTokensParameter) && mentions(message, alternative)) {
      this.#maxTokensParameter = alternative;
      return true;
    }
    if (/\bstream(?:ing)?\b/i.test(message) && this.#sendsStream) {
      this.#sendsStream = false;
      return true;
    }
    return false;
  }
}

const mentions = (message: string, parameter: string): boolean => new RegExp(`\\b${parameter}\\b`).test(message);

function responseFormat(
  format: (typeof RESPONSE_FORMATS)[number],
  name: string,
  schema: z.ZodType,
): Record<string, unknown> {
  if (format === "text") return {};
  if (format === "json_object") return { response_format: { type: "json_object" } };
  const jsonSchema = toStrictSchema(z.toJSONSchema(schema, { target: "draft-7" }));
  return { response_format: { type: "json_schema", json_schema: { name, strict: true, schema: jsonSchema } } };
}

/**
 * JSON Schema keywords that strict mode does not support (https://platform.openai.com/docs/guides/structured-outputs).
 * The response is validated against the complete schema anyway.
 */
const UNSUPPORTED_KEYWORDS = new Set([
  "$schema",
  "default",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minimum",
  "maximum",
]);

/**
 * Converts a JSON Schema for strict mode: no unsupported keywords, all properties required, no additional properties.
 */
function toStrictSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toStrictSchema);
  if (typeof node !== "object" || node === null) return node;
  const supported = Object.entries(node).flatMap(([key, value]) =>
    UNSUPPORTED_KEYWORDS.has(key) ? [] : [[key, toStrictSchema(value)]],
  );
  const result = Object.fromEntries(supported);
  if (result.type !== "object") return result;
  return { ...result, required: Object.keys(result.properties ?? {}), additionalProperties: false };
}
