import fc from "fast-check";
import { expect, test } from "vitest";
import { openingWithin } from "../../src/engine/extractive/openingWithin.ts";
import { isWithin, wordCounts } from "../../src/text/index.ts";

const limits = (n: number) => [n, n, n] as const;

test.each([
  ["The tenant shall pay.", 4, "The tenant shall pay."],
  ["The tenant shall pay the rent, and keep the house in order at all times", 9, "The tenant shall pay the rent"],
  ["the rent and the heating are paid in advance each month", 5, "the rent and the heating"],
  ["Well, the tenant shall pay the rent and the heating", 6, "Well, the tenant shall pay the"],
  ["家賃は毎月先払いとし、借主は家を整えておくこと", 12, "家賃は毎月先払いとし"],
])("openingWithin(%j, %d)", (sentence, words, opening) => {
  expect(openingWithin(sentence, limits(words))).toBe(opening);
});

test("openingWithin returns an opening of the sentence that keeps to the limits", () => {
  const property = fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 1, max: 40 }), (sentence, words) => {
    const opening = openingWithin(sentence, limits(words));
    expect(sentence.startsWith(opening)).toBe(true);
    expect(isWithin(wordCounts(opening), limits(words))).toBe(true);
  });
  fc.assert(property);
});
