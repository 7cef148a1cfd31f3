import type { Extractor } from "../../model/index.ts";
import { type Attributes, walkXml } from "../office/xml.ts";
import { escapeHtml, type FeedItem, listItems, MAX_ITEMS, plainTextToHtml } from "./items.ts";

/** RSS 0.9x, 1.0 (RDF) and 2.0, and Atom (RFC 4287): the items in their order, the newest of most feeds first. */
export const feed: Extractor = {
  mediaTypes: ["application/rss+xml"],
  async extract({ mediaType, text }) {
    const { items, total, head, language } = new FeedParser().parse(text ?? "");
    const feedHead = {
      title: firstOf(head, ["title", "dc:title"]),
      date: firstOf(head, ["lastbuilddate", "updated", "modified", "pubdate", "dc:date"]),
      language: firstOf(head, ["language", "dc:language"]).trim() || language,
    };
    return listItems(items, total, feedHead, mediaType);
  },
};

/** Prefixes by which elements of a namespace are known here, whatever their prefix in the feed is. */
const PREFIXES: Record<string, string> = {
  "http://purl.org/rss/1.0/": "",
  "http://my.netscape.com/rdf/simple/0.9/": "",
  "http://channel.netscape.com/rdf/simple/0.9/": "",
  "http://backend.userland.com/rss2": "",
  "http://www.w3.org/2005/atom": "",
  "http://purl.org/atom/ns#": "",
  "http://purl.org/rss/1.0/modules/content/": "content:",
  "http://purl.org/dc/elements/1.1/": "dc:",
  "http://purl.org/dc/terms/": "dc:",
  "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
  "http://search.yahoo.com/mrss/": "media:",
};

const ITEMS = new Set(["item", "entry"]);
/** Elements whose children are properties of the feed, of an item, or of the item that contains them. */
const CONTAINERS = new Set([...ITEMS, "channel", "feed", "media:group"]);
const TITLES = ["title", "dc:title", "media:title", "itunes:title"];
const DATES = ["pubdate", "published", "issued", "dc:date", "updated", "modified", "created"];
const SUMMARIES = "description summary itunes:summary media:description content:encoded content itunes:subtitle";
const SUMMARY_NAMES = SUMMARIES.split(" ");
const PROPERTIES = new Set([...TITLES, ...DATES, ...SUMMARY_NAMES, "lastbuilddate", "language", "dc:language"]);

type Properties = Map<string, string>;

/** Reads a feed in one pass. Unknown elements are skipped, and entities that it declares are not expanded. */
class FeedParser {
  readonly #items: FeedItem[] = [];
  #total = 0;
  readonly #head: Properties = new Map();
  #language: string | null = null;
  readonly #prefixes = new Map<string, string>();
  readonly #open: string[] = [];
  #item: Properties | null = null;
  /** The property that is being read as HTML, `depth` elements deep in its content. */
  #property: { name: string; html: string; depth: number; isPlainText: boolean } | null = null;

  parse(xml: string) {
    walkXml(xml, {
      onOpenTag: (name, attributes) => this.#openTag(name, attributes),
      onText: (text) => this.#addText(text),
      onCloseTag: (name) => this.#closeTag(name),
    });
    return { items: this.#items, total: this.#total, head: this.#head, language: this.#language };
  }

  #openTag(rawName: string, attributes: Attributes): void {
    if (this.#property) {
      this.#property.depth++;
      this.#property.html += `<${localName(rawName)}>`;
      return;
    }
    for (const [name, value] of Object.entries(attributes)) {
      const prefix = name === "xmlns" ? "" : /^xmlns:(.+)/.exec(name)?.[1];
      const known = PREFIXES[value.toLowerCase()];
      if (prefix !== undefined && known !== undefined) this.#prefixes.set(prefix, known);
    }
    const name = this.#canonicalName(rawName);
    const parent = this.#open.at(-1) ?? "";
    this.#language ??= this.#item ? null : (attributes["xml:lang"] ?? null);
    this.#open.push(name);
    if (ITEMS.has(name)) this.#item = new Map();
    if (!CONTAINERS.has(parent) || !PROPERTIES.has(name)) return;
    const { type = "" } = attributes;
    const isAtom = this.#open.includes("entry") || this.#open[0] === "feed";
    const isPlainText = isAtom && (type === "text" || type === "text/plain" || (type === "" && name === "title"));
    this.#property = { name, html: "", depth: 0, isPlainText };
  }

  #addText(text: string): void {
    if (!this.#property) return;
    // Inside elements the text has been decoded already. Elsewhere decoding gives the HTML.
    this.#property.html += this.#property.depth > 0 ? escapeHtml(text) : text;
  }

  #closeTag(rawName: string): void {
    const property = this.#property;
    if (property && property.depth > 0) {
      property.depth--;
      property.html += `</${localName(rawName)}>`;
      return;
    }
    const name = this.#open.pop() ?? "";
    if (property) {
      const target = this.#item ?? this.#head;
      const html = property.isPlainText ? plainTextToHtml(property.html) : property.html;
      if (property.html.trim() && !target.has(property.name)) target.set(property.name, html);
      this.#property = null;
    }
    if (ITEMS.has(name)) this.#endItem();
  }

  #endItem(): void {
    const item = this.#item ?? new Map<string, string>();
    this.#item = null;
    if (++this.#total > MAX_ITEMS) return;
    const summaries = SUMMARY_NAMES.flatMap((name) => item.get(name) ?? []);
    this.#items.push({ title: firstOf(item, TITLES), date: firstOf(item, DATES), summaries });
  }

  /** The local name in lower case, after the prefix by which its namespace is known here. */
  #canonicalName(rawName: string): string {
    const [prefix, local] = rawName.includes(":") ? rawName.split(":", 2) : ["", rawName];
    const known = this.#prefixes.get(prefix!) ?? (prefix && `${prefix}:`);
    return `${known}${local}`.toLowerCase();
  }
}

/** The value of the first of the names that has one, or "". */
const firstOf = (properties: Properties, names: string[]): string =>
  names.map((name) => properties.get(name)).find(Boolean) ?? "";

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);
