import { describe, expect, test } from "vitest";
import { extract } from "../../src/extract/index.ts";
import type { Intake, PithError } from "../../src/model/index.ts";
import { docxBomb, docxFile, lockedOfficeFile } from "../fakes/officeFiles.ts";
import { type PdfText, pdfColumn, pdfFile } from "../fakes/pdfFiles.ts";

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const ofText = (text: string, mediaType: string): Intake => ({ mediaType, name: null, url: null, text, bytes: null });
const ofBytes = (bytes: Uint8Array, mediaType: string): Intake => ({
  mediaType,
  name: null,
  url: null,
  text: null,
  bytes,
});
const blocksOf = async (intake: Intake): Promise<string[]> =>
  (await extract(intake)).blocks.map(({ kind, text }) => `${kind}: ${text}`);
const codeOf = (intake: Intake): Promise<string> =>
  extract(intake).then(
    () => "read",
    (error: PithError) => error.code,
  );

describe("plain text", () => {
  test("keeps the lines of pasted page text separate", async () => {
    expect(await blocksOf(ofText("Home\nNews\n\nThe quay opened on Monday.\nShare", "text/plain"))).toEqual([
      "paragraph: Home",
      "paragraph: News",
      "paragraph: The quay opened on Monday.",
      "paragraph: Share",
    ]);
  });

  test("joins hard-wrapped lines and words hyphenated at a line end", async () => {
    const wrapped =
      "The harbour of Marenholm opened its third quay on\nMonday, and two lines will use it from June. The re-\ngional government paid for most of it, and the town\nfor the rest.";
    expect(await blocksOf(ofText(wrapped, "text/plain"))).toEqual([
      "paragraph: The harbour of Marenholm opened its third quay on Monday, and two lines will use it from June. The regional government paid for most of it, and the town for the rest.",
    ]);
  });

  test("drops invisible characters", async () => {
    expect(await blocksOf(ofText("The\u200b quay\u202e opened\u{e0041}\u00ad.", "text/plain"))).toEqual([
      "paragraph: The quay opened.",
    ]);
  });
});

describe("hard-wrapped plain text", () => {
  const PARAGRAPHS = [
    "The council of Orrin voted on Monday to open the town library on Sundays from January, after a long debate in which nobody agreed with anybody about the money that it would need.",
    "Librarian Ada Quill said the change would cost 61,000 crowns a year. Opponents said the money was needed for the swimming hall, which has been closed since March and is in a worse state than the council admits.",
    "The library had 48,000 visitors last year, a fifth more than the year before. A second vote on the hall is planned for the spring, and the mayor did not say how the council would pay for both.",
  ];
  const textsOf = async (intake: Intake) => (await extract(intake)).blocks.map((block) => block.text);
  /** Wraps at `width` characters, except that every third line wraps `ragged` characters earlier. */
  const wrap = (paragraph: string, width: number, ragged: number): string => {
    const lines = [""];
    for (const word of paragraph.split(" ")) {
      const limit = lines.length % 3 === 0 ? width - ragged : width;
      const line = lines.at(-1)!;
      if (line && line.length + 1 + word.length > limit) lines.push(word);
      else lines[lines.length - 1] = line ? `${line} ${word}` : word;
    }
    return lines.join("\n");
  };
  test.each(
    [60, 72, 80, 100, 120].flatMap(
      (width) =>
        [
          [width, 0],
          [width, 9],
        ] as const,
    ),
  )("rejoins lines wrapped at %i columns with %i columns of raggedness", async (width, ragged) => {
    const text = PARAGRAPHS.map((paragraph) => wrap(paragraph, width, ragged)).join("\n\n");
    expect(await textsOf(ofText(text, "text/plain"))).toEqual(PARAGRAPHS);
  });

  test("separates list items and a headline without blank lines", async () => {
    const items = ["- It opens in January", "- It closes never"];
    const text = ["A headline", wrap(PARAGRAPHS[0]!, 60, 0), ...items, wrap(PARAGRAPHS[1]!, 60, 0)].join("\n");
    expect(await textsOf(ofText(text, "text/plain"))).toEqual(["A headline", PARAGRAPHS[0], ...items, PARAGRAPHS[1]]);
  });

  test("does not join the lines of a web page", async () => {
    const page = ["Home", "Sports", "Ten things to know", ...PARAGRAPHS, "related: more of this", "share on"];
    expect(await textsOf(ofText(page.join("\n"), "text/plain"))).toEqual(page);
  });
});

describe("HTML", () => {
  const page = (body: string, head = ""): Intake =>
    ofText(`<html lang="en"><head>${head}</head><body>${body}</body></html>`, "text/html");
  const story =
    "<p>The harbour of Marenholm opened its third quay on Monday, and two lines will use it from June, the port said.</p>".repeat(
      3,
    );

  test("returns block kinds, table rows and code with its lines", async () => {
    const body =
      "<h2>Title</h2><ul><li>One</li><li>Two</li></ul><blockquote>Said</blockquote><pre>a = 1\n  b = 2</pre><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td><p>2</p></td></tr></table>";
    expect(await blocksOf(page(body))).toEqual([
      "heading: Title",
      "list: One",
      "list: Two",
      "quote: Said",
      "code: a = 1\n  b = 2",
      "table: A | B",
      "table: 1 | 2",
    ]);
  });

  test("extracts the article and lists the removed blocks", async () => {
    const { blocks, removed, flat } = await extract(
      page(`<nav><a href="/">Home</a></nav><article><h1>Third quay</h1>${story}</article><footer>Imprint</footer>`),
    );
    expect(flat).toBe(false);
    expect(blocks.map((block) => block.text).join()).not.toMatch(/Home|Imprint/);
    expect(removed.map(({ text }) => text)).toContain("Home");
  });

  test.each([
    [
      "JSON-LD",
      '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Third quay for Marenholm","datePublished":"2026-03-01","author":{"name":"Ilse Brandt"}}</script>',
    ],
    [
      "OpenGraph",
      '<meta property="og:title" content="Third quay for Marenholm"><meta property="article:published_time" content="2026-03-01"><meta name="author" content="By Ilse Brandt">',
    ],
  ])("takes title, date and author from %s", async (_, head) => {
    expect((await extract(page(`<article>${story}</article>`, head))).meta).toMatchObject({
      title: "Third quay for Marenholm",
      published: "2026-03-01",
      byline: "Ilse Brandt",
      language: "en",
    });
  });

  test("takes the date from a time element if no metadata has it", async () => {
    const { meta } = await extract(
      page(`<article><time datetime="2026-03-01 10:00:00 +01:00">1 March</time>${story}</article>`),
    );
    expect(meta.published).toBe("2026-03-01T10:00:00+01:00");
  });

  test.each([
    '<p style="display:none">SECRET</p>',
    '<div style="VISIBILITY: hidden"><p>SECRET</p></div>',
    "<p hidden>SECRET</p>",
    '<span style="font-size:0">SECRET</span>',
    '<p style="position:absolute;left:-9999px">SECRET</p>',
    "<template><p>SECRET</p></template>",
    "<!-- SECRET -->",
    "<script>SECRET",
    "<style>.SECRET{}</style>",
    "<textarea>SECRET</textarea>",
    "<noscript>SECRET</noscript>",
  ])("omits hidden content: %s", async (hidden) => {
    for (const body of [`<article>${story}${hidden}</article>`, `<p>Short.</p>${hidden}`]) {
      expect(JSON.stringify((await extract(page(body))).blocks)).not.toContain("SECRET");
    }
  });

  test("splits a layout table into blocks", async () => {
    const { blocks } = await extract(page(`<table><tr><td>${story}</td><td>${story}</td></tr></table>`));
    expect(blocks.length).toBeGreaterThanOrEqual(3);
  });

  test("reads deeply nested and unclosed elements", async () => {
    const words = "Deep words. ".repeat(30).trim();
    const deep = ofText(`${"<div>".repeat(30_000)}<p>${words}`, "text/html");
    expect(await blocksOf(deep)).toEqual([`paragraph: ${words}`]);
    expect(await blocksOf(ofText("<p>One<p>Two<b>bold", "text/html"))).toEqual([
      "paragraph: One",
      "paragraph: Twobold",
    ]);
  });

  test("rejects a page without text and a large page with little text", async () => {
    expect(await codeOf(page("<img src=x>"))).toBe("empty");
    expect(await codeOf(page(`<div>Loading</div><script>${"x();".repeat(9000)}</script>`))).toBe("too_short");
    expect(await codeOf(page(`<script>${"x();".repeat(9000)}</script>`))).toBe("too_short");
  });
});

test("Markdown: reads the structure, and takes title, author and date from front matter", async () => {
  const { blocks, meta } = await extract(
    ofText(
      "---\ntitle: Third quay\nauthor: Ilse Brandt\ndate: 2026-03-01\n---\n\n# Third quay\n\nIt **opened** on [Monday](https://x.example).\n\n- One\n- Two\n",
      "text/markdown",
    ),
  );
  expect(meta).toMatchObject({ title: "Third quay", byline: "Ilse Brandt", published: "2026-03-01" });
  expect(blocks.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    "heading: Third quay",
    "paragraph: It opened on Monday.",
    "list: One",
    "list: Two",
  ]);
});

describe("PDF", () => {
  const pdf = (pages: PdfText[][], info?: Record<string, string>): Intake =>
    ofBytes(pdfFile(pages, info), "application/pdf");
  const left = Array.from({ length: 8 }, (_, i) => `left column line ${"abcdefgh"[i]} goes on and`);
  const right = Array.from({ length: 8 }, (_, i) => `right column line ${"abcdefgh"[i]} goes on and`);

  test("reads columns one after the other, regardless of the order in the content stream", async () => {
    const page = [...pdfColumn(right, 330), ...pdfColumn(left, 72)].sort(
      (a, b) => a.text.length - b.text.length || b.y - a.y,
    );
    const text = (await blocksOf(pdf([page]))).join(" ");
    expect(
      [...text.matchAll(/(left|right) column line (\w)/g)].map(([, side, letter]) => `${side?.[0]}${letter}`).join(" "),
    ).toBe("la lb lc ld le lf lg lh ra rb rc rd re rf rg rh");
  });

  test("joins lines and hyphenated words, and removes running heads and page numbers", async () => {
    const pages = [1, 2, 3].map((n) => [
      { text: `The Harbour Report ${n}`, x: 72, y: 770 },
      ...pdfColumn([
        `On sheet ${"abc"[n - 1]} the council spoke of cables and har-`,
        `bours and ${["ships", "cranes", "fares"][n - 1]} for a whole evening.`,
      ]),
      { text: `Page ${n} of 3`, x: 280, y: 30 },
    ]);
    const { blocks, removed } = await extract(pdf(pages));
    expect(blocks.map(({ text, page }) => [text, page])).toEqual(
      [1, 2, 3].map((n) => [
        `On sheet ${"abc"[n - 1]} the council spoke of cables and harbours and ${["ships", "cranes", "fares"][n - 1]} for a whole evening.`,
        n,
      ]),
    );
    expect(new Set(removed.map(({ rule }) => rule))).toEqual(new Set(["running-head", "page-number"]));
  });

  test("joins a paragraph that continues on the next page", async () => {
    const blocks = await blocksOf(
      pdf([pdfColumn(["The council spoke for a whole evening about"]), pdfColumn(["the cables under the old town."])]),
    );
    expect(blocks).toEqual(["paragraph: The council spoke for a whole evening about the cables under the old town."]);
  });

  test("takes the title from the properties or from the largest text", async () => {
    expect(
      (await extract(pdf([pdfColumn(["Words."])], { Title: "Third quay opened", Author: "Ilse Brandt" }))).meta,
    ).toMatchObject({ title: "Third quay opened", byline: "Ilse Brandt" });
    const page = [
      { text: "Third quay opened", x: 72, y: 740, size: 22 },
      ...pdfColumn(["Words of the report stand here.", "And more of them."], 72, 690),
    ];
    expect((await extract(pdf([page], { Title: "report_final.docx" }))).meta.title).toBe("Third quay opened");
  });

  test("counts pages without text, and rejects a file without any text", async () => {
    expect((await extract(pdf([pdfColumn(["Words here."]), [], []]))).coverage).toEqual({
      unit: "page",
      read: 1,
      total: 3,
      note: "2 of 3 pages have no text layer",
    });
    expect(await codeOf(pdf([[], []]))).toBe("no_text_layer");
  });

  test("reads three columns of which the last is shorter", async () => {
    const column = (name: string, length: number): string[] =>
      Array.from({ length }, (_, i) => `${name} line ${"abcdefghijklmnop"[i]}`);
    const page = [
      ...pdfColumn(column("one", 14), 60),
      ...pdfColumn(column("two", 14), 240),
      ...pdfColumn(column("three", 4), 420),
    ].sort((a, b) => b.y - a.y);
    const text = (await blocksOf(pdf([page]))).join(" ");
    expect([...text.matchAll(/(one|two|three) line/g)].map(([, name]) => name)).toEqual(
      ["one", "two", "three"].flatMap((name) => Array.from({ length: name === "three" ? 4 : 14 }, () => name)),
    );
  });

  test("keeps the hyphen of a compound word at a line end", async () => {
    const lines = [
      "The well-known engine was a two stroke. It is a two-",
      "stroke engine, well-",
      "known to an-",
      "other town of Mac-",
      "Book.",
    ];
    expect(await blocksOf(pdf([pdfColumn(lines)]))).toEqual([
      "paragraph: The well-known engine was a two stroke. It is a two-stroke engine, well-known to another town of Mac-Book.",
    ]);
  });

  test("recognises a running head on a single page by the page number beside it", async () => {
    const body = pdfColumn(["The council spoke of cables", "for a whole evening, and", "of the quay."], 72, 700);
    const head = [
      { text: "The Harbour Report", x: 72, y: 770 },
      { text: "- 2 -", x: 290, y: 770 },
    ];
    const { blocks } = await extract(pdf([pdfColumn(["First page."]), [...head, ...body]]));
    expect(blocks.map(({ text }) => text).join(" ")).not.toContain("Report");
  });

  test("rejects a truncated file", async () => {
    const whole = Buffer.from(pdfFile([pdfColumn(["Words here."])])).toString("latin1");
    expect(
      await codeOf(ofBytes(Buffer.from(whole.slice(0, whole.indexOf("trailer")), "latin1"), "application/pdf")),
    ).toBe("damaged");
  });

  test("rejects a file with invalid content", async () => {
    expect(await codeOf(ofBytes(Buffer.from("%PDF-1.4\nnothing"), "application/pdf"))).toBe("damaged");
  });
});

describe("DOCX", () => {
  test("reads headings, paragraphs, title and author", async () => {
    const file = docxFile([{ text: "Third quay", style: "Heading1" }, "It opened on Monday."], {
      title: "The quay &amp; the town",
      author: "Ilse Brandt",
    });
    const { blocks, meta } = await extract(ofBytes(file, WORD));
    expect(blocks.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      "heading: Third quay",
      "paragraph: It opened on Monday.",
    ]);
    expect(meta).toMatchObject({ title: "The quay & the town", byline: "Ilse Brandt" });
  });

  test.each<[string, Uint8Array, string]>([
    [
      "XML entities",
      docxFile(["a"], {}, { "word/document.xml": '<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document/>' }),
      "damaged",
    ],
    ["invalid ZIP data", Buffer.from("PK\u0003\u0004 not really"), "damaged"],
    ["60 MB of unpacked text", docxBomb(60), "too_large_unpacked"],
    ["no text", docxFile([]), "empty"],
    ["malformed document XML", docxFile(["a"], {}, { "word/document.xml": "<nonsense" }), "damaged"],
  ])("rejects a file with %s", async (_, file, expected) => {
    expect(await codeOf(ofBytes(file, WORD))).toBe(expected);
  });
});

test("rejects unsupported types and encrypted Office files", async () => {
  expect(await codeOf(ofBytes(Buffer.from("x"), "image/png"))).toBe("unsupported");
  expect(await codeOf(ofBytes(lockedOfficeFile(), "application/x-cfb"))).toBe("encrypted");
});
