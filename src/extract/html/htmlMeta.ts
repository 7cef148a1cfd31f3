import type { Meta } from "../../model/index.ts";
import type { HtmlPass } from "./blocks.ts";
import { type LinkedArticle, linkedArticle } from "./linkedData.ts";

const ARTICLE_DATES = ["article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created",
  "parsely-pub-date", "sailthru.date", "publish-date", "pubdate", "publishdate", "publication_date", "og:article:published_time", "time"]; // biome-ignore format: one list
/** What stands between a title and the name of the site. */
const SEPARATOR = /\s+[|–—\-·•»:]{1,2}\s+|\s*[|»_]\s*/g;

/** What a page says of itself: JSON-LD before OpenGraph before other meta elements before its text. */
export function metaOf({ meta, language, blocks, linkedData }: HtmlPass): Meta {
  const first = (...names: string[]): string | null => names.map((name) => meta.get(name)).find(Boolean) ?? null;
  const headings = blocks.filter(({ kind }) => kind === "heading").map(({ text }) => text);
  const titles = [first("og:title", "twitter:title"), first("title"), headings[0]].filter((title) => title != null);
  const linked: Partial<LinkedArticle> = linkedArticle(linkedData, titles) ?? {};
  const site = first("og:site_name") ?? linked.publisher ?? first("application-name");
  const title = linked.headline || first("og:title", "twitter:title", "dc.title", "title");
  return {
    title: title && withoutSite(title, site, headings),
    byline: bylineOf(linked.author || first("author", "article:author", "dc.creator", "parsely-author")),
    published: dateOf(linked.published) ?? dateOf(first(...ARTICLE_DATES)),
    site,
    language: language || first("og:locale")?.replace("_", "-") || linked.language || null,
  };
}

/** A title without the site's name at its end or start; a heading that says the same settles where it ends. */
function withoutSite(title: string, site: string | null, headings: string[]): string {
  const cuts = [...title.matchAll(SEPARATOR)];
  if (cuts.length === 0) return title;
  const parts = cuts.flatMap((cut) => [title.slice(0, cut.index), title.slice(cut.index + cut[0].length)]);
  const same = (a: string, b: string): boolean => a.toLowerCase().trim() === b.toLowerCase().trim();
  if (headings.some((heading) => same(heading, title))) return title;
  const headed = parts.find((part) => part.length > 8 && headings.some((heading) => same(heading, part)));
  if (headed) return headed.trim();
  const last = cuts.at(-1)!;
  const [before, after] = [title.slice(0, last.index), title.slice(last.index + last[0].length)];
  if (site && same(after, site)) return before.trim();
  if (site && same(title.slice(0, cuts[0]!.index), site))
    return title.slice(cuts[0]!.index + cuts[0]![0].length).trim();
  return /[|»_]/.test(last[0]) && before.length > after.length ? before.trim() : title;
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
function dateOf(date: string | null | undefined): string | null {
  const value = date?.trim() ?? "";
  if (/^\d{4}-\d{2}-\d{2}(?:$|[T ])/.test(value)) return value.replace(/^(\S+) (?=\d)/, "$1T").replace(/\s+/g, "");
  const parsed = /\d{4}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString();
}
