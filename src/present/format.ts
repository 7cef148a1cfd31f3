import type { Digest, Notice, PithError, Quote } from "../model/index.ts";
import type { Translate } from "./catalogue/index.ts";
import { droppedStatements, isComputed, type Made } from "./statements.ts";

/**
 * Reading speed in words per minute, for estimates of reading time: the mean for English non-fiction.
 * Brysbaert 2019, https://doi.org/10.1016/j.jml.2019.104047
 */
const WORDS_PER_MINUTE = 238;

/** Labels of the two documents of a comparison. */
export const SIDE_NAMES = ["A", "B"] as const;

/** Formats the estimated cost of a model run: "about 130,000 tokens, $0.02". */
export function formatCostEstimate(
  { tokens, costUsd }: { tokens: number; costUsd: number | null },
  translate: Translate,
): string {
  return [translate("plan", { tokens }), costUsd === null ? "" : formatUsd(costUsd)].filter(Boolean).join(", ");
}

/** Formats an amount in US dollars with two decimals, or with three below ten cents: "$0.021". */
export const formatUsd = (usd: number): string => `$${usd.toFixed(usd < 0.1 ? 3 : 2)}`;

/**
 * Describes an error for users: one sentence on the cause and one on the next step. The messages of underlying errors
 * are never shown.
 */
export function explainError(error: PithError, translate: Translate, next = translate(`next.${error.code}`)): string {
  if (error.code === "no_section" && error.detail) return translate("noSection", { sections: error.detail });
  const what = translate(`error.${error.code}`);
  return error.detail
    ? translate("detailed", { what, detail: error.detail, next })
    : translate("explained", { what, next });
}

/**
 * Formats a publication date in the form of the translator's locale: "4 Mar 2026". The date is the one at the place of
 * publication, so the time and its zone are ignored. Text that is not an ISO 8601 date is returned unchanged.
 */
export function formatDate(published: string, translate: Translate): string {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(published) ?? [];
  if (!month) return year ?? published;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)));
  if (Number.isNaN(date.getTime())) return published;
  const style = day ? { dateStyle: "medium" as const } : { year: "numeric" as const, month: "long" as const };
  return new Intl.DateTimeFormat(translate.locale, { ...style, timeZone: "UTC" }).format(date);
}

/** Returns the time it takes to read a document, in whole minutes, at least one. */
export const readingMinutes = (words: number): number => Math.max(1, Math.round(words / WORDS_PER_MINUTE));

/** Formats the time it takes to read a document: "3 min read". */
export const formatReadingTime = (words: number, translate: Translate): string =>
  translate("reading", { n: readingMinutes(words) });

/** Returns the notices of a digest, except those that `formatQuoteCounts` gives in numbers. */
export const uncountedNotices = ({ notices }: Pick<Digest, "notices">): Notice[] =>
  notices.filter((notice) => notice !== "quotes_dropped" && notice !== "gist_replaced");

/**
 * Formats the number of quotes that are shown, and how many statements of the digest were dropped: "6 quotes found · 2
 * dropped".
 */
export function formatQuoteCounts(digest: Digest, quotes: Quote[], translate: Translate): string {
  const dropped = droppedStatements(digest).length;
  const isExtractive = digest.engine.kind === "extractive";
  const found = translate(isExtractive ? "quotes" : "quotesFound", { n: quotes.length });
  return [found, dropped ? translate("dropped", { n: dropped }) : ""].filter(Boolean).join(" · ");
}

/** Says how a result of the extractive engine was made: of quotes only, or worked out from a table. */
export const extractiveLabel = (result: Made, translate: Translate): string =>
  translate(isComputed(result) ? "computed" : "extractive");

/** Formats the result of a deletion: "Deleted 2 documents and 3 questions." Questions are only named if there were any. */
export function formatForgotten(
  { postings, turns }: { postings: unknown[]; turns: unknown[] },
  translate: Translate,
): string {
  const documents = postings.length || !turns.length ? [translate("documents", { n: postings.length })] : [];
  const questions = turns.length ? [translate("questions", { n: turns.length })] : [];
  const list = new Intl.ListFormat(translate.locale).format([...documents, ...questions]);
  return translate("forgotten", { list });
}

/** Counts the words in the gist and points of a digest. */
export const countShownWords = ({ gist, points }: Pick<Digest, "gist" | "points">): number =>
  [gist, ...points.map(({ text }) => text)].join(" ").split(/\s+/).length;
