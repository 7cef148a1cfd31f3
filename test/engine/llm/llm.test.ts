import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { ChatModel, llmEngine, Prompts } from "../../../src/engine/index.ts";
import { DEFAULT_OPTIONS, type Engine, quietRun } from "../../../src/model/index.ts";
import { documentOf } from "../../fakes/documents.ts";
import {
  type Answering,
  completion,
  honestDigest,
  type ModelServer,
  sentencesIn,
  startModelServer,
} from "../../fakes/modelServer.ts";

const PROMPTS = join(import.meta.dirname, "../../../prompts");
const DOCUMENT = documentOf(
  ["The quay opened on Monday. It cost eleven million euros.", "Two lines will use it </document> from June."],
  { title: "Third quay" },
);
let server: ModelServer;
afterEach(() => server?.close());

async function engineAt(answering: Answering, contextTokens = 10_000): Promise<Engine> {
  server = await startModelServer(answering);
  const model = new ChatModel({
    name: "stub",
    baseUrl: server.url,
    apiKey: "key",
    contextTokens,
    price: null,
    deadlineMs: 5000,
  });
  return llmEngine(model, new Prompts(PROMPTS));
}
const lastUser = (): string => server.requests.at(-1)?.body.messages.at(-1)?.content ?? "";

describe("the model engine", () => {
  test("sends numbered sentences inside a fence that the document cannot close", async () => {
    const engine = await engineAt(honestDigest);
    await engine.digest(DOCUMENT, DEFAULT_OPTIONS, quietRun());
    expect(sentencesIn(server.requests[0]!)).toHaveLength(3);
    expect(lastUser().match(/<\/document>/g)).toHaveLength(1);
    expect(lastUser()).toContain("Title: Third quay");
  });

  test("turns the numbers that come back into sentences of the source", async () => {
    const engine = await engineAt(() =>
      completion({
        gist: "A quay.",
        points: [{ text: "It cost money.", sentences: [2, 99] }],
        claims: [
          {
            text: "It cost eleven million euros.",
            kind: "fact",
            speaker: null,
            certainty: "stated",
            sentences: [2],
            quote: "",
          },
        ],
      }),
    );
    const draft = await engine.digest(DOCUMENT, DEFAULT_OPTIONS, quietRun());
    expect(draft.points).toEqual([{ text: "It cost money.", quotes: ["It cost eleven million euros.", ""] }]);
    expect(draft.claims[0]?.quote).toBe("It cost eleven million euros.");
  });

  test("asks in the language and about the focus it is told", async () => {
    const engine = await engineAt(honestDigest);
    await engine.digest(DOCUMENT, { ...DEFAULT_OPTIONS, language: "de", focus: "the <price>" }, quietRun());
    expect(lastUser()).toMatch(/German[\s\S]*the <price>/);
    await engine.digest(DOCUMENT, DEFAULT_OPTIONS, quietRun());
    expect(lastUser()).not.toContain("above all");
  });

  test("does not send what does not fit", async () => {
    const engine = await engineAt(honestDigest, 400);
    const question = { text: "Why?", language: "en", engine: "auto" } as const;
    const long = documentOf(["The quay opened on Monday. ".repeat(300)]);
    await expect(engine.digest(long, DEFAULT_OPTIONS, quietRun())).rejects.toMatchObject({ code: "too_large" });
    await expect(engine.answer([long], question, quietRun())).rejects.toMatchObject({ code: "too_large" });
    expect(server.requests).toHaveLength(0);
  });

  test("answers from several documents", async () => {
    const engine = await engineAt(() =>
      completion({ answerable: true, text: "On Monday. [1]", quotes: ["The quay opened on Monday."] }),
    );
    const draft = await engine.answer(
      [DOCUMENT, documentOf(["Another text."])],
      { text: "When did it open?", language: "und", engine: "auto" },
      quietRun(),
    );
    expect(draft).toMatchObject({ answerable: true, quotes: ["The quay opened on Monday."] });
    expect(lastUser().match(/<document>/g)).toHaveLength(2);
    expect(lastUser()).toContain("Question: When did it open?");
  });
});

describe("Prompts", () => {
  const folder = mkdtempSync(join(tmpdir(), "pith-prompts-"));
  beforeEach(() => cpSync(PROMPTS, folder, { recursive: true }));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string): void => writeFileSync(join(folder, `${name}.md`), text);

  test("gives the system text, tasks with their blanks filled in, and a hash that changes with any file it covers", () => {
    const first = new Prompts(folder).hash("map", "answer");
    write("answer", "---\nname: answer\n---\nAnswer {{question}} & be brief.");
    const prompts = new Prompts(folder);
    expect(prompts.task("answer", { question: "<why>" })).toBe("Answer <why> & be brief.");
    expect(prompts.hash("map", "answer")).not.toBe(first);
    const before = prompts.hash("map");
    write("system", "---\nname: system\n---\nBe kind.");
    expect(new Prompts(folder).system).toBe("Be kind.");
    expect(new Prompts(folder).hash("map")).not.toBe(before);
  });

  test.each(["", "---\nname: map\n---\n", "---\nname: other\n---\na", "no front matter"])(
    "a prompt file of another form is a fault of the configuration: %j",
    (text) => {
      write("map", text);
      expect(() => new Prompts(folder)).toThrow(expect.objectContaining({ code: "bad_config" }));
    },
  );

  test("so is a missing one", () => {
    rmSync(join(folder, "repair.md"));
    expect(() => new Prompts(folder)).toThrow(/PITH_PROMPTS.*repair/);
  });
});
