import { describe, expect, test } from "vitest";
import { expectedAnswerTypes, matchesAnswerType } from "../../src/retrieval/answerType.ts";

describe("expectedAnswerTypes and matchesAnswerType", () => {
  test.each([
    ["How many cranes are there?", ["quantity"]],
    ["When did it open?", ["quantity", "time"]],
    ["Who runs it?", ["name"]],
    ["Wie viele Kräne gibt es?", ["quantity"]],
    ["¿Cuándo abrió?", ["quantity", "time"]],
    ["Сколько там кранов?", ["quantity"]],
    ["Кто это сказал?", ["name"]],
    ["有多少人？", ["quantity"]],
    ["Kaç vinç var?", ["quantity"]],
    ["Có bao nhiêu cần cẩu?", ["quantity"]],
    ["كم رافعة هناك؟", ["quantity"]],
    ["What percentage is paid?", ["quantity", "percentage"]],
    ["Why is it closed?", []],
  ])("%j expects %j", (question, types) => {
    expect(expectedAnswerTypes(question)).toEqual(types);
  });
  test.each([
    ["quantity", "It has 12 cranes.", "Does pier 7 have cranes?", true],
    ["quantity", "Pier 7 has cranes.", "How many cranes has pier 7?", false],
    ["time", "It opened in 1987.", "When?", true],
    ["time", "It opened with 40 guests.", "When?", false],
    ["percentage", "It pays 40 %.", "What percentage?", true],
    ["name", "It is run by Ilse Brandt.", "Who runs it?", true],
    ["name", "It is run by Ilse.", "Who is Ilse?", false],
    ["name", "Boats lie there.", "Who lies there?", false],
  ] as const)("%s is in %j for %j: %s", (type, sentence, question, expected) =>
    expect(matchesAnswerType(type, sentence, question)).toBe(expected),
  );
});
