import { describe, expect, test } from "vitest";
import { clean } from "../../../src/clean/index.ts";
import { extract } from "../../../src/extract/index.ts";
import type { Extracted } from "../../../src/model/index.ts";

const read = (text: string): Promise<Extracted> =>
  extract({ mediaType: "text/html", name: null, url: null, text, bytes: null });
const page = (body: string, head = ""): string => `<html><head>${head}</head><body>${body}</body></html>`;
const SENTENCE = "The harbour of Marenholm opened its third quay on Monday, and two lines will use it from June. ";
const story = `<p>${SENTENCE.repeat(4)}</p><p>${SENTENCE.repeat(3)}</p>`;
const ofKind = ({ blocks }: Extracted, kind: string): string[] =>
  blocks.filter((block) => block.kind === kind).map(({ text }) => text);

describe("what is hidden", () => {
  test("an entrance animation and a part that React sends ahead are shown", async () => {
    const { blocks } = await read(
      page(`${story}<p style="opacity:0;transform:translateY(9px)">Fades in.</p><div hidden id="S:1"><p>${SENTENCE}</p></div>`),
    ); // biome-ignore format: one line
    expect(blocks.at(-1)?.text).toBe(SENTENCE.trim());
  });

  test.each(['aria-hidden="true"', 'style="opacity: 0"', 'style="opacity:0.0;color:red"', 'id="S:1x" hidden'])(
    "%s is not",
    async (attribute) => {
      expect(JSON.stringify(await read(page(`${story}<p ${attribute}>SECRET</p>`)))).not.toContain("SECRET");
    },
  );

  test.each([
    [".x { display: none }", "<p class='a x'>SECRET</p>"],
    ["a{b:c} /* } */ div#x,\nul.y{color:red;visibility : hidden}", "<div id=x>SECRET</div><ul class=y><li>SECRET</ul>"],
    ["@media screen { @layer a { .x { display:none } } }", "<div class=x><p>SECRET</div>"],
  ])("by the style sheet %s", async (sheet, body) => {
    expect(JSON.stringify(await read(page(`${body}${story}<style>${sheet}</style>`)))).not.toContain("SECRET");
  });

  test.each([
    ["a rule that another one takes back", "<style>.x{display:none} .tabs .x.open{display:block}</style>"],
    [
      "a condition",
      "<style>@media (max-width: 9em) {.x{display:none}} @media print {p{color:red} .x{display:none}}</style>",
    ],
    ["a place", "<style>.menu .x, .x > b, .x:hover, .x::after{display:none}</style>"],
    ["printers", "<style media='print'>.x{display:none}</style>"],
    ["readers without scripts", "<noscript><style>.x{display:none}</style></noscript>"],
    ["a comment", "<!-- <style>.x{display:none}</style> --><style>/* .x{display:none}</style>"],
    ["nothing", "<style>}}} .x{display:none-such} {{{ @</style>"],
  ])("by a style sheet only for %s is shown", async (_, sheet) => {
    expect(JSON.stringify(await read(page(`${story}<p class="x">SHOWN: ${SENTENCE}</p>`, sheet)))).toContain("SHOWN");
  });

  test("deeper than any reader nests elements", async () => {
    const secret = "<div hidden><p>SECRET<div>SECRET<p>SECRET</div>SECRET</div>";
    const { blocks } = await read(page(`${"<div>".repeat(600)}${secret}${story}`));
    expect(blocks.map(({ text }) => text).join("")).toMatch(/^The harbour/);
    expect(JSON.stringify(blocks)).not.toContain("SECRET");
  });

  test("noscript is read only where scripts make the whole page", async () => {
    const noscript = `<noscript>${story}</noscript>`;
    expect((await read(page(noscript))).blocks.length).toBeGreaterThan(0);
    const { blocks } = await read(page(`${story}<noscript><p>SECRET ${SENTENCE.repeat(9)}</p></noscript>`));
    expect(JSON.stringify(blocks)).not.toContain("SECRET");
  });
});

describe("tables and lines", () => {
  test("a table within a cell makes the outer one layout; the inner keeps its rows", async () => {
    const inner = "<table><tr><td>Quay</td><td>Depth</td></tr><tr><td>Third</td><td>14 m</td></tr></table>";
    const extracted = await read(page(`<table><tr><td>Menu</td><td>${story}${inner}${story}</td></tr></table>`));
    expect(ofKind(extracted, "table")).toEqual(["Quay | Depth", "Third | 14 m"]);
  });

  test("cells with short paragraphs stay one row, also a long row", async () => {
    const cells = Array.from({ length: 12 }, (_, i) => `<td><p>Column number ${i} of the row</p></td>`).join("");
    const [row] = ofKind(await read(page(`${story}<table><tr>${cells}</tr></table>`)), "table");
    expect(row?.split(" | ")).toHaveLength(12);
  });

  test("long lines that end in a break are paragraphs, short ones are lines", async () => {
    const { blocks } = await read(page(`<div>${SENTENCE}<br>${SENTENCE}<br><br>One,<br>two.</div>`));
    expect(blocks.map(({ text }) => text)).toEqual([SENTENCE.trim(), SENTENCE.trim(), "One,\ntwo."]);
  });
});

describe("Chinese that was read as Latin-1", () => {
  test("is put right; other Latin-1 letters stay", async () => {
    // GB 2312 bytes as characters: "the harbour of our country is large, and the people have come to the sea" many times.
    const bytes = [0xce, 0xd2, 0xb9, 0xfa, 0xb5, 0xc4, 0xb8, 0xdb, 0xbf, 0xda, 0xca, 0xc7, 0xb4, 0xf3, 0xb5, 0xc4, 0xa1, 0xa3]; // biome-ignore format: bytes
    const misread = String.fromCharCode(...bytes).repeat(40);
    expect((await read(page(`<p>${misread}</p>`))).blocks[0]?.text).toContain("我国的港口是大的。");
    const french = "Où étés et forêts mêlent âme, île, naïveté, cœur et çà. ".repeat(60).trim();
    expect((await read(page(`<p>${french}</p>`))).blocks[0]?.text).toBe(french);
  });
});

describe("what a page says of itself", () => {
  const linked = (json: string): string => `<script type="application/ld+json">${json}</script>`;
  const metaOf = async (head: string, body = story): Promise<Extracted["meta"]> => (await read(page(body, head))).meta;

  test("the JSON-LD of another page, a broken one and a graph", async () => {
    const head = [
      "<title>Third quay for Marenholm | The Vessby Post</title>",
      linked("{broken"),
      linked('{"@type":"NewsArticle","headline":"Ten jams for the summer","author":"Nobody"}'),
      linked('{"@graph":[{"@type":"WebPage","name":"Third quay for Marenholm"},{"@type":["Article"],"headline":"Third quay for Marenholm","author":[{"name":"Ilse Brandt"},{"name":"Jo Lind"}],"datePublished":"2026-03-01","publisher":{"name":"The Vessby Post"},"inLanguage":"en"}]}'),
    ]; // biome-ignore format: one script a line
    expect(await metaOf(head.join(""))).toEqual({
      title: "Third quay for Marenholm",
      byline: "Ilse Brandt, Jo Lind",
      published: "2026-03-01",
      site: "The Vessby Post",
      language: "en",
    });
  });

  test.each([
    ["<title>Third quay for Marenholm | The Vessby Post</title>", story],
    ["<title>The Vessby Post - Third quay for Marenholm</title>", `<h1>Third quay for Marenholm</h1>${story}`],
    [
      '<title>Third quay for Marenholm - The Vessby Post</title><meta property="og:site_name" content="The Vessby Post">',
      story,
    ],
  ])("the title without the site: %s", async (head, body) => {
    expect((await metaOf(head, body)).title).toBe("Third quay for Marenholm");
  });

  test.each(["Trains - and how to ride them", "Half-time: what we know"])("%s stays whole", async (title) => {
    expect((await metaOf(`<title>${title}</title>`)).title).toBe(title);
  });
});

describe("pages that would cost much", () => {
  test.each([
    ["lines that never end a block", `<p>${"x<br>".repeat(60_000)}</p>${story}`],
    ["links", `${'<a href="x">word</a> '.repeat(60_000)}${story}`],
    ["blocks", `${"<p>A line like this one</p>".repeat(30_000)}${story}`],
    ["nested tables", `${"<table><tr><td>".repeat(10_000)}${story}`],
    [
      "elements in each other and closing tags of none",
      `${"<div>".repeat(30_000)}${"</span></p></div >".repeat(30_000)}${story}`,
    ],
    ["forms in each other", `${"<div>".repeat(30_000)}${"<form></form>".repeat(60_000)}${story}`],
    [
      "foreign elements",
      `${"<svg>".repeat(30_000)}${"</foreignobject>".repeat(60_000)}${"</svg>".repeat(30_000)}${story}`,
    ],
    [
      "style sheets",
      `${"<style>.x{".repeat(60_000)}</style>${"<style".repeat(60_000)}>${"/*".repeat(60_000)}</style>${story}`,
    ],
    ["attributes", `<div ${Array.from({ length: 60_000 }, (_, i) => `a${i}="x"`).join(" ")}>${story}`],
  ])("many %s are read", async (_, body) => {
    expect((await read(page(body))).blocks.length).toBeGreaterThan(0);
  });
});

describe("pages of which nothing can be told apart are read whole", () => {
  test.each([
    ["one line again and again", "<p>A line like this one</p>".repeat(5_000)],
    ["more blocks than are looked at", `${"<p>A line like this one</p>".repeat(25_000)}`],
    ["hardly any text", "<p>Open.</p><p>Open.</p>"],
  ])("%s", async (_, body) => {
    const { text } = clean(await read(page(body)));
    expect(text.split("\n\n")).toHaveLength(body.match(/<p>/g)!.length);
  });
});

test("every removal has its rule, and cleaning keeps the body", async () => {
  const furniture = '<nav><a href="/">Home</a></nav><div class="related"><a href="/b">Orchards in bloom</a></div><footer>Imprint</footer>'; // biome-ignore format: one line
  const { removed, text } = clean(await read(page(`<article>${story}</article>${furniture}`)));
  expect(removed.map(({ rule, text }) => `${rule}: ${text}`)).toEqual(["navigation: Home", "related: Orchards in bloom", "footer: Imprint"]); // biome-ignore format: one line
  expect(text).toContain("third quay");
});
