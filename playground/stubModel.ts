import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text as bodyOf } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";

/** Honest; adding what the text does not say; honest after a while; answering with an error. */
export const STUB_WAYS = ["honest", "inventing", "slow", "down"] as const;
export type StubWay = (typeof STUB_WAYS)[number];

/** So many calls are remembered. */
const KEPT = 100;
/** So long the slow way thinks. */
const THINKING_MS = 6000;

type Asked = { model: string; messages: { content: string }[]; response_format?: { json_schema?: { name?: string } } };
export type ModelCall = { way: string; kind: string; at: number };

/**
 * A stub of an OpenAI-compatible model on 127.0.0.1. It understands nothing: it gives back sentences of the document, or
 * sentences with something added, so that one can watch what Pith makes of either. Its way stands in the model's name.
 */
export class StubModel {
  readonly calls: ModelCall[] = [];
  readonly #server: Server = createServer(async (request, response) => {
    const send = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (request.method !== "POST") return send(404, {});
    const asked = JSON.parse(await bodyOf(request)) as Asked;
    const way = asked.model.replace("stub-", "") as StubWay;
    const kind = asked.response_format?.json_schema?.name ?? "words";
    this.calls.push({ way, kind, at: Date.now() });
    if (this.calls.length > KEPT) this.calls.shift();
    if (way === "down") return send(503, { error: { message: "the stub is down" } });
    if (way === "slow") await wait(THINKING_MS, undefined, { ref: false });
    if (!response.destroyed) send(200, completion(asked, answerTo(kind, asked, way === "inventing")));
  });

  static async start(): Promise<StubModel> {
    const stub = new StubModel();
    await new Promise<void>((resolve) => stub.#server.listen(0, "127.0.0.1", resolve));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

type Sentence = { n: number; text: string };

/** The numbered sentences of a prompt's documents. */
function sentencesIn({ messages }: Asked): Sentence[] {
  const fences = messages.flatMap(({ content }) => [...content.matchAll(/<document>\n([\s\S]*?)\n<\/document>/g)]);
  return fences
    .flatMap(([, lines]) => lines!.split("\n"))
    .flatMap((line) => {
      const [, n, text] = /^(\d+) (.*)$/.exec(line) ?? [];
      return text === undefined ? [] : [{ n: Number(n), text }];
    });
}

function answerTo(kind: string, asked: Asked, invents: boolean): object {
  const sentences = sentencesIn(asked);
  if (kind === "answer") return toQuestion(asked, sentences, invents);
  if (kind === "repair") return { claims: [] };
  const telling = sentences.filter(({ text }) => text.length > 60);
  const step = Math.max(1, Math.floor(telling.length / 5));
  const chosen = telling.filter((_, i) => i % step === 0).slice(0, 5);
  const claims = chosen.map(({ n, text }) => claim(text, n, text));
  return {
    gist: invents ? `${chosen[0]?.text ?? ""} The mayor resigned over it.` : (chosen[0]?.text ?? "Nothing."),
    points: chosen.map(({ n, text }) => ({ text, sentences: [n] })),
    claims: invents ? claims.flatMap((honest) => [honest, ...invented(honest)]) : claims,
  };
}

const claim = (text: string, n: number, quote: string) => ({
  text,
  kind: "fact",
  speaker: null,
  certainty: "stated",
  sentences: [n],
  quote,
});

/** A number that the text has not, with a quote to match: what a model that invents does best. */
function invented({ text, sentences: [n] }: ReturnType<typeof claim>): ReturnType<typeof claim>[] {
  const changed = text.replace(/\d+(?:[.,]\d+)?/, (number) => String(Math.round(Number.parseFloat(number)) * 3 + 7));
  return changed === text ? [] : [claim(changed, n!, changed)];
}

/** The sentence that shares most words with the question, if any does. */
function toQuestion({ messages }: Asked, sentences: Sentence[], invents: boolean): object {
  const question = /^Question: (.*)$/m.exec(messages.at(-1)?.content.split("</document>").at(-1) ?? "")?.[1] ?? "";
  const words = question.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  const shared = (text: string): number => words.filter((word) => text.toLowerCase().includes(word)).length;
  const [best] = sentences.toSorted((a, b) => shared(b.text) - shared(a.text));
  if (!best || !shared(best.text)) return { answerable: false, text: "", quotes: [] };
  const text = invents ? `${best.text} [1] It was 999 in all [2].` : `${best.text} [1]`;
  return { answerable: true, text, quotes: invents ? [best.text, "It was 999 in all."] : [best.text] };
}

/** Counts as servers give them: about four characters a token. */
function completion({ model, messages }: Asked, answer: object): object {
  const content = JSON.stringify(answer);
  const prompt_tokens = Math.ceil(messages.reduce((sum, message) => sum + message.content.length, 0) / 4);
  const completion_tokens = Math.ceil(content.length / 4);
  return {
    ...{ id: "stub", object: "chat.completion", created: 0, model },
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}
