import OpenAI from "openai";
import { Stream } from "openai/streaming";
import { toServerSentEvents } from "./eventLines.ts";
import {
  IncompleteStream,
  ModelHttpError,
  ModelTimeout,
  ModelUnreachable,
  NotAnApi,
  parseRetryAfter,
} from "./modelErrors.ts";

/** Maximum size of a response body. The JSON of a digest has only a few thousand characters. */
const MAX_RESPONSE_BYTES = 4_000_000;
/** Statuses of errors within a stream that carries none. */
const STREAM_ERROR_STATUS = 500;

/** The fields used from a response, or from a chunk of a streamed response. Servers may omit any of them. */
type ResponseChunk = {
  choices?: (Choice | null)[] | null;
  usage?: TokenCounts | null;
  /** Where Groq puts the usage. */
  x_groq?: { usage?: TokenCounts | null } | null;
};
type Choice = {
  index?: number;
  finish_reason?: string | null;
  message?: Message;
  delta?: Message;
  /** Where Moonshot puts the usage. */
  usage?: TokenCounts | null;
};
type Message = {
  content?: unknown;
  refusal?: unknown;
  reasoning_content?: unknown;
  reasoning?: unknown;
  tool_calls?: ({ function?: { arguments?: unknown } | null } | null)[] | null;
} | null;
type TokenCounts = {
  prompt_tokens?: unknown;
  completion_tokens?: unknown;
  prompt_tokens_details?: { cached_tokens?: unknown } | null;
};

/**
 * How an output ended: the model had finished, reached its limit of tokens, was stopped by a content filter, the
 * connection or the server broke off, or time was up.
 */
type OutputEnd = "finished" | "length" | "refused" | "broken" | "timeout";

/** The output of a model, with the server's token counts. */
export type AssembledOutput = {
  content: string;
  refusal: string;
  end: OutputEnd;
  usage: TokenCounts | null;
};

/** How long to wait for a response, in ms. */
export type Patience = {
  /** Until the first data. A slow machine reads long prompts for minutes. */
  firstWordMs: number;
  /** Between two chunks of data. */
  idleMs: number;
};

/** Sends requests to a Chat Completions server. This is the only file that imports `openai`. */
export class Transport {
  readonly #client: OpenAI;

  constructor(baseUrl: string | null, apiKey: string | null) {
    const { address, query } = splitQuery(baseUrl ?? "https://api.openai.com/v1");
    // All options are set explicitly, because the client otherwise reads OPENAI_* environment variables. It requires an
    // API key even for servers that need none. Its own retries are off, because they ignore long Retry-After values;
    // `ChatModel` retries instead.
    this.#client = new OpenAI({
      apiKey: apiKey ?? "none",
      baseURL: address,
      defaultQuery: query,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      logLevel: "off",
      fetch: fetchChecked,
    });
  }

  /**
   * Returns the names of the models that the endpoint offers.
   * @throws ModelHttpError if the server returns an error status, ModelUnreachable if the connection fails, NotAnApi if
   *   it answers with a web page or no list, IncompleteStream if the response is incomplete
   */
  async listModels(signal: AbortSignal): Promise<string[]> {
    try {
      const response = await this.#client.models.list({ signal }).asResponse();
      const body = (await response.json()) as { data?: unknown; models?: unknown };
      const list = [body, body.data, body.models].find(Array.isArray) as { id?: unknown; name?: unknown }[] | undefined;
      if (!list) throw new NotAnApi();
      return list.map(({ id, name }) => String(id ?? name));
    } catch (error) {
      throw toModelError(error);
    }
  }

  /**
   * Sends a request and returns the output of the response, streamed or not. If time is up, returns what was written.
   * @param deadline aborted when time is up
   * @throws ModelTimeout if time is up and nothing was written, and otherwise as `listModels`
   */
  async send(
    body: Record<string, unknown>,
    { firstWordMs, idleMs }: Patience,
    signal: AbortSignal,
    deadline: AbortSignal,
  ): Promise<AssembledOutput> {
    const idle = new AbortController();
    let timer = setTimeout(() => idle.abort(), firstWordMs);
    const timeUp = AbortSignal.any([deadline, idle.signal]);
    const output = new OutputAssembler();
    try {
      const response = await this.#client.chat.completions
        .create(body as unknown as OpenAI.ChatCompletionCreateParams, { signal: AbortSignal.any([signal, timeUp]) })
        .asResponse();
      // Servers that do not support streaming answer a streaming request with a single JSON object.
      if (/^application\/json\b/i.test(response.headers.get("content-type") ?? "")) {
        output.add((await response.json()) as ResponseChunk | null);
        return output.end(true);
      }
      const restart = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => idle.abort(), idleMs);
      };
      for await (const chunk of Stream.fromSSEResponse<ResponseChunk>(
        eventsOf(response, restart),
        new AbortController(),
        this.#client,
      ))
        output.add(chunk);
      return output.end(false);
    } catch (error) {
      if (!timeUp.aborted || signal.aborted) {
        const failure = toModelError(error);
        if (failure instanceof IncompleteStream && output.hasContent) return output.breakOff("broken");
        throw failure;
      }
      if (output.hasContent) return output.breakOff("timeout");
      throw new ModelTimeout();
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The response as server-sent events. Calls `onData` whenever data arrives, which may be a comment. */
function eventsOf(response: Response, onData: () => void): Response {
  const watched = new TransformStream<string, string>({
    transform(piece, controller) {
      onData();
      controller.enqueue(piece);
    },
  });
  const events = response.body
    ?.pipeThrough(new TextDecoderStream())
    .pipeThrough(watched)
    .pipeThrough(toServerSentEvents())
    .pipeThrough(new TextEncoderStream());
  return new Response(events ?? null, { headers: response.headers });
}

const LENGTH_REASONS = /^(?:length|max_(?:output_)?tokens|model_(?:length|context_window_exceeded))$/i;
const FAILED_REASONS = /^(?:error|insufficient_system_resource|network_error|unknown_error|abort)/i;
const REFUSED_REASONS = /content_?filter|safety|recitation|prohibited|blocklist|spii|sensitive|refusal|guardrail/i;

/**
 * Joins the chunks of a response. Uses the first choice only; other choices are never requested. A call of a tool and,
 * where a model gives nothing else, its reasoning count as content, because servers put the answer there.
 */
class OutputAssembler {
  #content = "";
  #reasoning = "";
  #refusal = "";
  #finishReason: string | null = null;
  #usage: TokenCounts | null = null;

  get hasContent(): boolean {
    return this.#content.trim() !== "";
  }

  /** @throws ModelHttpError if the chunk is an error */
  add(chunk: ResponseChunk | null): void {
    const error = errorIn(chunk);
    if (error) throw streamError(error);
    const choice = chunk?.choices?.find((candidate) => (candidate?.index ?? 0) === 0);
    this.#usage = chunk?.usage ?? chunk?.x_groq?.usage ?? choice?.usage ?? this.#usage;
    // The whole message once more, after its parts, adds nothing.
    const message = choice?.delta ?? (this.hasContent ? null : choice?.message);
    this.#content += textOf(message?.content);
    for (const call of message?.tool_calls ?? []) this.#content += textOf(call?.function?.arguments);
    this.#reasoning += textOf(message?.reasoning_content) || textOf(message?.reasoning);
    this.#refusal += textOf(message?.refusal);
    this.#finishReason = choice?.finish_reason || this.#finishReason;
  }

  /**
   * The output of a response that has ended.
   * @param isWhole whether the response cannot have been cut, because it came in one piece
   */
  end(isWhole: boolean): AssembledOutput {
    const reason = this.#finishReason;
    if (reason === null) return this.#output(isWhole ? "finished" : "broken");
    if (LENGTH_REASONS.test(reason)) return this.#output("length");
    if (FAILED_REASONS.test(reason)) return this.#output("broken");
    return this.#output(REFUSED_REASONS.test(reason) ? "refused" : "finished");
  }

  /** The output of a response that has not ended. */
  breakOff(end: "broken" | "timeout"): AssembledOutput {
    return this.#output(end);
  }

  #output(end: OutputEnd): AssembledOutput {
    const content = this.hasContent || end === "length" ? this.#content : this.#reasoning;
    return { content, refusal: this.#refusal, end, usage: this.#usage };
  }
}

/** The text of a member of a message: a string, an object, or a list of parts that have texts. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value))
    return value
      .map((part: { text?: unknown; type?: unknown } | null) => (part?.type === "thinking" ? "" : textOf(part?.text)))
      .join("");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : "";
}

/** The error that a response of status 200 is in whole or in part, in the form of any server; undefined if it is none. */
function errorIn(chunk: ResponseChunk | null): unknown {
  if (typeof chunk !== "object" || chunk === null) return undefined;
  const { error, errors, object, type, base_resp, detail } = chunk as Record<string, unknown>;
  if (error) return error;
  if (Array.isArray(chunk.choices)) return undefined;
  const failed = (base_resp as { status_code?: unknown } | undefined)?.status_code;
  if (failed) return base_resp;
  if ((Array.isArray(errors) && errors.length > 0) || detail) return chunk;
  return object === "error" || type === "error" ? chunk : undefined;
}

/** An error within a response of status 200, as what it is. */
function streamError(error: unknown): ModelHttpError {
  const { code, status } = (typeof error === "object" && error !== null ? error : {}) as Record<string, unknown>;
  const told = [code, status].map(Number).find((number) => number >= 400 && number < 600);
  return new ModelHttpError(told ?? STREAM_ERROR_STATUS, JSON.stringify({ error }), null, 0);
}

/** Splits the query off an address, such as the version of the API that Azure wants behind the path. */
function splitQuery(baseUrl: string): { address: string; query: Record<string, string> } {
  const url = new URL(baseUrl);
  const query = Object.fromEntries(url.searchParams);
  url.search = "";
  return { address: url.href.replace(/\/+$/, ""), query };
}

/** Returns the error of a call that the client library has thrown, which has `fetchChecked`'s own errors as causes. */
function toModelError(thrown: unknown): Error {
  for (let error = thrown; error instanceof Error; error = error.cause)
    if (error instanceof ModelHttpError || error instanceof NotAnApi || error instanceof IncompleteStream) return error;
  // The client throws an error that stands within a stream by itself.
  if (thrown instanceof OpenAI.APIError && thrown.status === undefined && thrown.error)
    return streamError(thrown.error);
  return thrown instanceof OpenAI.APIConnectionError ? new ModelUnreachable(thrown) : new IncompleteStream(thrown);
}

/**
 * `fetch` with a limit on the size of the response body, because a server can send data endlessly.
 * @throws ModelHttpError if the server returns an error status, NotAnApi if it answers with a web page
 */
async function fetchChecked(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const { status, statusText, headers } = response;
  let bytes = 0;
  const limited = response.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > MAX_RESPONSE_BYTES) controller.error(new IncompleteStream(`over ${MAX_RESPONSE_BYTES} bytes`));
        else controller.enqueue(chunk);
      },
    }),
  );
  const checked = new Response(limited ?? null, { status, statusText, headers });
  if (!response.ok) {
    const body = await checked.text().catch(() => "");
    const retryAfterMs = parseRetryAfter(
      headers.get("retry-after-ms") && `${headers.get("retry-after-ms")}ms`,
      Date.now(),
    );
    const afterMs = retryAfterMs ?? parseRetryAfter(headers.get("retry-after"), Date.now());
    throw new ModelHttpError(status, body, afterMs, askedTokensOf(init?.body));
  }
  if (headers.get("content-type")?.includes("text/html")) throw new NotAnApi();
  return checked;
}

/** The limit on the answer in the body of a request; 0 if it has none. */
function askedTokensOf(body: unknown): number {
  if (typeof body !== "string") return 0;
  const { max_tokens, max_completion_tokens } = JSON.parse(body) as Record<string, number>;
  return max_tokens ?? max_completion_tokens ?? 0;
}
