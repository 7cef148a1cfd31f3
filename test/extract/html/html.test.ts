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

describe("hidden content", () => {
  test("keeps elements with an entrance animation and segments streamed by React", async () => {
    const { blocks } = await read(
      page(
        `${story}<p style="opacity:0;transform:translateY(9px)">Fades in.</p><div hidden id="S:1"><p>${SENTENCE}</p></div>`,
      ),
    );
    expect(blocks.at(-1)?.text).toBe(SENTENCE.trim());
  });

  test.each(['aria-hidden="true"', 'style="opacity: 0"', 'style="opacity:0.0;color:red"', 'id="S:1x" hidden'])(
    "removes elements with %s",
    async (attribute) => {
      expect(JSON.stringify(await read(page(`${story}<p ${attribute}>SECRET</p>`)))).not.toContain("SECRET");
    },
  );

  test.each([
    [".x { display: none }", "<p class='a x'>SECRET</p>"],
    ["a{b:c} /* } */ div#x,\nul.y{color:red;visibility : hidden}", "<div id=x>SECRET</div><ul class=y><li>SECRET</ul>"],
    ["@media screen { @layer a { .x { display:none } } }", "<div class=x><p>SECRET</div>"],
  ])("removes elements hidden by the style sheet %s", async (sheet, body) => {
    expect(JSON.stringify(await read(page(`${body}${story}<style>${sheet}</style>`)))).not.toContain("SECRET");
  });

  test.each([
    ["an overridden rule", "<style>.x{display:none} .tabs .x.open{display:block}</style>"],
    [
      "rules in media queries",
      "<style>@media (max-width: 9em) {.x{display:none}} @media print {p{color:red} .x{display:none}}</style>",
    ],
    ["selectors with a context or pseudo-class", "<style>.menu .x, .x > b, .x:hover, .x::after{display:none}</style>"],
    ["a print style sheet", "<style media='print'>.x{display:none}</style>"],
    ["a style sheet in noscript", "<noscript><style>.x{display:none}</style></noscript>"],
    ["rules in comments", "<!-- <style>.x{display:none}</style> --><style>/* .x{display:none}</style>"],
    ["malformed CSS", "<style>}}} .x{display:none-such} {{{ @</style>"],
  ])("keeps elements hidden only by %s", async (_, sheet) => {
    expect(JSON.stringify(await read(page(`${story}<p class="x">SHOWN: ${SENTENCE}</p>`, sheet)))).toContain("SHOWN");
  });

  test("removes hidden elements below the maximum nesting depth", async () => {
    const secret = "<div hidden><p>SECRET<div>SECRET<p>SECRET</div>SECRET</div>";
    const { blocks } = await read(page(`${"<div>".repeat(600)}${secret}${story}`));
    expect(blocks.map(({ text }) => text).join("")).toMatch(/^The harbour/);
    expect(JSON.stringify(blocks)).not.toContain("SECRET");
  });

  test("reads noscript only if the page has no other text", async () => {
    const noscript = `<noscript>${story}</noscript>`;
    expect((await read(page(noscript))).blocks.length).toBeGreaterThan(0);
    const { blocks } = await read(page(`${story}<noscript><p>SECRET ${SENTENCE.repeat(9)}</p></noscript>`));
    expect(JSON.stringify(blocks)).not.toContain("SECRET");
  });
});

describe("tables and line breaks", () => {
  test("treats a table with a nested table as layout and keeps the rows of the nested one", async () => {
    const inner = "<table><tr><td>Quay</td><td>Depth</td></tr><tr><td>Third</td><td>14 m</td></tr></table>";
    const extracted = await read(page(`<table><tr><td>Menu</td><td>${story}${inner}${story}</td></tr></table>`));
    expect(ofKind(extracted, "table")).toEqual(["Quay | Depth", "Third | 14 m"]);
  });

  test("joins cells with short paragraphs into one row", async () => {
    const cells = Array.from({ length: 12 }, (_, i) => `<td><p>Column number ${i} of the row</p></td>`).join("");
    const [row] = ofKind(await read(page(`${story}<table><tr>${cells}</tr></table>`)), "table");
    expect(row?.split(" | ")).toHaveLength(12);
  });

  test("splits long lines at br elements into paragraphs and keeps short lines together", async () => {
    const { blocks } = await read(page(`<div>${SENTENCE}<br>${SENTENCE}<br><br>One,<br>two.</div>`));
    expect(blocks.map(({ text }) => text)).toEqual([SENTENCE.trim(), SENTENCE.trim(), "One,\ntwo."]);
  });
});

describe("mojibake", () => {
  test("repairs Chinese that was decoded as Latin-1 and keeps accented letters", async () => {
    // "我国的港口是大的。" in GB 2312; each byte becomes one character.
    const bytes = [
      0xce, 0xd2, 0xb9, 0xfa, 0xb5, 0xc4, 0xb8, 0xdb, 0xbf, 0xda, 0xca, 0xc7, 0xb4, 0xf3, 0xb5, 0xc4, 0xa1, 0xa3,
    ];
    const misread = String.fromCharCode(...bytes).repeat(40);
    expect((await read(page(`<p>${misread}</p>`))).blocks[0]?.text).toContain("我国的港口是大的。");
    const french = "Où étés et forêts mêlent âme, île, naïveté, cœur et çà. ".repeat(60).trim();
    expect((await read(page(`<p>${french}</p>`))).blocks[0]?.text).toBe(french);
  });
});

describe("page metadata", () => {
  const linked = (json: string): string => `<script type="application/ld+json">${json}</script>`;
  const metaOf = async (head: string, body = story): Promise<Extracted["meta"]> => (await read(page(body, head))).meta;

  test("uses the matching article in a JSON-LD graph and ignores other and malformed scripts", async () => {
    const head = [
      "<title>Third quay for Marenholm | The Vessby Post</title>",
      linked("{broken"),
      linked('{"@type":"NewsArticle","headline":"Ten jams for the summer","author":"Nobody"}'),
      linked(
        '{"@graph":[{"@type":"WebPage","name":"Third quay for Marenholm"},{"@type":["Article"],"headline":"Third quay for Marenholm","author":[{"name":"Ilse Brandt"},{"name":"Jo Lind"}],"datePublished":"2026-03-01","publisher":{"name":"The Vessby Post"},"inLanguage":"en"}]}',
      ),
    ];
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
  ])("removes the site name from %s", async (head, body) => {
    expect((await metaOf(head, body)).title).toBe("Third quay for Marenholm");
  });

  test.each(["Trains - and how to ride them", "Half-time: what we know"])(
    "keeps the title %j unchanged",
    async (title) => {
      expect((await metaOf(`<title>${title}</title>`)).title).toBe(title);
    },
  );
});

describe("expensive pages", () => {
  test.each([
    ["line breaks in one block", `<p>${"x<br>".repeat(60_000)}</p>${story}`],
    ["links", `${'<a href="x">word</a> '.repeat(60_000)}${story}`],
    ["blocks", `${"<p>A line like this one</p>".repeat(30_000)}${story}`],
    ["nested tables", `${"<table><tr><td>".repeat(10_000)}${story}`],
    [
      "nested elements and unmatched end tags",
      `${"<div>".repeat(30_000)}${"</span></p></div >".repeat(30_000)}${story}`,
    ],
    ["forms in deeply nested elements", `${"<div>".repeat(30_000)}${"<form></form>".repeat(60_000)}${story}`],
    [
      "nested SVG elements and unmatched end tags",
      `${"<svg>".repeat(30_000)}${"</foreignobject>".repeat(60_000)}${"</svg>".repeat(30_000)}${story}`,
    ],
    [
      "unclosed style rules and comments",
      `${"<style>.x{".repeat(60_000)}</style>${"<style".repeat(60_000)}>${"/*".repeat(60_000)}</style>${story}`,
    ],
    ["attributes", `<div ${Array.from({ length: 60_000 }, (_, i) => `a${i}="x"`).join(" ")}>${story}`],
  ])("reads a page with many %s", async (_, body) => {
    expect((await read(page(body))).blocks.length).toBeGreaterThan(0);
  });
});

describe("pages without recognisable main content", () => {
  test.each([
    ["one repeated line", "<p>A line like this one</p>".repeat(5_000)],
    ["more blocks than are classified", `${"<p>A line like this one</p>".repeat(25_000)}`],
    ["very little text", "<p>Open.</p><p>Open.</p>"],
  ])("keeps every block of a page with %s", async (_, body) => {
    const { text } = clean(await read(page(body)));
    expect(text.split("\n\n")).toHaveLength(body.match(/<p>/g)!.length);
  });
});

test("records a rule for every removal and keeps the article body", async () => {
  const boilerplate =
    '<nav><a href="/">Home</a></nav><div class="related"><a href="/b">Orchards in bloom</a></div><footer>Imprint</footer>';
  const { removed, text } = clean(await read(page(`<article>${story}</article>${boilerplate}`)));
  expect(removed.map(({ rule, text }) => `${rule}: ${text}`)).toEqual([
    "navigation: Home",
    "related: Orchards in bloom",
    "footer: Imprint",
  ]);
  expect(text).toContain("third quay");
});
