import type { ReasoningEffort } from "../../../model/index.ts";
import type { ChatCall, ChatMessage } from "./chatCall.ts";
import type { ModelHttpError } from "./modelErrors.ts";
import { RESPONSE_FORMATS, responseFormat, withSkeleton } from "./responseFormat.ts";

/** The words by which a server refuses a response format. */
const FORMAT_WORDS =
  /response[_ ]?(?:format|schema)|json[_ ]?(?:schema|object|mode)|structured|grammar|\bschema\b|constraint/i;
/** The words by which a server refuses the bounds of a schema rather than the schema. */
const BOUND_WORDS =
  /\b(?:max|min)(?:Items|Length|Properties)\b|(?:["'`]|properties )(?:max|min)imum\b|(?:too many|number of) (?:states|repetitions|rules)|too complex|repetition|keyword|grammar(?!-backend)/i;
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
  #sendsBounds: boolean;
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
    // OpenAI compiles each new schema, which takes seconds. Its models end their lists by themselves.
    this.#sendsBounds = !isOpenAi;
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
    const format = RESPONSE_FORMATS[this.#responseFormat]!;
    const told = withSkeleton(messages, schema);
    return {
      messages: this.#sendsSystemRole ? told : withoutSystemRole(told),
      [this.#limitName]: maxOutputTokens,
      stream: this.#sendsStream,
      ...(this.#sendsTemperature && { temperature: 0 }),
      ...(this.#sendsEffort && this.#effort && { reasoning_effort: this.#effort }),
      ...(this.#sendsStream && this.#sendsStreamOptions && { stream_options: { include_usage: true } }),
      ...(this.#sendsCacheKey && { prompt_cache_key: cacheKey }),
      ...responseFormat(format, name, schema, this.#sendsBounds),
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
        words: BOUND_WORDS,
        isTaken: () => !this.#sendsBounds || this.#responseFormat > 0,
        take: () => {
          this.#sendsBounds = false;
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
