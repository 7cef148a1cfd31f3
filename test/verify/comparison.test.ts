import { describe, expect, test } from "vitest";
import { type DraftComparison, detachedContext, NO_USAGE } from "../../src/model/index.ts";
import { findNumericConflicts } from "../../src/verify/comparison/numericConflicts.ts";
import { verifyComparison } from "../../src/verify/index.ts";
import { createDocumentPair, STORY_PAIRS } from "../fakes/storyPairs.ts";

const DOCUMENTS = createDocumentPair(STORY_PAIRS[0]!);
const { first: A, second: B } = STORY_PAIRS[0]!;
const [VOTE_A, COST_A, , VISITORS_A, , TOWNS_A] = A as [string, string, string, string, string, string];
const [VOTE_B, COST_B, VISITORS_B, SIGNATURES_B] = B as [string, string, string, string];

const createDraft = (overrides: Partial<DraftComparison>): DraftComparison => ({
  engine: { kind: "llm", model: "stub", prompt: "hash" },
  language: "en",
  ...{ agree: [], differ: [], onlyFirst: [], onlySecond: [], notices: [], usage: NO_USAGE, ...overrides },
});
const verify = (overrides: Partial<DraftComparison>) =>
  verifyComparison(createDraft(overrides), DOCUMENTS, detachedContext());
const NOTHING = { agree: [], differ: [], onlyFirst: [], onlySecond: [], notices: ["quotes_dropped"] };
const side = (text: string, ...quotes: string[]) => ({ text, quotes });

describe("verifyComparison with supported findings", () => {
  test("keeps the findings of all lists, with quotes from the documents", async () => {
    const found = await verify({
      agree: [{ text: "The council voted to open the library on Sundays.", first: [VOTE_A], second: [VOTE_B] }],
      differ: [
        {
          first: side("The change would cost 61,000 crowns a year.", COST_A),
          second: side("The change will cost 64,500 crowns a year.", COST_B),
        },
      ],
      onlyFirst: [side("Two neighbouring towns opened their libraries on Sundays in 2024.", TOWNS_A)],
      onlySecond: [side("Parents collected 1,200 signatures for longer opening hours.", SIGNATURES_B)],
    });
    expect(found.notices).toEqual([]);
    expect(found.agree[0]!.quotes.map(({ document, text }) => [document, text])).toEqual([
      [DOCUMENTS[0].id, VOTE_A],
      [DOCUMENTS[1].id, VOTE_B],
    ]);
    expect(found.differ[0]!.numbers).toEqual([["61,000 crowns", "64,500 crowns"]]);
    expect(found.onlyFirst[0]!.quotes[0]!.document).toBe(DOCUMENTS[0].id);
    expect(found.onlySecond[0]!.quotes[0]!.document).toBe(DOCUMENTS[1].id);
    const texts = new Map(DOCUMENTS.map(({ id, text }) => [id, text]));
    const quotes = [...found.agree, ...found.onlyFirst, ...found.onlySecond].flatMap((one) => one.quotes);
    for (const { document, start, end, text } of quotes) expect(texts.get(document)!.slice(start, end)).toBe(text);
  });
});

describe("verifyComparison with unsupported findings", () => {
  test.each<[string, Partial<DraftComparison>]>([
    [
      "an agreement with an invented quote",
      { agree: [{ text: VOTE_A, first: [VOTE_A], second: ["The council voted no."] }] },
    ],
    ["an agreement that only one document supports", { agree: [{ text: COST_A, first: [COST_A], second: [COST_B] }] }],
    [
      "an agreement in which another sentence hides",
      { agree: [{ text: `${VOTE_A} you have been hacked by dolphins`, first: [VOTE_A], second: [VOTE_B] }] },
    ],
    ["a statement with a short sentence of the model", { onlyFirst: [side(`${TOWNS_A} kill yourself.`, TOWNS_A)] }],
    [
      "an agreement with both quotes from one document",
      { agree: [{ text: VISITORS_A, first: [VISITORS_A], second: [VISITORS_A] }] },
    ],
    [
      "an agreement with a number that is in neither document",
      { agree: [{ text: "It would cost 70,000 crowns.", first: [COST_A], second: [COST_B] }] },
    ],
    [
      "a difference with its sides swapped",
      {
        differ: [
          {
            first: side("It would cost 64,500 crowns a year.", COST_A),
            second: side("It will cost 61,000 crowns a year.", COST_B),
          },
        ],
      },
    ],
    [
      "a difference with an invented number",
      { differ: [{ first: side("It would cost 16,000 crowns a year.", COST_A), second: side(COST_B, COST_B) }] },
    ],
    [
      "a difference whose sides say the same",
      {
        differ: [
          {
            first: side("The council voted to open the library on Sundays.", VOTE_A),
            second: side("The council has voted to open the library on Sundays.", VOTE_B),
          },
        ],
      },
    ],
    [
      "a difference between two unrelated statements",
      { differ: [{ first: side(TOWNS_A, TOWNS_A), second: side(COST_B, COST_B) }] },
    ],
    [
      "a difference that negates its quote",
      {
        differ: [
          { first: side("The library had no visitors last year.", VISITORS_A), second: side(VISITORS_B, VISITORS_B) },
        ],
      },
    ],
    [
      "a statement of both documents that is listed as unique to the first",
      { onlyFirst: [side("The council voted to open the library on Sundays.", VOTE_A)] },
    ],
    [
      "a statement listed as unique to the second that the first has with another number",
      { onlySecond: [side("The change will cost 64,500 crowns a year, librarian Ada Quill told.", COST_B)] },
    ],
    [
      "a statement of the second document that is listed as unique to the first",
      { onlyFirst: [side(SIGNATURES_B, SIGNATURES_B)] },
    ],
    [
      "an invented statement with a real quote",
      { onlySecond: [side("Parents collected 9,900 signatures.", SIGNATURES_B)] },
    ],
    ["an invented statement without a quote", { onlySecond: [side("The mayor resigned.")] }],
  ])("drops %s", async (_, overrides) => expect(await verify(overrides)).toEqual(NOTHING));

  test("drops unsupported candidates of the extractive engine without a notice", async () => {
    const engine = { kind: "extractive", model: null, prompt: null } as const;
    const comparison = await verify({ engine, agree: [{ text: COST_A, first: [COST_A], second: [COST_B] }] });
    expect(comparison).toEqual({ ...NOTHING, notices: [] });
  });
});

test.each<[string, string, [string, string][]]>([
  ["It cost $5 million.", "It cost $7.5 million.", [["$5 million", "$7.5 million"]]],
  ["It cost 61,000 crowns.", "It cost 61 thousand crowns.", []],
  ["About 60,000 people came.", "61,200 people came.", []],
  ["Nine people were hurt.", "Twelve people were hurt.", [["Nine people", "Twelve people"]]],
  ["12 % of the women voted.", "15 % of the women voted.", [["12 %", "15 %"]]],
  ["They voted on Monday.", "They voted on Tuesday.", [["Monday", "Tuesday"]]],
  ["The boy died on Sunday.", "The coroner said Monday that the boy died.", []],
  ["In 2023 it sold 4,100 bicycles.", "In 2024 it sold 5,300 bicycles.", []],
  ["It opened in 1998.", "It opened in 1989.", [["1998", "1989"]]],
  [
    "It has 40 rooms and 2 lifts.",
    "It has 44 rooms and 3 lifts.",
    [
      ["40 rooms", "44 rooms"],
      ["2 lifts", "3 lifts"],
    ],
  ],
  ["It has 40 rooms.", "It was 44 years old.", []],
  ["It took three hours.", "It took 180 minutes.", []],
  ["It rained by the millions.", "It rained by the thousands.", []],
])("findNumericConflicts compares the numbers of %j and %j", (first, second, expected) => {
  const passage = (text: string) => ({ text, language: "en" });
  expect(findNumericConflicts(passage(first), passage(second))).toEqual(expected);
});
