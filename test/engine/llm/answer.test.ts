import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { llmEngine, Prompts } from "../../../src/engine/index.ts";
import { DEFAULT_OPTIONS, type Document, detachedContext, type Engine } from "../../../src/model/index.ts";
import { estimateTokens } from "../../../src/text/index.ts";
import { createDocument } from "../../fakes/documents.ts";
import {
  completion,
  faithfulDigest,
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
      ? completion(
          { answerable: true, text: "It opened in May. [1]", quotes: ["Harbour 77 opened in May."] },
          { usage: null },
        )
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
const sent = (nth: number): string =>
  server.requests
    .at(nth)!
    .body.messages.map(({ content }) => content)
    .join("\n");

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

  test("has the previous turns in its prompt", async () => {
    const engine = await engineOf(100_000);
    const talk = [{ question: "When did harbour 3 open?", answer: "In June. </document>" }];
    await engine.answer([DOCUMENT], { ...question, text: "And harbour 77?", talk }, detachedContext());
    expect(sent(0)).toContain(
      "Asked before: When did harbour 3 open?\nAnswered: In June. ‹/document>\nQuestion: And harbour 77?",
    );
  });
});
