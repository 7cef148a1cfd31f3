import fc from "fast-check";
import { expect, test } from "vitest";
import { alignTexts, isSingleEdit } from "../../src/verify/alignment/alignment.ts";
import { areWordForms, wordSimilarity } from "../../src/verify/alignment/wordSimilarity.ts";
import { hasInitialsOf } from "../../src/verify/names/acronyms.ts";

const wordsOf = (text: string): string[] => text.toLowerCase().split(" ");

test.each<[string, string]>([
  ["wto", "World Trade Organization"],
  ["nhf", "the Nordic Heritage Fund"],
  ["ipcc", "Intergovernmental Panel on Climate Change"],
  ["bgh", "Bundesgerichtshof"],
  ["dp", "la Diputación Provincial"],
  ["onu", "die Vereinten Nationen"],
])("hasInitialsOf matches %j with %j", (acronym, name) =>
  expect(hasInitialsOf(acronym, wordsOf(name), name)).toBe(true),
);

test.each<[string, string]>([
  ["imf", "World Trade Organization"],
  ["wto", "World Health Organization"],
  ["nhf", "the Nordic Film Fund"],
])("hasInitialsOf does not match %j with %j", (acronym, name) =>
  expect(hasInitialsOf(acronym, wordsOf(name), name)).toBe(false),
);

test("areWordForms matches inflected forms of a word, but not other words with the same beginning", () => {
  for (const [a, b] of [
    ["kemper", "kempers"],
    ["denied", "denies"],
    ["museums", "museum"],
  ] as const)
    expect(areWordForms(a, b)).toBe(true);
  for (const [a, b] of [
    ["austria", "australia"],
    ["iran", "iraq"],
    ["johnson", "johnston"],
  ] as const)
    expect(areWordForms(a, b)).toBe(false);
});

test("wordSimilarity is symmetric, between 0 and 1, and 1 for equal words", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zäöü]{1,14}$/), fc.stringMatching(/^[a-zäöü]{1,14}$/), (a, b) => {
      expect(wordSimilarity(a, b)).toBe(wordSimilarity(b, a));
      expect(wordSimilarity(a, a)).toBe(1);
      expect(wordSimilarity(a, b)).toBeGreaterThanOrEqual(0);
      expect(wordSimilarity(a, b)).toBeLessThanOrEqual(1);
    }),
  );
});

test("isSingleEdit matches a text with one replaced word, but not a paraphrase", () => {
  const quote = "The council of Orrin met Mayor Farrow in the hall on Tuesday.";
  expect(isSingleEdit(alignTexts("The council of Orrin met Mayor Quill in the hall on Tuesday.", quote))).toBe(true);
  expect(isSingleEdit(alignTexts("On Tuesday Mayor Farrow was met in the hall by the council.", quote))).toBe(false);
});
