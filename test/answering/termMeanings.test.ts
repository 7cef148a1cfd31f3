import { describe, expect, test } from "vitest";
import { TermMeanings } from "../../src/answering/terms/termMeanings.ts";
import { extractTerms } from "../../src/text/index.ts";

const relatedTo = (word: string, text: string, language: string): string[] =>
  Array.from(new TermMeanings({ text, language }).related(extractTerms(word, language)[0]!), ([term]) => term);

describe("TermMeanings relates a word of a question", () => {
  test.each([
    ["built", "They build boats.", "en", "build"],
    ["cost", "The price is low.", "en", "price"],
    ["Kosten", "Der Preis ist hoch.", "de", "Preis"],
  ])("%j to one of %j (%s): %j", (word, text, language, other) => {
    expect(relatedTo(word, text, language)).toContain(extractTerms(other, language)[0]);
  });
  test("to none that the language does not know", () => {
    expect(relatedTo("built", "Sie build Boote.", "de")).not.toContain("build");
    expect(relatedTo("zzyzx", "The price is low.", "en")).toEqual([]);
  });
});
