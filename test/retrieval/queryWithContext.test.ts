import { expect, test } from "vitest";
import { queryWithContext } from "../../src/retrieval/queryWithContext.ts";

test.each([
  ["And last year?", "And last year? Who won the cup?"],
  ["Warum?", "Warum? Who won the cup?"],
  ["那去年呢？", "那去年呢？ Who won the cup?"],
  ["Which towns opened their libraries?", "Which towns opened their libraries?"],
])("the query for %j is %j", (text, expected) => {
  expect(
    queryWithContext({
      text,
      language: "en",
      engine: "auto",
      talk: [{ question: "Who won the cup?", answer: "Ada." }],
    }),
  ).toBe(expected);
});
