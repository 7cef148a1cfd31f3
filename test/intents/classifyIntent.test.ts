import { describe, expect, test } from "vitest";
import { classifyIntent, withoutChatter } from "../../src/intents/index.ts";
import { THIRD } from "./thirdUtterances.ts";
import { FIRST, SECOND } from "./utterances.ts";

/** Writes an intent on one line, as the lists do. `?` marks what is a wish only if the document has the section. */
function describeIntent(text: string): string {
  const intent = classifyIntent(text);
  if (intent.kind === "chatter") return intent.mood;
  if (intent.kind !== "wish") return intent.kind;
  const { length, style, ...others } = intent.wish;
  const named = Object.entries(others).flatMap(([name, value]) => (value === null ? [] : `${name}=${value}`));
  return ([length, style, ...named].filter(Boolean).join(" ") || "digest") + (intent.needsSection ? "?" : "");
}

describe.for(["en", "de", "es", "ja"])("in %s", (language) => {
  test.for([...FIRST[language]!, ...SECOND[language]!, ...THIRD[language]!])("%s: %s", ([text, intent]) => {
    expect(describeIntent(text)).toBe(intent);
  });
});

test.each([
  ["haha, no boat", "laughter"],
  ["lol he sounds lovely", "laughter"],
  ["jaja pobre Aurelio", "laughter"],
  ["haha die arme Wirtin", "laughter"],
  ["lol who is that", "question"],
  ["haha and in 2023", "question"],
  ["lol the price of bread?", "question"],
  ["haha shorter please", "shorter"],
  ["lol tell me about the goats", "question"],
])("a remark beside laughter asks nothing: %j", (text, intent) => {
  expect(describeIntent(text)).toBe(intent);
});

test.each([
  ["in three bullet points please", "bullets"],
  ["in 5 points", "bullets"],
  ["fass es in vier Punkten zusammen", "bullets"],
  ["resúmelo en dos puntos", "bullets"],
  ["in four sentences please", "shorter"],
  ["三点でまとめて", "bullets"],
  ["can I extend that?", "question"],
  ["can you extend that?", "longer"],
  ["町長は大沼議員について？", "question"],
])("a wish for a number of points, or what only looks like a wish: %j", (text, intent) => {
  expect(describeIntent(text)).toBe(intent);
});

test.each([
  ["thanks! and in 2023?", "and in 2023?"],
  ["haha ok, who paid for it?", "who paid for it?"],
  ["danke, und wer hat Protokoll geführt?", "und wer hat Protokoll geführt?"],
  ["So the motion was carried - when do the works begin?", "So the motion was carried - when do the works begin?"],
  ["In 2023, how many?", "In 2023, how many?"],
  ["thanks!", "thanks!"],
])("thanks before a question are left out: %j", (text, question) => {
  expect(withoutChatter(text)).toBe(question);
});
