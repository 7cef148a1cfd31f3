import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clean } from "../../src/clean/index.ts";
import { type Extracted, NO_META, type RawBlock } from "../../src/model/index.ts";

const blocksOf = (lines: string[]): RawBlock[] =>
  lines.map((text) => ({ kind: "paragraph", text, page: null, links: 0 }));
const flat = (lines: string[], over: Partial<Extracted> = {}): Extracted => ({
  mediaType: "text/plain",
  blocks: blocksOf(lines),
  meta: NO_META,
  coverage: null,
  flat: true,
  removed: [],
  ...over,
});
const STORY = [
  "The council of Orrin voted on Monday to open the town library on Sundays, which many in the town had asked for.",
  "Librarian Ada Quill said the change would cost 61,000 crowns a year, and that the money had been found elsewhere.",
  "Opponents said the money was needed for the swimming hall, which has been closed since a pipe burst in March.",
  "The library had 48,000 visitors last year, a fifth more than the year before, and most of them came at weekends.",
];
const textOf = (lines: string[]): string => clean(flat(lines)).text;

describe("a page dump", () => {
  test.each<[string, string[], object]>([
    [
      "a dated title",
      ["date 2026-05-04 Orrin opens its library on Sundays", ...STORY],
      { title: "Orrin opens its library on Sundays", published: "2026-05-04" },
    ],
    [
      "title, byline and date in lines of their own",
      ["Orrin opens its library", "By Omar Bell", "4 May 2026", ...STORY],
      { title: "Orrin opens its library", byline: "Omar Bell", published: "2026-05-04" },
    ],
    [
      "a German head",
      ["Bibliothek in Orrin öffnet library", "Von Petra Stein", "04.05.2026", ...STORY],
      { byline: "Petra Stein", published: "2026-05-04" },
    ],
  ])("tells its head by %s, which then is no part of the text", (_, lines, expected) => {
    const document = clean(flat(lines));
    expect(document).toMatchObject(expected);
    expect(document.text).toBe(STORY.join("\n\n"));
  });

  test("loses menus, teasers, share lines and everything after Related", () => {
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

  test("keeps a short subheading, and prose that only mentions a newsletter", () => {
    const lines = [
      ...STORY.slice(0, 2),
      "Money from elsewhere",
      "The library will tell its readers in its newsletter when the doors open, Quill said.",
      ...STORY.slice(2),
    ];
    expect(textOf(lines)).toBe(lines.join("\n\n"));
  });

  test("that is no article is kept but for what is furniture anywhere", () => {
    const lines = ["Herring roll 4.50", "Mackerel roll 5.20", "Shrimp roll 7.90", "Lemonade 2.80", "Share"];
    expect(textOf(lines)).toBe(lines.slice(0, 4).join("\n\n"));
  });

  test("without a word in it gives no text, and does not fail", () => {
    expect(clean(flat(["((((((", "| | |", "…"])).words).toBe(0);
  });

  test("never loses a line without saying so, and its blocks stand where they say", () => {
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
        const { text, blocks, removed } = clean(flat(lines));
        const kept = blocks.map(({ start, end }) => text.slice(start, end));
        expect(kept.join("\n\n")).toBe(text);
        expect([...kept, ...removed.map((removal) => removal.text)].sort()).toEqual([...lines].sort());
      }),
    );
  });
});

describe("a structured document", () => {
  test("loses its repeated title, its byline and date, and sure furniture, but no cell of a table", () => {
    const blocks: RawBlock[] = [
      ...blocksOf(["Orrin opens its library", "By Omar Bell", "4 May 2026", "Share this story", ...STORY]),
      { kind: "table", text: "Home", page: null, links: 0 },
    ];
    const { text, title } = clean(
      flat([], { blocks, flat: false, meta: { ...NO_META, title: "Orrin opens its library", byline: "Omar Bell" } }),
    );
    expect(title).toBe("Orrin opens its library");
    expect(text).toBe([...STORY, "Home"].join("\n\n"));
  });

  test("keeps a sentence at its head that has a date", () => {
    const blocks = blocksOf(["The swimming hall", "4 May 2026.", "The hall opens on 3 April 2027.", ...STORY]);
    const { text } = clean(flat([], { blocks, flat: false, meta: { ...NO_META, title: "The swimming hall" } }));
    expect(text).toBe(["The hall opens on 3 April 2027.", ...STORY].join("\n\n"));
  });

  test("keeps the rows of a table at its head, dates and all", () => {
    const rows = ["Port | Date | Share", "Vessby | 2026-03-01 | 40%", "Orrin | 2026-04-01 | 2%"];
    const blocks = rows.map((text): RawBlock => ({ kind: "table", text, page: null, links: 0 }));
    expect(clean(flat([], { blocks, flat: false })).text).toBe(rows.join("\n\n"));
  });

  test("what it says of itself wins over what its lines say; the text decides the language", () => {
    const meta = { title: "Own title", byline: "Own Author", published: "2020-01-01", site: "Site", language: "de" };
    expect(clean(flat(["Orrin opens its library", "By Omar Bell", ...STORY], { meta }))).toMatchObject({
      title: "Own title",
      byline: "Own Author",
      published: "2020-01-01",
      site: "Site",
      language: "en",
    });
    expect(clean(flat(STORY, { meta: { ...meta, language: "en-GB" } })).language).toBe("en-GB");
  });
});

test("the same text is the same document, whatever it came from", () => {
  expect(clean(flat(STORY, { mediaType: "text/html", flat: false })).id).toBe(clean(flat(STORY)).id);
  expect(clean(flat(STORY.slice(1))).id).not.toBe(clean(flat(STORY)).id);
});
