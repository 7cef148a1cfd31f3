import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text as bodyOf } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Behaviours of the stub: `honest` quotes the document, `inventing` adds false statements, `slow` is honest after a
 * delay, and `down` returns HTTP 503.
 */
export const STUB_MODES = ["honest", "inventing", "slow", "down"] as const;
export type StubMode = (typeof STUB_MODES)[number];

/** Maximum number of logged calls; the oldest is dropped first. */
const MAX_CALLS = 100;
/** Response delay in `slow` mode, in milliseconds: long enough to see the draft that precedes the model's response. */
const SLOW_DELAY_MS = 6000;

type ChatRequest = {
  model: string;
  messages: { content: string }[];
  response_format?: { json_schema?: { name?: string } };
};
export type ModelCall = { mode: string; schema: string; at: number };

/**
 * A stub of an OpenAI-compatible chat completions API on 127.0.0.1. It responds with sentences from the document. In
 * `inventing` mode it adds a false sentence to the gist, a false statements, which Pith should drop. The
 * model name, `stub-<mode>`, selects the mode.
 */
export class StubModel {
  readonly calls: ModelCall[] = [];
  readonly #server: Server = createServer(async (request, response) => {
    const send = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (request.method !== "POST") return send(404, {});
    const chatRequest = JSON.parse(await bodyOf(request)) as ChatRequest;
    const mode = chatRequest.model.replace("stub-", "") as StubMode;
    const schema = chatRequest.response_format?.json_schema?.name ?? "words";
    this.calls.push({ mode, schema, at: Date.now() });
    if (this.calls.length > MAX_CALLS) this.calls.shift();
    if (mode === "down") return send(503, { error: { message: "the stub is down" } });
    if (mode === "slow") await wait(SLOW_DELAY_MS, undefined, { ref: false });
    if (!response.destroyed) send(200, completion(chatRequest, contentFor(schema, chatRequest, mode === "inventing")));
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

/** The numbered sentences of the documents in a prompt. */
function sentencesIn({ messages }: ChatRequest): Sentence[] {
  const documents = messages.flatMap(({ content }) => [...content.matchAll(/<document>\n([\s\S]*?)\n<\/document>/g)]);
  return documents
    .flatMap(([, lines]) => lines!.split("\n"))
    .flatMap((line) => {
      const [, n, text] = /^(\d+)>(.*)$/.exec(line) ?? [];
      return text === undefined ? [] : [{ n: Number(n), text }];
    });
}

/** What the stub adds in `inventing` mode. No document says so. */
const INVENTED_GIST = "The mayor resigned over it.";
const INVENTED_POINT = "Three inspectors were arrested in Lisbon.";

function contentFor(schema: string, request: ChatRequest, isInventing: boolean): object {
  const sentences = sentencesIn(request);
  if (schema === "answer") return answerQuestion(request, sentences, isInventing);
  if (schema === "repair") return { statements: [] };
  if (schema === "selection") return selectNotes(sentences);
  const longSentences = sentences.filter(({ text }) => text.length > 60);
  const step = Math.max(1, Math.floor(longSentences.length / 5));
  const [first, ...selected] = longSentences.filter((_, i) => i % step === 0).slice(0, 6);
  const gist = first?.text ?? sentences[0]?.text ?? "";
  const statements = selected.map(({ n, text }) => createStatement(text, n));
  if (!isInventing) return { statements, gist };
  const invented = createStatement(INVENTED_POINT, first?.n ?? 1);
  return {
    statements: [...statements.flatMap((one) => [one, ...inventedStatements(one)]), invented],
    gist: `${gist} ${INVENTED_GIST}`,
  };
}

const createStatement = (text: string, n: number) => ({
  ids: [n],
  speaker: null,
  kind: "fact",
  certainty: "stated",
  text,
});

/** Selects the first notes of a long document, whose first line is what its first part is about. */
const selectNotes = ([gist, ...notes]: Sentence[]) => ({
  ids: notes.slice(0, 5).map(({ n }) => n),
  gist: gist?.text.replace(/^about: /, "") ?? "",
});

/**
 * Creates a false variant of a statement, with its first number changed. Returns an empty array if the statement has no
 * number.
 */
function inventedStatements({ text, ids: [n] }: ReturnType<typeof createStatement>) {
  const altered = text.replace(/\d+(?:[.,]\d+)?/, (number) => String(Math.round(Number.parseFloat(number)) * 3 + 7));
  return altered === text ? [] : [createStatement(altered, n!)];
}

/**
 * Answers with the sentence that shares the most words with the question, counting only words of at least four letters.
 * If no sentence shares any of them, the question is unanswerable.
 */
function answerQuestion({ messages }: ChatRequest, sentences: Sentence[], isInventing: boolean): object {
  const question = /^Question: (.*)$/m.exec(messages.at(-1)?.content.split("</document>").at(-1) ?? "")?.[1] ?? "";
  const words = question.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  const sharedWords = (text: string): number => words.filter((word) => text.toLowerCase().includes(word)).length;
  const [bestMatch] = sentences.toSorted((a, b) => sharedWords(b.text) - sharedWords(a.text));
  if (!bestMatch || !sharedWords(bestMatch.text)) return { ids: [], text: "", answerable: false };
  const text = isInventing ? `${bestMatch.text} It was 999 in all.` : bestMatch.text;
  return { ids: [bestMatch.n], text, answerable: true };
}

/** Wraps content in a chat completion. Token counts are estimated at four characters per token. */
function completion({ model, messages }: ChatRequest, answer: object): object {
  const content = JSON.stringify(answer);
  const prompt_tokens = Math.ceil(messages.reduce((sum, message) => sum + message.content.length, 0) / 4);
  const completion_tokens = Math.ceil(content.length / 4);
  return {
    id: "stub",
    object: "chat.completion",
    created: 0,
    model,
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}
