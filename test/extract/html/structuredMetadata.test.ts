import { describe, expect, test } from "vitest";
import { BLOCK_TRAITS, PAGE_TRAITS, readDeclared } from "../../../src/extract/html/features/structuredMetadata.ts";
import { linkedNodes } from "../../../src/extract/html/linkedData.ts";

const SENTENCE = "The ferry to the northern islands will not sail this week because of the storm.";
const OTHER = "Readers who liked this page have also looked at twelve other pages of our shop.";

const named = (names: string[], numbers: number[]) => Object.fromEntries(names.map((name, i) => [name, numbers[i]]));
const read = (meta: Record<string, string>, ...linked: unknown[]) => {
  const declared = readDeclared({
    meta: new Map(Object.entries(meta)),
    linkedData: linkedNodes(linked.map((script) => (typeof script === "string" ? script : JSON.stringify(script)))),
  });
  return { page: named(PAGE_TRAITS, declared.page), of: (text: string) => named(BLOCK_TRAITS, declared.of(text)) };
};

describe("what a page declares", () => {
  test("the body of an article in JSON-LD tells its paragraphs from others", () => {
    const { of, page } = read({}, { "@type": "NewsArticle", articleBody: `<p>${SENTENCE}</p>` });
    expect(of(SENTENCE)).toEqual({ inArticle: 1, inData: 0, described: 0 });
    expect(of(OTHER).inArticle).toBe(0);
    expect(page).toMatchObject({ isArticle: 1, isProduct: 0 });
    expect(page.articleWords).toBeGreaterThan(0);
  });

  test("other texts of JSON-LD count apart, however deep they stand in it", () => {
    const answer = { "@type": "Answer", text: SENTENCE };
    const { of, page } = read(
      {},
      { "@type": "QAPage", mainEntity: { "@type": "Question", suggestedAnswer: [answer] } },
    );
    expect(of(SENTENCE)).toMatchObject({ inArticle: 0, inData: 1 });
    expect(page).toMatchObject({ isThread: 1, isArticle: 0 });
  });

  test("the description counts by its own share in a block", () => {
    const { of } = read({ "og:description": SENTENCE });
    expect(of(`${SENTENCE} ${OTHER}`).described).toBe(1);
    expect(of(SENTENCE.slice(0, 40)).described).toBeLessThan(0.6);
    expect(of(OTHER).described).toBe(0);
  });

  test.each([
    [{ "og:type": "article" }, "isArticle"],
    [{ "article:published_time": "2026-01-01" }, "isArticle"],
    [{ "og:type": "product" }, "isProduct"],
    [{ "og:type": "website" }, "isSite"],
  ])("%j says %s", (meta, kind) => expect(read(meta).page[kind]).toBe(1));

  test("a page that tells nothing, or only what is broken, has no numbers and no error", () => {
    const nothing = Object.fromEntries(PAGE_TRAITS.map((name) => [name, 0]));
    for (const script of ["", "{", "null", "[[[]]]", '{"articleBody": 7}', "[".repeat(5000)])
      expect(read({}, script).page).toEqual(nothing);
    expect(read({}).of(SENTENCE)).toEqual({ inArticle: 0, inData: 0, described: 0 });
  });

  test("tags that never close take no time", () => {
    const begun = performance.now();
    read({}, { "@type": "Article", articleBody: `${"< a".repeat(150_000)} ${SENTENCE}` });
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  test("what is nested without end is left alone", () => {
    const deep = `${'{"a":'.repeat(3000)}"${SENTENCE}"${"}".repeat(3000)}`;
    expect(read({}, deep).of(SENTENCE).inData).toBe(0);
  });
});
