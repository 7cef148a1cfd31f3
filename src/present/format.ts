import type { Claim, Digest, PithError } from "../model/index.ts";
import type { Translate } from "./catalogue/index.ts";

/**
 * Reading speed in words per minute, for estimates of reading time: the mean for English non-fiction.
 * Brysbaert 2019, https://doi.org/10.1016/j.jml.2019.104047
 */
export const WORDS_PER_MINUTE = 238;

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

/** Formats the number of claims and how many are verified: "6 claims, 5 verified". */
export function formatClaimCounts(claims: Claim[], translate: Translate): string {
  const verified = claims.filter((claim) => claim.status === "verified").length;
  return translate("claims", { n: claims.length, verified });
}

/** Formats the result of a deletion: "Forgotten: 2 documents with their digests, and 3 questions." */
export const formatForgotten = (
  { postings, turns }: { postings: unknown[]; turns: unknown[] },
  translate: Translate,
): string => translate("forgotten", { n: postings.length, questions: translate("questions", { n: turns.length }) });

/** Counts the words in the gist and points of a digest. */
export const countShownWords = ({ gist, points }: Pick<Digest, "gist" | "points">): number =>
  [gist, ...points.map(({ text }) => text)].join(" ").split(/\s+/).length;
