import { describe, expect, test } from "vitest";
import { TermSimilarity } from "../../src/retrieval/termSimilarity.ts";

const indexOf = (vocabulary: string[]): TermSimilarity => {
  const index = new TermSimilarity();
  for (const word of vocabulary) index.add(word);
  return index;
};

describe("TermSimilarity", () => {
  const vocabulary = ["library", "libraries", "librarian", "harbour", "hafenkran", "kran", "图书", "at", "library's"];
  const index = indexOf(vocabulary);
  const found = (word: string): string[] => index.similarTo(word).map(({ id }) => vocabulary[id]!);

  test("finds inflected forms and compounds of a word, and the word itself", () => {
    expect(found("library")).toEqual(expect.arrayContaining(["library", "libraries", "librarian"]));
    expect(found("library")).not.toContain("harbour");
    expect(found("hafenkräne")).toContain("hafenkran");
  });
  test("has a symmetric similarity of at most 1", () => {
    const similarity = (word: string, other: string): number =>
      indexOf([other])
        .similarTo(word)
        .find(({ id }) => id === 0)?.similarity ?? 0;
    expect(similarity("library", "library")).toBeCloseTo(1);
    for (const word of vocabulary)
      for (const other of vocabulary) {
        expect(similarity(word, other)).toBeCloseTo(similarity(other, word));
        expect(similarity(word, other)).toBeLessThanOrEqual(1 + 1e-9);
      }
  });
  test.each(["", "at", "图书", "x".repeat(200)])("finds nothing for %j", (word) => expect(found(word)).toEqual([]));
});
