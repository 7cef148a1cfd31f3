import fc from "fast-check";
import { expect, test } from "vitest";
import { isOneEdit, pairOf } from "../../src/verify/alignment/align.ts";
import { likeness, sameWord } from "../../src/verify/alignment/wordSimilarity.ts";
import { isInitialsIn } from "../../src/verify/names/acronyms.ts";

const wordsOf = (text: string): string[] => text.toLowerCase().split(" ");

test.each<[string, string]>([
  ["wto", "World Trade Organization"],
  ["nhf", "the Nordic Heritage Fund"],
  ["ipcc", "Intergovernmental Panel on Climate Change"],
  ["bgh", "Bundesgerichtshof"],
  ["dp", "la Diputación Provincial"],
  ["onu", "die Vereinten Nationen"],
])("%j stands for %j", (short, long) => expect(isInitialsIn(short, wordsOf(long), long)).toBe(true));

test.each<[string, string]>([
  ["imf", "World Trade Organization"],
  ["wto", "World Health Organization"],
  ["nhf", "the Nordic Film Fund"],
])("%j does not stand for %j", (short, long) => expect(isInitialsIn(short, wordsOf(long), long)).toBe(false));

test("forms of one word are the same, other words with its beginning are not", () => {
  for (const [a, b] of [
    ["kemper", "kempers"],
    ["denied", "denies"],
    ["museums", "museum"],
  ] as const)
    expect(sameWord(a, b)).toBe(true);
  for (const [a, b] of [
    ["austria", "australia"],
    ["iran", "iraq"],
    ["johnson", "johnston"],
  ] as const)
    expect(sameWord(a, b)).toBe(false);
});

test("likeness is within 0 and 1, the same both ways, and 1 for what is equal", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zäöü]{1,14}$/), fc.stringMatching(/^[a-zäöü]{1,14}$/), (a, b) => {
      expect(likeness(a, b)).toBe(likeness(b, a));
      expect(likeness(a, a)).toBe(1);
      expect(likeness(a, b)).toBeGreaterThanOrEqual(0);
      expect(likeness(a, b)).toBeLessThanOrEqual(1);
    }),
  );
});

test("a claim with one word exchanged is one edit, a reworded one is not", () => {
  const quote = "The council of Orrin met Mayor Farrow in the hall on Tuesday.";
  expect(isOneEdit(pairOf("The council of Orrin met Mayor Quill in the hall on Tuesday.", quote))).toBe(true);
  expect(isOneEdit(pairOf("On Tuesday Mayor Farrow was met in the hall by the council.", quote))).toBe(false);
});
