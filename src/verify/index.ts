import {
  breathe,
  type Claim,
  type Digest,
  type Document,
  type DraftClaim,
  type DraftDigest,
  type Quote,
  type Run,
} from "../model/index.ts";
import { judge as judgeWords } from "../text/index.ts";
import { checkTranslated, namesStrangers } from "./claims/checks.ts";
import { Judge, type Judgement, type Text } from "./claims/claimVerifier.ts";
import { checkStatement, isTranslated } from "./claims/statement.ts";

export { verifyAnswer } from "./claims/answer.ts";
export { verifyComparison } from "./comparison/comparison.ts";
export { placeAnswer, placeComparison, placeDigest } from "./reanchor.ts";

export type Verified = Pick<Digest, "gist" | "points" | "claims" | "notices">;

/**
 * Holds a draft against its document. Every quote that comes out was cut from the text by its offsets; a claim whose
 * quote is not in the text, or does not bear it out, comes out unverified, without a quote and with its reasons. A
 * point that no located quote bears out is dropped; a gist with a number or name that the document does not have
 * gives way to `plainGist`, the extractive one.
 */
export async function verify(draft: DraftDigest, document: Document, plainGist: string, run: Run): Promise<Verified> {
  const judge = judgeOf(document);
  const written = [draft.gist, ...draft.points.map((point) => point.text)].join("\n");
  const translated = isTranslated(written, draft.language, document.language);
  const notices = new Set(draft.notices);
  const points: Verified["points"] = [];
  for (const { text, quotes: offered } of draft.points) {
    await breathe(run);
    const found = [...new Set(offered)].map((quote) => judge.locate(quote));
    const quotes = distinct(found);
    const evidence = quotes.map((quote) => judge.evidence(quote));
    const holds = checkStatement(text, evidence, document.language, translated).length === 0;
    if (!holds || found.includes(null)) notices.add("quotes_dropped");
    if (holds) points.push({ text, quotes });
  }
  const claims: Claim[] = [];
  for (const claim of draft.claims) {
    await breathe(run);
    const held = judged(claim, judge, translated);
    if (held.reasons.includes("quote_not_found")) notices.add("quotes_dropped");
    claims.push(held);
  }
  await breathe(run);
  const gistHolds = await holdsGist(draft.gist, document, translated, judge, run);
  if (!gistHolds) notices.add("gist_replaced");
  return { gist: gistHolds ? draft.gist : plainGist, points, claims, notices: [...notices] };
}

/** Claims that were put right, held against the document as those of a draft are. What was given up stays null. */
export async function verifyClaims(
  claims: (DraftClaim | null)[],
  asked: string,
  document: Document,
  run: Run,
): Promise<(Claim | null)[]> {
  const judge = judgeOf(document);
  const written = claims.map((claim) => claim?.text ?? "").join("\n");
  const translated = isTranslated(written, asked, document.language);
  const held: (Claim | null)[] = [];
  for (const claim of claims) {
    await breathe(run);
    held.push(claim && judged(claim, judge, translated));
  }
  return held;
}

const judges = new WeakMap<Document, Judge>();

/** What is made of a text to judge by is made once for its draft, its digest and their repair. */
function judgeOf(document: Document): Judge {
  const judge = judges.get(document) ?? new Judge(document);
  judges.set(document, judge);
  return judge;
}

function judged(claim: DraftClaim, judge: Judge, translated: boolean): Claim {
  const { status, quote, reasons } = judge.claim(claim, translated);
  // What the source hedges is hedged, whatever became of it in the claim.
  const isHedged = quote !== null && judgeWords(quote.text).certainty === "hedged";
  return { ...claim, ...(isHedged && { certainty: "hedged" }), status, quote, reasons };
}

/** Whether a gist agrees in all with the sentence that is nearest to it, but says no where that says yes, or the reverse. */
async function deniesNearest(gist: string, judge: Judge, run: Run): Promise<boolean> {
  const { reasons } = await judge.unquoted({ text: gist, speaker: null }, run);
  return reasons.length === 1 && reasons[0] === "negation_differs";
}

/** Above this length only a part of a text is looked at for a gist: reading all its numbers would hold the process. */
const LONG = 200_000;
/** Words that tell what a gist is about: names, numbers, and whatever is not short. */
const TELLING = /\p{Lu}[\p{L}\p{M}]+|\p{N}+|[\p{L}\p{M}]{4,}|\p{sc=Han}{2}/gu;

/** The paragraphs of a long text that have a word or a number of a statement; a short text as it is. */
function partsAbout(statement: string, text: string): string {
  if (text.length <= LONG) return text;
  const words = [...new Set(statement.match(TELLING))].map(RegExp.escape);
  const isAbout = new RegExp(words.join("|") || "$^", "iu");
  return text
    .split("\n\n")
    .filter((paragraph) => isAbout.test(paragraph))
    .join("\n\n");
}

/** A gist rests on the whole document, so its numbers and names must stand anywhere in it. */
async function holdsGist(
  gist: string,
  { text, title, language }: Document,
  translated: boolean,
  judge: Judge,
  run: Run,
): Promise<boolean> {
  if (text.includes(gist)) return true;
  if (!translated && text.length <= LONG && (await deniesNearest(gist, judge, run))) return false;
  const whole = `${title ?? ""}\n${partsAbout(gist, text)}`;
  return translated
    ? checkTranslated(gist, whole, language).reasons.length === 0
    : namesStrangers(gist, whole, language).length === 0;
}

/**
 * Judges one claim against a bare text. Without a quote the best sentence of the text is the proof, and becomes the
 * quote when it bears the claim out. `score` rises with the support found, 0..1.
 */
export async function verifyClaim(
  text: Text,
  claim: { text: string; quote: string | null; speaker: string | null },
  run: Run,
): Promise<Judgement> {
  const judge = new Judge(text);
  return claim.quote === null ? judge.unquoted(claim, run) : judge.claim(claim);
}

function distinct(quotes: (Quote | null)[]): Quote[] {
  const bySpan = new Map(quotes.flatMap((quote) => (quote ? [[`${quote.start}-${quote.end}`, quote]] : [])));
  return [...bySpan.values()];
}
