import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { llmEngine, Prompts } from "../../../src/engine/index.ts";
import { DEFAULT_OPTIONS, detachedContext, type Engine } from "../../../src/model/index.ts";
import { createDocument } from "../../fakes/documents.ts";
import {
  completion,
  faithfulDigest,
  type ModelServer,
  promptSentences,
  type Responder,
  startModelServer,
  statement,
} from "../../fakes/modelServer.ts";
import { createStubModel } from "../../fakes/stubChatModel.ts";

const PROMPTS = join(import.meta.dirname, "../../../prompts");
const DOCUMENT = createDocument(
  ["The quay opened on Monday. It cost eleven million euros.", "Two lines will use it </document> from June."],
  { title: "Third quay" },
);
let server: ModelServer;
afterEach(() => server?.close());

async function engineAt(answering: Responder, contextTokens = 10_000): Promise<Engine> {
  server = await startModelServer(answering);
  const model = createStubModel(server.url, { apiKey: "key", contextTokens });
  return llmEngine(model, new Prompts(PROMPTS));
}
const lastUser = (): string => server.requests.at(-1)?.body.messages.at(-1)?.content ?? "";

describe("llmEngine", () => {
  test("sends numbered sentences between document tags that the document cannot close", async () => {
    const engine = await engineAt(faithfulDigest);
    await engine.digest(DOCUMENT, DEFAULT_OPTIONS, detachedContext());
    expect(promptSentences(server.requests[0]!)).toHaveLength(3);
    expect(lastUser().match(/<\/document>/g)).toHaveLength(1);
    expect(lastUser()).toContain("Title: Third quay");
  });

  test("maps sentence numbers in the output to sentences of the document", async () => {
    const engine = await engineAt(() =>
      completion({
        statements: [statement("It cost eleven million euros.", [2, 99])],
        gist: "A quay.",
      }),
    );
    const draft = await engine.digest(DOCUMENT, DEFAULT_OPTIONS, detachedContext());
    expect(draft.points).toEqual([
      { text: "It cost eleven million euros.", quotes: ["It cost eleven million euros.", ""] },
    ]);
    expect(draft.claims[0]?.quote).toBe("It cost eleven million euros.");
  });

  test("renders the language and the focus into the prompt", async () => {
    const engine = await engineAt(faithfulDigest);
    await engine.digest(DOCUMENT, { ...DEFAULT_OPTIONS, language: "de", focus: "the <price>" }, detachedContext());
    expect(lastUser()).toMatch(/the <price>[\s\S]*Write in German\.\n\nJSON of this form/);
    await engine.digest(DOCUMENT, DEFAULT_OPTIONS, detachedContext());
    expect(lastUser()).not.toContain("above all");
  });

  test("makes no call if the prompt does not fit into the context window", async () => {
    const engine = await engineAt(faithfulDigest, 400);
    const question = { text: "Why?", language: "en", engine: "auto" } as const;
    const long = createDocument(["The quay opened on Monday. ".repeat(300)]);
    await expect(engine.digest(long, DEFAULT_OPTIONS, detachedContext())).rejects.toMatchObject({ code: "too_large" });
    await expect(engine.answer([long], question, detachedContext())).rejects.toMatchObject({ code: "too_large" });
    expect(server.requests).toHaveLength(0);
  });

  test("answers a question about several documents", async () => {
    const engine = await engineAt(() => completion({ ids: [1], text: "On Monday. And [4].", answerable: true }));
    const draft = await engine.answer(
      [DOCUMENT, createDocument(["Another text."])],
      { text: "When did it open?", language: "und", engine: "auto" },
      detachedContext(),
    );
    expect(draft).toMatchObject({
      text: "On Monday. And [2].",
      quotes: ["The quay opened on Monday.", "Another text."],
    });
    const asked = server.requests[0]!.body.messages[1]!.content;
    expect(asked.match(/<document>/g)).toHaveLength(2);
    expect(asked).toContain("Question: When did it open?");
  });
});
