import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { segmentSentences } from "../../src/text/index.ts";

const segment = (text: string, language = "en") =>
  segmentSentences(text, language).map(({ start, end }) => text.slice(start, end));

describe("segmentSentences without sentence boundaries", () => {
  it.each([
    ["commas", "some words and more of them, and so on ".repeat(200)],
    ["spaces", "some words and more of them ".repeat(200)],
    ["Chinese", "图书馆的访问量比前一年增加了五分之一，".repeat(200)],
    ["no separators", "x".repeat(5000)],
    ["surrogate pairs", "😀".repeat(3000)],
  ])("splits long text into pieces of at most 1000 characters: %s", (_, text) => {
    const pieces = segment(text);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(1000);
    expect(pieces.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    if (/[,，]/.test(text)) expect(pieces.slice(0, -1).every((piece) => /[,，]$/.test(piece))).toBe(true);
  });
});

describe("segmentSentences", () => {
  const cases: [string, string, string[]][] = [
    [
      "text without capitals",
      "the garden closes on 30 october. all tools have to be back, e.g. the two spades. who has the key? nobody knows.",
      [
        "the garden closes on 30 october.",
        "all tools have to be back, e.g. the two spades.",
        "who has the key?",
        "nobody knows.",
      ],
    ],
    [
      "titles and initials",
      "Dr. J. R. Smith met Mr. Jones. They talked.",
      ["Dr. J. R. Smith met Mr. Jones.", "They talked."],
    ],
    [
      "U.S. within and at the end of a sentence",
      "The U.S. Army left the U.S. It came back.",
      ["The U.S. Army left the U.S.", "It came back."],
    ],
    ["numbers", "See No. 5 and fig. 3 there. No. Never.", ["See No. 5 and fig. 3 there.", "No.", "Never."]],
    ["decimals", "It grew 3.5 percent. It fell 2.1 percent.", ["It grew 3.5 percent.", "It fell 2.1 percent."]],
    ["a question inside quotation marks", '"Why?" he asked. Nobody knew.', ['"Why?" he asked.', "Nobody knew."]],
    ["quotations", "“I came. I saw,” he said. He left.", ["“I came. I saw,” he said.", "He left."]],
    ["companies", "Acme Inc. Chairman Bob left. He won.", ["Acme Inc. Chairman Bob left.", "He won."]],
    ["lists", "- one thing\n- another thing", ["- one thing", "- another thing"]],
    ["tables", "Name\tAge\nAnn\t30", ["Name\tAge", "Ann\t30"]],
    ["blank lines", "A heading\n\nA sentence. Another.", ["A heading", "A sentence.", "Another."]],
  ];
  it.each(cases)("segments %s", (_, text, expected) => expect(segment(text)).toEqual(expected));

  it("ends a sentence after a single letter that is not an initial", () => {
    expect(segment("He took vitamin C. The cold went.")).toEqual(["He took vitamin C.", "The cold went."]);
  });

  it("joins hard-wrapped lines", () => {
    const text =
      "This line was wrapped at sixty letters by the program that\nMary wrote long ago. It is one paragraph of prose and it is\nstill going on.";
    expect(segment(text)).toHaveLength(2);
  });

  it("recognises German abbreviations and ordinals", () => {
    expect(segment("Wir nehmen z. B. Äpfel. Am 5. Mai kam Dr. Braun.", "de")).toEqual([
      "Wir nehmen z. B. Äpfel.",
      "Am 5. Mai kam Dr. Braun.",
    ]);
  });

  it("segments Chinese and Japanese", () => {
    expect(segment("今天下雨。他說：「我不去。」明天呢？", "zh")).toEqual([
      "今天下雨。",
      "他說：「我不去。」",
      "明天呢？",
    ]);
    expect(segment("雨です。行きません。", "ja")).toEqual(["雨です。", "行きません。"]);
  });

  it("accepts any language tag", () => {
    expect(segment("One. Two.", "und")).toEqual(["One.", "Two."]);
    expect(segment("One. Two.", "not a tag!")).toEqual(["One.", "Two."]);
  });

  it("returns ordered, trimmed spans that omit only white space", () => {
    const piece = fc.constantFrom(
      "a",
      "B",
      ". ",
      "? ",
      "\n",
      "\n\n",
      '"',
      "“",
      "”",
      " ",
      "5",
      "Dr.",
      "。",
      "中",
      "- ",
      "\t",
      "😀",
      "\u0301",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join("");
        let at = 0;
        for (const { start, end } of segmentSentences(text, "en")) {
          expect(text.slice(at, start).trim()).toBe("");
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
          at = end;
        }
        expect(text.slice(at).trim()).toBe("");
      }),
    );
  });
});
