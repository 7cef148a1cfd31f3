import type { Answer, Claim, Digest, Quote } from "../model/index.ts";
import { claimsInWords, NOTICE_WORDS } from "./words.ts";

/** Reading speed that "minutes saved" is counted by: 238 words a minute, the mean for English non-fiction (Brysbaert 2019). */
const WORDS_PER_MINUTE = 238;

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
 * heading of a document without a title.
 */
export function digestMarkdown(digest: Digest, name: string | null = null): string {
  const numbering = new Numbering();
  const marks = (quotes: Quote[]): string => quotes.map((quote) => ` [${numbering.number(quote)}]`).join("");
  const verified = digest.claims.filter((claim) => claim.status === "verified");
  const unverified = digest.claims.filter((claim) => claim.status === "unverified");
  const parts = [
    `# ${digest.document.title ?? name ?? "Untitled"}`,
    facts(digest),
    digest.gist,
    digest.points.map((point) => `- ${oneLine(point.text)}${marks(point.quotes)}`).join("\n"),
    verified.length ? `## Claims\n\n${verified.map((claim) => claimLine(claim, marks)).join("\n")}` : "",
    numbering.quotes.length
      ? `## Quotes\n\n${numbering.quotes.map((quote, i) => quoteBlock(quote, i)).join("\n\n")}`
      : "",
    unverified.length
      ? `## Not found in the text\n\n${unverified.map((claim) => `- ${oneLine(claim.text)} (${claim.reasons.join(", ")})`).join("\n")}`
      : "",
    [...digest.notices.map((notice) => NOTICE_WORDS[notice]), smallPrint(digest)].join("\n"),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** An answer as Markdown: its text, then the quotes it rests on, or the nearest passage when there is no answer. */
export function answerMarkdown(answer: Answer): string {
  const quotes = answer.quotes.map((quote, i) => quoteBlock(quote, i));
  const nearest = answer.nearest ? `Nearest passage:\n\n${quoteBlock(answer.nearest, null)}` : "";
  const notices = answer.notices.map((notice) => NOTICE_WORDS[notice]).join("\n");
  return `${[answer.text, ...quotes, nearest, notices].filter(Boolean).join("\n\n")}\n`;
}

export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

function facts({ document }: Digest): string {
  const words = `${document.words} words`;
  const minutes = Math.round(document.words / WORDS_PER_MINUTE);
  const reading = minutes > 1 ? `${minutes} minutes to read in full` : "";
  return [document.byline, document.site, document.published, words, reading].filter(Boolean).join(" · ");
}

function claimLine(claim: Claim, marks: (quotes: Quote[]) => string): string {
  const tags = [
    claim.speaker ? `says ${claim.speaker}` : "",
    claim.kind === "fact" ? "" : claim.kind,
    claim.certainty === "hedged" ? "hedged" : "",
  ].filter(Boolean);
  return `- ${oneLine(claim.text)}${tags.length ? ` (${tags.join(", ")})` : ""}${claim.quote ? marks([claim.quote]) : ""}`;
}

/** @param from which document it is from, where there are several */
export function quoteBlock(quote: Quote, index: number | null, from = ""): string {
  const place = [from, `paragraph ${quote.paragraph}`, quote.page === null ? "" : `page ${quote.page}`]
    .filter(Boolean)
    .join(", ");
  const lines = quote.text.replaceAll("\n", "\n> ");
  return `${index === null ? "" : `[${index + 1}] `}${place}\n> ${lines}`;
}

const engineWords = ({ engine }: Pick<Digest, "engine">): string =>
  engine.kind === "llm" ? `model ${engine.model}` : "extractive engine";

function costWords({ usage, cached }: Pick<Digest, "usage" | "cached">): string {
  const cost = usage.costUsd === null ? "" : `, $${usage.costUsd.toFixed(4)}`;
  return cached ? "cached" : usage.calls ? `${usage.inputTokens + usage.outputTokens} tokens${cost}` : "";
}

/** Who wrote it, and what it cost. */
export const engineLine = (written: Pick<Digest, "engine" | "usage" | "cached">): string =>
  [engineWords(written), costWords(written)].filter(Boolean).join(" · ");

function smallPrint(digest: Digest): string {
  const { claims, document } = digest;
  const { coverage } = document;
  return [
    engineWords(digest),
    claimsInWords(claims),
    costWords(digest),
    document.retrieved ? `page as of ${document.retrieved.slice(0, 16).replace("T", " ")} UTC` : "",
    coverage.note ?? `${coverage.read} of ${coverage.total} ${coverage.unit}s read`,
  ]
    .filter(Boolean)
    .join(" · ");
}
