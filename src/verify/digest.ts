import {
  type Claim,
  type Digest,
  type Document,
  type DraftDigest,
  type Dropped,
  type Point,
  type Quote,
  type Reason,
  type TaskContext,
  yieldToEventLoop,
} from "../model/index.ts";
import { segmentSentences, withoutRepetitions } from "../text/index.ts";
import {
  ClaimVerifier,
  checkStatement,
  distinctQuotes,
  isInOtherLanguage,
  type SourceText,
  type VerifiedClaim,
} from "./claims/index.ts";
import { fitsDigest } from "./digestLength.ts";
import { verifierOf, verifyDraftClaims } from "./draftClaims.ts";
import { verifyGist } from "./gist.ts";
import { checkParts } from "./parts.ts";

/** A verified digest. `gist` is null if neither a sentence of the draft's gist nor a point can be the gist. */
type VerifiedDigest = Pick<Digest, "gistQuotes" | "gistComputed" | "points" | "claims" | "dropped" | "notices"> & {
  gist: string | null;
};

/**
 * Verifies a draft digest against its document. Every quote in the result is a slice of the document's text.
 * - Claims: a claim becomes unverified and loses its quote if the quote is not in the text or does not support the
 *   claim. `reasons` says why.
 * - Points: a point that is a verified claim has its quote. Any other point that its quotes do not support is dropped. A point that repeats the gist or an earlier point is left
 *   out.
 * - Statements of the extractive engine that are worked out from a table are taken as they are, with their rows as quotes.
 * - Gist: a sentence for which the document has no supporting sentences is dropped. If none is left, or if the model
 *   copied sentences instead of wording statements, the first point
 *   that keeps to the word limit of the digest takes the place of the gist.
 *
 * `dropped` has what was dropped and why. The notice `quotes_dropped` is added if a point or a part of the gist was
 * dropped or a quote was not found, and `gist_replaced` if a point replaced the gist.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function verifyDigest(
  drafted: DraftDigest,
  document: Document,
  context: TaskContext,
  length: Digest["length"] = "detailed",
): Promise<VerifiedDigest> {
  const isExtractive = drafted.engine.kind === "extractive";
  const draft = isExtractive ? drafted : withoutListMarks(drafted);
  const verifier = verifierOf(document);
  // A model can mix languages, so each statement is looked at alone.
  const isTranslated = (text: string): boolean => isInOtherLanguage(text, draft.language, document.language);
  const verified = await verifyDraftClaims(draft, document, context);
  const { points, dropped, cited, hasLostQuotes } = await verifyPoints(draft, verified, document, context);
  // What several quotes bear out only together is a point, but no claim.
  const claims = verified.filter(({ text, quote }) => quote || !points.some((point) => point.text === text));
  const notices = new Set(draft.notices);
  if (hasLostQuotes || dropped.length || claims.some(({ reasons }) => reasons.includes("quote_not_found")))
    notices.add("quotes_dropped");
  const proven = [...points, ...claims.flatMap(({ text, quote }) => (quote ? [{ text, quotes: [quote] }] : []))];
  cited.push(...claims.flatMap(({ quote }) => quote ?? []));
  const language = isTranslated(draft.gist) ? draft.language : document.language;
  const computed = isExtractive && draft.gistRows ? draft.gistRows.map((row) => verifier.quoteOf(row)) : null;
  const own = computed ? null : ownQuote(draft.gist, draft, document, verifier);
  const whole = own ? [own] : computed;
  const given = { document, verifier, whole, language, requested: draft.language, isTranslated, cited, proven };
  const verifiedGist = await verifyGist(draft.gist, given, context);
  const isCopying = !whole && !isExtractive && mostlyCopies(claims);
  const gist = { ...verifiedGist, ...(isCopying && { kept: null }) };
  if (gist.kept) {
    if (gist.dropped.length) notices.add("quotes_dropped");
    return {
      gist: gist.kept.text,
      gistQuotes: gist.kept.quotes,
      ...(computed && { gistComputed: true as const }),
      points: withoutRepetitions(points, sentencesOf(gist.kept.text, language)),
      claims,
      dropped: [...gist.dropped, ...dropped],
      notices: [...notices],
    };
  }
  const best = points.find(({ text }) => fitsDigest(text, document, length));
  if (best) notices.add("gist_replaced");
  return {
    gist: best?.text ?? null,
    gistQuotes: best?.quotes ?? [],
    points: withoutRepetitions(
      points.filter((point) => point !== best),
      best ? [best.text] : [],
    ),
    claims,
    dropped: [...gist.dropped, ...dropped],
    notices: [...notices],
  };
}

/**
 * How many (0..1) of the claims a model copies that words none, how many there must be to tell, and how many (0..1) of the
 * words of its quote a copy has, one after the other.
 */
const COPYING = { share: 2 / 3, least: 3, words: 0.8 };

/**
 * Whether a model copied sentences where it was asked for its own words. Such a model is too weak to sum up: of its gists,
 * whose words no sentence numbers prove, a third are false.
 */
function mostlyCopies(claims: Claim[]): boolean {
  const verified = claims.flatMap(({ text, quote }) => (quote ? [{ text, quote }] : []));
  const wordsOf = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
      .trim();
  const copied = verified.filter(({ text, quote }) => {
    const [said, source] = [wordsOf(text), wordsOf(quote.text)];
    return source.includes(said) && said.length >= COPYING.words * source.length;
  });
  return verified.length >= COPYING.least && copied.length >= COPYING.share * verified.length;
}

/** `cited` has the quotes of all points. `hasLostQuotes`: whether a model cites what the document does not have. */
type VerifiedPoints = { points: Point[]; dropped: Dropped[]; cited: Quote[]; hasLostQuotes: boolean };

/** Verifies the points of a draft. `claims` are its verified claims. */
async function verifyPoints(
  draft: DraftDigest,
  claims: Claim[],
  document: Document,
  context: TaskContext,
): Promise<VerifiedPoints> {
  const isExtractive = draft.engine.kind === "extractive";
  const verifier = verifierOf(document);
  const quotesByText = new Map(claims.flatMap(({ text, quote }) => (quote ? [[text, quote] as const] : [])));
  const result: VerifiedPoints = { points: [], dropped: [], cited: [], hasLostQuotes: false };
  for (const { text, quotes: drafted, rows } of draft.points) {
    await yieldToEventLoop(context);
    if (isExtractive && rows) {
      result.points.push({ text, quotes: rows.map((row) => verifier.quoteOf(row)), computed: true });
      continue;
    }
    const claimed = isExtractive ? undefined : quotesByText.get(text);
    if (claimed) {
      result.points.push({ text, quotes: [claimed] });
      continue;
    }
    const located = [...new Set(drafted)].map((quote) => verifier.locateQuote(quote));
    const citedQuotes = distinctQuotes(located);
    result.cited.push(...citedQuotes);
    const evidence = citedQuotes.map((quote) => verifier.evidenceAt(quote));
    const isTranslated = isInOtherLanguage(text, draft.language, document.language);
    const support = (part: string): Reason[] => checkStatement(part, evidence, document.language, isTranslated);
    const checks = verifier.checksFor(draft.language, isTranslated, support);
    const failed = checkParts(text, document.language, checks);
    // A point that stands in the text word for word is its own quote, whatever the model cites for it.
    const own = failed.length ? ownQuote(text, draft, document, verifier) : null;
    const [reasons, quotes] = own ? [[], [own]] : [failed, citedQuotes];
    result.hasLostQuotes ||= located.includes(null) && !isExtractive;
    if (!reasons.length) result.points.push({ text, quotes });
    else {
      const isUnquoted = !quotes.length && drafted.length > 0;
      result.dropped.push({ what: "point", text, reasons: isUnquoted ? ["quote_not_found"] : reasons });
    }
  }
  return result;
}

/**
 * Verifies one claim against a text. If the claim has no quote, the most similar sentences of the text become its
 * quote, provided that they support it.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function verifyClaim(
  source: SourceText,
  claim: { text: string; quote: string | null; speaker: string | null },
  context: TaskContext,
): Promise<VerifiedClaim> {
  const verifier = new ClaimVerifier(source);
  return claim.quote === null ? verifier.verifyUnquoted(claim, context) : verifier.verifyQuoted(claim);
}

/**
 * Returns the quote of a statement that stands in the document word for word, or null. The extractive engine takes its
 * sentences from the document, so even one that is too short to be located for certain ("1.") is a quote.
 */
function ownQuote(text: string, { engine }: DraftDigest, document: Document, verifier: ClaimVerifier): Quote | null {
  const start = engine.kind === "extractive" || text === document.text ? document.text.indexOf(text) : -1;
  return start < 0 ? verifier.locateQuote(text) : verifier.quoteOf({ start, end: start + text.length });
}

/** Returns a text and its sentences. A statement may repeat either. */
const sentencesOf = (text: string, language: string): string[] => [
  text,
  ...segmentSentences(text, language).map(({ start, end }) => text.slice(start, end)),
];

/** Matches the mark of a Markdown heading, block quote or list item at the start of a statement. */
const LIST_MARK = /^(?:\s*(?:#{1,6}|>|[-*+•])\s+)+/u;

/** Returns a draft whose statements do not start with the marks of headings and lists, which are no part of them. */
function withoutListMarks(draft: DraftDigest): DraftDigest {
  const strip = <T extends { text: string }>(statement: T): T => ({
    ...statement,
    text: statement.text.replace(LIST_MARK, ""),
  });
  const gist = draft.gist.replace(LIST_MARK, "");
  return { ...draft, gist, points: draft.points.map(strip), claims: draft.claims.map(strip) };
}
