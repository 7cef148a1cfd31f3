import type { Digest } from "../../model/index.ts";
import { fitBlocks, fitsCard, subtext } from "../cardLayout.ts";
import type { Translate } from "../catalogue/index.ts";
import { linkedTitle } from "../citations/index.ts";
import { escapeUntrusted } from "../escape.ts";
import { formatQuoteCounts } from "../format.ts";
import type { Cite } from "../mark.ts";
import { digestMarkdown } from "../markdown.ts";
import {
  allQuotes,
  droppedStatements,
  furtherClaims,
  gistStatement,
  groupByText,
  isVerbatim,
  pointStatements,
  type Statement,
} from "../statements.ts";
import { type Action, type Card, createAction } from "./card.ts";
import { quoteLine } from "./digestCard.ts";

/** Maximum number of statements on a page. Long ones can fill it sooner. */
const STATEMENTS_PER_PAGE = 5;
/** Length limits in UTF-16 units. */
const MAX_STATEMENT_LENGTH = 300;
const MAX_SPEAKER_LENGTH = 100;

/** A block of a page, and whether it belongs to the dropped statements. */
type Entry = { block: string; isDropped: boolean };

/**
 * Builds a page of the statements of a digest with their quotes: gist, points and further claims, then what was dropped
 * and why. The whole digest is attached as files.
 * @param requestedPage page number from 0; a number out of range is clamped
 */
export function claimsCard(
  digest: Digest,
  posting: string,
  requestedPage: number,
  cite: Cite,
  translate: Translate,
): Card {
  const head = `### ${linkedTitle(digest.document, translate)}`;
  const footer = (page: number, pageCount: number): string =>
    subtext([
      formatQuoteCounts(digest, allQuotes(digest), translate),
      pageCount > 1 ? translate("pages", { page, pages: pageCount }) : "",
    ]);
  const entries = entriesOf(digest, cite, translate);
  // The number of pages is not known yet, so room is left for the longest possible footer.
  const longestFooter = footer(entries.length, entries.length);
  const pages = paginate(entries, translate, (blocks) => fitsCard([head, ...blocks, longestFooter]));
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

function entriesOf(digest: Digest, cite: Cite, translate: Translate): Entry[] {
  const verified = [gistStatement(digest), ...pointStatements(digest), ...furtherClaims(digest)];
  return [
    ...verified
      .filter(({ quotes }) => quotes.length > 0)
      .map((statement) => ({ block: statementBlock(statement, cite, translate), isDropped: false })),
    ...droppedStatements(digest).map(({ text, reasons }) => ({
      block: [
        `- ${escapeUntrusted(text, MAX_STATEMENT_LENGTH)}`,
        subtext(reasons.map((reason) => translate(`reason.${reason}`))),
      ].join("\n"),
      isDropped: true,
    })),
  ];
}

/** Distributes the entries over pages. An entry that does not fit starts a new page, so none is dropped. */
function paginate(entries: Entry[], translate: Translate, fits: (blocks: string[]) => boolean): string[][] {
  const heading = `**${translate("droppedTitle")}**`;
  const pages: string[][] = [];
  let blocks: string[] = [];
  let count = 0;
  for (const { block, isDropped } of entries) {
    const startsDropped = isDropped && !blocks.includes(heading);
    const extended = [...blocks, ...(startsDropped ? [heading] : []), block];
    if (count > 0 && (count === STATEMENTS_PER_PAGE || !fits(extended))) {
      pages.push(blocks);
      blocks = isDropped ? [heading, block] : [block];
      count = 1;
    } else {
      blocks = extended;
      count++;
    }
  }
  return [...pages, blocks.length ? blocks : [translate("noClaims")]];
}

/** Renders a statement, its attribution and its quotes. A statement that is nothing but its quote is shown once. */
function statementBlock(statement: Statement, cite: Cite, translate: Translate): string {
  const { text, kind, certainty, speaker, quotes } = statement;
  const tags = [
    speaker ? translate("says", { speaker: escapeUntrusted(speaker, MAX_SPEAKER_LENGTH) }) : "",
    kind === "fact" ? "" : translate(`kind.${kind}`),
    certainty === "hedged" ? translate("hedged") : "",
  ].filter(Boolean);
  const lines = isVerbatim(statement) ? [] : [escapeUntrusted(text, MAX_STATEMENT_LENGTH)];
  return [
    ...lines,
    ...groupByText(quotes).map((group) => quoteLine(group, cite)),
    ...(tags.length ? [subtext(tags)] : []),
  ].join("\n");
}
