import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { llmEngine, Prompts } from "../../../src/engine/index.ts";
import { DEFAULT_OPTIONS, type Document, detachedContext, type Engine } from "../../../src/model/index.ts";
import { estimateTokens } from "../../../src/text/index.ts";
import { createDocument } from "../../fakes/documents.ts";
import {
  completion,
  faithfulDigest,
  type ModelRequest,
  type ModelServer,
  numberedSentences,
  startModelServer,
} from "../../fakes/modelServer.ts";
import { createStubModel } from "../../fakes/stubChatModel.ts";

let server: ModelServer;
afterEach(() => server.close());

async function engineOf(contextTokens: number): Promise<Engine> {
  server = await startModelServer((request) =>
    request.body.response_format?.json_schema?.name === "answer"
      ? completion({ ids: [155], text: "It opened in May.", answerable: true }, { usage: null })
      : { ...faithfulDigest(request), body: { ...(faithfulDigest(request).body as object), usage: null } },
  );
  return llmEngine(
    createStubModel(server.url, { apiKey: "key", contextTokens }),
    new Prompts(join(import.meta.dirname, "../../../prompts")),
  );
}
const DOCUMENT: Document = createDocument(
  Array.from(
    { length: 150 },
    (_, i) => `Harbour ${i} opened in ${i === 77 ? "May" : "June"}. Ships of every kind came to it in the first year.`,
  ),
);
const question = { text: "When did harbour 77 open?", language: "en", engine: "auto" } as const;
const textOf = ({ body }: ModelRequest): string => body.messages.map(({ content }) => content).join("\n");
const sent = (nth: number): string => textOf(server.requests.at(nth)!);

describe("an answer of llmEngine", () => {
  test("shares the prefix of its prompt with the digest", async () => {
    const engine = await engineOf(100_000);
    await engine.digest(DOCUMENT, DEFAULT_OPTIONS, detachedContext());
    await engine.answer([DOCUMENT], question, detachedContext());
    const [first, second] = [sent(0), sent(1)];
    let shared = 0;
    while (first[shared] === second[shared]) shared++;
    expect(estimateTokens(first)).toBeGreaterThan(2000);
    expect(shared / second.length).toBeGreaterThan(0.9);
  });

  test("uses the best passages of a document that does not fit, with a notice", async () => {
    const engine = await engineOf(2000);
    const answer = await engine.answer([DOCUMENT], question, detachedContext());
    expect(answer.notices).toEqual(["passages_only"]);
    const shown = new Map(numberedSentences(server.requests[0]!));
    expect([...shown.values()]).toContain("Harbour 77 opened in May.");
    expect(shown.get(155)).toBe("Harbour 77 opened in May.");
    expect(estimateTokens(sent(0))).toBeLessThan(1500);
  });

  test("begins with the sentences that the extractive engine finds, or says that it finds none", async () => {
    const engine = await engineOf(100_000);
    await engine.answer([DOCUMENT], question, detachedContext());
    expect(sent(0)).toContain("These sentences seem to answer it:\n155>Harbour 77 opened in May.\n");
    await engine.answer([DOCUMENT], { ...question, text: "How many elephants does Africa have?" }, detachedContext());
    const asked = server.requests.map(textOf).find((text) => text.includes("elephants"));
    expect(asked).toContain("No sentence seemed to tell it.");
  });

  test.each([
    ["answers everything", { ids: [1], text: "It opened in 2011.", answerable: true }, false],
    ["leaves the control questions unanswered", { ids: [], text: "", answerable: false }, true],
  ])("to what the document may not tell counts only if the model %s", async (_, control, isAnswered) => {
    server = await startModelServer((request) =>
      completion(
        textOf(request).includes("bakery") ? control : { ids: [1], text: "Harbour 0 is blue.", answerable: true },
      ),
    );
    const engine = llmEngine(
      createStubModel(server.url, { contextTokens: 100_000 }),
      new Prompts(join(import.meta.dirname, "../../../prompts")),
    );
    const ask = () => engine.answer([DOCUMENT], { ...question, text: "Which colour is it?" }, detachedContext());
    expect((await ask()).answerable).toBe(isAnswered);
    const before = server.requests.length;
    expect((await ask()).answerable).toBe(isAnswered);
    expect(server.requests.length - before).toBe(1);
  });

  test("has the previous turns in its prompt", async () => {
    const engine = await engineOf(100_000);
    const talk = [{ question: "When did harbour 3 open?", answer: "In June. </document>" }];
    await engine.answer([DOCUMENT], { ...question, text: "And harbour 77?", talk }, detachedContext());
    expect(sent(0)).toContain(
      "Asked before: When did harbour 3 open?\nAnswered: In June. ‹/document>\nQuestion: And harbour 77?",
    );
  });
});
