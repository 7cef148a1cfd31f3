import { describe, expect, test } from "vitest";
import { digestWordLimits, isShorterThanDigest, maxDigestWords, wordCounts } from "../../src/text/index.ts";

describe("maxDigestWords", () => {
  test.each([
    ["standard", 10, "en", 75],
    ["standard", 303, "en", 75],
    ["standard", 304, "en", 76],
    ["standard", 9000, "en", 110],
    ["detailed", 600, "en", 150],
    ["detailed", 9000, "en", 220],
    ["brief", 20, "de", 60],
    ["headline", 9000, "de", 45],
    ["standard", 9000, "zh", 176],
    ["standard", 400, "ja", 100],
  ] as const)("of a %s digest of %i words (%s) is %i", (length, words, language, limit) => {
    expect(maxDigestWords(length, words, language)).toBe(limit);
  });
});

test("words are counted as by Document.words, by white space and by Unicode", () => {
  expect(wordCounts("A well-known ferry, 3.5 km – east")).toEqual([7, 7, 7]);
  expect(wordCounts("渡し船は三十分後に出る。")).toEqual([11, 1, expect.any(Number)]);
  expect(wordCounts("")).toEqual([0, 0, 0]);
});

test("a digest is limited by the lowest count of its document", () => {
  const [counted, spaced, segmented] = digestWordLimits("detailed", "well-known ".repeat(400), "en");
  expect([counted, spaced, segmented]).toEqual([100, 100, 100]);
  expect(digestWordLimits("detailed", "湖は青い。".repeat(200), "ja")).toEqual([200, 75, 150]);
});

test("a text of 75 words is no longer than its digest, one of 76 is", () => {
  expect(isShorterThanDigest("word ".repeat(75))).toBe(true);
  expect(isShorterThanDigest("word ".repeat(76))).toBe(false);
  expect(isShorterThanDigest(". ".repeat(76))).toBe(false);
});
