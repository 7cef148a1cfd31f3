import type { Answer, Digest, Quote } from "../model/index.ts";
import type { Translate } from "./catalogue/index.ts";
import { extractiveLabel, formatDate, formatQuoteCounts, formatReadingTime, uncountedNotices } from "./format.ts";
import {
  allQuotes,
  droppedStatements,
  furtherClaims,
  gistStatement,
  isComputed,
  isVerbatim,
  type Made,
  pointStatements,
  type Statement,
  splitAnswer,
} from "./statements.ts";

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
 * Renders a digest as Markdown for a terminal or file. Block quotes contain only text from the source; a statement that
 * is nothing but its quote is set as a quote, and the quotes of all others follow as numbered notes. `name` is the
 * heading if the document has no title.
 */
export function digestMarkdown(
  digest: Digest,
  translate: Translate,
  name: string | null = null,
  lineOf: LineOf = () => null,
): string {
  const numbering = new QuoteNumbering();
  const render = (statement: Statement, bullet: string): string =>
    statementMarkdown(statement, bullet, numbering, translate, lineOf);
  const bullets = (statements: Statement[]): string => statements.map((one) => render(one, "- ")).join("\n");
  const [gist, points, claims] = [
    render(gistStatement(digest), ""),
    bullets(pointStatements(digest)),
    bullets(furtherClaims(digest)),
  ];
  const dropped = droppedStatements(digest).map(({ text, reasons }) => {
    const why = reasons.map((reason) => translate(`reason.${reason}`)).join(", ");
    return `- ${collapseWhitespace(text)}${why && ` (${why})`}`;
  });
  const notes = numbering.quotes.map((quote, i) => markdownQuote(quote, i, translate, "", lineOf(quote)));
  const section = (heading: string, text: string): string => (text ? `## ${heading}\n\n${text}` : "");
  const parts = [
    `# ${digest.document.title ?? name ?? translate("untitled")}`,
    metadataLine(digest, translate),
    gist,
    points,
    section(translate("claimsTitle"), claims),
    section(translate("quotesTitle"), notes.join("\n\n")),
    section(translate("droppedTitle"), dropped.join("\n")),
    [...uncountedNotices(digest).map((notice) => translate(`notice.${notice}`)), footer(digest, translate)].join("\n"),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** Renders a statement on one line: as a quote with its place, or with its attribution and the numbers of its notes. */
function statementMarkdown(
  statement: Statement,
  bullet: string,
  numbering: QuoteNumbering,
  translate: Translate,
  lineOf: LineOf,
): string {
  const { text, speaker, kind, certainty, quotes } = statement;
  const tags = [
    speaker ? translate("says", { speaker }) : "",
    kind === "fact" ? "" : translate(`kind.${kind}`),
    certainty === "hedged" ? translate("hedged") : "",
  ].filter(Boolean);
  if (isVerbatim(statement)) {
    const place = quotePlace(quotes[0]!, translate, "", lineOf(quotes[0]!));
    return `> ${bullet}${collapseWhitespace(text)} (${[...tags, place].join(", ")})`;
  }
  const marks = quotes.map((quote) => ` [${numbering.numberOf(quote)}]`).join("");
  return `${bullet}${collapseWhitespace(text)}${tags.length ? ` (${tags.join(", ")})` : ""}${marks}`;
}

/**
 * Renders an answer as Markdown: its sentences, those of the source as quotes, or the nearest passage if the document has
 * no answer. The quotes of other sentences follow as numbered notes.
 */
export function answerMarkdown(answer: Answer, translate: Translate, lineOf: LineOf = () => null): string {
  const numbering = new QuoteNumbering();
  const place = (quote: Quote): string => `(${quotePlace(quote, translate, "", lineOf(quote))})`;
  const lines = splitAnswer(answer).map(({ text, quotes, isQuote, speaker }) =>
    isQuote
      ? `> ${speaker === null ? "" : `${speaker}: `}${text.replaceAll("\n", "\n> ")} ${place(quotes[0]!)}`
      : `${text}${quotes.map((quote) => ` [${numbering.numberOf(quote)}]`).join("")}`,
  );
  const notes = numbering.quotes.map((quote, i) => markdownQuote(quote, i, translate, "", lineOf(quote)));
  const nearest = answer.nearest
    ? `${translate("nearest")}\n\n${markdownQuote(answer.nearest, null, translate, "", lineOf(answer.nearest))}`
    : "";
  const notices = [
    ...(isComputed(answer) ? [translate("computed")] : []),
    ...answer.notices.map((notice) => translate(`notice.${notice}`)),
  ].join("\n");
  const said = answer.answerable ? [...lines, ...notes] : [translate("doesNotSay"), nearest];
  return `${[...said, notices].filter(Boolean).join("\n\n")}\n`;
}

/** Collapses all whitespace, so that the text fits on one line of Markdown. */
export const collapseWhitespace = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Formats the metadata of a document: byline, site, date, length and reading time. */
function metadataLine({ document: { byline, site, published, words } }: Digest, translate: Translate): string {
  const date = published === null ? null : formatDate(published, translate);
  const length = translate("words", { n: words });
  return [byline, site, date, length, formatReadingTime(words, translate)].filter(Boolean).join(" · ");
}

/**
 * Formats the location of a quote: "¶ 3, p. 2, line 7".
 * @param label label of the quote's document, if there are several
 * @param line number of the source line, from 1, on which the quote starts, or null if unknown
 */
function quotePlace(quote: Quote, translate: Translate, label: string, line: number | null): string {
  return [
    label,
    translate("paragraph", { n: quote.paragraph }),
    quote.page === null ? "" : translate("page", { n: quote.page }),
    line === null ? "" : translate("line", { n: line }),
  ]
    .filter(Boolean)
    .join(", ");
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
  const location = quotePlace(quote, translate, label, line);
  const lines = quote.text.replaceAll("\n", "\n> ");
  return `${index === null ? "" : `[${index + 1}] `}${location}\n> ${lines}`;
}

const engineLabel = (result: Made, translate: Translate): string =>
  result.engine.kind === "llm" ? (result.engine.model ?? "") : extractiveLabel(result, translate);

function costLabel({ usage, cached }: Pick<Digest, "usage" | "cached">, translate: Translate): string {
  if (cached || usage.calls === 0) return cached ? translate("cached") : "";
  const cost = usage.costUsd === null ? "" : `, $${usage.costUsd.toFixed(4)}`;
  return `${translate("tokens", { n: usage.inputTokens + usage.outputTokens })}${cost}`;
}

/** Formats the engine of a result with its token usage and cost, or a note that the result was cached. */
export const engineLine = (result: Pick<Digest, "engine" | "usage" | "cached">, translate: Translate): string =>
  [engineLabel(result, translate), costLabel(result, translate)].filter(Boolean).join(" · ");

function footer(digest: Digest, translate: Translate): string {
  const { coverage, retrieved } = digest.document;
  return [
    formatQuoteCounts(digest, allQuotes(digest), translate),
    engineLabel(digest, translate),
    costLabel(digest, translate),
    retrieved ? `${translate("asOf")} ${formatDate(retrieved, translate)}, ${retrieved.slice(11, 16)} UTC` : "",
    coverage.note ??
      translate("read", { read: coverage.read, total: coverage.total, unit: translate(`unit.${coverage.unit}`) }),
  ]
    .filter(Boolean)
    .join(" · ");
}
