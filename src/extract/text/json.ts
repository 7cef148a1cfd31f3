import { type Extracted, type Extractor, type Meta, NO_META, type RawBlock } from "../../model/index.ts";
import { readHtml } from "../html/blocks.ts";
import { rowBlock } from "../table.ts";
import { codeBlocks } from "./code.ts";
import { tidy } from "./plainText.ts";

/**
 * JSON (RFC 8259) and JSON lines as the text that people would read in it: articles where there are any, else the names
 * and values in their order. What does not parse is shown as it is.
 */
export const json: Extractor = {
  mediaTypes: ["application/json", "application/x-ndjson"],
  async extract({ mediaType, text }): Promise<Extracted> {
    const value = parse(text ?? "");
    const blocks = value === undefined ? codeBlocks(text ?? "") : read(value);
    const articles = Array.isArray(value) ? value : [value];
    const meta = articles.length === 1 ? metaOf(articles[0]) : NO_META;
    return { mediaType, blocks, meta, coverage: null, flat: false, removed: [] };
  },
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      const lines = text.split("\n").filter((line) => line.trim());
      return lines.length > 1 ? lines.map((line) => JSON.parse(line) as unknown) : undefined;
    } catch {
      return undefined; // comments, a file cut off: still text
    }
  }
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isLeaf = (value: unknown): boolean => typeof value !== "object" || value === null;

/** Names that feeds, exports of content systems and schema.org give to the parts of an article. */
const TITLES = ["headline", "title", "name", "subject"];
const BODIES = [
  "articleBody",
  "content_html",
  "content_text",
  "content",
  "body",
  "text",
  "html",
  "markdown",
  "article",
  "message",
];
const BYLINES = ["author", "byline", "creator", "authors"];
const DATES = [
  "datePublished",
  "date_published",
  "published",
  "publishedAt",
  "published_at",
  "pubDate",
  "date",
  "created_at",
];
/** A body has at least this many characters. */
const LEAST_BODY = 200;

function field(fields: Fields, names: string[]): string | null {
  for (const name of names) {
    const value = fields[name];
    const inner = Array.isArray(value) ? (value[0] as unknown) : value;
    const said = isFields(inner) ? (inner.name ?? inner.rendered ?? inner["#text"]) : inner;
    if (typeof said === "string" && said.trim()) return said;
  }
  return null;
}

function bodyOf(fields: Fields): string | null {
  const body = field(fields, BODIES);
  return body && body.length >= LEAST_BODY ? body : null;
}

function metaOf(value: unknown): Meta {
  if (!isFields(value) || !bodyOf(value)) return NO_META;
  const date = field(value, DATES);
  const title = field(value, TITLES);
  return {
    ...NO_META,
    title: title && tidy(title),
    byline: field(value, BYLINES),
    published: date && /^\d{4}-\d{2}-\d{2}/.test(date) ? date : null,
    language: field(value, ["inLanguage", "language", "lang"]),
  };
}

/** Values in their order, without calling itself: a file may nest as deep as it is long. */
function read(root: unknown): RawBlock[] {
  const blocks: RawBlock[] = [];
  const todo: { name: string | null; value: unknown }[] = [{ name: null, value: root }];
  const put = (kind: RawBlock["kind"], text: string): void => {
    if (/[\p{L}\p{N}]/u.test(text)) blocks.push({ kind, text: tidy(text), page: null, links: 0 });
  };
  const later = (items: { name: string | null; value: unknown }[]): void => {
    for (let i = items.length - 1; i >= 0; i--) todo.push(items[i]!);
  };
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { name, value } = next;
    if (isLeaf(value)) {
      if (typeof value === "string" && value.length >= LEAST_BODY) {
        if (name) put("heading", words(name));
        blocks.push(...prose(value));
      } else put("list", name ? `${words(name)}: ${value}` : String(value));
    } else if (Array.isArray(value)) {
      if (name) put("heading", words(name));
      later(value.map((item: unknown) => ({ name: null, value: item })));
    } else if (isFields(value)) {
      const body = bodyOf(value);
      if (name) put("heading", words(name));
      if (body) {
        put("heading", field(value, TITLES) ?? "");
        blocks.push(...prose(body));
      } else if (!name && isRow(value)) {
        const row = rowBlock(Object.entries(value).map(([key, said]) => `${words(key)}: ${said}`));
        if (row) blocks.push(row);
      } else later(Object.entries(value).map(([key, said]) => ({ name: key, value: said })));
    }
  }
  return blocks;
}

/** An item of a list that has a few short values only is a row. */
function isRow(fields: Fields): boolean {
  const values = Object.values(fields);
  return values.length <= 20 && values.every((value) => isLeaf(value) && String(value).length < LEAST_BODY);
}

/** "datePublished" and "date_published" as words. */
const words = (name: string): string =>
  name
    .replace(/[_-]+/g, " ")
    .replace(/(\p{Ll})(\p{Lu})/gu, (_, low: string, high: string) => `${low} ${high.toLowerCase()}`);

function prose(text: string): RawBlock[] {
  if (/<(?:p|br|div|h[1-6]|ul|ol|article)\b/i.test(text)) return readHtml(text).blocks;
  return text
    .split(/\n\s*\n|\n(?=\p{Lu})/u)
    .map(tidy)
    .filter((paragraph) => /[\p{L}\p{N}]/u.test(paragraph))
    .map((paragraph): RawBlock => ({ kind: "paragraph", text: paragraph, page: null, links: 0 }));
}
