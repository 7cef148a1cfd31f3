import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** A stub of an OpenAI-compatible server on 127.0.0.1, which answers as it is told and remembers what it was asked. */
export type ModelRequest = {
  headers: IncomingHttpHeaders;
  body: {
    model: string;
    messages: { role: string; content: string }[];
    response_format?: { type: string; json_schema?: { name: string; strict: boolean; schema: object } };
    max_tokens?: number;
    max_completion_tokens?: number;
  };
};
export type ModelReply = {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
  delayMs?: number;
  /** The connection is closed in the middle of the body. */
  broken?: boolean;
};
/** `nth` counts from 1. */
export type Answering = (request: ModelRequest, nth: number) => ModelReply | Promise<ModelReply>;
export type ModelServer = {
  url: string;
  requests: ModelRequest[];
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
    const { status = 200, headers, body, delayMs = 0, broken = false } = await answering(asked, requests.length);
    if (broken) {
      response.writeHead(200, { "content-type": "application/json" }).write('{"choices": [');
      setTimeout(() => response.destroy(), 20);
      return;
    }
    response.once("close", () => {
      if (!response.writableFinished) model.brokenOff++;
    });
    setTimeout(() => send(status, body, headers), delayMs + model.delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const model: ModelServer = { url, requests, delayMs: 0, brokenOff: 0, close };
  return model;
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

/** The numbered sentences that a request's prompt holds between <document> and </document>. */
export function sentencesIn({ body }: ModelRequest): string[] {
  const user = body.messages.at(-1)?.content ?? "";
  const fenced = /<document>\n([\s\S]*?)\n<\/document>/.exec(user)?.[1] ?? "";
  return fenced.split("\n").flatMap((line) => /^\d+ (.*)$/.exec(line)?.[1] ?? []);
}

/** What an honest model would return for a digest: its first sentences as points and claims, quoted word for word. */
export function honestDigest(request: ModelRequest): ModelReply {
  const sentences = sentencesIn(request);
  const quoted = sentences.slice(0, 3);
  return completion({
    gist: "What the document says in short.",
    points: (request.body.max_tokens === 8000 ? sentences : quoted).map((text, i) => ({ text, sentences: [i + 1] })),
    claims: quoted.map((text, i) => ({
      text,
      kind: "fact",
      speaker: null,
      certainty: "stated",
      sentence: i + 1,
      quote: text,
    })),
  });
}
