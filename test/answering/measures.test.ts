import { describe, expect, test } from "vitest";
import { hasCount, hasMeasure, hasUnit, measuresAskedFor } from "../../src/answering/measures.ts";
import { analyseQuestion } from "../../src/answering/question.ts";

describe("measuresAskedFor", () => {
  test.each<[string, string, string[] | null]>([
    ["How deep is the channel?", "en", ["length", "duration"]],
    ["How heavy is the bell?", "en", ["mass"]],
    ["How many kilometres is the route?", "en", ["length"]],
    ["Wie schwer ist die Glocke?", "de", ["mass"]],
    ["How many visitors came?", "en", null],
    ["Who rang the bell?", "en", null],
    ["Сколько километров до города?", "ru", null],
  ])("%j (%s): %j", (question, language, kinds) => {
    const asked = measuresAskedFor(analyseQuestion(question, language), language);
    expect(asked && [...asked]).toEqual(kinds);
  });
});

describe("values in a sentence", () => {
  test.each<[string, boolean, boolean, boolean]>([
    // Sentence, whether it has a length, a unit, a count.
    ["The channel is 8 metres deep.", true, true, false],
    ["The bell weighs 900 kg.", false, true, false],
    ["The fair had 4,200 visitors.", false, false, true],
    ["It rang.", false, false, false],
  ])("%j", (text, hasLength, unit, count) => {
    expect(hasMeasure(text, new Set(["length"]), "en")).toBe(hasLength);
    expect(hasUnit(text, "en")).toBe(unit);
    expect(hasCount(text, "en")).toBe(count);
  });
  test("are taken for there in a language without known units", () => {
    expect(hasUnit("Звонил колокол.", "ru")).toBe(true);
    expect(hasCount("Звонил колокол.", "ru")).toBe(true);
  });
});
