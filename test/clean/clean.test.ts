import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clean } from "../../src/clean/index.ts";
import { type Extracted, NO_META, type RawBlock } from "../../src/model/index.ts";

const blocksOf = (lines: string[]): RawBlock[] =>
  lines.map((text) => ({ kind: "paragraph", text, page: null, links: 0 }));
const extractedFrom = (lines: string[], overrides: Partial<Extracted> = {}): Extracted => ({
  mediaType: "text/plain",
  blocks: blocksOf(lines),
  meta: NO_META,
  coverage: null,
  flat: true,
  removed: [],
  ...overrides,
});
const STORY = [
  "The council of Orrin voted on Monday to open the town library on Sundays, which many in the town had asked for.",
  "Librarian Ada Quill said the change would cost 61,000 crowns a year, and that the money had been found elsewhere.",
  "Opponents said the money was needed for the swimming hall, which has been closed since a pipe burst in March.",
  "The library had 48,000 visitors last year, a fifth more than the year before, and most of them came at weekends.",
];
const textOf = (lines: string[]): string => clean(extractedFrom(lines)).text;

describe("clean on plain text", () => {
  test.each<[string, string[], object]>([
    [
      "a dated title",
      ["date 2026-05-04 Orrin opens its library on Sundays", ...STORY],
      { title: "Orrin opens its library on Sundays", published: "2026-05-04" },
    ],
    [
      "title, byline and date on separate lines",
      ["Orrin opens its library", "By Omar Bell", "4 May 2026", ...STORY],
      { title: "Orrin opens its library", byline: "Omar Bell", published: "2026-05-04" },
    ],
    [
      "a German byline and date",
      ["Bibliothek in Orrin öffnet library", "Von Petra Stein", "04.05.2026", ...STORY],
      { byline: "Petra Stein", published: "2026-05-04" },
    ],
  ])("takes metadata from %s and removes those lines", (_, lines, expected) => {
    const document = clean(extractedFrom(lines));
    expect(document).toMatchObject(expected);
    expect(document.text).toBe(STORY.join("\n\n"));
  });

  test("removes menus, teasers, share lines and everything after the heading of related articles", () => {
    const lines = [
      "Home | News | Sport",
      "Subscribe",
      "Share this",
      ...STORY,
      "Related:",
      "Swimming hall: what now…",
      "Ten books for the winter…",
      "Most read",
      "Terms of use",
    ];
    expect(textOf(lines)).toBe(STORY.join("\n\n"));
  });

  test("keeps a short subheading and prose that mentions a newsletter", () => {
    const lines = [
      ...STORY.slice(0, 2),
      "Money from elsewhere",
      "The library will tell its readers in its newsletter when the doors open, Quill said.",
      ...STORY.slice(2),
    ];
    expect(textOf(lines)).toBe(lines.join("\n\n"));
  });

  test("removes only unambiguous boilerplate from a page without an article", () => {
    const lines = ["Herring roll 4.50", "Mackerel roll 5.20", "Shrimp roll 7.90", "Lemonade 2.80", "Share"];
    expect(textOf(lines)).toBe(lines.slice(0, 4).join("\n\n"));
  });

  test("returns a word count of 0 for text without words", () => {
    expect(clean(extractedFrom(["((((((", "| | |", "…"])).words).toBe(0);
  });

  test("lists every removed line and returns the offsets of the kept blocks", () => {
    const line = fc.oneof(
      fc.constantFrom(
        ...STORY,
        "Related",
        "Share",
        "Home",
        "Menu | News | Sport",
        "Teaser that goes on…",
        "By Omar Bell",
        "2026-05-04",
        "图书馆星期四宣布开放。",
        "!!!",
        "A",
      ),
      fc.string({ minLength: 1, maxLength: 60 }).map((text) => text.trim() || "x"),
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 25 }), (lines) => {
        const { text, blocks, removed } = clean(extractedFrom(lines));
        const kept = blocks.map(({ start, end }) => text.slice(start, end));
        expect(kept.join("\n\n")).toBe(text);
        expect([...kept, ...removed.map((removal) => removal.text)].sort()).toEqual([...lines].sort());
      }),
    );
  });
});

describe("clean on a structured document", () => {
  test.each([
    ["FAQ", "text/markdown", STORY.slice(0, 2), true],
    ["Contact", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", STORY.slice(0, 2), true],
    ["About us", "text/markdown", [], false],
    ["Contact", "text/markdown", ["orrin@library.example"], false],
    ["Contact", "text/html", STORY.slice(0, 2), false],
  ])("keeps %s in %s as the heading of a section if it has a text: %s %s", (heading, mediaType, below, isKept) => {
    const blocks = blocksOf([...STORY, heading, ...below, "Opening hours", STORY[2]!]).map((block) =>
      [heading, "Opening hours"].includes(block.text) ? { ...block, kind: "heading" as const } : block,
    );
    const { text } = clean(extractedFrom([], { mediaType, blocks, flat: false }));
    expect(text.includes(`\n\n${heading}\n\n`)).toBe(isKept);
  });

  test("removes a repeated title, byline, date and unambiguous boilerplate, but keeps table cells", () => {
    const blocks: RawBlock[] = [
      ...blocksOf(["Orrin opens its library", "By Omar Bell", "4 May 2026", "Share this story", ...STORY]),
      { kind: "table", text: "Home", page: null, links: 0 },
    ];
    const { text, title } = clean(
      extractedFrom([], {
        blocks,
        flat: false,
        meta: { ...NO_META, title: "Orrin opens its library", byline: "Omar Bell" },
      }),
    );
    expect(title).toBe("Orrin opens its library");
    expect(text).toBe([...STORY, "Home"].join("\n\n"));
  });

  test("keeps a leading sentence that contains a date", () => {
    const blocks = blocksOf(["The swimming hall", "4 May 2026.", "The hall opens on 3 April 2027.", ...STORY]);
    const { text } = clean(
      extractedFrom([], { blocks, flat: false, meta: { ...NO_META, title: "The swimming hall" } }),
    );
    expect(text).toBe(["The hall opens on 3 April 2027.", ...STORY].join("\n\n"));
  });

  test("keeps leading table rows that contain dates", () => {
    const rows = ["Port | Date | Share", "Vessby | 2026-03-01 | 40%", "Orrin | 2026-04-01 | 2%"];
    const blocks = rows.map((text): RawBlock => ({ kind: "table", text, page: null, links: 0 }));
    expect(clean(extractedFrom([], { blocks, flat: false })).text).toBe(rows.join("\n\n"));
  });

  test("prefers declared metadata, except for a language that the text contradicts", () => {
    const meta = { title: "Own title", byline: "Own Author", published: "2020-01-01", site: "Site", language: "de" };
    expect(clean(extractedFrom(["Orrin opens its library", "By Omar Bell", ...STORY], { meta }))).toMatchObject({
      title: "Own title",
      byline: "Own Author",
      published: "2020-01-01",
      site: "Site",
      language: "en",
    });
    expect(clean(extractedFrom(STORY, { meta: { ...meta, language: "en-GB" } })).language).toBe("en-GB");
  });
});

test("clean derives the document id from the text alone", () => {
  expect(clean(extractedFrom(STORY, { mediaType: "text/html", flat: false })).id).toBe(clean(extractedFrom(STORY)).id);
  expect(clean(extractedFrom(STORY.slice(1))).id).not.toBe(clean(extractedFrom(STORY)).id);
});
