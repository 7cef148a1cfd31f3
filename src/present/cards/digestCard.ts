import type { Claim, Digest, Quote } from "../../model/index.ts";
import type { Say } from "../catalogue/index.ts";
import { arrange, outside, smallPrint } from "../fit.ts";
import { inert, shorten, visible } from "../inert.ts";
import { digestMarkdown } from "../markdown.ts";
import { claimsInWords, dollars, WORDS_PER_MINUTE, wordsShown } from "../words.ts";
import { type Action, action, type Card } from "./card.ts";

const LONGEST_TITLE = 250;
/** A longer address than this takes the room of the text it belongs to. */
const LONGEST_ADDRESS = 600;
const LONGEST_FACT = 100;
const LONGEST_GIST = 900;
const LONGEST_POINT = 400;
const LONGEST_QUOTE = 500;

/**
 * What the small print tells beside the digest: whether this server had it made before, at which host the model is (null
 * for none), whether its readers are those who paid (what others paid is nobody's business), and what a model would cost.
 */
export type Print = { cached: boolean; host: string | null; paid: boolean; estimateUsd: number | null };

/** A digest as a card: title, facts, gist, points and quotes as far as they fit, small print. What does not fit is a file. */
export function digestCard(digest: Digest, posting: string, print: Print, say: Say): Card {
  const { cached } = print;
  const card = digestBlocks(digest, print, say);
  const files = card.whole ? [] : [{ name: "digest.md", text: digestMarkdown({ ...digest, cached }, say) }];
  const actions = (["ask", "claims", "shape", "more"] as const).map((name) => action(name, posting, say));
  if (digest.notices.includes("asks_first")) actions.push(agreement(posting, print.estimateUsd, say));
  return { state: "done", blocks: card.blocks, actions, files };
}

/** The button by which the asker lets the model read it for what it costs. */
function agreement(posting: string, estimateUsd: number | null, say: Say): Action {
  const plain = action("agree", posting, say);
  return estimateUsd === null ? plain : { ...plain, label: say("agreeFor", { cost: dollars(estimateUsd) }) };
}

/** What a card says of a digest, within Discord's limits; `whole` tells whether all of it is there. */
export function digestBlocks(digest: Digest, print: Print, say: Say): { blocks: string[]; whole: boolean } {
  const { document, claims } = digest;
  const quotes = distinct(digest.points.flatMap((point) => point.quotes));
  const number = (quote: Quote): number => quotes.findIndex((other) => sameSpan(other, quote)) + 1;
  const points = digest.points.map((point) => {
    const marks = point.quotes.map((quote) => `[${number(quote)}]`).join("");
    return `- ${outside(point.text, LONGEST_POINT)} ${marks}`.trimEnd();
  });
  return arrange([
    `## ${linkedTitle(document, say)}\n${facts(digest, say)}`,
    inert(shorten(visible(digest.gist), LONGEST_GIST)),
    points.join("\n"),
    ...quotes.map((quote) => quoteBlock(quote, number(quote), say)),
    unverified(claims, say),
    smallPrint([
      claimsInWords(claims, say),
      engineWords(digest, print.cached, say),
      digest.engine.kind === "llm" && print.host ? say("at", { host: outside(print.host, LONGEST_FACT) }) : "",
      print.paid && !print.cached ? costWords(digest, say) : "",
      coverageWords(digest, say),
      ageWords(digest, print.cached, say),
      ...digest.notices.map((notice) => say(`notice.${notice}`)),
    ]),
  ]);
}

/** A page that is younger than this is as good as fetched now. */
const YOUNG_MS = 600_000;

/**
 * How old a page was that was not fetched for this; Discord shows it in the reader's own time. A young one is not
 * remarked on where its server has not seen it: that somebody elsewhere read it is nobody's business.
 */
function ageWords({ document: { retrieved }, createdAt }: Digest, cached: boolean, say: Say): string {
  if (!retrieved || (!cached && Date.parse(createdAt) - Date.parse(retrieved) < YOUNG_MS)) return "";
  return `${say("asOf")} <t:${Math.floor(Date.parse(retrieved) / 1000)}:R>`;
}

/** The title with the link to the source. The limits are of the title, and of an address that is worth its room. */
export function linkedTitle(
  { title, url }: Pick<Digest["document"], "title" | "url">,
  say: Say,
  most = LONGEST_TITLE,
  far = LONGEST_ADDRESS,
): string {
  const shown = outside(title ?? "", most) || say("untitled");
  const address = url === null ? "" : encodeURI(decodeSafely(url.toWellFormed()));
  return address && address.length <= far ? `[${shown}](<${address}>)` : shown;
}

const sameSpan = (a: Quote, b: Quote): boolean => a.start === b.start && a.end === b.end;

function distinct(quotes: Quote[]): Quote[] {
  return [...new Map(quotes.map((quote) => [`${quote.start}-${quote.end}`, quote])).values()];
}

/** What reading the digest saves of reading the whole. */
function savedWords(digest: Digest, say: Say): string {
  const minutes = Math.round((digest.document.words - wordsShown(digest)) / WORDS_PER_MINUTE);
  return minutes >= 1 ? say("saved", { n: minutes }) : "";
}

function facts(digest: Digest, say: Say): string {
  const { site, byline, published, words } = digest.document;
  const said = [site, byline, published?.slice(0, 10), say("words", { n: words }), savedWords(digest, say)];
  return smallPrint(said.map((fact) => outside(fact ?? "", LONGEST_FACT)));
}

/** A quote with its number and place. @param from the title of the document, where there are several */
export function quoteBlock(quote: Quote, number: number | null, say: Say, from = ""): string {
  const page = quote.page === null ? "" : say("page", { n: quote.page });
  const place = [from, say("paragraph", { n: quote.paragraph }), page].filter(Boolean).join(", ");
  const text = outside(quote.text, LONGEST_QUOTE);
  return `-# ${number === null ? "" : `[${number}] `}${place}\n> ${text}`;
}

/** Claims without a located quote stand apart, as what they are. */
function unverified(claims: Claim[], say: Say): string {
  const lost = claims.filter((claim) => claim.status === "unverified");
  if (!lost.length) return "";
  const lines = lost.map((claim) => `- ${outside(claim.text, 200)}`);
  return `**${say("unverified")}**\n${lines.join("\n")}`;
}

/** Who wrote it. */
export const engineWords = ({ engine }: Pick<Digest, "engine">, cached: boolean, say: Say): string =>
  [
    engine.kind === "llm" ? say("model", { name: outside(engine.model ?? "", LONGEST_FACT) }) : say("extractive"),
    cached ? say("cached") : "",
  ]
    .filter(Boolean)
    .join(" · ");

/** What it cost, where the endpoint counted. */
function costWords({ usage }: Digest, say: Say): string {
  if (usage.calls === 0) return "";
  const tokens = say("tokens", { n: usage.inputTokens + usage.outputTokens });
  return usage.costUsd === null ? tokens : `${tokens}, ${dollars(usage.costUsd)}`;
}

/** Said only when something was not read: that all was read goes without saying. */
function coverageWords({ document: { coverage } }: Digest, say: Say): string {
  if (coverage.read >= coverage.total) return "";
  return (
    outside(coverage.note ?? "", LONGEST_FACT) ||
    say("read", { read: coverage.read, total: coverage.total, unit: say(`unit.${coverage.unit}`) })
  );
}

/** A URL may hold a percent sign that stands for nothing: it is then taken as it is. */
function decodeSafely(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
