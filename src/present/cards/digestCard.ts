import type { Claim, Digest, Quote } from "../../model/index.ts";
import { fitBlocks, subtext } from "../cardLayout.ts";
import type { Translate } from "../catalogue/index.ts";
import { linkedTitle } from "../citations/index.ts";
import { escapeForDiscord, escapeUntrusted, truncate, visibleText } from "../escape.ts";
import { countShownWords, formatClaimCounts, formatUsd, WORDS_PER_MINUTE } from "../format.ts";
import { digestMarkdown } from "../markdown.ts";
import { type Action, type Card, createAction } from "./card.ts";

export { linkedTitle };

/** Length limits of the parts, in UTF-16 units. */
const MAX_METADATA_LENGTH = 100;
const MAX_GIST_LENGTH = 900;
const MAX_POINT_LENGTH = 400;
const MAX_QUOTE_LENGTH = 500;
const MAX_UNVERIFIED_CLAIM_LENGTH = 200;

/** Facts that determine the footer and buttons of a digest card but are not contained in the digest. */
export type DigestFooter = {
  /** Whether this server already had the digest. */
  cached: boolean;
  /** The host of the model endpoint, or null if no model is configured. */
  host: string | null;
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
export function digestCard(digest: Digest, posting: string, footer: DigestFooter, translate: Translate): Card {
  const { cached } = footer;
  const { blocks, isComplete } = digestBlocks(digest, footer, translate);
  const files = isComplete ? [] : [{ name: "digest.md", text: digestMarkdown({ ...digest, cached }, translate) }];
  const actions = (["ask", "claims", "shape", "more"] as const).map((name) => createAction(name, posting, translate));
  if (digest.notices.includes("asks_first")) actions.push(approveButton(posting, footer.estimateUsd, translate));
  return { state: "done", blocks, actions, files };
}

/** Creates the button that approves a model run at its estimated cost. */
function approveButton(posting: string, estimateUsd: number | null, translate: Translate): Action {
  const button = createAction("agree", posting, translate);
  return estimateUsd === null ? button : { ...button, label: translate("agreeFor", { cost: formatUsd(estimateUsd) }) };
}

/** Renders a digest as Markdown blocks that fit into one card. `isComplete` is false if any blocks were dropped. */
export function digestBlocks(
  digest: Digest,
  footer: DigestFooter,
  translate: Translate,
): { blocks: string[]; isComplete: boolean } {
  const { document, claims } = digest;
  const quotes = distinctQuotes(digest.points.flatMap((point) => point.quotes));
  const numberOf = (quote: Quote): number => quotes.findIndex((other) => isSameSpan(other, quote)) + 1;
  const points = digest.points.map((point) => {
    const marks = point.quotes.map((quote) => `[${numberOf(quote)}]`).join("");
    return `- ${escapeUntrusted(point.text, MAX_POINT_LENGTH)} ${marks}`.trimEnd();
  });
  return fitBlocks([
    `## ${linkedTitle(document, translate)}\n${metadataLine(digest, translate)}`,
    escapeForDiscord(truncate(visibleText(digest.gist), MAX_GIST_LENGTH)),
    points.join("\n"),
    ...quotes.map((quote) => quoteBlock(quote, numberOf(quote), translate)),
    unverifiedClaims(claims, translate),
    subtext([
      formatClaimCounts(claims, translate),
      engineLabel(digest, footer.cached, translate),
      digest.engine.kind === "llm" && footer.host
        ? translate("at", { host: escapeUntrusted(footer.host, MAX_METADATA_LENGTH) })
        : "",
      footer.isPaidByViewer && !footer.cached ? costLabel(digest, translate) : "",
      coverageLabel(digest, translate),
      pageAge(digest, footer.cached, translate),
      ...digest.notices.map((notice) => translate(`notice.${notice}`)),
    ]),
  ]);
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

const isSameSpan = (a: Quote, b: Quote): boolean => a.start === b.start && a.end === b.end;

function distinctQuotes(quotes: Quote[]): Quote[] {
  return [...new Map(quotes.map((quote) => [`${quote.start}-${quote.end}`, quote])).values()];
}

/** Formats the reading time that the digest saves, in minutes, or returns "" if it is less than one. */
function timeSaved(digest: Digest, translate: Translate): string {
  const minutes = Math.round((digest.document.words - countShownWords(digest)) / WORDS_PER_MINUTE);
  return minutes >= 1 ? translate("saved", { n: minutes }) : "";
}

/** Formats the metadata of the document: site, byline, date, length and the time saved. */
function metadataLine(digest: Digest, translate: Translate): string {
  const { site, byline, published, words } = digest.document;
  const metadata = [
    site,
    byline,
    published?.slice(0, 10),
    translate("words", { n: words }),
    timeSaved(digest, translate),
  ];
  return subtext(metadata.map((part) => escapeUntrusted(part ?? "", MAX_METADATA_LENGTH)));
}

/**
 * Renders a quote with its location.
 * @param number the number of the quote, or null for none
 * @param label the title or label of the document that the quote is from, if there are several documents
 */
export function quoteBlock(quote: Quote, number: number | null, translate: Translate, label = ""): string {
  const page = quote.page === null ? "" : translate("page", { n: quote.page });
  const location = [label, translate("paragraph", { n: quote.paragraph }), page].filter(Boolean).join(", ");
  const text = escapeUntrusted(quote.text, MAX_QUOTE_LENGTH);
  return `-# ${number === null ? "" : `[${number}] `}${location}\n> ${text}`;
}

/** Renders a list of the unverified claims, or returns "" if there are none. */
function unverifiedClaims(claims: Claim[], translate: Translate): string {
  const unverified = claims.filter((claim) => claim.status === "unverified");
  if (!unverified.length) return "";
  const lines = unverified.map((claim) => `- ${escapeUntrusted(claim.text, MAX_UNVERIFIED_CLAIM_LENGTH)}`);
  return `**${translate("unverified")}**\n${lines.join("\n")}`;
}

/** Formats the engine of a result, with a note if the result was cached. */
export const engineLabel = ({ engine }: Pick<Digest, "engine">, cached: boolean, translate: Translate): string =>
  [
    engine.kind === "llm"
      ? translate("model", { name: escapeUntrusted(engine.model ?? "", MAX_METADATA_LENGTH) })
      : translate("extractive"),
    cached ? translate("cached") : "",
  ]
    .filter(Boolean)
    .join(" · ");

/** Formats the token usage and, if known, the cost. Returns "" if no model was called. */
function costLabel({ usage }: Digest, translate: Translate): string {
  if (usage.calls === 0) return "";
  const tokens = translate("tokens", { n: usage.inputTokens + usage.outputTokens });
  return usage.costUsd === null ? tokens : `${tokens}, ${formatUsd(usage.costUsd)}`;
}

/** Formats how much of the document was read, or returns "" if all of it was. */
function coverageLabel({ document: { coverage } }: Digest, translate: Translate): string {
  if (coverage.read >= coverage.total) return "";
  return (
    escapeUntrusted(coverage.note ?? "", MAX_METADATA_LENGTH) ||
    translate("read", { read: coverage.read, total: coverage.total, unit: translate(`unit.${coverage.unit}`) })
  );
}
