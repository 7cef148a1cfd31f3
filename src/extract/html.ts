import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
import { type Extracted, type Extractor, type Meta, PithError, type RawBlock } from "../model/index.ts";
import { type HtmlPass, hidesByStyle, readHtml } from "./blocks.ts";

/** Readability needs time that grows faster than the page; beyond these the linear pass alone reads it. */
const DEEPEST = 512;
const MOST_ELEMENTS = 100_000;
/** A page of so many characters of source of which fewer letters are left is one that builds itself with scripts. */
const LARGE_PAGE = 20_000;
const LEAST_TEXT = 250;
/** What Readability finds is the article when it has at least this many characters. */
const LEAST_ARTICLE = 140;

const ARTICLE_DATES = ["article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created",
  "parsely-pub-date", "sailthru.date", "publish-date", "pubdate", "publishdate", "publication_date", "og:article:published_time", "time"]; // biome-ignore format: one list

export const html: Extractor = {
  mediaTypes: ["text/html"],
  async extract({ text }) {
    return extractHtml(text ?? "", "text/html");
  },
};

/**
 * A web page as blocks: the article that Readability finds, or everything that can be seen when it finds none.
 * @throws PithError `empty`, `too_short`
 */
function extractHtml(source: string, mediaType: string): Extracted {
  const whole = readHtml(source);
  const shown = whole.blocks.reduce((sum, block) => sum + block.text.length, 0);
  if (shown === 0) throw new PithError(source.length > LARGE_PAGE ? "too_short" : "empty");
  if (source.length > LARGE_PAGE && shown < LEAST_TEXT) throw new PithError("too_short", `${shown} characters of text`);
  const bounded = whole.depth <= DEEPEST && whole.elements <= MOST_ELEMENTS;
  const article = bounded ? findArticle(source) : null;
  const found = article ? readHtml(article.html).blocks : [];
  const isArticle = found.reduce((sum, block) => sum + block.text.length, 0) >= Math.min(LEAST_ARTICLE, shown * 0.5);
  const { blocks, removed } = isArticle
    ? { blocks: found, removed: leftOut(whole.blocks, found) }
    : { blocks: whole.blocks, removed: [] };
  return { mediaType, blocks, meta: metaOf(whole, article?.meta ?? null), coverage: null, flat: !isArticle, removed };
}

type Found = { html: string; meta: Partial<Meta> };

/** Mozilla's Readability: the element that holds the article, and what JSON-LD and meta elements say of it. */
function findArticle(source: string): Found | null {
  const { document } = parseHTML(/<body[\s>]/i.test(source) ? source : `<html><body>${source}</body></html>`);
  // Readability drops the styles that say what is hidden, so the hidden goes first.
  for (const element of document.querySelectorAll("[hidden], [style], template")) {
    if (!element.hasAttribute("style") || hidesByStyle(element.getAttribute("style") ?? "")) element.remove();
  }
  // linkedom's types know no DOM library; what Readability uses of the document is there.
  const parsed = new Readability(document as never, { charThreshold: 250 }).parse();
  if (!parsed?.content) return null;
  const meta = {
    title: parsed.title ?? null,
    byline: parsed.byline ?? null,
    site: parsed.siteName ?? null,
    published: parsed.publishedTime ?? null,
  };
  return { html: parsed.content, meta };
}

function metaOf({ meta, language }: HtmlPass, article: Partial<Meta> | null): Meta {
  const first = (...names: string[]): string | null => names.map((name) => meta.get(name)).find(Boolean) ?? null;
  return {
    title: article?.title || first("og:title", "twitter:title", "dc.title", "title"),
    byline: bylineOf(article?.byline || first("author", "article:author", "dc.creator", "parsely-author")),
    published: dateOf(article?.published || first(...ARTICLE_DATES)),
    site: article?.site || first("og:site_name", "application-name"),
    language: language || first("og:locale")?.replace("_", "-") || null,
  };
}

/** An author without "By" in front; an address of a profile is no name. */
function bylineOf(author: string | null): string | null {
  const name = author
    ?.replace(/^\s*(?:by|von|par|por|di)\s+/i, "")
    .replace(/\s+/g, " ")
    .trim();
  return name && !/^https?:/i.test(name) && name.length <= 200 ? name : null;
}

/** A date in a machine's form, kept as it is when it is ISO 8601. */
function dateOf(date: string | null): string | null {
  const value = date?.trim() ?? "";
  if (/^\d{4}-\d{2}-\d{2}(?:$|[T ])/.test(value)) return value.replace(/^(\S+) (?=\d)/, "$1T").replace(/\s+/g, "");
  const parsed = /\d{4}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString();
}

function leftOut(all: RawBlock[], kept: RawBlock[]): { rule: string; text: string }[] {
  const texts = new Set(kept.map((block) => block.text));
  return all.filter((block) => !texts.has(block.text)).map(({ text }) => ({ rule: "outside-the-article", text }));
}
