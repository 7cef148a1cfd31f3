import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalUrl } from "../../src/intake/index.ts";

test.each([
  ["https://News.example/a?utm_source=x&id=7&fbclid=y#part", "https://news.example/a?id=7"],
  ["https://news.example/a?q=a%20b&gclid=1", "https://news.example/a?q=a%20b"],
  ["https://news.example/a?amp=1&outputType=amp", "https://news.example/a"],
  ["https://www.google.com/amp/s/news.example/a/b?utm_medium=x", "https://news.example/a/b"],
  ["https://news-example.cdn.ampproject.org/c/s/news.example/a", "https://news.example/a"],
  ["https://www.google.com/search?q=amp", "https://www.google.com/search?q=amp"],
  ["https://news.example/watch?v=1&t=20", "https://news.example/watch?v=1&t=20"],
  ["not an address", "not an address"],
])("canonicalUrl(%j) returns %j", (url, canonical) => {
  expect(canonicalUrl(url)).toBe(canonical);
});

test("canonicalUrl is idempotent", () => {
  const property = fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
    expect(canonicalUrl(canonicalUrl(url))).toBe(canonicalUrl(url));
  });
  fc.assert(property);
});
