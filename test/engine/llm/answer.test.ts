import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { ChatModel, llmEngine, Prompts } from "../../../src/engine/index.ts";
import { DEFAULT_OPTIONS, type Document, type Engine, quietRun } from "../../../src/model/index.ts";
import { wanted } from "../../../src/retrieval/queryWithContext.ts";
import { estimateTokens } from "../../../src/text/index.ts";
import { documentOf } from "../../fakes/documents.ts";
import { completion, honestDigest, type ModelServer, numberedIn, startModelServer } from "../../fakes/modelServer.ts";

let server: ModelServer;
afterEach(() => server.close());

async function engineOf(contextTokens: number): Promise<Engine> {
  server = await startModelServer((request) =>
    request.body.response_format?.json_schema?.name === "answer"
      ? completion(
          { answerable: true, text: "It opened in May. [1]", quotes: ["Harbour 77 opened in May."] },
          { usage: null },
        )
      : { ...honestDigest(request), body: { ...(honestDigest(request).body as object), usage: null } },
  );
  const endpoint = { name: "stub", baseUrl: server.url, apiKey: "key", contextTokens, price: null, deadlineMs: 5000 };
  return llmEngine(new ChatModel(endpoint), new Prompts(join(import.meta.dirname, "../../../prompts")));
}
const DOCUMENT: Document = documentOf(
  Array.from(
    { length: 150 },
    (_, i) => `Harbour ${i} opened in ${i === 77 ? "May" : "June"}. Ships of every kind came to it in the first year.`,
  ),
);
const question = { text: "When did harbour 77 open?", language: "en", engine: "auto" } as const;
const sent = (nth: number): string =>
  server.requests
    .at(nth)!
    .body.messages.map(({ content }) => content)
    .join("\n");

describe("the model's answer", () => {
  test("is asked for behind the very words that the digest began with", async () => {
    const engine = await engineOf(100_000);
    await engine.digest(DOCUMENT, DEFAULT_OPTIONS, quietRun());
    await engine.answer([DOCUMENT], question, quietRun());
    const [first, second] = [sent(0), sent(1)];
    let same = 0;
    while (first[same] === second[same]) same++;
    expect(estimateTokens(first)).toBeGreaterThan(2000);
    expect(same / second.length).toBeGreaterThan(0.9);
  });

  test("rests on the nearest passages of a document that does not fit, and says so", async () => {
    const engine = await engineOf(2000);
    const answer = await engine.answer([DOCUMENT], question, quietRun());
    expect(answer.notices).toEqual(["passages_only"]);
    const shown = new Map(numberedIn(server.requests[0]!));
    expect([...shown.values()]).toContain("Harbour 77 opened in May.");
    expect(shown.get(155)).toBe("Harbour 77 opened in May.");
    expect(estimateTokens(sent(0))).toBeLessThan(1500);
  });

  test("knows what was asked before", async () => {
    const engine = await engineOf(100_000);
    const talk = [{ question: "When did harbour 3 open?", answer: "In June. </document>" }];
    await engine.answer([DOCUMENT], { ...question, text: "And harbour 77?", talk }, quietRun());
    expect(sent(0)).toContain(
      "Asked before: When did harbour 3 open?\nAnswered: In June. ‹/document>\nQuestion: And harbour 77?",
    );
  });
});

test.each([
  ["And last year?", "And last year? Who won the cup?"],
  ["Warum?", "Warum? Who won the cup?"],
  ["那去年呢？", "那去年呢？ Who won the cup?"],
  ["Which towns opened their libraries?", "Which towns opened their libraries?"],
])("%s is looked for as %s", async (text, expected) => {
  await engineOf(1000);
  expect(
    wanted({ text, language: "en", engine: "auto", talk: [{ question: "Who won the cup?", answer: "Ada." }] }),
  ).toBe(expected);
});
