import type { Claim, Digest } from "../model/index.ts";
import { type Action, action, type Card } from "./card.ts";
import type { Say } from "./catalogue/index.ts";
import { linkedTitle, quoteBlock } from "./digestCard.ts";
import { arrange, outside, smallPrint } from "./fit.ts";
import { digestMarkdown } from "./markdown.ts";
import { claimsInWords } from "./words.ts";

/** So many claims stand on a page at most: with their quotes they fill a card. */
const A_PAGE = 5;
const LONGEST_CLAIM = 300;
const LONGEST_SPEAKER = 100;

/**
 * A page of the claims with their quotes, the verified ones first, and the whole digest as files. Pages count from 0; one
 * that is not there is the nearest that is.
 */
export function claimsCard(digest: Digest, posting: string, asked: number, say: Say): Card {
  const { document, claims } = digest;
  const sorted = [...claims.filter(isVerified), ...claims.filter((claim) => !isVerified(claim))];
  const last = Math.max(0, Math.ceil(sorted.length / A_PAGE) - 1);
  const page = Math.min(Math.max(0, asked), last);
  const shown = sorted.slice(page * A_PAGE, (page + 1) * A_PAGE);
  const firstLost = sorted.findIndex((claim) => !isVerified(claim));
  const blocks = shown.flatMap((claim, i) => {
    const n = page * A_PAGE + i;
    const heads = n === firstLost || (i === 0 && n > firstLost && firstLost >= 0) ? [`**${say("unverified")}**`] : [];
    return [...heads, claimBlock(claim, n + 1, say)];
  });
  const pages = last > 0 ? say("pages", { page: page + 1, pages: last + 1 }) : "";
  const { blocks: fitting } = arrange([
    `## ${linkedTitle(document, say)}`,
    ...(blocks.length ? blocks : [say("noClaims")]),
    smallPrint([claimsInWords(claims, say), pages]),
  ]);
  const turn = (name: "before" | "after", to: number): Action[] =>
    to >= 0 && to <= last ? [action(name, `${posting}.${to}`, say)] : [];
  return {
    state: "done",
    blocks: fitting,
    actions: [...turn("before", page - 1), ...turn("after", page + 1)],
    files: [
      { name: "digest.md", text: digestMarkdown(digest, say) },
      { name: "digest.json", text: `${JSON.stringify(digest, null, 2)}\n` },
    ],
  };
}

const isVerified = ({ status }: Claim): boolean => status === "verified";

function claimBlock({ text, kind, certainty, speaker, quote }: Claim, n: number, say: Say): string {
  const facts = [
    speaker ? say("says", { speaker: outside(speaker, LONGEST_SPEAKER) }) : "",
    kind === "fact" ? "" : say(`kind.${kind}`),
    certainty === "hedged" ? say("hedged") : "",
  ].filter(Boolean);
  const lines = [`**${n}.** ${outside(text, LONGEST_CLAIM)}`];
  if (facts.length) lines.push(smallPrint(facts));
  if (quote) lines.push(quoteBlock(quote, null, say));
  return lines.join("\n");
}
