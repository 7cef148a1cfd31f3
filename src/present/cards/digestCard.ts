import type { Digest, Quote } from "../../model/index.ts";
import { fitBlocks, fitsCard, subtext } from "../cardLayout.ts";
import type { Translate } from "../catalogue/index.ts";
import { linkedTitle } from "../citations/index.ts";
import { escapeUntrusted } from "../escape.ts";
import {
  extractiveLabel,
  formatDate,
  formatQuoteCounts,
  formatReadingTime,
  formatUsd,
  uncountedNotices,
} from "../format.ts";
import { type Cite, marksOf, withFittingLinks } from "../mark.ts";
import { digestMarkdown } from "../markdown.ts";
import {
  allQuotes,
  gistStatement,
  isVerbatim,
  type Made,
  pointStatements,
  type Statement,
  withoutDropped,
} from "../statements.ts";
import { type Action, type Card, createAction } from "./card.ts";

/** Length limits of the parts, in UTF-16 units. */
const MAX_METADATA_LENGTH = 100;
const MAX_GIST_LENGTH = 900;
const MAX_POINT_LENGTH = 900;
const MAX_QUOTE_LENGTH = 500;

/** Facts that determine the footer and buttons of a digest card but are not contained in the digest. */
export type DigestFooter = {
  /** Whether this server already had the digest. */
  cached: boolean;
  /** Whether the viewers of the card are billed for the digest. The cost is hidden from others. */
  isPaidByViewer: boolean;
  /**
   * The estimated cost of a model run in US dollars, or null if unknown. It is shown only if the run needs approval.
   */
  estimateUsd: number | null;
};

/**
 * Builds the card of a digest. If it does not fit into a message, the whole digest is attached as a file.
 * @param posting id of the posting that the buttons refer to
 */
export function digestCard(
  digest: Digest,
  posting: string,
  footer: DigestFooter,
  cite: Cite,
  translate: Translate,
): Card {
  const { cached } = footer;
  const { blocks, isComplete } = digestBlocks(digest, footer, cite, translate);
  const text = isComplete ? "" : digestMarkdown({ ...withoutDropped(digest), cached }, translate);
  const files = isComplete ? [] : [{ name: "digest.md", text }];
  const actions = (["ask", "claims", "shape", "more"] as const).map((name) => createAction(name, posting, translate));
  if (digest.notices.includes("asks_first")) actions.push(approveButton(posting, footer.estimateUsd, translate));
  return { state: "done", blocks, actions, files };
}

/**
 * Builds the answer to a source that is too short for a digest: a line with its length and, unless it was pasted, the
 * whole text as a quote.
 */
export function shortTextCard({ document, gist }: Digest, translate: Translate): Card {
  const line = translate("shortText", { n: document.words });
  const isPasted = document.url === null && document.title === null;
  const title = document.title === null ? "" : `### ${linkedTitle(document, translate)}\n`;
  return {
    state: "done",
    blocks: isPasted ? [line] : [`${title}${line}`, `> ${escapeUntrusted(gist, MAX_GIST_LENGTH)}`],
    actions: [],
    files: [],
  };
}

/** Creates the button that approves a model run at its estimated cost. */
function approveButton(posting: string, estimateUsd: number | null, translate: Translate): Action {
  const button = createAction("agree", posting, translate);
  return estimateUsd === null ? button : { ...button, label: translate("agreeFor", { cost: formatUsd(estimateUsd) }) };
}

/**
 * Renders a digest as Markdown blocks that fit into one card: title, gist, points, and a line of small print. Sentences
 * of the source are set as quotes. `isComplete` is false if any blocks were dropped.
 */
export function digestBlocks(
  digest: Digest,
  footer: DigestFooter,
  cite: Cite,
  translate: Translate,
): { blocks: string[]; isComplete: boolean } {
  const render = (fitting: Cite): string[] => [
    `### ${linkedTitle(digest.document, translate)}\n${metadataLine(digest, translate)}`,
    statementLine(gistStatement(digest), MAX_GIST_LENGTH, "", fitting),
    ...pointStatements(digest).map((point) => statementLine(point, MAX_POINT_LENGTH, "- ", fitting)),
    smallPrint(digest, footer, translate),
  ];
  const { blocks, isComplete } = fitBlocks(withFittingLinks(cite, render, fitsCard));
  // The points are one list.
  const [head = "", gist = "", ...rest] = blocks.slice(0, -1);
  return { blocks: [head, gist, rest.join("\n"), blocks.at(-1)!].filter(Boolean), isComplete };
}

/** Renders a statement with its speaker and its marks. A statement that is nothing but its quote is set as a quote. */
function statementLine(statement: Statement, maxLength: number, bullet: string, cite: Cite): string {
  const { text, speaker, quotes } = statement;
  const said = escapeUntrusted(text, maxLength);
  const by = speaker === null ? "" : `**${escapeUntrusted(speaker, MAX_METADATA_LENGTH)}:** `;
  return `${isVerbatim(statement) ? "> " : ""}${bullet}${by}${said}${marksOf(quotes, cite)}`;
}

/** Renders the last lines of the card: what stands behind the digest, how it was made, and what readers should know. */
function smallPrint(digest: Digest, { cached, isPaidByViewer }: DigestFooter, translate: Translate): string {
  const facts = [
    formatQuoteCounts(digest, allQuotes({ ...digest, claims: [] }), translate),
    engineLabel(digest, isPaidByViewer && !cached ? costLabel(digest, translate) : "", translate),
    cached ? translate("cached") : "",
    coverageLabel(digest, translate),
    pageAge(digest, cached, translate),
  ];
  // `coverageLabel` says that a document was read in part.
  const notices = uncountedNotices(digest).filter((notice) => notice !== "read_in_part");
  return [subtext(facts), ...notices.map((notice) => subtext([translate(`notice.${notice}`)]))].join("\n");
}

/**
 * Minimum age of a cached page, in milliseconds, when the digest was created. A more recent page counts as fetched for
 * the digest, and its age is not shown.
 */
const MIN_SHOWN_AGE_MS = 600_000;

/**
 * Formats the age of a cached page as a relative Discord timestamp, or returns "" if it is not shown. The age of a
 * recent page is hidden if the digest is new to this server, because showing it would reveal that somebody elsewhere
 * read the page.
 */
function pageAge({ document: { retrieved }, createdAt }: Digest, cached: boolean, translate: Translate): string {
  if (!retrieved || (!cached && Date.parse(createdAt) - Date.parse(retrieved) < MIN_SHOWN_AGE_MS)) return "";
  return `${translate("asOf")} <t:${Math.floor(Date.parse(retrieved) / 1000)}:R>`;
}

/** Formats the metadata of the document: byline, site, date and reading time. */
function metadataLine({ document }: Digest, translate: Translate): string {
  const { site, byline, published, words } = document;
  const metadata = [
    byline,
    site,
    published === null ? null : formatDate(published, translate),
    formatReadingTime(words, translate),
  ];
  return subtext(metadata.map((part) => escapeUntrusted(part ?? "", MAX_METADATA_LENGTH)));
}

/** Renders a quote with its mark, or with several if the same words stand in several places. The limit is in UTF-16 units. */
export const quoteLine = (quotes: Quote[], cite: Cite, maxLength = MAX_QUOTE_LENGTH): string =>
  `> ${escapeUntrusted(quotes[0]!.text, maxLength)}${marksOf(quotes, cite)}`;

/** Formats the engine of a result, and its cost if it is to be shown: "gpt-x, $0.002". */
export const engineLabel = (result: Made, cost: string, translate: Translate): string =>
  result.engine.kind === "llm"
    ? [escapeUntrusted(result.engine.model ?? "", MAX_METADATA_LENGTH), cost].filter(Boolean).join(", ")
    : extractiveLabel(result, translate);

/** Formats the cost of a result or, if it is unknown, its token usage. Returns "" if no model was called. */
function costLabel({ usage }: Digest, translate: Translate): string {
  if (usage.calls === 0) return "";
  return usage.costUsd === null
    ? translate("tokens", { n: usage.inputTokens + usage.outputTokens })
    : formatUsd(usage.costUsd);
}

/** Says that the document was read in part, and how much of it. Returns "" if all of it was read. */
function coverageLabel({ document: { coverage } }: Digest, translate: Translate): string {
  const { read, total, unit, note } = coverage;
  if (read >= total) return "";
  const extent = escapeUntrusted(note ?? "", MAX_METADATA_LENGTH);
  return `${translate("notice.read_in_part")} ${extent || translate("read", { read, total, unit: translate(`unit.${unit}`) })}`;
}
