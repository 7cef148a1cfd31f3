import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLocator } from "../../src/text/index.ts";

function find(text: string, quote: string): string | null {
  const span = createLocator(text)(quote);
  return span && text.slice(span.start, span.end);
}

describe("createLocator", () => {
  it.each([
    ["quotation marks", "He said “it’s over” to us.", `said "it's over" to`, "said “it’s over” to"],
    [
      "dashes and spaces",
      "from 1990–2000,\n in\u00a0all  of it",
      "1990-2000, in all of it",
      "1990–2000,\n in\u00a0all  of it",
    ],
    ["case", "The White House said no.", "the white house SAID", "The White House said"],
    ["ellipsis", "and then… it went on", "and then... it went", "and then… it went"],
    ["ligatures", "the ﬁrst eﬀort of all", "first effort of", "ﬁrst eﬀort of"],
    [
      "soft hyphens",
      "an extra\u00adordinary\u200b day here",
      "extraordinary day here",
      "extra\u00adordinary\u200b day here",
    ],
    ["hyphens at line ends", "an exam-\nple of a text", "an example of", "an exam-\nple of"],
    ["kept hyphens at line ends", "a well-\nknown old text", "a well-known old", "a well-\nknown old"],
    ["decomposed letters", "the cafe\u0301 is open", "the café is", "the cafe\u0301 is"],
    [
      "decomposed Hangul",
      "여기 \u1112\u1161\u11ab\u1100\u116e\u11a8 도서관",
      "한국 도서관",
      "\u1112\u1161\u11ab\u1100\u116e\u11a8 도서관",
    ],
    ["full width", "ＡＢＣ商店開了", "ABC商店開", "ＡＢＣ商店開"],
    ["lines in Chinese", "今天下\n雨了吗", "今天下雨了", "今天下\n雨了"],
    ["outer marks and stop", "he came home early, and slept", "“He came home early.”", "he came home early"],
    ["outer ellipses", "so he came home early and slept", "...he came home early…", "he came home early"],
    ["astral letters", "😀 the 𝐛old word here", "the bold word", "the 𝐛old word"],
    ["Greek", "ο μεγάλος δρόμος εδώ", "ΜΕΓΆΛΟΣ ΔΡΌΜΟΣ ΕΔΏ", "μεγάλος δρόμος εδώ"],
    ["the place that is whole", "breading news of bread, bread news of today", "bread news of", "bread news of"],
  ])("finds over %s", (_, text, quote, expected) => expect(find(text, quote)).toBe(expected));

  it.each([
    ["joined parts", "He came home early. Later on he slept well.", "He came home … he slept well"],
    ["another order", "he came home early today", "home he came early today"],
    ["a part of a word at the end", "he came home earlyish", "he came home early"],
    ["a part of a word at the start", "we recover the costs now", "cover the costs now"],
    ["a part of a number", "it cost 1.5 million dollars", "5 million dollars"],
    ["a cut negation", "he said that he can't win", "he said that he can"],
    ["part of a ligature", "the oﬃce is closed", "ice is closed"],
    ["another word", "he came home early today", "he came house early today"],
    ["a short one that stands twice", "Yes, he said. Yes, she said.", "Yes"],
    ["nothing", "some text", ""],
    ["marks only", "some “…” text", "“…”"],
  ])("does not find %s", (_, text, quote) => expect(find(text, quote)).toBeNull());

  it("finds a short one that stands once", () => expect(find("The answer is Forty.", "forty")).toBe("Forty"));

  const word = fc.constantFrom("alpha", "Beta", "café", "don’t", "1,500", "x", "ﬁsh", "co-op", "ÉTÉ", "Straße", "7");
  const gap = fc.constantFrom(" ", "  ", "\n", ", ", ". ", " — ", "\u00a0", "… ", ") (", "” “");
  const pieces = fc.array(fc.tuple(word, gap), { minLength: 4, maxLength: 40 });
  const sliced = fc.tuple(pieces, fc.nat(), fc.nat()).map(([list, a, b]) => {
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

  it("finds every slice on word boundaries", () => {
    fc.assert(
      fc.property(sliced, ({ text, quote }) => {
        expect(find(text, quote)).toBe(quote);
      }),
      { numRuns: 500 },
    );
  });

  const disguise = (quote: string) =>
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
  it("finds every slice with its typography changed", () => {
    fc.assert(
      fc.property(sliced, ({ text, quote }) => {
        const found = find(text, disguise(quote));
        expect(found === null ? null : disguise(found)).toBe(disguise(quote));
      }),
      { numRuns: 500 },
    );
  });

  it("never finds a slice with a word that is not in the text", () => {
    fc.assert(
      fc.property(sliced, fc.nat(), ({ text, quote }, at) => {
        const parts = quote.split(" ");
        parts.splice(at % (parts.length + 1), 0, "zebra");
        expect(find(text, parts.join(" "))).toBeNull();
      }),
    );
  });

  it("gives trimmed spans inside the text for any two strings", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (text, quote) => {
        const found = find(text + quote + text, quote);
        if (found !== null) expect(found).toBe(found.trim());
      }),
    );
  });
});
