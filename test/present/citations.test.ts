import { describe, expect, test } from "vitest";
import type { Document, Quote } from "../../src/model/index.ts";
import type { CitedSource } from "../../src/present/citations/index.ts";
import { DEFAULT_LOCALE, translatorFor } from "../../src/present/index.ts";
import { createDocument } from "../fakes/documents.ts";
import { createMarker } from "./createMarker.ts";

const translate = translatorFor(DEFAULT_LOCALE);
const ADDRESS = "https://news.example/quay";

function quoteOf(document: Document, text: string, overrides: Partial<Quote> = {}, from = 0): Quote {
  const start = document.text.indexOf(text, from);
  expect(start).toBeGreaterThanOrEqual(0);
  return { document: document.id, text, start, end: start + text.length, paragraph: 3, page: null, ...overrides };
}

const webPage = (paragraphs: string[], overrides: Partial<Document> = {}): Document =>
  createDocument(paragraphs, { mediaType: "text/html", ...overrides });

/** Returns the text directives of a citation, decoded, with `|` between the terms. */
function directiveOf(document: Document, text: string, from = 0): string {
  const cite = createMarker([{ document, address: ADDRESS, upload: null }], translate);
  const [, directive] = /^\[¶ 3\]\(<https:\/\/news\.example\/quay#:~:text=([^<>\s]*)>\)$/.exec(
    cite(quoteOf(document, text, {}, from)),
  )!;
  return directive!.replaceAll(",", "|").split("|").map(decodeURIComponent).join("|");
}

describe("the text directive of a web page", () => {
  test("names a short quote in full", () => {
    expect(directiveOf(webPage(["The quay opened. It was late."]), "The quay opened.")).toBe("The quay opened.");
  });

  test("names the first and last words of a long quote", () => {
    const page = webPage(["The quay of Ostrand opened on Monday after eleven years. It was late."]);
    expect(directiveOf(page, "The quay of Ostrand opened on Monday after eleven years.")).toBe(
      "The quay of Ostrand|after eleven years.",
    );
  });

  test("has more words, a prefix or a suffix where its words stand twice", () => {
    const page = webPage(["The ferry left. It was late.", "The quay opened. It was late."]);
    const second = page.text.indexOf("The quay");
    expect(directiveOf(page, "It was late.")).toBe("left.-|It was late.");
    expect(directiveOf(page, "It was late.", second)).toBe("opened.-|It was late.");
    expect(directiveOf(page, "It", second)).toBe("opened.-|It");
  });

  test("tells apart what differs only in case, marks or quotation marks", () => {
    const page = webPage(["Zoë: “Élan”. Then noise.", 'ZOE: "elan". Then quiet.']);
    expect(directiveOf(page, "Zoë: “Élan”.")).toBe("Zoë: “Élan”.|-Then noise");
  });

  test("tells apart the quote and what cleaning has removed, and the title", () => {
    const removed = [{ rule: "links", text: "Most read\nThe quay opened" }];
    const page = webPage(["The quay opened on Monday. Fish is dear."], { removed, title: "Fish is dear" });
    expect(directiveOf(page, "The quay opened")).toBe("The quay opened|-on");
    expect(directiveOf(page, "Fish is dear")).toBe("Monday.-|Fish is dear");
  });

  test("has a directive for each block, since the page may hold something in between", () => {
    const page = webPage(["He left. The ferry", "sailed at noon. She stayed."]);
    expect(directiveOf(page, "The ferry\n\nsailed at noon.")).toBe("The ferry&text=sailed at noon.");
  });

  test("has a second directive without the first word, which may begin with a drop cap", () => {
    const page = webPage([
      "A lead.",
      `The quay of Ostrand opened on Monday after eleven years. ${"It was late. ".repeat(20)}`,
    ]);
    const quote = "The quay of Ostrand opened on Monday after eleven years.";
    expect(directiveOf(page, quote)).toBe(
      "The quay of Ostrand|after eleven years.&text=quay of Ostrand opened|after eleven years.",
    );
    expect(directiveOf(webPage(["The quay opened."]), "The quay opened.")).toBe("The quay opened.");
  });

  test("has no term across a line break or the cells of a table", () => {
    const page = webPage(["The roads\nare closed until noon\ntoday", "Plot | Holder | Rent"]);
    page.blocks[1]!.kind = "table";
    expect(directiveOf(page, page.text.slice(0, page.blocks[0]!.end))).toBe("The roads|today");
    expect(directiveOf(page, "Plot | Holder | Rent")).toBe("Plot|Rent");
  });

  test("names the words before or after, if the quote begins or ends inside a word", () => {
    const page = webPage(["Unforgettable evenings by the seaside"]);
    expect(directiveOf(page, "forgettable evenings by the sea")).toBe("Un-|forgettable evenings by the sea|-side");
  });

  test("points to the first copy of a quote that stands twice in the same words", () => {
    expect(directiveOf(webPage(Array(5).fill("Again.")), "Again.", 16)).toBe("Again.");
  });

  test("ends its terms at punctuation in scripts without spaces", () => {
    const page = webPage(["駅前の小さなパン屋「麦の家」が、今年で創業百年を迎えた。毎朝四時に窯に火を入れる。"]);
    expect(directiveOf(page, "駅前の小さなパン屋「麦の家」が、今年で創業百年を迎えた。")).toBe(
      "駅前の小さなパン屋|今年で創業百年を迎えた。",
    );
  });

  test("is encoded, so that neither a browser nor Discord takes a character for syntax", () => {
    const text = "a-b, c & d (e) *f* _g_ ~h~ 'i' \"j\" !k 50% #l <m> |n| \\o `p` [q]";
    const cite = createMarker([{ document: webPage([text]), address: ADDRESS, upload: null }], translate);
    for (const part of ["a-b, c & d (e)", "*f* _g_ ~h~", "'i' \"j\" !k 50%", "#l <m> |n| \\o `p` [q]"]) {
      const mark = cite(quoteOf(webPage([text]), part));
      expect(mark).toMatch(/^\[¶ 3\]\(<https:\/\/news\.example\/quay#:~:text=[\w%.]+(?:,[\w%.]+|,-[\w%.]+)*>\)$/);
      expect(mark.split(":~:text=")[1]).not.toMatch(/[_&]/);
    }
  });

  test("names single words of a text file, whose line breaks may have been joined", () => {
    const lines = createDocument(["The quay of Ostrand opened on Monday after the eleven years. The ferry left."]);
    const cite = createMarker([{ document: lines, address: `${ADDRESS}.txt`, upload: null }], translate);
    expect(cite(quoteOf(lines, "The quay of Ostrand opened on Monday after the eleven years."))).toBe(
      "[¶ 3](<https://news.example/quay.txt#:~:text=The,quay-,of,years.>)".replace("The,quay-,of", "The%20quay"),
    );
  });
});

describe("the mark of a quote", () => {
  const document = webPage(["The quay opened. It was late."]);
  const quote = quoteOf(document, "The quay opened.");
  const onPage = { ...quote, page: 2 };
  const cite = (source: Partial<CitedSource>, cited: Quote = quote, locale = DEFAULT_LOCALE): string =>
    createMarker([{ document, address: null, upload: null, ...source }], translatorFor(locale))(cited);
  const of = (mediaType: string): Document => ({ ...document, mediaType });
  const MESSAGE = "https://discord.com/channels/1/2/3";

  test.each<[string, string, string]>([
    ["#sec", "https://news.example/quay#sec", "https://news.example/quay#sec:~:text=The%20quay%20opened."],
    [
      "another directive",
      "https://news.example/quay#:~:text=old",
      "https://news.example/quay#:~:text=The%20quay%20opened.",
    ],
    ["both", "https://news.example/q#sec:~:text=old", "https://news.example/q#sec:~:text=The%20quay%20opened."],
    [
      "none",
      "https://news.example/q?a=1%2C2&b=%2D%26",
      "https://news.example/q?a=1%2C2&b=%2D%26#:~:text=The%20quay%20opened.",
    ],
  ])("keeps the address and its fragment: %s", (_, address, expected) => {
    expect(cite({ address })).toBe(`[¶ 3](<${expected}>)`);
  });

  test("opens a PDF file at its page", () => {
    const source = { document: of("application/pdf"), address: "https://news.example/a.pdf#page=9" };
    expect(cite(source, onPage)).toBe("[p. 2](<https://news.example/a.pdf#page=2>)");
  });

  test("opens other files at their start", () => {
    const address = "https://news.example/a.docx";
    expect(cite({ document: of("application/vnd.oasis.opendocument.text"), address })).toBe(`[¶ 3](<${address}>)`);
  });

  test("opens an upload at its message, and links nothing else", () => {
    expect(cite({ upload: MESSAGE })).toBe(`[¶ 3](<${MESSAGE}>)`);
    expect(cite({ upload: MESSAGE }, onPage)).toBe(`[p. 2](<${MESSAGE}>)`);
    expect(cite({ upload: "https://gift.example/channels/1/2/3" })).toBe("¶ 3");
  });

  test("is the place in words without an address, or with one that is too long or not of the web", () => {
    expect(cite({})).toBe("¶ 3");
    expect(cite({}, onPage)).toBe("p. 2");
    expect(cite({ address: `https://news.example/${"a".repeat(480)}` })).toBe("¶ 3");
    expect(cite({ address: "ftp://news.example/a" })).toBe("¶ 3");
    expect(cite({}, { ...quote, document: "unknown" })).toBe("¶ 3");
  });

  test("has a shorter fragment if the address is long", () => {
    const long = webPage(["The quay of Ostrand opened on Monday after eleven years. The ferry left on Monday."]);
    const cited = quoteOf(long, "The quay of Ostrand opened on Monday after eleven years.");
    const address = `https://news.example/${"a".repeat(440)}`;
    const mark = cite({ document: long, address }, cited);
    expect(mark).toBe(`[¶ 3](<${address}#:~:text=The%20quay,years.>)`);
    expect(cite({ document: long, address: ADDRESS }, cited)).toContain("text=The%20quay%20of%20Ostrand,");
  });

  test("has the plain address if the document is not stored, or is another one", () => {
    const { text: _, blocks: __, removed: ___, ...metadata } = document;
    expect(cite({ document: metadata, address: ADDRESS })).toBe(`[¶ 3](<${ADDRESS}>)`);
    expect(cite({ address: ADDRESS }, { ...quote, text: "Other words." })).toBe(`[¶ 3](<${ADDRESS}>)`);
  });

  test.each([
    ["de", "S. 2"],
    ["es-ES", "pág. 2"],
    ["ja", "p. 2"],
  ])("is translated: %s", (locale, label) => expect(cite({}, onPage, locale)).toBe(label));
});
