import { describe, expect, test } from "vitest";
import { continuesText, isQuestion, isUnfinished } from "../../src/intents/index.ts";

describe("words beside a link", () => {
  test.for([
    "who paid for it",
    "ok so who wins",
    "what's the penalty for late payment",
    "tell me who won",
    "wie teuer ist das",
    "wer hat das bezahlt",
    "¿quién paga?",
    "qué opina el alcalde",
    "誰が払いますか",
    "いくらかかる?",
    "true?",
  ])("a question: %s", (text) => expect(isQuestion(text)).toBe(true));

  test.for([
    "look at this",
    "What a story",
    "How nice",
    "when I read this I cried",
    "Was für ein Tag",
    "schaut mal",
    "mirad esto",
    "これ面白い",
    "check this out!",
    "",
  ])("a comment: %s", (text) => expect(isQuestion(text)).toBe(false));
});

describe("a text that goes on", () => {
  test.for([
    "What would the change",
    "How many visitors had the",
    "when was the,",
    "and",
    "what about",
    "the cost of",
    "because …",
    "wann wird der Rat",
    "was kostet das in der",
    "cuántas paradas hay en",
    "条例に",
  ])("waits: %s", (text) => expect(isUnfinished(text)).toBe(true));

  test.for([
    "How many visitors had the library",
    "why",
    "and in 2023",
    "what is it for",
    "what is it about",
    "who is the mayor",
    "wie viele Haltestellen gibt es",
    "cuántas paradas hay",
    "2015年は",
    "is it free?",
  ])("is answered at once: %s", (text) => expect(isUnfinished(text)).toBe(false));
});

test("a text continues one that did not end, unless both can stand alone", () => {
  expect(continuesText("What would the change", "cost a year?")).toBe(true);
  expect(continuesText("How many visitors had the library", "on Sundays in 2024")).toBe(true);
  expect(continuesText("How many visitors had the library", "what does it cost")).toBe(false);
  expect(continuesText("How many visitors had the library", "and in 2023")).toBe(false);
  expect(continuesText("How many visitors had the library?", "on Sundays")).toBe(false);
});
