import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** A stub of an OpenAI-compatible server on 127.0.0.1, which answers as it is told and remembers what it was asked. */
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
export type ModelReply = {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
  delayMs?: number;
  /** The connection is closed in the middle of the body. */
  broken?: boolean;
  /** How the words come, when they were asked for as a stream. */
  streaming?: Streaming;
  /** Sent as it is, as events. */
  raw?: string;
};
/**
 * `whole` ignores that a stream was asked for. `pieceMs` lies between two pieces, of which there are so many that each
 * has `pieceUnits`. `ends` is false for a stream that just stops, without finish reason and `[DONE]`; `done` is false
 * for one without `[DONE]` alone.
 */
type Streaming = { whole?: boolean; pieceMs?: number; pieceUnits?: number; ends?: boolean; done?: boolean };
/** `nth` counts from 1. */
export type Answering = (request: ModelRequest, nth: number) => ModelReply | Promise<ModelReply>;
export type ModelServer = {
  url: string;
  requests: ModelRequest[];
  /** What it answers from now on. */
  answering: Answering;
  /** How long every answer takes besides what it says of itself. */
  delayMs: number;
  /** How many callers went away before their answer. */
  brokenOff: number;
  close(): Promise<void>;
};

export async function startModelServer(answering: Answering, models: string[] = ["stub"]): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const server = createServer(async (request, response) => {
    const send = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    };
    if (request.url?.endsWith("/models"))
      return send(200, { object: "list", data: models.map((id) => ({ id, object: "model" })) });
    const asked = { headers: request.headers, body: (await json(request)) as ModelRequest["body"] };
    requests.push(asked);
    const reply = await model.answering(asked, requests.length);
    const { status = 200, headers, body, delayMs = 0, broken = false, streaming = {}, raw } = reply;
    if (broken) {
      response.writeHead(200, { "content-type": "application/json" }).write('{"choices": [');
      setTimeout(() => response.destroy(), 20);
      return;
    }
    response.once("close", () => {
      if (!response.writableFinished) model.brokenOff++;
    });
    setTimeout(() => {
      const isStream = status === 200 && asked.body.stream && !streaming.whole && isCompletion(body);
      if (!isStream && raw === undefined) return send(status, body, headers);
      response.writeHead(200, { "content-type": "text/event-stream", ...headers });
      if (!isStream) return response.end(raw);
      void stream(response, body, asked.body.stream_options?.include_usage === true, streaming);
    }, delayMs + model.delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const model: ModelServer = { url, requests, answering, delayMs: 0, brokenOff: 0, close };
  return model;
}

type Whole = {
  choices: { index: number; message: { content: string | null; refusal?: string }; finish_reason: string }[];
  usage: object | null;
};
const isCompletion = (body: unknown): body is Whole =>
  typeof body === "object" &&
  body !== null &&
  Array.isArray((body as Whole).choices) &&
  Boolean((body as Whole).choices[0]?.message);

/** Sends a completion as servers stream it: deltas, then the finish reason, then the counts, then `[DONE]`. */
async function stream(
  response: ServerResponse,
  { choices, usage }: Whole,
  withUsage: boolean,
  { pieceMs = 0, pieceUnits = 400, ends = true, done = true }: Streaming,
): Promise<void> {
  const event = (data: unknown): boolean =>
    response.write(`data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
  const { message, finish_reason } = choices[0]!;
  const words = message.content ?? "";
  for (let at = 0; at < words.length && !response.destroyed; at += pieceUnits) {
    event({ choices: [{ index: 0, delta: { content: words.slice(at, at + pieceUnits) }, finish_reason: null }] });
    if (pieceMs) await sleep(pieceMs);
  }
  if (message.refusal) event({ choices: [{ index: 0, delta: { refusal: message.refusal }, finish_reason: null }] });
  if (ends) event({ choices: [{ index: 0, delta: {}, finish_reason }] });
  if (ends && withUsage) event({ choices: [], usage });
  if (ends && done) event("[DONE]");
  response.end();
}

type Completion = { finishReason?: string; refusal?: string; usage?: object | null };

/** A chat completion with `content` as the model's words; anything but a string is sent as JSON. */
export function completion(content: unknown, { finishReason = "stop", refusal, usage }: Completion = {}): ModelReply {
  const words = typeof content === "string" ? content : JSON.stringify(content);
  const message = { role: "assistant", content: refusal ? null : words, ...(refusal && { refusal }) };
  const counted = usage === undefined ? { prompt_tokens: 1000, completion_tokens: 200, total_tokens: 1200 } : usage;
  return {
    body: {
      id: "1",
      object: "chat.completion",
      created: 0,
      model: "stub",
      choices: [{ index: 0, message, finish_reason: finishReason }],
      usage: counted,
    },
  };
}

/** An error as such servers send it. */
export function modelError(status: number, message: string, headers: Record<string, string> = {}): ModelReply {
  return { status, headers, body: { error: { message, type: "error", code: null, param: null } } };
}

/** The numbered lines that a request's prompt holds between <document> and </document>, of all documents in it. */
export const numberedIn = (request: ModelRequest): Numbered => numberedByDocument(request).flat();

type Numbered = [number: number, text: string][];

function numberedByDocument({ body }: ModelRequest): Numbered[] {
  const user = body.messages[1]?.content ?? "";
  return Array.from(user.matchAll(/<document>\n([\s\S]*?)\n<\/document>/g), ([, lines]) =>
    lines!.split("\n").flatMap((line): Numbered => {
      const [, n, text] = /^(\d+) (.*)$/.exec(line) ?? [];
      return text === undefined ? [] : [[Number(n), text]];
    }),
  );
}

export const sentencesIn = (request: ModelRequest): string[] => numberedIn(request).map(([, text]) => text);

/** What an honest model would return for a digest: its first sentences as points and claims, quoted word for word. */
export function honestDigest(request: ModelRequest): ModelReply {
  const lines = numberedIn(request);
  const quoted = lines.slice(0, 3);
  return completion({
    gist: "What the document says in short.",
    points: (request.body.max_tokens === 8000 ? lines : quoted).map(([n, text]) => ({ text, sentences: [n] })),
    claims: quoted.map(([n, text]) => ({
      text,
      kind: "fact",
      speaker: null,
      certainty: "stated",
      sentences: [n],
      quote: text,
    })),
  });
}

/** What an honest model would return for a comparison: sentences that are alike, alike but for their numbers, or of one alone. */
export function honestComparison(request: ModelRequest): ModelReply {
  const [first = [], second = []] = numberedByDocument(request);
  const plain = (text: string): string => text.replace(/[\d,]+/g, "#");
  const same = ([, text]: Numbered[0], list: Numbered) => list.find(([, other]) => plain(other) === plain(text));
  const pairs = first.flatMap((one) => {
    const other = same(one, second);
    return other ? [[one, other] as const] : [];
  });
  const alone = (own: Numbered, others: Numbered) =>
    own.filter((one) => !same(one, others)).map(([n, text]) => ({ text, sentences: [n] }));
  return completion({
    agree: pairs.flatMap(([[a, text], [b, other]]) => (text === other ? [{ text, a: [a], b: [b] }] : [])),
    differ: pairs.flatMap(([[a, text], [b, other]]) =>
      text === other ? [] : [{ a: { text, sentences: [a] }, b: { text: other, sentences: [b] } }],
    ),
    only_a: alone(first, second),
    only_b: alone(second, first),
  });
}

/** A point and a claim as a model writes them, which names its quotes itself. */
export const point = (text: string) => ({ text, sentences: [], quotes: [text] });
export const claim = (text: string, quote: string, speaker: string | null = null, certainty = "stated") => ({
  ...{ text, quote, speaker, certainty, kind: "fact", sentences: [] },
});
