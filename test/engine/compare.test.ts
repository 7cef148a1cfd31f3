import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { alignSentences } from "../../src/engine/extractive/alignSentences.ts";
import { documentSentences } from "../../src/engine/extractive/documentSentences.ts";
import { ChatModel, extractiveEngine, llmEngine, Prompts } from "../../src/engine/index.ts";
import { type Document, detachedContext, type Engine, type Pair } from "../../src/model/index.ts";
import { estimateTokens } from "../../src/text/index.ts";
import { verifyComparison } from "../../src/verify/index.ts";
import { createDocument } from "../fakes/documents.ts";
import { completion, type ModelServer, numberedSentences, startModelServer } from "../fakes/modelServer.ts";
import { createDocumentPair, STORY_PAIRS } from "../fakes/storyPairs.ts";

const options = { language: "en", engine: "auto" } as const;

describe("a comparison of extractiveEngine", () => {
  test.each(STORY_PAIRS)("finds agreements and differences of two stories: $name", async (pair) => {
    const documents = createDocumentPair(pair);
    const draft = await extractiveEngine.compare(documents, { ...options, language: pair.language }, detachedContext());
    const { agree, differ, onlyFirst, onlySecond, notices } = await verifyComparison(
      draft,
      documents,
      detachedContext(),
    );
    expect(differ.flatMap(({ numbers }) => numbers).sort()).toEqual(pair.differ.toSorted());
    const holds = (words: string[], texts: string[]): boolean[] =>
      words.map((word) => texts.some((text) => text.includes(word)));
    expect(
      holds(
        pair.agree,
        agree.map(({ text }) => text),
      ),
    ).not.toContain(false);
    expect(
      holds(
        pair.onlyFirst,
        onlyFirst.map(({ text }) => text),
      ),
    ).not.toContain(false);
    expect(
      holds(
        pair.onlySecond,
        onlySecond.map(({ text }) => text),
      ),
    ).not.toContain(false);
    for (const { quotes } of agree) expect(new Set(quotes.map(({ document }) => document)).size).toBe(2);
    expect(notices).toEqual([]);
  });

  test("is empty, with a notice, for documents in different languages", async () => {
    const documents: Pair<Document> = [createDocumentPair(STORY_PAIRS[0]!)[0], createDocumentPair(STORY_PAIRS[2]!)[0]];
    const draft = await extractiveEngine.compare(documents, options, detachedContext());
    expect(draft).toMatchObject({ agree: [], differ: [], onlyFirst: [], onlySecond: [] });
    expect(draft.notices).toEqual(["languages_differ"]);
  });

  test("aligns only mutual nearest neighbours", async () => {
    const sentences = async (...list: string[]) => documentSentences(createDocument(list), detachedContext());
    const first = await sentences(
      "The quay of Orrin was opened in May.",
      "The new quay was opened by the mayor of Orrin.",
    );
    const second = await sentences("The mayor of Orrin opened the new quay.");
    const { pairs, coverage } = await alignSentences(first, second, detachedContext());
    expect(pairs.map((pair) => [pair.first.index, pair.second.index])).toEqual([[1, 0]]);
    expect(coverage[1][0]).toBeGreaterThan(0.9);
  });
});

describe("a comparison of llmEngine", () => {
  let server: ModelServer;
  afterEach(() => server.close());
  async function engineOf(contextTokens: number, output: object): Promise<Engine> {
    server = await startModelServer(() => completion(output, { usage: null }));
    const endpoint = { name: "stub", baseUrl: server.url, apiKey: null, contextTokens, price: null, deadlineMs: 5000 };
    return llmEngine(new ChatModel(endpoint), new Prompts(join(import.meta.dirname, "../../prompts")));
  }
  const EMPTY = { agree: [], differ: [], only_a: [], only_b: [] };
  const sent = (nth: number): string =>
    server.requests
      .at(nth)!
      .body.messages.map(({ content }) => content)
      .join("\n");

  test("maps sentence numbers in the output to sentences of each document", async () => {
    const engine = await engineOf(100_000, {
      agree: [{ text: "It opens on Sundays.", a: [1], b: [1] }],
      differ: [{ a: { text: "61,000.", sentences: [2] }, b: { text: "64,500.", sentences: ["2"] } }],
      only_a: [{ text: "Two towns.", sentences: [6] }, { sentences: [1] }],
      only_b: [{ text: "Nothing.", sentences: [99] }],
    });
    const documents = createDocumentPair(STORY_PAIRS[0]!);
    const { first, second } = STORY_PAIRS[0]!;
    const draft = await engine.compare(documents, options, detachedContext());
    expect(draft).toMatchObject({
      agree: [{ text: "It opens on Sundays.", first: [first[0]], second: [second[0]] }],
      differ: [{ first: { quotes: [first[1]] }, second: { quotes: [second[1]] } }],
      onlyFirst: [{ text: "Two towns.", quotes: [first[5]] }],
      onlySecond: [{ text: "Nothing.", quotes: [""] }],
      notices: [],
    });
  });

  test("shares the prefix of its prompt with an answer about the same documents", async () => {
    const engine = await engineOf(100_000, { ...EMPTY, answerable: false, text: "", quotes: [] });
    const long = (town: string): Document =>
      createDocument(
        Array.from({ length: 90 }, (_, i) => `Harbour ${i} of ${town} opened in the first year of the war.`),
      );
    const documents: Pair<Document> = [long("Orrin"), long("Sule")];
    await engine.answer(documents, { text: "When?", ...options }, detachedContext());
    await engine.compare(documents, options, detachedContext());
    const [answer, comparison] = [sent(0), sent(1)];
    let shared = 0;
    while (answer[shared] === comparison[shared]) shared++;
    expect(estimateTokens(comparison)).toBeGreaterThan(2000);
    expect(shared / comparison.length).toBeGreaterThan(0.7);
  });

  test("uses the highest-ranked sentences of documents that do not fit, with a notice", async () => {
    const engine = await engineOf(3000, EMPTY);
    const long = (town: string): Document =>
      createDocument(Array.from({ length: 150 }, (_, i) => `Harbour ${i} of ${town} opened in year ${i} of the war.`));
    const draft = await engine.compare([long("Orrin"), long("Sule")], options, detachedContext());
    expect(draft.notices).toEqual(["compared_in_part"]);
    const shown = numberedSentences(server.requests[0]!).map(([, text]) => text);
    expect(shown.some((text) => text.includes("Orrin"))).toBe(true);
    expect(shown.some((text) => text.includes("Sule"))).toBe(true);
    expect(estimateTokens(sent(0))).toBeLessThan(2500);
  });
});
