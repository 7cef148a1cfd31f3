import { type Extractor, NO_META, PithError, type RawBlock } from "../../model/index.ts";
import { type Attributes, walkXml } from "../office/xml.ts";
import { normalizeWhitespace } from "../whitespace.ts";
import { splitWords } from "./json.ts";

/** Root elements of XML that is no text, with what it is called. */
const NOT_TEXT: Record<string, string> = {
  svg: "image/svg+xml",
  urlset: "a sitemap",
  sitemapindex: "a sitemap",
  opml: "a list of feeds",
};
/** Minimum number of words of an element whose text is prose, and minimum share of such words in a prose document. */
const PROSE = { minWords: 8, minShare: 0.5 };
/** Matches the names of elements with the title of a document or of one of its parts. */
const TITLE = /^(?:(?:article-?|document-?)?title|head(?:ing|line)?)$/i;

/**
 * XML of any vocabulary that has no extractor of its own. The text of documents, such as DocBook or JATS, becomes
 * paragraphs. Data, such as settings, is listed by the names of its elements and attributes. Pictures and sitemaps have
 * no text to read.
 */
export const xml: Extractor = {
  mediaTypes: ["application/xml"],
  async extract({ mediaType, text }) {
    const { root, entries } = parse(text ?? "");
    const kind = NOT_TEXT[root];
    if (kind) throw new PithError("unsupported", kind);
    const isProse = proseShare(entries) >= PROSE.minShare;
    const blocks = entries.flatMap((entry) => (isProse ? proseBlock(entry) : dataBlock(entry)));
    const title = (isProse && blocks.find(({ kind }) => kind === "heading")?.text) || null;
    return { mediaType, blocks, meta: { ...NO_META, title }, coverage: null, flat: false, removed: [] };
  },
};

/** An element with text of its own, whose inline elements are part of that text, or one with attributes only. */
type Entry = { name: string; text: string; attributes: Attributes };
/** An element that is open. Its parts are its text and what its child elements gave. */
type OpenElement = { name: string; attributes: Attributes; parts: (string | Entry[])[]; hasText: boolean };

function parse(source: string): { root: string; entries: Entry[] } {
  let root = "";
  const top: OpenElement = { name: "", attributes: {}, parts: [], hasText: false };
  const open = [top];
  walkXml(source, {
    onOpenTag(rawName, attributes) {
      const name = rawName.slice(rawName.indexOf(":") + 1);
      root ||= name.toLowerCase();
      open.push({ name, attributes, parts: [], hasText: false });
    },
    onText(text) {
      const element = open.at(-1)!;
      element.hasText ||= /\S/.test(text);
      element.parts.push(text);
    },
    onCloseTag() {
      const element = open.pop()!;
      open.at(-1)?.parts.push(entriesOf(element));
    },
  });
  return { root, entries: top.parts.flatMap((part) => (typeof part === "string" ? [] : part)) };
}

function entriesOf({ name, attributes, parts, hasText }: OpenElement): Entry[] {
  if (hasText) {
    const text = parts.map((part) => (typeof part === "string" ? part : part.map((entry) => entry.text).join(" ")));
    return [{ name, text: normalizeWhitespace(text.join("")), attributes }];
  }
  const children = parts.flatMap((part) => (typeof part === "string" ? [] : part));
  return Object.keys(attributes).length ? [{ name, text: "", attributes }, ...children] : children;
}

function proseShare(entries: Entry[]): number {
  const counts = entries.map(({ text }) => text.split(" ").length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.filter((count) => count >= PROSE.minWords).reduce((sum, count) => sum + count, 0) / Math.max(1, total);
}

function proseBlock({ name, text }: Entry): RawBlock[] {
  return text ? [{ kind: TITLE.test(name) ? "heading" : "paragraph", text, page: null, links: 0 }] : [];
}

function dataBlock({ name, text, attributes }: Entry): RawBlock[] {
  const values = Object.entries(attributes)
    .filter(([key]) => !/^(?:xmlns|xsi:|xml:)/.test(key))
    .map(([key, value]) => `${splitWords(key)} ${value}`);
  const value = normalizeWhitespace([...values, text].filter(Boolean).join(", "));
  return value ? [{ kind: "list", text: `${splitWords(name)}: ${value}`, page: null, links: 0 }] : [];
}
