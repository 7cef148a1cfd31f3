import OpenAI from "openai";
import { Stream } from "openai/streaming";
import { BrokenAnswer, HttpFault, SilentEndpoint, Unreachable } from "./modelErrors.ts";
import { assemble, type Piece, type Words } from "./streamAssembly.ts";

/** An answer is at most this long, however it is packed: a digest has some thousand characters. */
const ANSWER_BYTES = 4_000_000;

/** A Chat Completions server: requests out, words or faults back. The only user of `openai`. */
export class Transport {
  readonly #client: OpenAI;
  readonly #silenceMs: number;

  /** @param silenceMs how long a server may say nothing, before its answer and within it */
  constructor(baseUrl: string | null, apiKey: string | null, silenceMs: number) {
    this.#silenceMs = silenceMs;
    // Everything is passed explicitly, since the client fills gaps from OPENAI_* variables of its own. A keyless
    // server still needs some key for the client to start. Retries are ours: the client ignores a long Retry-After.
    this.#client = new OpenAI({
      apiKey: apiKey ?? "none",
      baseURL: baseUrl ?? "https://api.openai.com/v1",
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      logLevel: "off",
      fetch: boundedFetch,
    });
  }

  /** The names of the models that the endpoint offers. @throws HttpFault, Unreachable, BrokenAnswer */
  async models(signal: AbortSignal): Promise<string[]> {
    try {
      const { data } = await this.#client.models.list({ signal });
      return data.map((model) => model.id);
    } catch (thrown) {
      throw asFault(thrown);
    }
  }

  /**
   * Sends one request and reads its answer, streamed or whole.
   * @throws HttpFault, Unreachable, BrokenAnswer, SilentEndpoint
   */
  async send(body: Record<string, unknown>, signal: AbortSignal): Promise<Words> {
    const silence = new AbortController();
    const watch = setTimeout(() => silence.abort(), this.#silenceMs);
    try {
      const response = await this.#client.chat.completions
        .create(body as unknown as OpenAI.ChatCompletionCreateParams, {
          signal: AbortSignal.any([signal, silence.signal]),
        })
        .asResponse();
      watch.refresh();
      // Servers that do not stream answer whole, also where they were asked to stream.
      if (response.headers.get("content-type")?.includes("json"))
        return await assemble([(await response.json()) as Piece | null], false);
      const pieces = Stream.fromSSEResponse<Piece>(response, new AbortController(), this.#client);
      return await assemble(heard(pieces, watch), true);
    } catch (thrown) {
      throw silence.signal.aborted ? new SilentEndpoint() : asFault(thrown);
    } finally {
      clearTimeout(watch);
    }
  }
}

/** Passes pieces on, and sets the watch anew with each. */
async function* heard(pieces: AsyncIterable<Piece>, watch: NodeJS.Timeout): AsyncGenerator<Piece> {
  for await (const piece of pieces) {
    watch.refresh();
    yield piece;
  }
}

/** The client's errors as our faults. What is none of its own is a body that broke off or is no JSON. */
function asFault(thrown: unknown): Error {
  if (thrown instanceof BrokenAnswer) return thrown;
  if (thrown instanceof OpenAI.APIConnectionError) return new Unreachable(thrown);
  if (thrown instanceof OpenAI.APIError && thrown.status !== undefined) {
    const retryAfter = thrown.headers?.get("retry-after") ?? null;
    return new HttpFault(thrown.status, thrown.code ?? null, thrown.message, retryAfter, thrown);
  }
  return new BrokenAnswer(thrown);
}

/** `fetch` whose bodies end with an error after too many bytes: a server may send without end. */
async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  let bytes = 0;
  const bounded = response.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > ANSWER_BYTES) controller.error(new BrokenAnswer(`over ${ANSWER_BYTES} bytes`));
        else controller.enqueue(chunk);
      },
    }),
  );
  const { status, statusText, headers } = response;
  return new Response(bounded ?? null, { status, statusText, headers });
}
