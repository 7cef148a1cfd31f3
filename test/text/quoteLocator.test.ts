import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createQuoteLocator } from "../../src/text/index.ts";

function find(text: string, quote: string): string | null {
  const span = createQuoteLocator(text)(quote);
  return span && text.slice(span.start, span.end);
}

describe("createQuoteLocator", () => {
  it.each([
    ["other quotation marks", "He said “it’s over” to us.", `said "it's over" to`, "said “it’s over” to"],
    [
      "other dashes and spaces",
      "from 1990–2000,\n in\u00a0all  of it",
      "1990-2000, in all of it",
      "1990–2000,\n in\u00a0all  of it",
    ],
    ["other letter case", "The White House said no.", "the white house SAID", "The White House said"],
    ["an ellipsis character", "and then… it went on", "and then... it went", "and then… it went"],
    ["ligatures", "the ﬁrst eﬀort of all", "first effort of", "ﬁrst eﬀort of"],
    [
      "soft hyphens",
      "an extra\u00adordinary\u200b day here",
      "extraordinary day here",
      "extra\u00adordinary\u200b day here",
    ],
    ["hyphenation at line ends", "an exam-\nple of a text", "an example of", "an exam-\nple of"],
    ["line breaks in hyphenated words", "a well-\nknown old text", "a well-known old", "a well-\nknown old"],
    ["decomposed letters", "the cafe\u0301 is open", "the café is", "the cafe\u0301 is"],
    [
      "decomposed Hangul",
      "여기 \u1112\u1161\u11ab\u1100\u116e\u11a8 도서관",
      "한국 도서관",
      "\u1112\u1161\u11ab\u1100\u116e\u11a8 도서관",
    ],
    ["full-width letters", "ＡＢＣ商店開了", "ABC商店開", "ＡＢＣ商店開"],
    ["line breaks in Chinese", "今天下\n雨了吗", "今天下雨了", "今天下\n雨了"],
    [
      "enclosing quotation marks and a full stop",
      "he came home early, and slept",
      "“He came home early.”",
      "he came home early",
    ],
    ["enclosing ellipses", "so he came home early and slept", "...he came home early…", "he came home early"],
    ["letters outside the BMP", "😀 the 𝐛old word here", "the bold word", "the 𝐛old word"],
    ["Greek upper case and final sigma", "ο μεγάλος δρόμος εδώ", "ΜΕΓΆΛΟΣ ΔΡΌΜΟΣ ΕΔΏ", "μεγάλος δρόμος εδώ"],
    [
      "an earlier match inside longer words",
      "breading news of bread, bread news of today",
      "bread news of",
      "bread news of",
    ],
  ])("finds a quote despite %s", (_, text, quote, expected) => expect(find(text, quote)).toBe(expected));

  it.each([
    [
      "two passages joined by an ellipsis",
      "He came home early. Later on he slept well.",
      "He came home … he slept well",
    ],
    ["words in another order", "he came home early today", "home he came early today"],
    ["a last word that is only a prefix", "he came home earlyish", "he came home early"],
    ["a first word that is only a suffix", "we recover the costs now", "cover the costs now"],
    ["part of a number", "it cost 1.5 million dollars", "5 million dollars"],
    ["a truncated negation", "he said that he can't win", "he said that he can"],
    ["part of a ligature", "the oﬃce is closed", "ice is closed"],
    ["a replaced word", "he came home early today", "he came house early today"],
    ["a short quote that occurs twice", "Yes, he said. Yes, she said.", "Yes"],
    ["an empty quote", "some text", ""],
    ["punctuation only", "some “…” text", "“…”"],
  ])("does not find %s", (_, text, quote) => expect(find(text, quote)).toBeNull());

  it("finds a short quote that occurs once", () => expect(find("The answer is Forty.", "forty")).toBe("Forty"));

  const word = fc.constantFrom("alpha", "Beta", "café", "don’t", "1,500", "x", "ﬁsh", "co-op", "ÉTÉ", "Straße", "7");
  const separator = fc.constantFrom(" ", "  ", "\n", ", ", ". ", " — ", "\u00a0", "… ", ") (", "” “");
  const pieces = fc.array(fc.tuple(word, separator), { minLength: 4, maxLength: 40 });
  const slices = fc.tuple(pieces, fc.nat(), fc.nat()).map(([list, a, b]) => {
    const from = a % (list.length - 3);
    const to = from + 3 + (b % (list.length - from - 2));
    const text = list.map(([w, g]) => w + g).join("");
    const start = list
      .slice(0, from)
      .map(([w, g]) => w + g)
      .join("").length;
    const quote = text.slice(
      start,
      list
        .slice(0, Math.min(to, list.length))
        .map(([w, g]) => w + g)
        .join("").length,
    );
    return { text, quote: quote.replace(/[^\p{L}\p{N}]+$/u, "") };
  });

  it("finds every slice between word boundaries", () => {
    fc.assert(
      fc.property(slices, ({ text, quote }) => {
        expect(find(text, quote)).toBe(quote);
      }),
      { numRuns: 500 },
    );
  });

  const changeTypography = (quote: string) =>
    quote
      .replace(/’/g, "'")
      .replace(/—/g, "-")
      .replace(/…/g, "...")
      .replace(/[“”]/g, '"')
      .replace(/\s+/g, " ")
      .replace(/ﬁ/g, "fi")
      .toUpperCase()
      .normalize("NFD")
      .replace(/SS/g, "ß");
  it("finds every slice with changed typography", () => {
    fc.assert(
      fc.property(slices, ({ text, quote }) => {
        const found = find(text, changeTypography(quote));
        expect(found === null ? null : changeTypography(found)).toBe(changeTypography(quote));
      }),
      { numRuns: 500 },
    );
  });

  it("does not find a slice with an inserted word", () => {
    fc.assert(
      fc.property(slices, fc.nat(), ({ text, quote }, at) => {
        const parts = quote.split(" ");
        parts.splice(at % (parts.length + 1), 0, "zebra");
        expect(find(text, parts.join(" "))).toBeNull();
      }),
    );
  });

  it("returns trimmed spans for any two strings", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (text, quote) => {
        const found = find(text + quote + text, quote);
        if (found !== null) expect(found).toBe(found.trim());
      }),
    );
  });
});
