import type { Claim, Digest, PithError } from "../model/index.ts";
import type { Say } from "./catalogue/index.ts";

/** Reading speed that "minutes saved" is counted by: 238 words a minute, the mean for English non-fiction (Brysbaert 2019). */
export const WORDS_PER_MINUTE = 238;

/** What the two sides of a comparison are called. */
export const SIDES = ["A", "B"] as const;

/** What a model is about to take: "about 130,000 tokens, $0.02". */
export function planInWords({ tokens, costUsd }: { tokens: number; costUsd: number | null }, say: Say): string {
  return [say("plan", { tokens }), costUsd === null ? "" : dollars(costUsd)].filter(Boolean).join(", ");
}

/** "$0.021", with three decimals below ten cents, and two above. */
export const dollars = (usd: number): string => `$${usd.toFixed(usd < 0.1 ? 3 : 2)}`;

/** One sentence on the cause and one on the next step, for people. Never the message of an inner error. */
export function explain(error: PithError, say: Say, next = say(`next.${error.code}`)): string {
  const what = say(`error.${error.code}`);
  return error.detail ? say("detailed", { what, detail: error.detail, next }) : say("explained", { what, next });
}

/** "6 claims, 5 verified" */
export function claimsInWords(claims: Claim[], say: Say): string {
  const verified = claims.filter((claim) => claim.status === "verified").length;
  return say("claims", { n: claims.length, verified });
}

/** "Forgotten: 2 documents with their digests, and 3 questions." */
export const forgottenInWords = ({ postings, turns }: { postings: unknown[]; turns: unknown[] }, say: Say): string =>
  say("forgotten", { n: postings.length, questions: say("questions", { n: turns.length }) });

/** How many words of a digest its reader reads. */
export const wordsShown = ({ gist, points }: Pick<Digest, "gist" | "points">): number =>
  [gist, ...points.map(({ text }) => text)].join(" ").split(/\s+/).length;
