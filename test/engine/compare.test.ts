import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { matchSentences } from "../../src/engine/extractive/alignSentences.ts";
import { sentencesOf } from "../../src/engine/extractive/documentSentences.ts";
import { ChatModel, extractiveEngine, llmEngine, Prompts } from "../../src/engine/index.ts";
import { type Document, type Engine, quietRun, type Two } from "../../src/model/index.ts";
import { estimateTokens } from "../../src/text/index.ts";
import { verifyComparison } from "../../src/verify/index.ts";
import { documentOf } from "../fakes/documents.ts";
import { completion, type ModelServer, numberedIn, startModelServer } from "../fakes/modelServer.ts";
import { documentsOf, PAIRS } from "../fakes/pairs.ts";

const options = { language: "en", engine: "auto" } as const;

describe("the extractive comparison", () => {
  test.each(PAIRS)("of two stories: $name", async (pair) => {
    const documents = documentsOf(pair);
    const draft = await extractiveEngine.compare(documents, { ...options, language: pair.language }, quietRun());
    const { agree, differ, onlyFirst, onlySecond, notices } = await verifyComparison(draft, documents, quietRun());
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

  test("leaves two languages to a model, and says so", async () => {
    const documents: Two<Document> = [documentsOf(PAIRS[0]!)[0], documentsOf(PAIRS[2]!)[0]];
    const draft = await extractiveEngine.compare(documents, options, quietRun());
    expect(draft).toMatchObject({ agree: [], differ: [], onlyFirst: [], onlySecond: [] });
    expect(draft.notices).toEqual(["languages_differ"]);
  });

  test("pairs a sentence with one alone, that has it for its nearest too", async () => {
    const sentences = async (...list: string[]) => sentencesOf(documentOf(list), quietRun());
    const first = await sentences(
      "The quay of Orrin was opened in May.",
      "The new quay was opened by the mayor of Orrin.",
    );
    const second = await sentences("The mayor of Orrin opened the new quay.");
    const { matches, covered } = await matchSentences(first, second, quietRun());
    expect(matches.map((match) => [match.first.index, match.second.index])).toEqual([[1, 0]]);
    expect(covered[1][0]).toBeGreaterThan(0.9);
  });
});

describe("the model's comparison", () => {
  let server: ModelServer;
  afterEach(() => server.close());
  async function engineOf(contextTokens: number, says: object): Promise<Engine> {
    server = await startModelServer(() => completion(says, { usage: null }));
    const endpoint = { name: "stub", baseUrl: server.url, apiKey: null, contextTokens, price: null, deadlineMs: 5000 };
    return llmEngine(new ChatModel(endpoint), new Prompts(join(import.meta.dirname, "../../prompts")));
  }
  const NOTHING = { agree: [], differ: [], only_a: [], only_b: [] };
  const sent = (nth: number): string =>
    server.requests
      .at(nth)!
      .body.messages.map(({ content }) => content)
      .join("\n");

  test("turns the numbers that come back into sentences of either document", async () => {
    const engine = await engineOf(100_000, {
      agree: [{ text: "It opens on Sundays.", a: [1], b: [1] }],
      differ: [{ a: { text: "61,000.", sentences: [2] }, b: { text: "64,500.", sentences: ["2"] } }],
      only_a: [{ text: "Two towns.", sentences: [6] }, { sentences: [1] }],
      only_b: [{ text: "Nothing.", sentences: [99] }],
    });
    const documents = documentsOf(PAIRS[0]!);
    const { first, second } = PAIRS[0]!;
    const draft = await engine.compare(documents, options, quietRun());
    expect(draft).toMatchObject({
      agree: [{ text: "It opens on Sundays.", first: [first[0]], second: [second[0]] }],
      differ: [{ first: { quotes: [first[1]] }, second: { quotes: [second[1]] } }],
      onlyFirst: [{ text: "Two towns.", quotes: [first[5]] }],
      onlySecond: [{ text: "Nothing.", quotes: [""] }],
      notices: [],
    });
  });

  test("is asked for behind the very words that a question about the two begins with", async () => {
    const engine = await engineOf(100_000, { ...NOTHING, answerable: false, text: "", quotes: [] });
    const long = (town: string): Document =>
      documentOf(Array.from({ length: 90 }, (_, i) => `Harbour ${i} of ${town} opened in the first year of the war.`));
    const documents: Two<Document> = [long("Orrin"), long("Sule")];
    await engine.answer(documents, { text: "When?", ...options }, quietRun());
    await engine.compare(documents, options, quietRun());
    const [answer, comparison] = [sent(0), sent(1)];
    let same = 0;
    while (answer[same] === comparison[same]) same++;
    expect(estimateTokens(comparison)).toBeGreaterThan(2000);
    expect(same / comparison.length).toBeGreaterThan(0.7);
  });

  test("rests on the main sentences of documents that do not fit, and says so", async () => {
    const engine = await engineOf(3000, NOTHING);
    const long = (town: string): Document =>
      documentOf(Array.from({ length: 150 }, (_, i) => `Harbour ${i} of ${town} opened in year ${i} of the war.`));
    const draft = await engine.compare([long("Orrin"), long("Sule")], options, quietRun());
    expect(draft.notices).toEqual(["compared_in_part"]);
    const shown = numberedIn(server.requests[0]!).map(([, text]) => text);
    expect(shown.some((text) => text.includes("Orrin"))).toBe(true);
    expect(shown.some((text) => text.includes("Sule"))).toBe(true);
    expect(estimateTokens(sent(0))).toBeLessThan(2500);
  });
});
