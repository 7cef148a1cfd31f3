import { z } from "zod";
import type { ReasoningEffort } from "../../../model/index.ts";
import type { ModelHttpError } from "./modelErrors.ts";

/**
 * A request for structured output, independent of the server. `name` is the name of the schema. `completeness`: how
 * much (0..1) there is of what was asked for in what is left of an answer that was cut; by default, nothing.
 */
export type ChatCall<T> = {
  name: string;
  schema: z.ZodObject & z.ZodType<T>;
  system: string;
  user: string;
  maxOutputTokens: number;
  completeness?(value: T): number;
};
export type ChatMessage = { role: "system" | "user" | "assistant"; content: string };
/** Response formats, strictest first. */
const RESPONSE_FORMATS = ["json_schema", "json_object", "text"] as const;
/** The words by which a server refuses a response format. */
const FORMAT_WORDS =
  /response[_ ]?(?:format|schema)|json[_ ]?(?:schema|object|mode)|structured|grammar|\bschema\b|constraint/i;
/** Errors of a server that cannot take a request as it is, rather than fail. */
const REFUSING_STATUSES = new Set([400, 404, 415, 422, 500, 501]);

type Step = { words: RegExp; statuses?: Set<number>; isTaken(): boolean; take(): void };

/**
 * How one model of one server is spoken to. Starts with all optional parameters. What the server refuses is learned in
 * steps, each of which leaves something out or names it otherwise, is taken at most once and is never taken back, so that
 * there is an end to them. The output token limit is called `max_completion_tokens` by OpenAI
 * (https://platform.openai.com/docs/api-reference/chat/create) and `max_tokens` by other servers.
 */
export class ServerDialect {
  /** Index into RESPONSE_FORMATS. */
  #responseFormat = 0;
  #limitName: "max_tokens" | "max_completion_tokens";
  #hasRenamedLimit = false;
  #sendsStream = true;
  #sendsStreamOptions = true;
  #sendsCacheKey: boolean;
  #sendsTemperature = true;
  #sendsSystemRole = true;
  #sendsEffort = true;
  #effort: ReasoningEffort | null;
  #version = 0;
  readonly #steps: Step[];

  constructor(isOpenAi: boolean, effort: ReasoningEffort | null) {
    this.#limitName = isOpenAi ? "max_completion_tokens" : "max_tokens";
    this.#sendsCacheKey = isOpenAi;
    this.#effort = effort;
    this.#steps = this.#createSteps();
  }

  /** Changes whenever something is learned. */
  get version(): number {
    return this.#version;
  }

  /** Whether the server was asked to reason less than it does by default. */
  get lowersEffort(): boolean {
    return this.#effort === "low" || this.#effort === "minimal" || !this.#sendsEffort;
  }

  /** From now on asks for little reasoning, unless the server has refused that parameter. */
  lowerEffort(): void {
    this.#effort = "low";
  }

  /**
   * The body of a request, except for `model`.
   * @param cacheKey the same for all prompts with a common prefix, so that OpenAI routes them to the same cache
   */
  body<T>(
    { name, schema, maxOutputTokens }: ChatCall<T>,
    messages: readonly ChatMessage[],
    cacheKey: string,
  ): Record<string, unknown> {
    return {
      messages: this.#sendsSystemRole ? messages : withoutSystemRole(messages),
      [this.#limitName]: maxOutputTokens,
      stream: this.#sendsStream,
      ...(this.#sendsTemperature && { temperature: 0 }),
      ...(this.#sendsEffort && this.#effort && { reasoning_effort: this.#effort }),
      ...(this.#sendsStream && this.#sendsStreamOptions && { stream_options: { include_usage: true } }),
      ...(this.#sendsCacheKey && { prompt_cache_key: cacheKey }),
      ...responseFormat(RESPONSE_FORMATS[this.#responseFormat]!, name, schema),
    };
  }

  /** Takes the step by which the request is no longer refused. Returns false if there is none. */
  learn({ status, words }: Pick<ModelHttpError, "status" | "words">): boolean {
    if (!REFUSING_STATUSES.has(status)) return false;
    const step = this.#steps.find((one) => !one.isTaken() && one.words.test(words));
    if (!step) return false;
    step.take();
    this.#version++;
    return true;
  }

  /** Asks for no response format any more. Returns false if none was asked for. */
  dropFormat(): boolean {
    if (this.#responseFormat === RESPONSE_FORMATS.length - 1) return false;
    this.#responseFormat = RESPONSE_FORMATS.length - 1;
    this.#version++;
    return true;
  }

  /** The steps, in the order in which they are tried if the words fit several. */
  #createSteps(): Step[] {
    const other = this.#limitName === "max_tokens" ? "max_completion_tokens" : "max_tokens";
    return [
      {
        words: /stream_options|include_usage/i,
        isTaken: () => !this.#sendsStreamOptions || !this.#sendsStream,
        take: () => {
          this.#sendsStreamOptions = false;
        },
      },
      {
        words: /prompt_cache_key/i,
        isTaken: () => !this.#sendsCacheKey,
        take: () => {
          this.#sendsCacheKey = false;
        },
      },
      {
        words: /\btemperature\b/i,
        isTaken: () => !this.#sendsTemperature,
        take: () => {
          this.#sendsTemperature = false;
        },
      },
      {
        words: /reasoning[_ ]?effort|\bthinking\b/i,
        isTaken: () => !this.#sendsEffort || this.#effort === null,
        take: () => {
          this.#sendsEffort = false;
        },
      },
      {
        words: /system.{0,20}(?:role|message|prompt|instruction)|only user and assistant roles|roles must alternate/i,
        isTaken: () => !this.#sendsSystemRole,
        take: () => {
          this.#sendsSystemRole = false;
        },
      },
      {
        words: FORMAT_WORDS,
        isTaken: () => this.#responseFormat === RESPONSE_FORMATS.length - 1,
        take: () => {
          this.#responseFormat++;
        },
      },
      {
        // The other name must be asked for, or this one be unknown: a number that is too large names both as well.
        words: new RegExp(
          `(?:use|expected|instead|did you mean)[^.]{0,30}\\b${other}\\b|\\b${this.#limitName}\\b[^.]{0,60}(?:not supported|unsupported|unknown|unrecogni[sz]ed|not permitted|extra)|(?:unsupported|unknown|unrecogni[sz]ed|extra|unexpected)[^.]{0,60}\\b${this.#limitName}\\b`,
          "i",
        ),
        isTaken: () => this.#hasRenamedLimit,
        take: () => {
          this.#hasRenamedLimit = true;
          this.#limitName = other;
        },
      },
      {
        words: /\bstream(?:ing)?\b/i,
        isTaken: () => !this.#sendsStream,
        take: () => {
          this.#sendsStream = false;
        },
      },
    ];
  }
}

/** Moves the words of the system message to the beginning of the first message of the user. */
function withoutSystemRole(messages: readonly ChatMessage[]): ChatMessage[] {
  const [system, user, ...rest] = messages;
  if (system?.role !== "system" || !user) return [...messages];
  return [{ role: "user", content: `${system.content}\n\n${user.content}` }, ...rest];
}

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

/** Converts a JSON Schema for strict mode: all properties required, no additional properties. */
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
