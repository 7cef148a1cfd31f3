import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text as bodyOf } from "node:stream/consumers";
import { z } from "zod";

/** What one request of a client asked for, and what the model wrote. */
export type Exchange = {
  /** Name of the schema, or `null` if none was sent. */
  task: string | null;
  messages: { role: string; content: string }[];
  output: string;
  /** `stop` if the model ended by itself, `length` at the limit, null if the client or the server broke off. */
  finishReason: string | null;
  promptTokens: number;
  outputTokens: number;
  milliseconds: number;
};

export type RecordingProxy = { url: string; exchanges: Exchange[]; close(): Promise<void> };

const Body = z.looseObject({
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  response_format: z.looseObject({ json_schema: z.looseObject({ name: z.string() }).optional() }).optional(),
});
const Chunk = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        delta: z.looseObject({ content: z.string().nullish() }).optional(),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  usage: z.looseObject({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
});

/** Starts a server on 127.0.0.1 that passes requests on to a model server, and records its streamed completions. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const server = createServer(async (request, response) => {
    const body = request.method === "POST" ? await bodyOf(request) : undefined;
    const aborted = new AbortController();
    response.once("close", () => aborted.abort());
    const startMs = performance.now();
    const exchange = body === undefined ? null : startExchange(body);
    if (exchange) exchanges.push(exchange);
    try {
      const answered = await fetch(`${target}${request.url?.replace(/^\/v1/, "")}`, {
        method: request.method ?? "GET",
        headers: { "content-type": "application/json" },
        ...(body !== undefined && { body }),
        signal: aborted.signal,
      });
      response.writeHead(answered.status, { "content-type": answered.headers.get("content-type") ?? "" });
      const decoder = new TextDecoder();
      let received = "";
      for await (const bytes of answered.body ?? []) {
        response.write(bytes);
        received += decoder.decode(bytes, { stream: true });
        if (exchange) Object.assign(exchange, readEvents(received), { milliseconds: performance.now() - startMs });
      }
      response.end();
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    exchanges,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function startExchange(body: string): Exchange {
  const { messages, response_format } = Body.parse(JSON.parse(body));
  const task = response_format?.json_schema?.name ?? null;
  return { task, messages, output: "", finishReason: null, promptTokens: 0, outputTokens: 0, milliseconds: 0 };
}

/** Puts the events of a stream together, as far as they have come. */
function readEvents(received: string): Pick<Exchange, "output" | "finishReason" | "promptTokens" | "outputTokens"> {
  const read = { output: "", finishReason: null as string | null, promptTokens: 0, outputTokens: 0 };
  const whole = received.slice(0, received.lastIndexOf("\n") + 1);
  for (const [, data] of whole.matchAll(/^data: (\{.*\})$/gmu)) {
    const { choices, usage } = Chunk.parse(JSON.parse(data!));
    read.output += choices[0]?.delta?.content ?? "";
    read.finishReason = choices[0]?.finish_reason ?? read.finishReason;
    read.promptTokens = usage?.prompt_tokens ?? read.promptTokens;
    read.outputTokens = usage?.completion_tokens ?? read.outputTokens;
  }
  return read;
}
