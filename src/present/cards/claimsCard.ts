import type { Claim, Digest } from "../../model/index.ts";
import type { Say } from "../catalogue/index.ts";
import { arrange, fits, outside, smallPrint } from "../fit.ts";
import { digestMarkdown } from "../markdown.ts";
import { claimsInWords } from "../words.ts";
import { type Action, action, type Card } from "./card.ts";
import { linkedTitle, quoteBlock } from "./digestCard.ts";

/** So many claims stand on a page at most; long ones with their quotes fill it sooner. */
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
  const head = `## ${linkedTitle(document, say)}`;
  const foot = (page: number, of: number): string =>
    smallPrint([claimsInWords(claims, say), of > 1 ? say("pages", { page, pages: of }) : ""]);
  const pages = paged(sorted, say, (blocks) => fits([head, ...blocks, foot(claims.length, claims.length)]));
  const last = pages.length - 1;
  const page = Math.min(Math.max(0, asked), last);
  const { blocks: fitting } = arrange([head, ...pages[page]!, foot(page + 1, pages.length)]);
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

/** The claims as blocks on pages, each of which fits: none is left out because others are long. */
function paged(sorted: Claim[], say: Say, fitting: (blocks: string[]) => boolean): string[][] {
  const heading = `**${say("unverified")}**`;
  const pages: string[][] = [];
  let blocks: string[] = [];
  let count = 0;
  for (const [i, claim] of sorted.entries()) {
    const block = claimBlock(claim, i + 1, say);
    const isHeaded = !isVerified(claim) && !blocks.includes(heading);
    const more = [...blocks, ...(isHeaded ? [heading] : []), block];
    if (count > 0 && (count === A_PAGE || !fitting(more))) {
      pages.push(blocks);
      blocks = isVerified(claim) ? [block] : [heading, block];
      count = 1;
    } else {
      blocks = more;
      count++;
    }
  }
  return [...pages, blocks.length ? blocks : [say("noClaims")]];
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
