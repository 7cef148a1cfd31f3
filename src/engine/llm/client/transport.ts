import OpenAI from "openai";
import { Stream } from "openai/streaming";
import { IncompleteStream, ModelHttpError, ModelTimeout, ModelUnreachable } from "./modelErrors.ts";

/** Maximum size of a response body. The JSON of a digest has only a few thousand characters. */
const MAX_RESPONSE_BYTES = 4_000_000;

/** The fields used from a response, or from a chunk of a streamed response. Servers may omit any of them. */
type ResponseChunk = {
  choices?: ({ index?: number; finish_reason?: string | null; message?: Message; delta?: Message } | null)[] | null;
  usage?: TokenCounts | null;
  error?: unknown;
};
type Message = { content?: unknown; refusal?: unknown } | null;
type TokenCounts = {
  prompt_tokens?: unknown;
  completion_tokens?: unknown;
  prompt_tokens_details?: { cached_tokens?: unknown } | null;
};

/** The complete output of a model, with the server's token counts. */
export type AssembledOutput = {
  content: string;
  refusal: string;
  finishReason: string | null;
  usage: TokenCounts | null;
};

/** Sends requests to a Chat Completions server. This is the only file that imports `openai`. */
export class Transport {
  readonly #client: OpenAI;
  readonly #idleTimeoutMs: number;

  /** @param idleTimeoutMs maximum time without data from the server, before its response or between two chunks of it */
  constructor(baseUrl: string | null, apiKey: string | null, idleTimeoutMs: number) {
    this.#idleTimeoutMs = idleTimeoutMs;
    // All options are set explicitly, because the client otherwise reads OPENAI_* environment variables. It requires an
    // API key even for servers that need none. Its own retries are off, because they ignore long Retry-After values;
    // `ChatModel` retries instead.
    this.#client = new OpenAI({
      apiKey: apiKey ?? "none",
      baseURL: baseUrl ?? "https://api.openai.com/v1",
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      logLevel: "off",
      fetch: fetchWithSizeLimit,
    });
  }

  /**
   * Returns the names of the models that the endpoint offers.
   * @throws ModelHttpError if the server returns an error status, ModelUnreachable if the connection fails,
   *   IncompleteStream if the response is incomplete or not JSON
   */
  async listModels(signal: AbortSignal): Promise<string[]> {
    try {
      const { data } = await this.#client.models.list({ signal });
      return data.map((model) => model.id);
    } catch (error) {
      throw toModelError(error);
    }
  }

  /**
   * Sends a request and returns the complete output of the response, streamed or not.
   * @throws ModelTimeout if the server sends nothing for too long, and otherwise as `listModels`
   */
  async send(body: Record<string, unknown>, signal: AbortSignal): Promise<AssembledOutput> {
    const idle = new AbortController();
    const timer = setTimeout(() => idle.abort(), this.#idleTimeoutMs);
    try {
      const response = await this.#client.chat.completions
        .create(body as unknown as OpenAI.ChatCompletionCreateParams, {
          signal: AbortSignal.any([signal, idle.signal]),
        })
        .asResponse();
      timer.refresh();
      // Servers that do not support streaming answer a streaming request with a single JSON object.
      if (response.headers.get("content-type")?.includes("json"))
        return await assembleOutput([(await response.json()) as ResponseChunk | null], false);
      const chunks = Stream.fromSSEResponse<ResponseChunk>(response, new AbortController(), this.#client);
      return await assembleOutput(refreshTimer(chunks, timer), true);
    } catch (error) {
      throw idle.signal.aborted ? new ModelTimeout() : toModelError(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Passes the chunks through and restarts the timer each time one arrives. */
async function* refreshTimer(
  chunks: AsyncIterable<ResponseChunk>,
  timer: NodeJS.Timeout,
): AsyncGenerator<ResponseChunk> {
  for await (const chunk of chunks) {
    timer.refresh();
    yield chunk;
  }
}

/**
 * Joins the chunks of a response. Uses the content of the first choice only; other choices and tool calls are never
 * requested.
 * @param isStream whether the response is streamed: a stream without a finish reason is incomplete
 * @throws IncompleteStream if the stream is incomplete or a chunk contains an error
 */
async function assembleOutput(
  chunks: AsyncIterable<ResponseChunk | null> | Iterable<ResponseChunk | null>,
  isStream: boolean,
): Promise<AssembledOutput> {
  const output: AssembledOutput = { content: "", refusal: "", finishReason: null, usage: null };
  for await (const chunk of chunks) {
    if (chunk?.error) throw new IncompleteStream(chunk.error);
    output.usage = chunk?.usage ?? output.usage;
    const choice = chunk?.choices?.find((candidate) => (candidate?.index ?? 0) === 0);
    const message = choice?.delta ?? choice?.message;
    if (typeof message?.content === "string") output.content += message.content;
    if (typeof message?.refusal === "string") output.refusal += message.refusal;
    output.finishReason = choice?.finish_reason ?? output.finishReason;
  }
  if (isStream && output.finishReason === null) throw new IncompleteStream();
  return output;
}

/** Converts an error of the client library. Any other error means an incomplete response body or invalid JSON. */
function toModelError(thrown: unknown): Error {
  if (thrown instanceof IncompleteStream) return thrown;
  if (thrown instanceof OpenAI.APIConnectionError) return new ModelUnreachable(thrown);
  if (thrown instanceof OpenAI.APIError && thrown.status !== undefined) {
    const retryAfter = thrown.headers?.get("retry-after") ?? null;
    return new ModelHttpError(thrown.status, thrown.code ?? null, thrown.message, retryAfter, thrown);
  }
  return new IncompleteStream(thrown);
}

/** `fetch` with a limit on the size of the response body, because a server can send data endlessly. */
async function fetchWithSizeLimit(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
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
  const { status, statusText, headers } = response;
  return new Response(limited ?? null, { status, statusText, headers });
}
