import { describe, expect, test } from "vitest";
import { findAnswers } from "../../src/answering/index.ts";
import { type Document, detachedContext, type Question } from "../../src/model/index.ts";
import { createDocument } from "../fakes/documents.ts";

const MEETING = createDocument(
  [
    "The pavilion of Harrow Green",
    "The parish council of Harrow Green met on 3 May 2023. It discussed the pavilion, whose roof has two winters left. The full repair is put at £41,500. The cricket club has offered £8,000.",
    "In 2023 the pavilion had 4,200 visitors. Ann Roe, who chairs the council, said that the pavilion was the heart of the village. Councillor Tom Hale said that the money was better spent on the road.",
    "The council rejected the plan for a car park, because the field floods. The council does not sell the field.",
  ],
  { title: "The pavilion of Harrow Green" },
);

const ask = async (document: Document, text: string, more: Partial<Question> = {}): Promise<string[]> => {
  const question: Question = { text, language: document.language, engine: "extractive", ...more };
  const found = await findAnswers(document, question, detachedContext());
  return found.answers[0]?.pieces.map((piece) => piece.text) ?? [];
};

describe("findAnswers finds", () => {
  test.each([
    ["How much would the full repair of the pavilion cost?", "£41,500"],
    ["How many visitors did the pavilion have in 2023?", "4,200"],
    ["When did the parish council meet?", "3 May 2023"],
    ["Why did the council reject the plan for a car park?", "because the field floods"],
    ["What did Tom Hale say about the money?", "better spent on the road"],
    ["What did Ann Roe say about the pavilion?", "heart of the village"],
  ])("the answer to %j", async (question, answer) => {
    expect((await ask(MEETING, question)).join(" ")).toContain(answer);
  });
});

const RULES = createDocument([
  "You may row alone from the age of 14. Children under 6 stay on land.",
  "Dafür schließt das Bootshaus vom 7. bis zum 12. Juli. Die Boote liegen dann im Hof.",
  "Take no reeds from the northern bank. They hold the soil and the bank would slide into the lake.",
]);
test.each([
  ["From what age may I row alone?", "from the age of 14"],
  ["Wie lange ist das Bootshaus im Juli geschlossen?", "vom 7. bis zum 12. Juli"],
  ["Why may I take no reeds from the northern bank?", "They hold the soil"],
])("findAnswers finds ages, spans of time and reasons: %j", async (question, answer) => {
  expect((await ask(RULES, question)).join(" ")).toContain(answer);
});

describe("findAnswers finds nothing where the document has only the words of the question", () => {
  test.each([
    ["another year", "How many visitors did the pavilion have in 2019?"],
    ["another name", "How many visitors did the pavilion of Osgood Bridge have?"],
    ["no amount", "How much does the car park cost?"],
    ["no name", "Which company owns the field?"],
    ["the opposite", "Why did the council accept the plan for a car park?"],
    ["a denial", "Why does the council sell the field?"],
    ["another topic", "Who won the chess olympiad in Budapest?"],
    ["no words", "…"],
  ])("%s: %j", async (_, question) => {
    expect(await ask(MEETING, question)).toEqual([]);
  });
});

describe("findAnswers reads a follow-up question with the talk", () => {
  const talk = [{ question: "How many visitors did the pavilion have in 2023?", answer: "4,200" }];
  test("and holds the answer to what is new in it", async () => {
    expect(await ask(MEETING, "And in 2019?", { talk })).toEqual([]);
    expect((await ask(MEETING, "And in 2023?", { talk })).join(" ")).toContain("4,200");
    const nitrogen = createDocument([
      "In 2018 the estuary received an estimated 2,310 tonnes of nitrogen in a year. In 2023 it received 1,640 tonnes.",
      "The channel is 8 metres deep, and the port would like more.",
    ]);
    const before = [{ question: "How much nitrogen did the estuary receive in 2018?", answer: "2,310 tonnes" }];
    expect(await ask(nitrogen, "And in 2023?", { talk: before })).toEqual(["In 2023 it received 1,640 tonnes."]);
    expect(await ask(nitrogen, "And in 2024?", { talk: before })).toEqual([]);
  });
});

describe("findAnswers shows what stands below", () => {
  const FAQ = createDocument([
    "Questions about the bikes",
    "Who can ride?",
    "You must be 16 or over.",
    "May I take a bike on the ferry?",
    "No. The batteries may not be carried on board.",
    "The helmet is blue, and it hangs at the harbour.",
  ]);
  test.each([
    ["Who can ride a bike?", ["You must be 16 or over."]],
    ["May I take my bike on the ferry?", ["The batteries may not be carried on board."]],
  ])("a question: %j", async (question, pieces) => {
    expect(await ask(FAQ, question)).toEqual(expect.arrayContaining(pieces));
  });
  test("a line that introduces a list, with its items", async () => {
    const list = createDocument(["The shop is at the harbour.", "Conditions of a grant:", "- a well", "- two lamps"]);
    expect(await ask(list, "What are the conditions of a grant?")).toEqual([
      "Conditions of a grant:",
      "a well",
      "two lamps",
    ]);
  });
});

describe("findAnswers in a conversation", () => {
  const chat = createDocument([
    "[12.03.24, 14:10:02] Ann: Is the hut at Lake Moss open next weekend?",
    "[12.03.24, 14:14:11] Bob: Fine, I called the warden and the hut is open until Sunday evening.",
    "[12.03.24, 14:15:40] Ann: The level of the lake is 40 cm below the usual mark.",
    "[12.03.24, 14:16:03] Bob: Then we leave the boat at home, because the jetty stands dry.",
    "[12.03.24, 14:18:00] Carla Berg: The stove of the hut burns gas, and I bring two bottles.",
  ]);
  test.each([
    ["Why do we leave the boat at home?", "Then we leave the boat at home, because the jetty stands dry."],
    ["What did Ann say about the level of the lake?", "The level of the lake is 40 cm below the usual mark."],
    ["What did Carla say about the stove of the hut?", "The stove of the hut burns gas, and I bring two bottles."],
  ])("shows what was said without time and name: %j", async (question, answer) => {
    expect((await ask(chat, question))[0]).toBe(answer);
    expect(chat.text).toContain(answer);
  });
  test.each([
    "What did Bob say about the level of the lake?",
    "What did Dave say about the stove of the hut?",
    "What did Anna Berg say about the stove of the hut?",
  ])("takes no other speaker for the one asked for: %j", async (question) => {
    expect(await ask(chat, question)).toEqual([]);
  });
});

describe("findAnswers in an article", () => {
  test.each([
    ["What did Ann Roe say about the road?", "the road"],
    ["What did Tom Hale say about the heart of the village?", "heart of the village"],
    ["What did Dave Finch say about the pavilion?", "pavilion"],
    ["What did Mary Hale say about the money?", "money"],
  ])("takes no other's words for those of the one asked for: %j", async (question, words) => {
    expect((await ask(MEETING, question)).join(" ")).not.toContain(words);
  });
});
