import { describe, expect, test } from "vitest";
import { type DraftComparison, NO_USAGE, quietRun } from "../../src/model/index.ts";
import { differingNumbers } from "../../src/verify/comparison/numericConflicts.ts";
import { verifyComparison } from "../../src/verify/index.ts";
import { documentsOf, PAIRS } from "../fakes/pairs.ts";

const DOCUMENTS = documentsOf(PAIRS[0]!);
const { first: A, second: B } = PAIRS[0]!;
const [VOTE_A, COST_A, , VISITORS_A, , TOWNS_A] = A as [string, string, string, string, string, string];
const [VOTE_B, COST_B, VISITORS_B, SIGNATURES_B] = B as [string, string, string, string];

const draftOf = (over: Partial<DraftComparison>): DraftComparison => ({
  engine: { kind: "llm", model: "stub", prompt: "hash" },
  language: "en",
  ...{ agree: [], differ: [], onlyFirst: [], onlySecond: [], notices: [], usage: NO_USAGE, ...over },
});
const verified = (over: Partial<DraftComparison>) => verifyComparison(draftOf(over), DOCUMENTS, quietRun());
const NOTHING = { agree: [], differ: [], onlyFirst: [], onlySecond: [], notices: ["quotes_dropped"] };
const side = (text: string, ...quotes: string[]) => ({ text, quotes });

describe("what a comparison says rightly is shown with quotes cut from the texts", () => {
  test("in all its lists", async () => {
    const found = await verified({
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

describe("of what a captured model says nothing false is shown", () => {
  test.each<[string, Partial<DraftComparison>]>([
    [
      "an agreement with an invented quote",
      { agree: [{ text: VOTE_A, first: [VOTE_A], second: ["The council voted no."] }] },
    ],
    ["an agreement that only one bears out", { agree: [{ text: COST_A, first: [COST_A], second: [COST_B] }] }],
    [
      "an agreement with both quotes from one",
      { agree: [{ text: VISITORS_A, first: [VISITORS_A], second: [VISITORS_A] }] },
    ],
    [
      "an agreement on a number of neither",
      { agree: [{ text: "It would cost 70,000 crowns.", first: [COST_A], second: [COST_B] }] },
    ],
    [
      "a difference whose sides are changed over",
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
      "a difference where both say the same",
      {
        differ: [
          {
            first: side("The council voted to open the library on Sundays.", VOTE_A),
            second: side("The council has voted to open the library on Sundays.", VOTE_B),
          },
        ],
      },
    ],
    ["a difference of two matters", { differ: [{ first: side(TOWNS_A, TOWNS_A), second: side(COST_B, COST_B) }] }],
    [
      "a difference with a denial of its quote",
      {
        differ: [
          { first: side("The library had no visitors last year.", VISITORS_A), second: side(VISITORS_B, VISITORS_B) },
        ],
      },
    ],
    ["what both say as one's own", { onlyFirst: [side("The council voted to open the library on Sundays.", VOTE_A)] }],
    [
      "what the other has with another number",
      { onlySecond: [side("The change will cost 64,500 crowns a year, librarian Ada Quill told.", COST_B)] },
    ],
    ["one's own that is the other's", { onlyFirst: [side(SIGNATURES_B, SIGNATURES_B)] }],
    ["an invention with a true quote", { onlySecond: [side("Parents collected 9,900 signatures.", SIGNATURES_B)] }],
    ["an invention without a quote", { onlySecond: [side("The mayor resigned.")] }],
  ])("%s", async (_, lie) => expect(await verified(lie)).toEqual(NOTHING));

  test("what the extractive engine only tried is no statement that was dropped", async () => {
    const engine = { kind: "extractive", model: null, prompt: null } as const;
    const tried = await verified({ engine, agree: [{ text: COST_A, first: [COST_A], second: [COST_B] }] });
    expect(tried).toEqual({ ...NOTHING, notices: [] });
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
])("the numbers of %j and %j", (first, second, expected) => {
  const passage = (text: string) => ({ text, language: "en" });
  expect(differingNumbers(passage(first), passage(second))).toEqual(expected);
});
