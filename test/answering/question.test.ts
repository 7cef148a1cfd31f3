import { describe, expect, test } from "vitest";
import { analyseQuestion } from "../../src/answering/question.ts";

describe("analyseQuestion finds the things that a question takes for known", () => {
  test.each<[string, string, number]>([
    ["When was the helicopter sold?", "en", 1],
    ["Is a boat as fast as a train?", "en", 0],
    ["Do you do tests on no notice?", "en", 0],
    ["Wann wurde der Hubschrauber verkauft?", "de", 1],
    ["Was kostet das Boot?", "de", 1],
    ["¿Viaja a Madrid o no trabaja?", "es", 0],
    ["Quando foi vendido o barco?", "pt", 1],
    ["Quand l'hélicoptère part-il ?", "fr", 1],
    ["Когда продали вертолёт?", "ru", 0],
  ])("%j (%s): %j", (question, language, count) => {
    expect(analyseQuestion(question, language).definites).toHaveLength(count);
  });
});

describe("analyseQuestion finds whose words are asked for", () => {
  test.each<[string, string, string | null]>([
    ["What did Anna Berg say about the roof?", "en", "Anna Berg"],
    ["What did Dave say?", "en", "Dave"],
    ["According to Dave, what is wrong?", "en", "Dave"],
    ["Was sagte Anna Berg zum Dach?", "de", "Anna Berg"],
    ["¿Qué dijo Ana sobre el techo?", "es", "Ana"],
    ["Que dit Anne du toit ?", "fr", "Anne"],
    ["Что сказала Анна о крыше?", "ru", "Анна"],
    ["田中さんは屋根について何と言いましたか", "ja", "田中"],
    ["What did the farmer say about the roof?", "en", null],
    ["Was sagt der Bericht zum Dach?", "de", null],
    ["Where did Dave live?", "en", null],
  ])("%j (%s): %j", (question, language, name) => {
    expect(analyseQuestion(question, language).speakerName).toBe(name);
  });
});
