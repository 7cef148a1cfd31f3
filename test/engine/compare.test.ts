import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { extractiveEngine, llmEngine, Prompts } from "../../src/engine/index.ts";
import { type Document, detachedContext, type Engine, type Pair } from "../../src/model/index.ts";
import { estimateTokens } from "../../src/text/index.ts";
import { verifyComparison } from "../../src/verify/index.ts";
import { createDocument } from "../fakes/documents.ts";
import { completion, type ModelServer, numberedSentences, startModelServer } from "../fakes/modelServer.ts";
import { createDocumentPair, STORY_PAIRS } from "../fakes/storyPairs.ts";
import { createStubModel } from "../fakes/stubChatModel.ts";

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

  const compare = async (first: string[], second: string[], languages = ["en", "en"]) => {
    const documents = [first, second].map((paragraphs, i) =>
      createDocument(paragraphs, { language: languages[i]! }),
    ) as Pair<Document>;
    const draft = await extractiveEngine.compare(documents, { ...options, language: "auto" }, detachedContext());
    const found = await verifyComparison(draft, documents, detachedContext());
    return {
      numbers: found.differ.flatMap(({ numbers }) => numbers),
      differ: found.differ.map(({ first: one, second: other }) => [one.text, other.text]),
      agree: found.agree.map(({ quotes }) => quotes.map(({ text }) => text)),
    };
  };

  test.each<[string, string[], string[], [string, string][]]>([
    [
      "units",
      ["The wind blew at 68 kilometres an hour."],
      ["The wind reached 74 km/h."],
      [["68 kilometres an hour", "74 km/h"]],
    ],
    [
      "none and some",
      ["Nobody was injured in the fire."],
      ["Two traders were injured in the fire."],
      [["Nobody", "Two traders"]],
    ],
    ["times of day", ["Music must stop at 11 p.m."], ["Music has to stop at 10.30 p.m."], [["11 p.m.", "10.30 p.m."]]],
    [
      "office holders",
      ["The mayor, Karin Solberg, opened the hall."],
      ["The hall was opened by mayor Jens Pohl."],
      [["Karin Solberg", "Jens Pohl"]],
    ],
    [
      "colours",
      ["Colonies of the germ are blue on this medium."],
      ["On this medium the germ grows in pink colonies."],
      [["blue", "pink"]],
    ],
    [
      "how often something is done",
      ["Every bathing place is sampled once a fortnight."],
      ["The bathing places are sampled every month."],
      [["once a fortnight", "every month"]],
    ],
    [
      "a price and nothing",
      ["Owners pay nothing for the new connection."],
      ["Each owner pays 350 crowns for the connection."],
      [["nothing", "350 crowns"]],
    ],
    [
      "parts of one whole",
      ["The fire tore through the market hall on Saturday and destroyed 38 of the 120 stalls."],
      ["Of the 120 stalls, 52 are gone."],
      [["38", "52"]],
    ],
    [
      "values in their order",
      ["There were 1.9 errors per 1,000 doses with naps and 2.4 without naps."],
      ["The rate of errors was 2.2 per 1,000 doses with naps and 2.3 without naps."],
      [
        ["1.9 errors", "2.2 per"],
        ["2.4 without", "2.3 without"],
      ],
    ],
  ])("sets %s against each other", async (_, first, second, expected) => {
    const { numbers } = await compare(first, second);
    expect(numbers).toEqual(expected);
  });

  test.each<[string, string[], string[]]>([
    ["equal values in other units", ["The raid lasted 90 minutes."], ["The raid took an hour and a half."]],
    ["a rounded number", ["The show had about 24,000 visitors."], ["The show had 24,310 visitors."]],
    [
      "times of day in words",
      ["The ship hit the bank at 19:10."],
      ["The ship hit the bank shortly after seven o'clock."],
    ],
  ])("takes %s for an agreement", async (_, first, second) => {
    const { numbers, agree } = await compare(first, second);
    expect({ numbers, agree }).toEqual({ numbers: [], agree: [[...first, ...second]] });
  });

  test("does not set a value against another that the other document also states", async () => {
    const first = ["Entry costs 8 crowns for adults.", "Parking costs 5 crowns a day."];
    const second = ["Parking costs 9 crowns a day.", "Adults pay 8 crowns for entry."];
    expect((await compare(first, second)).numbers).toEqual([["5 crowns", "9 crowns"]]);
  });

  test("does not set values of different studies against each other", async () => {
    const first = [
      "Sleep at home the next day was 18 minutes shorter.",
      "The pharmacists did not know which nurses had napped.",
    ];
    const second = [
      "Marks in reading did not change.",
      "Over the whole day pupils spent 12 minutes less on their phones.",
    ];
    expect((await compare(first, second)).differ).toEqual([]);
  });

  test("shows a statement and its denial, but not two denials of one thing", async () => {
    const first = ["Dogs are allowed in the foyer of the hall.", "Smoking is forbidden in the whole building."];
    const second = ["Dogs are not allowed in the foyer of the hall.", "Smoking is not allowed in the building."];
    expect((await compare(first, second)).differ).toEqual([[first[0], second[0]]]);
  });

  test("compares figures between languages", async () => {
    const first = [
      "The ferry hit the quay at 6.40 p.m.",
      "Nineteen passengers were slightly hurt.",
      "There were 412 people on board.",
    ];
    const second = [
      "Le navire transportait 412 personnes.",
      "Vingt-sept passagers ont été légèrement blessés.",
      "Le ferry a heurté le quai à 18h40.",
    ];
    const { numbers, agree } = await compare(first, second, ["en", "fr"]);
    expect(numbers).toEqual([["Nineteen passengers", "Vingt-sept passagers"]]);
    expect(agree).toEqual(
      expect.arrayContaining([
        [first[0], second[2]],
        [first[2], second[0]],
      ]),
    );
  });

  test.each<[string, string, string]>([
    [
      "She set a course record in the women's race.",
      "She missed the course record of the women.",
      "a word that denies",
    ],
    ["You may drink the water without boiling it.", "Then boil all drinking water for two days.", "a word for without"],
    ["Der Verein wird vor Gericht ziehen.", "Der Verein wird nicht vor Gericht ziehen.", "a negation"],
  ])("shows that one denies what the other says: %s", async (first, second) => {
    const languages = /ä|wird/.test(first) ? ["de", "de"] : ["en", "en"];
    expect((await compare([first], [second], languages)).differ).toEqual([[first, second]]);
  });

  test.each<[string, string]>([
    [
      "At the nearest house it must be no louder than 58 decibels.",
      "The nearest house stands 620 metres from the stage.",
    ],
    ["They need not pay rent until the end of the year.", "The hall was painted last year at the cost of the town."],
    ["The alarm dates from 1998, the museum said.", "The museum asked for a new alarm in 2023."],
  ])("does not set statements on different things against each other: %s", async (first, second) => {
    expect((await compare([first], [second])).differ).toEqual([]);
  });

  const TERMS = [
    "The hall may be hired by clubs and families of the village.",
    "A deposit is payable when you book the hall.",
    "Chairs and tables must be put back in the store room.",
  ];
  test("shows which sentences of two versions were edited", async () => {
    const [old, edited] = [
      "Keys are collected at the post office of the village.",
      "Keys are collected at the bakery of the village.",
    ];
    const { differ, agree } = await compare([...TERMS, old], [...TERMS, edited]);
    expect(differ).toEqual([[old, edited]]);
    expect(agree.length).toBe(TERMS.length);
  });

  test("finds no difference between equal documents", async () => {
    const { differ, agree } = await compare(TERMS, [...TERMS].reverse());
    expect(differ).toEqual([]);
    expect(agree.length).toBe(TERMS.length);
  });

  test("compares the start of documents that are very long, says so, and lets other work run", async () => {
    const wordOf = (i: number): string => `${i.toString(36).replace(/\d/g, (digit) => "aeiouxyzqj"[Number(digit)]!)}en`;
    const reportOn = (year: number): Document =>
      createDocument(
        Array.from({ length: 4000 }, (_, i) => {
          const [one, other] = [wordOf(i * 7 + year), wordOf((i * i) % 997)];
          return `The ${one} street has ${i * 3 + year} lamps, and the meter of the ${other} house stood at ${i * 7} units.`;
        }),
      );
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const draft = await extractiveEngine.compare([reportOn(2019), reportOn(2021)], options, detachedContext());
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
    expect(draft.notices).toEqual(["compared_in_part"]);
    expect(draft.onlyFirst).toEqual([]);
  });

  test("has a notice for documents in different languages", async () => {
    const documents: Pair<Document> = [createDocumentPair(STORY_PAIRS[5]!)[1], createDocumentPair(STORY_PAIRS[2]!)[0]];
    const draft = await extractiveEngine.compare(documents, options, detachedContext());
    expect(draft).toMatchObject({ agree: [], differ: [], onlyFirst: [], onlySecond: [] });
    expect(draft.notices).toEqual(["languages_differ"]);
  });
});

describe("a comparison of llmEngine", () => {
  let server: ModelServer;
  afterEach(() => server.close());
  async function engineOf(contextTokens: number, output: object): Promise<Engine> {
    server = await startModelServer(() => completion(output, { usage: null }));
    return llmEngine(
      createStubModel(server.url, { contextTokens }),
      new Prompts(join(import.meta.dirname, "../../prompts")),
    );
  }
  const EMPTY = { agree: [], differ: [], only_a: [], only_b: [] };
  const sent = (nth: number): string =>
    server.requests
      .at(nth)!
      .body.messages.map(({ content }) => content)
      .join("\n");

  test("maps sentence numbers in the output to sentences of each document", async () => {
    const afterFirst = STORY_PAIRS[0]!.first.length;
    const engine = await engineOf(100_000, {
      agree: [{ text: "It opens on Sundays.", a: [1], b: [afterFirst + 1] }],
      differ: [{ a: { ids: [2], text: "61,000." }, b: { ids: [`${afterFirst + 2}`], text: "64,500." } }],
      only_a: [{ ids: [6], text: "Two towns." }, { ids: [1] }],
      only_b: [{ ids: [99], text: "Nothing." }],
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
    const engine = await engineOf(100_000, { ...EMPTY, ids: [], text: "", answerable: false });
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

test("what one document denies of the other is a difference and no agreement", async () => {
  const documents: Pair<Document> = [
    createDocument([
      "Anna Berg said the dam at Leoben is safe after the flood of 12 May.",
      "The valley was empty for 3 days.",
    ]),
    createDocument([
      "Anna Berg said the dam at Leoben is not safe after the flood of 12 May.",
      "The valley was empty for 3 days.",
    ]),
  ];
  const { agree, differ } = await extractiveEngine.compare(documents, options, detachedContext());
  expect(differ.map(({ first }) => first.text)).toEqual([expect.stringContaining("is safe")]);
  expect(agree.map(({ text }) => text)).toEqual(["The valley was empty for 3 days."]);
});
