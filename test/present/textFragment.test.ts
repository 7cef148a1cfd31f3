import fc from "fast-check";
import { expect, test } from "vitest";
import type { Document, Span } from "../../src/model/index.ts";
import { DEFAULT_LOCALE, translatorFor } from "../../src/present/index.ts";
import { createDocument } from "../fakes/documents.ts";
import { createMarker } from "./createMarker.ts";

const translate = translatorFor(DEFAULT_LOCALE);
const PREFIX = "[¶ 1](<https://a.example/#:~:text=";

/** Finds the first place of `query` at or after `from`, within a line and between word boundaries where required. */
function findString(text: string, query: string, from: number, isStartBounded: boolean, isEndBounded: boolean): number {
  for (let at = text.indexOf(query, from); at >= 0; at = text.indexOf(query, at + 1)) {
    const isInLine = !query.includes("\n");
    const isStart = !isStartBounded || isWordBoundary(text, at);
    const isEnd = !isEndBounded || isWordBoundary(text, at + query.length);
    if (isInLine && isStart && isEnd) return at;
  }
  return -1;
}

const words = new Intl.Segmenter("en", { granularity: "word" });

/** Whether a word begins or ends at an offset. Line breaks end each word. */
function isWordBoundary(text: string, at: number): boolean {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = text.indexOf("\n", at);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  return at - lineStart === line.length || [...words.segment(line)].some(({ index }) => index === at - lineStart);
}

const nextNonSpace = (text: string, at: number): number => at + /^\s*/.exec(text.slice(at))![0].length;

/**
 * Finds a range from a text directive, as the specification says, in a page that consists of lines
 * (https://wicg.github.io/scroll-to-text-fragment/#finding-ranges-in-a-document). Compares without case.
 */
function findRange(page: string, directive: string): Span | null {
  const text = page.toLowerCase();
  const terms = directive.split(",");
  const decode = (term: string): string => decodeURIComponent(term).toLowerCase();
  const prefix = terms[0]!.endsWith("-") ? decode(terms.shift()!.slice(0, -1)) : null;
  const suffix = terms.at(-1)!.startsWith("-") ? decode(terms.pop()!.slice(1)) : null;
  const [start, end = null] = terms.map(decode) as [string, string?];
  const isEndBounded = end !== null || suffix === null;
  for (let from = 0; from < text.length; ) {
    let at: number;
    if (prefix !== null) {
      const prefixAt = findString(text, prefix, from, true, false);
      if (prefixAt < 0) return null;
      from = prefixAt + 1;
      const after = nextNonSpace(text, prefixAt + prefix.length);
      at = findString(text, start, after, false, isEndBounded);
      if (at < 0) return null;
      if (at !== after) continue;
    } else {
      at = findString(text, start, from, true, isEndBounded);
      if (at < 0) return null;
      from = at + 1;
    }
    for (let rangeEnd = at + start.length; ; ) {
      if (end !== null) {
        const endAt = findString(text, end, rangeEnd, true, suffix === null);
        if (endAt < 0) return null;
        rangeEnd = endAt + end.length;
      }
      if (suffix === null) return { start: at, end: rangeEnd };
      const after = nextNonSpace(text, rangeEnd);
      const suffixAt = findString(text, suffix, after, false, true);
      if (suffixAt < 0) return null;
      if (suffixAt === after) return { start: at, end: rangeEnd };
      if (end === null) break;
    }
  }
  return null;
}

/** Returns the text that the citation of a span of a document points to, and its offset in that of the document. */
function cited(document: Document, span: Span): { text: string; start: number } | null {
  const text = document.text.slice(span.start, span.end);
  const cite = createMarker([{ document, address: "https://a.example/", upload: null }], translate);
  const mark = cite({ document: document.id, ...span, text, paragraph: 1, page: null });
  if (!mark.startsWith(PREFIX)) return null;
  // Where the removed pieces stand is unknown, so they stand at both ends.
  const removed = document.removed.map((piece) => piece.text).join("\n");
  const page = `${removed}\n${document.text}\n${removed}`;
  const ranges = mark
    .slice(PREFIX.length, -2)
    .split("&text=")
    .map((directive) => findRange(page, directive));
  if (ranges.some((range) => range === null)) throw new Error(`${mark} points to nothing in ${JSON.stringify(page)}`);
  const shown = ranges.map((range) => page.slice(range!.start, range!.end));
  return { text: shown.join(""), start: ranges[0]!.start - removed.length - 1 };
}

const word = fc.oneof(
  fc.constantFrom(
    "the",
    "The",
    "quay",
    "opened",
    "a",
    "b-c",
    "twice",
    "3.5",
    "“so”",
    "it’s",
    "über",
    "и",
    "вода",
    "%",
    "&",
  ),
  fc.constantFrom("駅前の", "小さな", "パン屋", "。", "図書館は", "—", "(x,", "y)", "naïve", "मेरा", "الماء"),
);
const line = fc.array(word, { minLength: 1, maxLength: 14 }).map((list) => list.join(" "));
const block = fc.array(line, { minLength: 1, maxLength: 2 }).map((lines) => lines.join("\n"));
const page = fc.record({
  blocks: fc.array(block, { minLength: 1, maxLength: 6 }),
  removed: fc.array(line, { maxLength: 2 }),
  at: fc.nat(),
  length: fc.integer({ min: 1, max: 60 }),
});

test("points to the very words, or to the first copy of them, for arbitrary pages and spans", () => {
  let linked = 0;
  let exact = 0;
  const property = fc.property(page, ({ blocks, removed, at, length }) => {
    const document = createDocument(blocks, {
      mediaType: "text/html",
      removed: removed.map((text) => ({ rule: "links", text })),
    });
    const start = at % document.text.length;
    const span = { start, end: Math.min(document.text.length, start + length) };
    const quoted = document.text.slice(span.start, span.end);
    const shown = cited(document, span);
    if (shown === null) return;
    linked++;
    expect(shown.text.replace(/\s/g, "").toLowerCase()).toBe(quoted.replace(/\s/g, "").toLowerCase());
    if (shown.start === nextNonSpace(document.text, span.start)) exact++;
  });
  fc.assert(property, { numRuns: 1500 });
  expect(linked).toBeGreaterThan(1200);
  expect(exact).toBeGreaterThan(linked * 0.9);
});

test("no term that ends a quote overlaps itself", () => {
  const document = createDocument(
    ["駅前の the a الماء the", "the 駅前の the 駅前の the the\nthe b-c b-c b-c 駅前の", "the"],
    { mediaType: "text/html" },
  );
  const span = { start: 1, end: 60 };
  expect(cited(document, span)?.text ?? document.text.slice(span.start, span.end)).toContain("b-c b-c b-c");
});
