import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extractQuantities, isSupported } from "../src/quantities/index.ts";

const isClaimSupported = (claim: string, quote: string, language = "en"): boolean => {
  const evidence = extractQuantities(quote, language);
  const claimed = extractQuantities(claim, language);
  return claimed.length > 0 && claimed.every((quantity) => isSupported(quantity, evidence));
};

test.each([
  "Ihr Sohn ist dreijährig.",
  "Das Kind ist fünfjährig",
  "Der Anteil ist siebenprozentig.",
  "Die Fahrt war zweistündig",
  "Das Heft erscheint vierwöchig",
])("reads the number in the last word of %j", (text) => {
  expect(extractQuantities(text, "de").length).toBeGreaterThan(0);
});

describe("extractQuantities and isSupported", () => {
  test.each<[string, string, string]>([
    ["en", "half a dozen", "six"],
    ["en", "three hundred and five", "305"],
    ["en", "half an hour", "30 minutes"],
    ["en", "a year and a half", "18 months"],
    ["en", "two in five", "40%"],
    ["en", "nearly 5,000", "4,987"],
    ["en", "4.3 million", "4,280,000"],
    ["en", "more than seven times", "36 against 5"],
    ["en", "9 May 2031", "May 9, 2031"],
    ["en", "14.5 kilometres", "9 miles"],
    ["de", "fünfundzwanzig", "25"],
    ["de", "Siebzehnjährige", "17 Jahre"],
    ["de", "anderthalb Stunden", "90 Minuten"],
    ["de", "drei Viertel", "75 Prozent"],
    ["de", "3.11.2030", "3. November 2030"],
    ["es", "medio millar", "500"],
    ["es", "dos mil quinientos", "2.500"],
    ["es", "uno de cada cuatro", "25 por ciento"],
    ["zh", "九十六亿元", "96亿元"],
    ["zh", "四成", "40%"],
    ["zh", "三分之一", "33%"],
    ["zh", "两年半", "30个月"],
    ["zh", "十一月三日", "11月3日"],
  ])("%s: %j is supported by %j", (language, claim, quote) =>
    expect(isClaimSupported(claim, quote, language)).toBe(true),
  );

  test.each<[string, string, string]>([
    ["en", "half a dozen", "seven"],
    ["en", "more than 5,200", "4,987"],
    ["en", "eight times", "36 against 5"],
    ["en", "2030", "2031"],
    ["en", "9 June", "9 May"],
    ["de", "fünfunddreißig", "25"],
    ["de", "13 Prozent", "am 1. März um 12 Prozent"],
    ["es", "un tercio", "25 por ciento"],
    ["zh", "九十七亿元", "96亿元"],
    ["zh", "五成", "40%"],
  ])("%s: %j is not supported by %j", (language, claim, quote) =>
    expect(isClaimSupported(claim, quote, language)).toBe(false),
  );

  test("a number supports itself in any text", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 2, max: 1e9 }), (text, value) => {
        const sentence = `${text} ${value} crowns`;
        const evidence = extractQuantities(sentence, "en");
        return extractQuantities(sentence, "en").every((quantity) => isSupported(quantity, evidence));
      }),
    );
  });

  test("does not take the word after a German compound into the quantity", () => {
    const text = "eine zwanzigprozentige Erhöhung";
    expect(extractQuantities(text, "de").map(({ start, end }) => text.slice(start, end))).toContain(
      "zwanzigprozentige",
    );
  });

  test("a number does not support one that differs in a digit", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 1e9 }),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (value, position, increment) => {
          const digits = String(value);
          const index = position % digits.length;
          const digit = (Number(digits[index]) + increment) % 10;
          fc.pre(!(index === 0 && digit === 0));
          const other = digits.slice(0, index) + digit + digits.slice(index + 1);
          // A number that ends with zeros may be rounded.
          fc.pre(!other.endsWith("0"));
          return !isClaimSupported(`${other} crowns`, `${digits} crowns`);
        },
      ),
    );
  });
});
