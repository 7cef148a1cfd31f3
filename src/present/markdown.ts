import type { Answer, Claim, Digest, Quote } from "../model/index.ts";
import type { Say } from "./catalogue/index.ts";
import { claimsInWords, WORDS_PER_MINUTE } from "./words.ts";

/** In which line of the text a quote begins, from 1; null where nobody counts lines. */
type LineOf = (quote: Quote) => number | null;

/** Quotes numbered from 1 in the order they are first shown; the same span has one number. */
class Numbering {
  readonly quotes: Quote[] = [];

  number(quote: Quote): number {
    const known = this.quotes.findIndex(
      (q) => q.document === quote.document && q.start === quote.start && q.end === quote.end,
    );
    return known >= 0 ? known + 1 : this.quotes.push(quote);
  }
}

/**
 * A digest as Markdown for a terminal or a file. Only text located in the source stands in a `>` block. `name` is the
 * heading of a document without a title, `lineOf` tells in which line a quote begins.
 */
export function digestMarkdown(
  digest: Digest,
  say: Say,
  name: string | null = null,
  lineOf: LineOf = () => null,
): string {
  const numbering = new Numbering();
  const marks = (quotes: Quote[]): string => quotes.map((quote) => ` [${numbering.number(quote)}]`).join("");
  const verified = digest.claims.filter((claim) => claim.status === "verified");
  const unverified = digest.claims.filter((claim) => claim.status === "unverified");
  const parts = [
    `# ${digest.document.title ?? name ?? say("untitled")}`,
    facts(digest, say),
    digest.gist,
    digest.points.map((point) => `- ${oneLine(point.text)}${marks(point.quotes)}`).join("\n"),
    verified.length
      ? `## ${say("claimsTitle")}\n\n${verified.map((claim) => claimLine(claim, marks, say)).join("\n")}`
      : "",
    numbering.quotes.length
      ? `## ${say("quotesTitle")}\n\n${numbering.quotes.map((quote, i) => quoteBlock(quote, i, say, "", lineOf(quote))).join("\n\n")}`
      : "",
    unverified.length
      ? `## ${say("unverified")}\n\n${unverified.map((claim) => `- ${oneLine(claim.text)} (${claim.reasons.join(", ")})`).join("\n")}`
      : "",
    [...digest.notices.map((notice) => say(`notice.${notice}`)), smallPrint(digest, say)].join("\n"),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** An answer as Markdown: its text, then the quotes it rests on, or the nearest passage when there is no answer. */
export function answerMarkdown(answer: Answer, say: Say, lineOf: LineOf = () => null): string {
  const placed = (quote: Quote, i: number | null): string => quoteBlock(quote, i, say, "", lineOf(quote));
  const quotes = answer.quotes.map(placed);
  const nearest = answer.nearest ? `${say("nearest")}\n\n${placed(answer.nearest, null)}` : "";
  const notices = answer.notices.map((notice) => say(`notice.${notice}`)).join("\n");
  return `${[answer.answerable ? answer.text : say("doesNotSay"), ...quotes, nearest, notices].filter(Boolean).join("\n\n")}\n`;
}

export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

function facts({ document }: Digest, say: Say): string {
  const words = say("words", { n: document.words });
  const minutes = Math.round(document.words / WORDS_PER_MINUTE);
  const reading = minutes > 1 ? say("reading", { n: minutes }) : "";
  return [document.byline, document.site, document.published, words, reading].filter(Boolean).join(" · ");
}

function claimLine(claim: Claim, marks: (quotes: Quote[]) => string, say: Say): string {
  const tags = [
    claim.speaker ? say("says", { speaker: claim.speaker }) : "",
    claim.kind === "fact" ? "" : say(`kind.${claim.kind}`),
    claim.certainty === "hedged" ? say("hedged") : "",
  ].filter(Boolean);
  return `- ${oneLine(claim.text)}${tags.length ? ` (${tags.join(", ")})` : ""}${claim.quote ? marks([claim.quote]) : ""}`;
}

/**
 * @param from which document it is from, where there are several
 * @param line in which it begins, where lines can be counted
 */
export function quoteBlock(
  quote: Quote,
  index: number | null,
  say: Say,
  from = "",
  line: number | null = null,
): string {
  const place = [
    from,
    say("paragraph", { n: quote.paragraph }),
    quote.page === null ? "" : say("page", { n: quote.page }),
    line === null ? "" : say("line", { n: line }),
  ]
    .filter(Boolean)
    .join(", ");
  const lines = quote.text.replaceAll("\n", "\n> ");
  return `${index === null ? "" : `[${index + 1}] `}${place}\n> ${lines}`;
}

const engineWords = ({ engine }: Pick<Digest, "engine">, say: Say): string =>
  engine.kind === "llm" ? say("model", { name: engine.model ?? "" }) : say("extractive");

function costWords({ usage, cached }: Pick<Digest, "usage" | "cached">, say: Say): string {
  if (cached || usage.calls === 0) return cached ? say("cached") : "";
  const cost = usage.costUsd === null ? "" : `, $${usage.costUsd.toFixed(4)}`;
  return `${say("tokens", { n: usage.inputTokens + usage.outputTokens })}${cost}`;
}

/** Who wrote it, and what it cost. */
export const engineLine = (written: Pick<Digest, "engine" | "usage" | "cached">, say: Say): string =>
  [engineWords(written, say), costWords(written, say)].filter(Boolean).join(" · ");

function smallPrint(digest: Digest, say: Say): string {
  const { claims, document } = digest;
  const { coverage } = document;
  return [
    engineWords(digest, say),
    claimsInWords(claims, say),
    costWords(digest, say),
    document.retrieved ? `${say("asOf")} ${document.retrieved.slice(0, 16).replace("T", " ")} UTC` : "",
    coverage.note ?? say("read", { read: coverage.read, total: coverage.total, unit: say(`unit.${coverage.unit}`) }),
  ]
    .filter(Boolean)
    .join(" · ");
}
