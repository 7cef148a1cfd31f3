import { type Answer, type Claim, type Digest, PithError, type Progress, type Quote } from "../model/index.ts";
import { inert, shorten, visible } from "./inert.ts";
import { digestMarkdown } from "./markdown.ts";
import { ACTION_WORDS, CARD_WORDS, claimsInWords, explain, NOTICE_WORDS, planInWords, STAGE_WORDS } from "./words.ts";

/** What a button does: `id` is a posting's, a delivery's, or for an offer the message's that holds the source. */
export type ActionName = keyof typeof ACTION_WORDS;
export type Action = { name: ActionName; id: string; label: string };

/**
 * What stands in one Discord message, without any Discord type: blocks of Discord's Markdown from top to bottom, how
 * the work stands, buttons, and a file for what does not fit. Every text in it that came from outside is inert.
 */
export type Card = {
  state: "working" | "done" | "failed";
  blocks: string[];
  actions: Action[];
  file: { name: string; text: string } | null;
};

/** Discord's limits for all text of a message with components, and for the components, of which ours need some too. */
const BUDGET = 4000;
const MOST_BLOCKS = 40 - 6;
const LONGEST_TITLE = 250;
/** A longer address than this takes the room of the text it belongs to. */
const LONGEST_ADDRESS = 600;
const LONGEST_FACT = 100;
const LONGEST_DETAIL = 300;
const LONGEST_GIST = 900;
const LONGEST_POINT = 400;
const LONGEST_QUOTE = 500;
const LONGEST_ANSWER = 1800;

/** A button as it stands under a card. */
export const action = (name: ActionName, id: string): Action => ({ name, id, label: ACTION_WORDS[name] });

/** A digest as a card: title, facts, gist, points and quotes as far as they fit, small print. What does not fit is a file. */
export function digestCard(digest: Digest, posting: string, cached = digest.cached): Card {
  const card = digestBlocks(digest, cached);
  const file = card.whole ? null : { name: "digest.md", text: digestMarkdown({ ...digest, cached }) };
  return { state: "done", blocks: card.blocks, actions: [action("ask", posting)], file };
}

function digestBlocks(digest: Digest, cached: boolean): Fitted {
  const { document, claims } = digest;
  const quotes = distinct(digest.points.flatMap((point) => point.quotes));
  const number = (quote: Quote): number => quotes.findIndex((other) => sameSpan(other, quote)) + 1;
  const points = digest.points.map((point) => {
    const marks = point.quotes.map((quote) => `[${number(quote)}]`).join("");
    return `- ${outside(point.text, LONGEST_POINT)} ${marks}`.trimEnd();
  });
  return arrange([
    `## ${linkedTitle(document)}\n${facts(digest)}`,
    inert(shorten(visible(digest.gist), LONGEST_GIST)),
    points.join("\n"),
    ...quotes.map((quote) => quoteBlock(quote, number(quote))),
    unverified(claims),
    smallPrint([
      claimsInWords(claims),
      engineWords(digest, cached),
      coverageWords(digest),
      ageWords(digest, cached),
      ...digest.notices.map((notice) => NOTICE_WORDS[notice]),
    ]),
  ]);
}

/** A page that is younger than this is as good as fetched now. */
const YOUNG_MS = 600_000;

/**
 * How old a page was that was not fetched for this; Discord shows it in the reader's own time. A young one is not
 * remarked on where its server has not seen it: that somebody elsewhere read it is nobody's business.
 */
function ageWords({ document: { retrieved }, createdAt }: Digest, cached: boolean): string {
  if (!retrieved || (!cached && Date.parse(createdAt) - Date.parse(retrieved) < YOUNG_MS)) return "";
  return `${CARD_WORDS.asOf} <t:${Math.floor(Date.parse(retrieved) / 1000)}:R>`;
}

/** An answer as a card: the text with its quotes, or that there is none and the nearest passage. */
export function answerCard(answer: Answer, question: string): Card {
  const from = ({ document }: Quote): string => {
    const title = answer.documents.length > 1 && answer.documents.find(({ id }) => id === document)?.title;
    return title ? outside(title, LONGEST_FACT) : "";
  };
  const nearest = answer.nearest
    ? [`${CARD_WORDS.nearest}\n${quoteBlock(answer.nearest, null, from(answer.nearest))}`]
    : [];
  const text = inert(shorten(visible(answer.text), LONGEST_ANSWER)).replace(/\\\[(\d+)\\\]/g, "[$1]");
  const { blocks } = arrange([
    `-# ${outside(question, 300)}`,
    text,
    ...answer.quotes.map((quote, i) => quoteBlock(quote, i + 1, from(quote))),
    ...nearest,
    smallPrint([engineWords(answer, answer.cached), ...answer.notices.map((notice) => NOTICE_WORDS[notice])]),
  ]);
  return { state: "done", blocks, actions: [], file: null };
}

/** A digest where files may not be attached: what does not fit is left out, and that is said. */
export function withoutFile(card: Card): Card {
  return { ...card, blocks: [...card.blocks, smallPrint([CARD_WORDS.noFile])], file: null };
}

/** What went wrong, and what can be done. */
export function errorCard({ code, detail }: PithError): Card {
  // The detail may repeat what a file or a person said.
  return plainCard("failed", explain(new PithError(code, outside(detail ?? "", LONGEST_DETAIL) || null)));
}

/** A few words of the bot's own. */
export const noteCard = (words: string): Card => plainCard("done", words);

/** How far the work is, with Stop. Once there is a draft it stays, as the digest it is, above how far the rest is. */
export function progressCard(progress: Progress, draft: Digest | null, delivery: string): Card {
  const stage = progress.stage === "draft" ? [] : [stageWords(progress)];
  const blocks = draft ? [...digestBlocks(draft, false).blocks, smallPrint([CARD_WORDS.draft, ...stage])] : stage;
  return { state: "working", blocks, actions: [action("stop", delivery)], file: null };
}

/** What stands under a file or link in a channel where digests are offered. */
export function offerCard(message: string): Card {
  return { state: "working", blocks: [CARD_WORDS.offer], actions: [action("offer", message)], file: null };
}

const plainCard = (state: Card["state"], words: string): Card => ({ state, blocks: [words], actions: [], file: null });

function stageWords(progress: Exclude<Progress, { stage: "draft" }>): string {
  if (progress.stage === "plan") return `${STAGE_WORDS.digest} (${planInWords(progress)}) …`;
  const { stage, done, total } = progress;
  return `${STAGE_WORDS[stage]}${total > 1 ? ` ${done}/${total}` : ""} …`;
}

/** A line of what came from outside, inert; empty when nobody would see it. The limit is of raw UTF-16 units. */
export const outside = (text: string, limit: number): string =>
  inert(shorten(visible(text).replace(/\s+/g, " "), limit));

/** The title with the link to the source. The limits are of the title, and of an address that is worth its room. */
export function linkedTitle({ title, url }: Digest["document"], most = LONGEST_TITLE, far = LONGEST_ADDRESS): string {
  const shown = outside(title ?? "", most) || CARD_WORDS.untitled;
  const address = url === null ? "" : encodeURI(decodeSafely(url.toWellFormed()));
  return address && address.length <= far ? `[${shown}](<${address}>)` : shown;
}

const sameSpan = (a: Quote, b: Quote): boolean => a.start === b.start && a.end === b.end;

function distinct(quotes: Quote[]): Quote[] {
  return [...new Map(quotes.map((quote) => [`${quote.start}-${quote.end}`, quote])).values()];
}

function facts({ document }: Digest): string {
  const { site, byline, published, words } = document;
  const said = [site, byline, published?.slice(0, 10), `${words} words`];
  return smallPrint(said.map((fact) => outside(fact ?? "", LONGEST_FACT)));
}

/** @param from the title of the document, where there are several */
export function quoteBlock(quote: Quote, number: number | null, from = ""): string {
  const page = quote.page === null ? "" : `, page ${quote.page}`;
  const place = `${from ? `${from}, ` : ""}paragraph ${quote.paragraph}${page}`;
  const text = outside(quote.text, LONGEST_QUOTE);
  return `-# ${number === null ? "" : `[${number}] `}${place}\n> ${text}`;
}

/** Claims without a located quote stand apart, as what they are. */
function unverified(claims: Claim[]): string {
  const lost = claims.filter((claim) => claim.status === "unverified");
  if (!lost.length) return "";
  const lines = lost.map((claim) => `- ${outside(claim.text, 200)}`);
  return `**${CARD_WORDS.unverified}**\n${lines.join("\n")}`;
}

/** Who wrote it. */
export const engineWords = ({ engine }: Pick<Digest, "engine">, cached: boolean): string =>
  `${engine.kind === "llm" ? `model ${outside(engine.model ?? "", LONGEST_FACT)}` : "extractive engine"}${cached ? " · cached" : ""}`;

/** Said only when something was not read: that all was read goes without saying. */
function coverageWords({ document: { coverage } }: Digest): string {
  if (coverage.read >= coverage.total) return "";
  return outside(coverage.note ?? "", LONGEST_FACT) || `${coverage.read} of ${coverage.total} ${coverage.unit}s read`;
}

export const smallPrint = (parts: string[]): string => `-# ${parts.filter(Boolean).join(" · ")}`;

/** A URL may hold a percent sign that stands for nothing: it is then taken as it is. */
function decodeSafely(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

type Fitted = { blocks: string[]; whole: boolean };

/** Room that is kept free for the line that a draft adds. */
const SPARE = 100;

/** Whether so many blocks stand in one message. */
export const fits = (blocks: string[]): boolean =>
  blocks.reduce((sum, block) => sum + block.length, 0) <= BUDGET - SPARE && blocks.length <= MOST_BLOCKS;

/** Blocks within Discord's limits: what does not fit is left out, last first; head, small print and mostly the gist stay. */
function arrange(all: string[]): Fitted {
  const blocks = all.filter(Boolean);
  const before = blocks.length;
  while (!fits(blocks) && blocks.length > 2) blocks.splice(-2, 1);
  return { blocks, whole: blocks.length === before };
}
