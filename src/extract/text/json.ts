import { type Extracted, type Extractor, type Meta, NO_META, type RawBlock } from "../../model/index.ts";
import { extractJsonFeed, isJsonFeed } from "../feed/jsonFeed.ts";
import { parseHtml } from "../markup/index.ts";
import { tableRowBlock } from "../table.ts";
import { normalizeWhitespace } from "../whitespace.ts";
import { codeBlocks } from "./code.ts";

/**
 * JSON (RFC 8259) and JSON Lines. An object with the properties of an article becomes a title and a body. Other values
 * are listed with their keys, and JSON Feeds by their items. Invalid JSON is extracted as source code.
 */
export const json: Extractor = {
  mediaTypes: ["application/json", "application/x-ndjson"],
  async extract({ mediaType, text }): Promise<Extracted> {
    const value = parse(text ?? "");
    if (isJsonFeed(value)) return extractJsonFeed(value, mediaType);
    const blocks = value === undefined ? codeBlocks(text ?? "") : new JsonWalker().walk(value);
    const items = Array.isArray(value) ? value : [value];
    const meta = items.length === 1 ? articleMeta(items[0]) : NO_META;
    return { mediaType, blocks, meta, coverage: null, flat: false, removed: [] };
  },
};

/** Parses JSON, or JSON Lines into an array. Returns undefined if the text is neither. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      const lines = text.split("\n").filter((line) => line.trim());
      return lines.length > 1 ? lines.map((line) => JSON.parse(line) as unknown) : undefined;
    } catch {
      return undefined;
    }
  }
}

type JsonObject = Record<string, unknown>;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isPrimitive = (value: unknown): boolean => typeof value !== "object" || value === null;

/** Keys of article properties in feeds, CMS exports and schema.org, in order of precedence. */
const TITLE_KEYS = "headline title name subject".split(" ");
const BODY_KEYS = "articleBody content_html content_text content body text html markdown article message".split(" ");
const AUTHOR_KEYS = "author byline creator authors".split(" ");
const DATE_KEYS = "datePublished date_published published publishedAt published_at pubDate date created_at".split(" ");
const LANGUAGE_KEYS = "inLanguage language lang".split(" ");
/** Minimum length, in UTF-16 units, for a string to count as prose, for example as an article body. */
const MIN_PROSE_LENGTH = 200;
/** Maximum number of keys for an object to be formatted as a table row. */
const MAX_ROW_KEYS = 20;

/**
 * Returns the first non-empty string under the keys, which are tried in order, or null. An array is represented by its
 * first item, and an object by its name or text.
 */
function findString(object: JsonObject, keys: string[]): string | null {
  for (const key of keys) {
    const value = object[key];
    const first = Array.isArray(value) ? (value[0] as unknown) : value;
    const text = isObject(first) ? (first.name ?? first.rendered ?? first["#text"]) : first;
    if (typeof text === "string" && text.trim()) return text;
  }
  return null;
}

function articleBody(object: JsonObject): string | null {
  const body = findString(object, BODY_KEYS);
  return body && body.length >= MIN_PROSE_LENGTH ? body : null;
}

function articleMeta(value: unknown): Meta {
  if (!isObject(value) || !articleBody(value)) return NO_META;
  const date = findString(value, DATE_KEYS);
  const title = findString(value, TITLE_KEYS);
  return {
    ...NO_META,
    title: title && normalizeWhitespace(title),
    byline: findString(value, AUTHOR_KEYS),
    published: date && /^\d{4}-\d{2}-\d{2}/.test(date) ? date : null,
    language: findString(value, LANGUAGE_KEYS),
  };
}

/**
 * Converts a JSON value to blocks in document order. It does not recurse, because deeply nested input could overflow
 * the call stack.
 */
class JsonWalker {
  readonly #blocks: RawBlock[] = [];
  /** The values still to be visited, with the next one last. `key` is null for array items and the root. */
  readonly #stack: { key: string | null; value: unknown }[] = [];

  walk(root: unknown): RawBlock[] {
    this.#stack.push({ key: null, value: root });
    for (let next = this.#stack.pop(); next; next = this.#stack.pop()) this.#visit(next.key, next.value);
    return this.#blocks;
  }

  #visit(key: string | null, value: unknown): void {
    if (isObject(value)) this.#visitObject(key, value);
    else if (Array.isArray(value)) {
      this.#addHeading(key);
      this.#pushAll(value.map((item: unknown) => ({ key: null, value: item })));
    } else if (typeof value === "string" && value.length >= MIN_PROSE_LENGTH) {
      this.#addHeading(key);
      this.#blocks.push(...proseBlocks(value));
    } else this.#add("list", key ? `${splitWords(key)}: ${value}` : String(value));
  }

  #visitObject(key: string | null, object: JsonObject): void {
    this.#addHeading(key);
    const body = articleBody(object);
    if (body) {
      this.#add("heading", findString(object, TITLE_KEYS) ?? "");
      this.#blocks.push(...proseBlocks(body));
    } else if (!key && isTableRow(object)) {
      const row = tableRowBlock(Object.entries(object).map(([name, value]) => `${splitWords(name)}: ${value}`));
      if (row) this.#blocks.push(row);
    } else this.#pushAll(Object.entries(object).map(([name, value]) => ({ key: name, value })));
  }

  #pushAll(items: { key: string | null; value: unknown }[]): void {
    for (const item of items.toReversed()) this.#stack.push(item);
  }

  #addHeading(key: string | null): void {
    if (key) this.#add("heading", splitWords(key));
  }

  /** Adds a block if its text contains a letter or a digit. */
  #add(kind: RawBlock["kind"], text: string): void {
    if (/[\p{L}\p{N}]/u.test(text)) this.#blocks.push({ kind, text: normalizeWhitespace(text), page: null, links: 0 });
  }
}

/** Whether an object has few properties, all with short primitive values. */
function isTableRow(object: JsonObject): boolean {
  const values = Object.values(object);
  return (
    values.length <= MAX_ROW_KEYS &&
    values.every((value) => isPrimitive(value) && String(value).length < MIN_PROSE_LENGTH)
  );
}

/** Splits a key in camel case or snake case into words: "date published" for "datePublished". */
export const splitWords = (key: string): string =>
  key
    .replace(/[_-]+/g, " ")
    .replace(/(\p{Ll})(\p{Lu})/gu, (_, lower: string, upper: string) => `${lower} ${upper.toLowerCase()}`);

/** The blocks of a long string, which can be HTML or plain text. */
function proseBlocks(text: string): RawBlock[] {
  if (/<(?:p|br|div|h[1-6]|ul|ol|article)\b/i.test(text)) return parseHtml(text).blocks;
  return text
    .split(/\n\s*\n|\n(?=\p{Lu})/u)
    .map(normalizeWhitespace)
    .filter((paragraph) => /[\p{L}\p{N}]/u.test(paragraph))
    .map((paragraph): RawBlock => ({ kind: "paragraph", text: paragraph, page: null, links: 0 }));
}
