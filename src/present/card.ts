import type { Answer, Digest, PithError, Progress, Quote } from "../model/index.ts";
import { inert, shorten } from "./inert.ts";
import { claimsInWords, explain, NOTICE_WORDS } from "./words.ts";

/**
 * What stands in one Discord message, without any Discord type: blocks of Discord's Markdown from top to bottom, and
 * how the work stands. Every text in it that came from outside is inert.
 */
export type Card = { state: "working" | "done" | "failed"; blocks: string[] };

/** Discord's limit for all text of a message with components, and what is kept free for the small print. */
const BUDGET = 4000;
const LONGEST_GIST = 900;
const LONGEST_POINT = 400;
const LONGEST_QUOTE = 500;

/** A digest as a card: title, facts, gist, points and quotes as far as they fit, small print. */
export function digestCard(digest: Digest, state: Card["state"] = "done"): Card {
  const { document, claims } = digest;
  const quotes = distinct(digest.points.flatMap((point) => point.quotes));
  const number = (quote: Quote): number =>
    quotes.findIndex((other) => other.start === quote.start && other.end === quote.end) + 1;
  const title = inert(shorten(document.title ?? "Untitled", 250));
  const head = document.url ? `## [${title}](<${encodeURI(decodeSafely(document.url))}>)` : `## ${title}`;
  const points = digest.points.map((point) => {
    const marks = point.quotes.map((quote) => `[${number(quote)}]`).join("");
    return `- ${inert(shorten(oneLine(point.text), LONGEST_POINT))} ${marks}`.trimEnd();
  });
  return withinBudget(state, [
    `${head}\n${facts(digest)}`,
    inert(shorten(digest.gist, LONGEST_GIST)),
    points.join("\n"),
    ...quotes.map((quote) => quoteBlock(quote, number(quote))),
    smallPrint([claimsInWords(claims), engineWords(digest), ...digest.notices.map((notice) => NOTICE_WORDS[notice])]),
  ]);
}

/** An answer as a card: the text with its quotes, or that there is none and the nearest passage. */
export function answerCard(answer: Answer, question: string): Card {
  const asked = `-# ${inert(shorten(oneLine(question), 300))}`;
  const nearest = answer.nearest ? ["Nearest passage:", quoteBlock(answer.nearest, null)] : [];
  const text = inert(shorten(answer.text, 1800)).replace(/\\\[(\d+)\\\]/g, "[$1]");
  return withinBudget("done", [
    asked,
    text,
    ...answer.quotes.map((quote, i) => quoteBlock(quote, i + 1)),
    ...nearest,
    smallPrint([engineWords(answer)]),
  ]);
}

/** What went wrong, and what can be done. */
export const errorCard = (error: PithError): Card => ({ state: "failed", blocks: [explain(error)] });

const STAGES = {
  read: "Reading",
  clean: "Cleaned",
  digest: "Summarising",
  verify: "Checking quotes",
  answer: "Looking for the answer",
};

/** How far the work is; a draft is shown as the digest it is. */
export function progressCard(progress: Progress): Card {
  if (progress.stage === "draft") return digestCard(progress.digest, "working");
  return { state: "working", blocks: [`${STAGES[progress.stage]} …`] };
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

function distinct(quotes: Quote[]): Quote[] {
  return [...new Map(quotes.map((quote) => [`${quote.start}-${quote.end}`, quote])).values()];
}

function facts({ document }: Digest): string {
  const { site, byline, published, words } = document;
  return `-# ${[site, byline, published?.slice(0, 10), `${words} words`].flatMap((fact) => (fact ? inert(shorten(fact, 100)) : [])).join(" · ")}`;
}

function quoteBlock(quote: Quote, number: number | null): string {
  const page = quote.page === null ? "" : `, page ${quote.page}`;
  return `${number === null ? "" : `[${number}] `}-# paragraph ${quote.paragraph}${page}\n> ${inert(shorten(oneLine(quote.text), LONGEST_QUOTE))}`.replace(
    /^(\[\d+\]) -# /,
    "-# $1 ",
  );
}

const engineWords = ({ engine, cached }: Pick<Digest, "engine" | "cached">): string =>
  `${engine.kind === "llm" ? `model ${inert(engine.model ?? "")}` : "extractive engine"}${cached ? " · cached" : ""}`;

const smallPrint = (parts: string[]): string => `-# ${parts.join(" · ")}`;

/** A URL may hold a percent sign that stands for nothing: it is then taken as it is. */
function decodeSafely(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

/** Quotes that do not fit are left out, last first; head, gist and small print always stay. */
function withinBudget(state: Card["state"], blocks: string[]): Card {
  const kept = blocks.filter(Boolean);
  const size = (): number => kept.reduce((sum, block) => sum + block.length, 0);
  while (size() > BUDGET && kept.length > 2) kept.splice(-2, 1);
  return { state, blocks: kept };
}
