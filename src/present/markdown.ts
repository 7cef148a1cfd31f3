import type { Answer, Claim, Digest, Quote } from "../model/index.ts";
import type { Translate } from "./catalogue/index.ts";
import { formatClaimCounts, WORDS_PER_MINUTE } from "./format.ts";

/**
 * Returns the number of the source line, counted from 1, on which a quote starts, or null if the source has no lines.
 */
type LineOf = (quote: Quote) => number | null;

/** Numbers quotes from 1 in the order of first use. Quotes with the same span in the same document share a number. */
class QuoteNumbering {
  readonly quotes: Quote[] = [];

  numberOf(quote: Quote): number {
    const known = this.quotes.findIndex(
      (q) => q.document === quote.document && q.start === quote.start && q.end === quote.end,
    );
    return known >= 0 ? known + 1 : this.quotes.push(quote);
  }
}

/**
 * Renders a digest as Markdown for a terminal or file. Block quotes contain only text from the source. `name` is the
 * heading if the document has no title.
 */
export function digestMarkdown(
  digest: Digest,
  translate: Translate,
  name: string | null = null,
  lineOf: LineOf = () => null,
): string {
  const numbering = new QuoteNumbering();
  const marks = (quotes: Quote[]): string => quotes.map((quote) => ` [${numbering.numberOf(quote)}]`).join("");
  const verified = digest.claims.filter((claim) => claim.status === "verified");
  const unverified = digest.claims.filter((claim) => claim.status === "unverified");
  const parts = [
    `# ${digest.document.title ?? name ?? translate("untitled")}`,
    metadataLine(digest, translate),
    digest.gist,
    digest.points.map((point) => `- ${collapseWhitespace(point.text)}${marks(point.quotes)}`).join("\n"),
    verified.length
      ? `## ${translate("claimsTitle")}\n\n${verified.map((claim) => claimLine(claim, marks, translate)).join("\n")}`
      : "",
    numbering.quotes.length
      ? `## ${translate("quotesTitle")}\n\n${numbering.quotes.map((quote, i) => markdownQuote(quote, i, translate, "", lineOf(quote))).join("\n\n")}`
      : "",
    unverified.length
      ? `## ${translate("unverified")}\n\n${unverified.map((claim) => `- ${collapseWhitespace(claim.text)} (${claim.reasons.join(", ")})`).join("\n")}`
      : "",
    [...digest.notices.map((notice) => translate(`notice.${notice}`)), footer(digest, translate)].join("\n"),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** Renders an answer as Markdown: its text and quotes, or the nearest passage if the document has no answer. */
export function answerMarkdown(answer: Answer, translate: Translate, lineOf: LineOf = () => null): string {
  const block = (quote: Quote, i: number | null): string => markdownQuote(quote, i, translate, "", lineOf(quote));
  const quotes = answer.quotes.map(block);
  const nearest = answer.nearest ? `${translate("nearest")}\n\n${block(answer.nearest, null)}` : "";
  const notices = answer.notices.map((notice) => translate(`notice.${notice}`)).join("\n");
  return `${[answer.answerable ? answer.text : translate("doesNotSay"), ...quotes, nearest, notices].filter(Boolean).join("\n\n")}\n`;
}

/** Collapses all whitespace, so that the text fits on one line of Markdown. */
export const collapseWhitespace = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Formats the metadata of a document: byline, site, date, length and reading time. */
function metadataLine({ document }: Digest, translate: Translate): string {
  const words = translate("words", { n: document.words });
  const minutes = Math.round(document.words / WORDS_PER_MINUTE);
  const reading = minutes > 1 ? translate("reading", { n: minutes }) : "";
  return [document.byline, document.site, document.published, words, reading].filter(Boolean).join(" · ");
}

function claimLine(claim: Claim, marks: (quotes: Quote[]) => string, translate: Translate): string {
  const tags = [
    claim.speaker ? translate("says", { speaker: claim.speaker }) : "",
    claim.kind === "fact" ? "" : translate(`kind.${claim.kind}`),
    claim.certainty === "hedged" ? translate("hedged") : "",
  ].filter(Boolean);
  return `- ${collapseWhitespace(claim.text)}${tags.length ? ` (${tags.join(", ")})` : ""}${claim.quote ? marks([claim.quote]) : ""}`;
}

/**
 * Renders a quote with its location.
 * @param index position in the list of quotes, from 0; null for a quote without a number
 * @param label label of the quote's document, if there are several
 * @param line number of the source line, from 1, on which the quote starts, or null if unknown
 */
export function markdownQuote(
  quote: Quote,
  index: number | null,
  translate: Translate,
  label = "",
  line: number | null = null,
): string {
  const location = [
    label,
    translate("paragraph", { n: quote.paragraph }),
    quote.page === null ? "" : translate("page", { n: quote.page }),
    line === null ? "" : translate("line", { n: line }),
  ]
    .filter(Boolean)
    .join(", ");
  const lines = quote.text.replaceAll("\n", "\n> ");
  return `${index === null ? "" : `[${index + 1}] `}${location}\n> ${lines}`;
}

const engineLabel = ({ engine }: Pick<Digest, "engine">, translate: Translate): string =>
  engine.kind === "llm" ? translate("model", { name: engine.model ?? "" }) : translate("extractive");

function costLabel({ usage, cached }: Pick<Digest, "usage" | "cached">, translate: Translate): string {
  if (cached || usage.calls === 0) return cached ? translate("cached") : "";
  const cost = usage.costUsd === null ? "" : `, $${usage.costUsd.toFixed(4)}`;
  return `${translate("tokens", { n: usage.inputTokens + usage.outputTokens })}${cost}`;
}

/** Formats the engine of a result with its token usage and cost, or a note that the result was cached. */
export const engineLine = (result: Pick<Digest, "engine" | "usage" | "cached">, translate: Translate): string =>
  [engineLabel(result, translate), costLabel(result, translate)].filter(Boolean).join(" · ");

function footer(digest: Digest, translate: Translate): string {
  const { claims, document } = digest;
  const { coverage } = document;
  return [
    engineLabel(digest, translate),
    formatClaimCounts(claims, translate),
    costLabel(digest, translate),
    document.retrieved ? `${translate("asOf")} ${document.retrieved.slice(0, 16).replace("T", " ")} UTC` : "",
    coverage.note ??
      translate("read", { read: coverage.read, total: coverage.total, unit: translate(`unit.${coverage.unit}`) }),
  ]
    .filter(Boolean)
    .join(" · ");
}
