import { describe, expect, test } from "vitest";
import { findAnswers } from "../../src/answering/index.ts";
import { completeQuestion } from "../../src/answering/talk/completeQuestion.ts";
import { withRelativeYear } from "../../src/answering/talk/relativeYear.ts";
import { type Document, detachedContext } from "../../src/model/index.ts";
import { createDocument } from "../fakes/documents.ts";

const BAKERY = createDocument([
  "The bakery will be open from seven to two on weekdays. On Saturdays it opens at eight. It stays shut on Sundays.",
  "Jonah Prewett, who ran the bakery for nineteen years, opened it in 2004 with a loan from his aunt. He closed it because the rent had doubled. Before that he had been a ship's cook.",
  "The first loaf to be sold is a rye sourdough at £4.20. The second, a plain white tin, costs £2.80.",
  "Ines Marlow wants to bake without additives. Tom Achterberg is less strict: he thinks that a little malt does no harm.",
  "Councillor Petra Voss voted against the loan, which she called a gift with paperwork. The committee approved it by six votes to two.",
  "The landlord, Kestrel Estates, did not raise the rent. The council did not buy the building.",
]);

/** Asks questions one after the other, and returns the pieces of each answer. */
async function talk(document: Document, questions: string[]): Promise<string[]> {
  const turns: { question: string; answer: string }[] = [];
  for (const text of questions) {
    const question = { text, language: document.language, engine: "extractive", talk: turns } as const;
    const { answers } = await findAnswers(document, question, detachedContext());
    const pieces = answers[0]?.pieces.map(({ speaker, text }) => (speaker ? `${speaker}: ${text}` : text)) ?? [];
    turns.push({ question: text, answer: pieces.map((piece, i) => `${piece} [${i + 1}]`).join(" ") });
  }
  return turns.map(({ answer }) => answer.replace(/ \[\d+\]/g, ""));
}

describe("a follow-up question", () => {
  test.each([
    [["When does the bakery open on weekdays?", "and on Saturdays?"], "On Saturdays it opens at eight."],
    [["How much does the first loaf cost?", "what about the second one?"], "costs £2.80."],
    [["Who ran the bakery?", "why did he close it?"], "He closed it because the rent had doubled."],
    [["What does Marlow want?", "and Achterberg?"], "a little malt does no harm."],
    [["Who voted against the loan?", "and who is Ines Marlow?"], "Ines Marlow wants to bake"],
  ])("is answered near the last answer: %j", async (questions, answer) => {
    expect((await talk(BAKERY, questions)).at(-1)).toContain(answer);
  });
  test.each([
    [["Who voted against the loan?", "who else?"]],
    [["When does the bakery open on Saturdays?", "and on Mondays?"]],
  ])("does not get the last answer again: %j", async (questions) => {
    expect((await talk(BAKERY, questions)).at(-1)).toBe("");
  });
});

test.each([
  ["and her deputy?", "What does the head of planning think?", "What does her deputy think?"],
  ["and about the grill?", "What did Ivo say about the vineyard?", "What did Ivo say about the grill?"],
  ["what about the second one?", "How much does the first loaf cost?", "How much does the second loaf cost?"],
  ["und Lohse?", "Was fordert Henrike Poll zum Dach?", "Was fordert Lohse zum Dach?"],
  ["¿y el ayuntamiento?", "¿Cuánto paga la autoridad portuaria?", "¿Cuánto paga el ayuntamiento?"],
  ["and in 2023?", "What does the head of planning think?", null],
  ["and who paid for it?", "What does the head of planning think?", null],
])("%j after %j is completed: %j", (text, latest, whole) => {
  expect(completeQuestion(text, latest)).toBe(whole);
});

test.each([
  ["and the year before?", "and 2023?"],
  ["und im Jahr danach?", "und 2025?"],
  ["¿y el año anterior?", "¿y 2023?"],
  ["その前の年は？", "2023は？"],
  ["and the month before?", "and the month before?"],
])("%j after 2024 is %j", (text, expected) => {
  expect(withRelativeYear(text, ["How many in 2024?"])).toBe(expected);
});

describe("a false premise", () => {
  test.each([
    ["Why did the landlord raise the rent?", "did not raise the rent"],
    ["When did the council buy the building?", "did not buy the building"],
  ])("is not answered, and what denies it is the nearest: %j", async (text, denial) => {
    const question = { text, language: "en", engine: "extractive" } as const;
    const { answers, nearest } = await findAnswers(BAKERY, question, detachedContext());
    expect(answers).toEqual([]);
    expect(nearest).toContain(denial);
  });
  test("is told from a limit", async () => {
    const rules = createDocument([
      "The sauna is on the second floor.",
      "You may not stay longer than 15 minutes in the sauna.",
    ]);
    expect(await talk(rules, ["How long may you stay in the sauna?"])).toEqual([
      "You may not stay longer than 15 minutes in the sauna.",
    ]);
  });
});

describe("in a chat", () => {
  const chat = createDocument([
    "[10:03] Bob: I'd go for the boathouse, it has a roof",
    "[10:04] Selma: the boathouse costs 400 euros a night",
    "[10:06] Nora: what about the vineyard? my cousin works there",
    "[10:07] Ivo: the vineyard is too far for people without a car",
    "[10:09] Selma: I can drive eight people",
    "[10:11] Bob: we should ask Grandpa Joe to bring the grill",
    "[10:18] Ivo: fine with me. I'll bring the salad",
  ]);
  test.each([
    [
      "What did Bob say?",
      "Bob: I'd go for the boathouse, it has a roof Bob: we should ask Grandpa Joe to bring the grill",
    ],
    ["Who suggested the vineyard?", "Nora: what about the vineyard?"],
    ["Who said that the boathouse costs 400 euros?", "Selma: the boathouse costs 400 euros a night"],
    ["Who will bring the salad?", "Ivo: I'll bring the salad"],
  ])("the speaker is named: %j", async (question, answer) => {
    expect((await talk(chat, [question]))[0]).toContain(answer);
  });
});

test("she who says something is the person named before", async () => {
  const article = createDocument([
    "Paul Rennick, who owns the quarry at Pell Hill, says that the dry summers made the clay shrink.",
    "Judith Amory, who speaks for the residents, does not believe it. She called Mr Rennick a polite man with a convenient theory.",
    "The committee will visit the quarry in May.",
  ]);
  expect((await talk(article, ["What did Ms Amory say about Mr Rennick?"]))[0]).toContain("a polite man");
});
