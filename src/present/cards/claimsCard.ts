import type { Claim, Digest } from "../../model/index.ts";
import { fitBlocks, fitsCard, subtext } from "../cardLayout.ts";
import type { Translate } from "../catalogue/index.ts";
import { escapeUntrusted } from "../escape.ts";
import { formatClaimCounts } from "../format.ts";
import { digestMarkdown } from "../markdown.ts";
import { type Action, type Card, createAction } from "./card.ts";
import { linkedTitle, quoteBlock } from "./digestCard.ts";

/** Maximum number of claims on a page. Long claims can fill it sooner. */
const CLAIMS_PER_PAGE = 5;
/** Length limits in UTF-16 units. */
const MAX_CLAIM_LENGTH = 300;
const MAX_SPEAKER_LENGTH = 100;

/**
 * Builds a page of the claims with their quotes, verified claims first, and attaches the whole digest as files.
 * @param requestedPage page number from 0; a number out of range is clamped
 */
export function claimsCard(digest: Digest, posting: string, requestedPage: number, translate: Translate): Card {
  const { document, claims } = digest;
  const sorted = [...claims.filter(isVerified), ...claims.filter((claim) => !isVerified(claim))];
  const head = `## ${linkedTitle(document, translate)}`;
  const footer = (page: number, pageCount: number): string =>
    subtext([
      formatClaimCounts(claims, translate),
      pageCount > 1 ? translate("pages", { page, pages: pageCount }) : "",
    ]);
  // The number of pages is not known yet, so room is left for the longest possible footer.
  const longestFooter = footer(claims.length, claims.length);
  const pages = paginate(sorted, translate, (blocks) => fitsCard([head, ...blocks, longestFooter]));
  const last = pages.length - 1;
  const page = Math.min(Math.max(0, requestedPage), last);
  const { blocks } = fitBlocks([head, ...pages[page]!, footer(page + 1, pages.length)]);
  const turnTo = (name: "before" | "after", to: number): Action[] =>
    to >= 0 && to <= last ? [createAction(name, `${posting}.${to}`, translate)] : [];
  return {
    state: "done",
    blocks,
    actions: [...turnTo("before", page - 1), ...turnTo("after", page + 1)],
    files: [
      { name: "digest.md", text: digestMarkdown(digest, translate) },
      { name: "digest.json", text: `${JSON.stringify(digest, null, 2)}\n` },
    ],
  };
}

/** Distributes the claims over pages. A claim that does not fit starts a new page, so no claim is dropped. */
function paginate(sorted: Claim[], translate: Translate, fits: (blocks: string[]) => boolean): string[][] {
  const heading = `**${translate("unverified")}**`;
  const pages: string[][] = [];
  let blocks: string[] = [];
  let count = 0;
  for (const [i, claim] of sorted.entries()) {
    const block = claimBlock(claim, i + 1, translate);
    const startsUnverified = !isVerified(claim) && !blocks.includes(heading);
    const extended = [...blocks, ...(startsUnverified ? [heading] : []), block];
    if (count > 0 && (count === CLAIMS_PER_PAGE || !fits(extended))) {
      pages.push(blocks);
      blocks = isVerified(claim) ? [block] : [heading, block];
      count = 1;
    } else {
      blocks = extended;
      count++;
    }
  }
  return [...pages, blocks.length ? blocks : [translate("noClaims")]];
}

const isVerified = ({ status }: Claim): boolean => status === "verified";

function claimBlock({ text, kind, certainty, speaker, quote }: Claim, number: number, translate: Translate): string {
  const tags = [
    speaker ? translate("says", { speaker: escapeUntrusted(speaker, MAX_SPEAKER_LENGTH) }) : "",
    kind === "fact" ? "" : translate(`kind.${kind}`),
    certainty === "hedged" ? translate("hedged") : "",
  ].filter(Boolean);
  const lines = [`**${number}.** ${escapeUntrusted(text, MAX_CLAIM_LENGTH)}`];
  if (tags.length) lines.push(subtext(tags));
  if (quote) lines.push(quoteBlock(quote, null, translate));
  return lines.join("\n");
}
