import { describe, expect, test } from "vitest";
import { hasAnswer, kindsAsked } from "../../src/retrieval/answerType.ts";
import { SimilarWords } from "../../src/retrieval/termSimilarity.ts";

const wordsOf = (vocabulary: string[]): SimilarWords => {
  const words = new SimilarWords();
  for (const word of vocabulary) words.add(word);
  return words;
};

describe("words that look alike", () => {
  const vocabulary = ["library", "libraries", "librarian", "harbour", "hafenkran", "kran", "图书", "at", "library's"];
  const similar = wordsOf(vocabulary);
  const found = (word: string): string[] => similar.to(word).map(({ id }) => vocabulary[id]!);

  test("are a word's other forms and compounds, and the word itself", () => {
    expect(found("library")).toEqual(expect.arrayContaining(["library", "libraries", "librarian"]));
    expect(found("library")).not.toContain("harbour");
    expect(found("hafenkräne")).toContain("hafenkran");
  });
  test("are as similar as they share runs of letters, at most 1, and either way alike", () => {
    const of = (word: string, other: string): number =>
      wordsOf([other])
        .to(word)
        .find(({ id }) => id === 0)?.similarity ?? 0;
    expect(of("library", "library")).toBeCloseTo(1);
    for (const word of vocabulary)
      for (const other of vocabulary) {
        expect(of(word, other)).toBeCloseTo(of(other, word));
        expect(of(word, other)).toBeLessThanOrEqual(1 + 1e-9);
      }
  });
  test.each(["", "at", "图书", "x".repeat(200)])("are none for %j", (word) => expect(found(word)).toEqual([]));
});

describe("the kind of answer", () => {
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
  ])("of %j is %j", (question, kinds) => {
    expect(kindsAsked(question)).toEqual(kinds);
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
  ] as const)("%s stands in %j for %j: %s", (kind, sentence, question, expected) =>
    expect(hasAnswer(kind, sentence, question)).toBe(expected),
  );
});
