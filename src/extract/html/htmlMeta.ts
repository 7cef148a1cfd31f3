import type { Meta } from "../../model/index.ts";
import { findJsonLdArticle, type JsonLdArticle, type ParsedHtml } from "../markup/index.ts";

/**
 * Names of meta elements that contain the publication date, in order of precedence. `time` stands for the first `time`
 * element with a `datetime` attribute and no `itemprop`.
 */
const DATE_NAMES =
  "article:published_time datepublished date dc.date dc.date.issued dcterms.date dcterms.created parsely-pub-date sailthru.date publish-date pubdate publishdate publication_date og:article:published_time time".split(
    " ",
  );
/** Separators between a title and a site name. */
const SEPARATOR = /\s+[|–—\-·•»:]{1,2}\s+|\s*[|»_]\s*/g;
/** Maximum length of a byline, in UTF-16 units: longer values are not names. */
const MAX_BYLINE_LENGTH = 200;
/**
 * Minimum length, in UTF-16 units, of a title part (split at separators) for it to be used as the title if it is also a
 * heading.
 */
const MIN_TITLE_PART_LENGTH = 9;

/**
 * Reads the metadata of a page. JSON-LD takes precedence over meta elements for the title, byline and date. For the
 * site and language, OpenGraph takes precedence over JSON-LD. For the language, the `lang` attribute takes precedence
 * over both.
 */
export function pageMeta({ meta, language, blocks, jsonLd }: ParsedHtml): Meta {
  const first = (...names: string[]): string | null => names.map((name) => meta.get(name)).find(Boolean) ?? null;
  const headings = blocks.filter(({ kind }) => kind === "heading").map(({ text }) => text);
  const titles = [first("og:title", "twitter:title"), first("title"), headings[0]].filter((title) => title != null);
  const article: Partial<JsonLdArticle> = findJsonLdArticle(jsonLd, titles) ?? {};
  const site = first("og:site_name") ?? article.publisher ?? first("application-name");
  const title = article.headline || first("og:title", "twitter:title", "dc.title", "title");
  return {
    title: title && stripSiteName(title, site, headings),
    byline: normalizeByline(article.author || first("author", "article:author", "dc.creator", "parsely-author")),
    published: toIsoDate(article.published) ?? toIsoDate(first(...DATE_NAMES)),
    site,
    language: language || first("og:locale")?.replace("_", "-") || article.language || null,
  };
}

/**
 * Removes the site name from the start or end of a title. If the title or a part of it is also a heading, that title or
 * part is returned.
 */
function stripSiteName(title: string, site: string | null, headings: string[]): string {
  const separators = [...title.matchAll(SEPARATOR)];
  if (separators.length === 0) return title;
  const isSame = (a: string, b: string): boolean => a.toLowerCase().trim() === b.toLowerCase().trim();
  const isHeading = (text: string): boolean => headings.some((heading) => isSame(heading, text));
  if (isHeading(title)) return title;
  const splits = separators.map((separator) => splitAt(title, separator));
  const confirmed = splits.flat().find((part) => part.length >= MIN_TITLE_PART_LENGTH && isHeading(part));
  if (confirmed) return confirmed.trim();
  const [beforeFirst, afterFirst] = splits[0]!;
  const [beforeLast, afterLast] = splits.at(-1)!;
  if (site && isSame(afterLast, site)) return beforeLast.trim();
  if (site && isSame(beforeFirst, site)) return afterFirst.trim();
  return /[|»_]/.test(separators.at(-1)![0]) && beforeLast.length > afterLast.length ? beforeLast.trim() : title;
}

const splitAt = (text: string, { index, 0: separator }: RegExpExecArray): [before: string, after: string] => [
  text.slice(0, index),
  text.slice(index + separator.length),
];

/**
 * Removes a leading "by", or its equivalent in several other languages, from a byline. Returns null for a URL, such as
 * that of a profile, and for an overlong value.
 */
function normalizeByline(author: string | null): string | null {
  const name = author
    ?.replace(/^\s*(?:by|von|par|por|di)\s+/i, "")
    .replace(/\s+/g, " ")
    .trim();
  return name && !/^https?:/i.test(name) && name.length <= MAX_BYLINE_LENGTH ? name : null;
}

/**
 * Converts a date to ISO 8601, or returns null if it is invalid. Dates already in that format keep their precision and
 * offset.
 */
function toIsoDate(date: string | null | undefined): string | null {
  const value = date?.trim() ?? "";
  if (/^\d{4}-\d{2}-\d{2}(?:$|[T ])/.test(value)) return value.replace(/^(\S+) (?=\d)/, "$1T").replace(/\s+/g, "");
  const parsed = /\d{4}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString();
}
