import { describe, expect, test } from "vitest";
import { readStructuredMetadata } from "../../../src/extract/html/features/structuredMetadata.ts";
import { parseJsonLd } from "../../../src/extract/markup/jsonLd.ts";

const SENTENCE = "The ferry to the northern islands will not sail this week because of the storm.";
const OTHER = "Readers who liked this page have also looked at twelve other pages of our shop.";

const read = (meta: Record<string, string>, ...scripts: unknown[]) =>
  readStructuredMetadata({
    meta: new Map(Object.entries(meta)),
    jsonLd: parseJsonLd(scripts.map((script) => (typeof script === "string" ? script : JSON.stringify(script)))),
  });

describe("readStructuredMetadata", () => {
  test("matches blocks with the article body in JSON-LD", () => {
    const { blockFeatures, pageFeatures } = read({}, { "@type": "NewsArticle", articleBody: `<p>${SENTENCE}</p>` });
    expect(blockFeatures(SENTENCE)).toEqual({ inArticle: 1, inData: 0, described: 0 });
    expect(blockFeatures(OTHER).inArticle).toBe(0);
    expect(pageFeatures).toMatchObject({ isArticle: 1, isProduct: 0 });
    expect(pageFeatures.articleWords).toBeGreaterThan(0);
  });

  test("matches other JSON-LD texts separately and reads nested ones", () => {
    const answer = { "@type": "Answer", text: SENTENCE };
    const { blockFeatures, pageFeatures } = read(
      {},
      { "@type": "QAPage", mainEntity: { "@type": "Question", suggestedAnswer: [answer] } },
    );
    expect(blockFeatures(SENTENCE)).toMatchObject({ inArticle: 0, inData: 1 });
    expect(pageFeatures).toMatchObject({ isThread: 1, isArticle: 0 });
  });

  test("measures the share of the description that a block contains", () => {
    const { blockFeatures } = read({ "og:description": SENTENCE });
    expect(blockFeatures(`${SENTENCE} ${OTHER}`).described).toBe(1);
    expect(blockFeatures(SENTENCE.slice(0, 40)).described).toBeLessThan(0.6);
    expect(blockFeatures(OTHER).described).toBe(0);
  });

  test.each([
    [{ "og:type": "article" }, "isArticle"],
    [{ "article:published_time": "2026-01-01" }, "isArticle"],
    [{ "og:type": "product" }, "isProduct"],
    [{ "og:type": "website" }, "isSite"],
  ])("maps %j to %s", (meta, kind) => expect(read(meta).pageFeatures).toMatchObject({ [kind]: 1 }));

  test("returns zeros for missing and malformed metadata", () => {
    for (const script of ["", "{", "null", "[[[]]]", '{"articleBody": 7}', "[".repeat(5000)])
      expect(new Set(Object.values(read({}, script).pageFeatures))).toEqual(new Set([0]));
    expect(read({}).blockFeatures(SENTENCE)).toEqual({ inArticle: 0, inData: 0, described: 0 });
  });

  test("does not hang on unclosed tags", () => {
    const start = performance.now();
    read({}, { "@type": "Article", articleBody: `${"< a".repeat(300_000)} ${SENTENCE}` });
    // Takes some milliseconds, and in quadratic time more than a minute.
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test("ignores JSON-LD that is nested too deeply", () => {
    const deep = `${'{"a":'.repeat(3000)}"${SENTENCE}"${"}".repeat(3000)}`;
    expect(read({}, deep).blockFeatures(SENTENCE).inData).toBe(0);
  });
});
