import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** A chat completion request that the stub server has received. */
export type ModelRequest = {
  headers: IncomingHttpHeaders;
  body: {
    model: string;
    messages: { role: string; content: string }[];
    response_format?: { type: string; json_schema?: { name: string; strict: boolean; schema: object } };
    max_tokens?: number;
    max_completion_tokens?: number;
    stream?: boolean;
    stream_options?: { include_usage: boolean };
    prompt_cache_key?: string;
  };
};
/** A response of the stub server. `status` defaults to 200. */
export type ModelReply = {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
  delayMs?: number;
  /** Whether to close the connection in the middle of the body. */
  truncated?: boolean;
  /** How the completion is streamed if the request asks for a stream. */
  streaming?: Streaming;
  /** Sent verbatim as `text/event-stream` in place of `body`. */
  rawEvents?: string;
};
type Streaming = {
  /** Whether to ignore `stream: true` and send a JSON body. */
  unsupported?: boolean;
  /** Delay after each chunk, in milliseconds. */
  chunkDelayMs?: number;
  /** Length of a chunk in UTF-16 units. */
  chunkLength?: number;
  /** If false, the stream ends after the content, without finish reason, usage and `[DONE]`. */
  sendsFinishReason?: boolean;
  /** If false, the stream ends without `[DONE]`. */
  sendsDone?: boolean;
};
/** Creates the response to a request. `nth` is the number of the request, starting at 1. */
export type Responder = (request: ModelRequest, nth: number) => ModelReply | Promise<ModelReply>;
/** The running stub server and the requests that it has received. */
export type ModelServer = {
  url: string;
  requests: ModelRequest[];
  /** Creates the responses. Can be replaced while the server is running. */
  respond: Responder;
  /** Added to the `delayMs` of every response. */
  delayMs: number;
  /** Number of requests whose client disconnected before the response was complete. */
  abortedRequests: number;
  close(): Promise<void>;
};

/** Starts a stub of an OpenAI-compatible server on 127.0.0.1. `/models` lists `models`. */
export async function startModelServer(respond: Responder, models: string[] = ["stub"]): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const server = createServer(async (request, response) => {
    const send = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    };
    if (request.url?.endsWith("/models"))
      return send(200, { object: "list", data: models.map((id) => ({ id, object: "model" })) });
    const received = { headers: request.headers, body: (await json(request)) as ModelRequest["body"] };
    requests.push(received);
    const reply = await model.respond(received, requests.length);
    const { status = 200, headers, body, delayMs = 0, truncated = false, streaming = {}, rawEvents } = reply;
    if (truncated) {
      response.writeHead(200, { "content-type": "application/json" }).write('{"choices": [');
      setTimeout(() => response.destroy(), 20);
      return;
    }
    response.once("close", () => {
      if (!response.writableFinished) model.abortedRequests++;
    });
    setTimeout(() => {
      const isStream = status === 200 && received.body.stream && !streaming.unsupported && isCompletion(body);
      if (!isStream && rawEvents === undefined) return send(status, body, headers);
      response.writeHead(200, { "content-type": "text/event-stream", ...headers });
      if (!isStream) return response.end(rawEvents);
      void stream(response, body, received.body.stream_options?.include_usage === true, streaming);
    }, delayMs + model.delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const model: ModelServer = { url, requests, respond, delayMs: 0, abortedRequests: 0, close };
  return model;
}

type ChatCompletion = {
  choices: { index: number; message: { content: string | null; refusal?: string }; finish_reason: string }[];
  usage: object | null;
};
const isCompletion = (body: unknown): body is ChatCompletion =>
  typeof body === "object" &&
  body !== null &&
  Array.isArray((body as ChatCompletion).choices) &&
  Boolean((body as ChatCompletion).choices[0]?.message);

/** Streams a completion: the content in chunks, the finish reason, the usage if it was requested, and `[DONE]`. */
async function stream(
  response: ServerResponse,
  { choices, usage }: ChatCompletion,
  withUsage: boolean,
  { chunkDelayMs = 0, chunkLength = 400, sendsFinishReason = true, sendsDone = true }: Streaming,
): Promise<void> {
  const event = (data: unknown): boolean =>
    response.write(`data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
  const { message, finish_reason } = choices[0]!;
  const content = message.content ?? "";
  for (let start = 0; start < content.length && !response.destroyed; start += chunkLength) {
    const delta = { content: content.slice(start, start + chunkLength) };
    event({ choices: [{ index: 0, delta, finish_reason: null }] });
    if (chunkDelayMs) await sleep(chunkDelayMs);
  }
  if (message.refusal) event({ choices: [{ index: 0, delta: { refusal: message.refusal }, finish_reason: null }] });
  if (sendsFinishReason) event({ choices: [{ index: 0, delta: {}, finish_reason }] });
  if (sendsFinishReason && withUsage) event({ choices: [], usage });
  if (sendsFinishReason && sendsDone) event("[DONE]");
  response.end();
}

type Completion = { finishReason?: string; refusal?: string; usage?: object | null };

/** Creates a chat completion. `content` is the text of the message; a value other than a string is serialised as JSON. */
export function completion(content: unknown, { finishReason = "stop", refusal, usage }: Completion = {}): ModelReply {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const message = { role: "assistant", content: refusal ? null : text, ...(refusal && { refusal }) };
  const defaultUsage = { prompt_tokens: 1000, completion_tokens: 200, total_tokens: 1200 };
  return {
    body: {
      id: "1",
      object: "chat.completion",
      created: 0,
      model: "stub",
      choices: [{ index: 0, message, finish_reason: finishReason }],
      usage: usage === undefined ? defaultUsage : usage,
    },
  };
}

/** Creates an error response in the format of the OpenAI API. */
export function modelError(status: number, message: string, headers: Record<string, string> = {}): ModelReply {
  return { status, headers, body: { error: { message, type: "error", code: null, param: null } } };
}

type NumberedSentence = [number: number, text: string];

/** Returns the numbered sentences of all documents in the prompt of a request. */
export const numberedSentences = (request: ModelRequest): NumberedSentence[] => sentencesByDocument(request).flat();

/** Parses the lines between `<document>` and `</document>` in the user message. */
function sentencesByDocument({ body }: ModelRequest): NumberedSentence[][] {
  const user = body.messages[1]?.content ?? "";
  return Array.from(user.matchAll(/<document>\n([\s\S]*?)\n<\/document>/g), ([, lines]) =>
    lines!.split("\n").flatMap((line): NumberedSentence[] => {
      const [, n, text] = /^(\d+)>(.*)$/.exec(line) ?? [];
      return text === undefined ? [] : [[Number(n), text]];
    }),
  );
}

/** Like `numberedSentences`, without the numbers. */
export const promptSentences = (request: ModelRequest): string[] => numberedSentences(request).map(([, text]) => text);

/** Returns the number of the first sentence in a prompt that contains a text, as a list; empty if there is none. */
export const idsOf = (request: ModelRequest, text: string): number[] =>
  numberedSentences(request)
    .flatMap(([n, sentence]) => (sentence.includes(text) ? [n] : []))
    .slice(0, 1);

/** Whether a request asks for a selection of the notes on the parts of a document. */
export const isReduction = ({ body }: ModelRequest): boolean =>
  body.messages.some(({ content }) => content.includes("notes on the consecutive parts"));

/** Creates a statement as a model returns it. */
export const statement = (text: string, ids: number[] = [], speaker: string | null = null, certainty = "stated") => ({
  ...{ ids, speaker, kind: "fact", certainty, text },
});

/**
 * Creates digest output of four sentences of the document: the third one (or the last one) is the gist, and the first
 * three of the others are statements. For length `detailed` (8000 output tokens) every sentence but the gist becomes a
 * statement. Of notes, the first four are selected, and the first one is the gist.
 */
export function faithfulDigest(request: ModelRequest): ModelReply {
  if (request.body.response_format?.json_schema?.name === "probe") return completion({ words: "one two three" });
  const sentences = numberedSentences(request);
  if (isReduction(request)) {
    const [gist, ...others] = sentences;
    return completion({ ids: others.slice(0, 4).map(([n]) => n), gist: gist?.[1].replace(/^about: /, "") ?? "" });
  }
  const gist = sentences[2] ?? sentences.at(-1);
  const others = sentences.filter((sentence) => sentence !== gist);
  const selected = request.body.max_tokens === 8000 ? others : others.slice(0, 3);
  return completion({ statements: selected.map(([n, text]) => statement(text, [n])), gist: gist?.[1] ?? "" });
}
/** Small print of the card of a `faithfulDigest` in English: gist and points have a quote each, and none was dropped. */
export const FAITHFUL = "4 quotes found · stub";

/**
 * Creates comparison output. Equal sentences are agreements, sentences that differ only in their numbers are
 * differences, and all others are listed as unique to their document.
 */
export function faithfulComparison(request: ModelRequest): ModelReply {
  const [first = [], second = []] = sentencesByDocument(request);
  const maskNumbers = (text: string): string => text.replace(/[\d,]+/g, "#");
  const findMatch = ([, text]: NumberedSentence, candidates: NumberedSentence[]) =>
    candidates.find(([, other]) => maskNumbers(other) === maskNumbers(text));
  const pairs = first.flatMap((sentence) => {
    const match = findMatch(sentence, second);
    return match ? [[sentence, match] as const] : [];
  });
  const withoutMatch = (sentences: NumberedSentence[], others: NumberedSentence[]) =>
    sentences.filter((sentence) => !findMatch(sentence, others)).map(([n, text]) => ({ ids: [n], text }));
  return completion({
    agree: pairs.flatMap(([[a, text], [b, other]]) => (text === other ? [{ a: [a], b: [b], text }] : [])),
    differ: pairs.flatMap(([[a, text], [b, other]]) =>
      text === other ? [] : [{ a: { ids: [a], text }, b: { ids: [b], text: other } }],
    ),
    only_a: withoutMatch(first, second),
    only_b: withoutMatch(second, first),
  });
}
