import type { Claim, Digest, Document, DraftDigest, Quote } from "../model/index.ts";
import { Judge, type Judgement, type Text } from "./judge.ts";

export { verifyAnswer } from "./answer.ts";

export type Verified = Pick<Digest, "gist" | "points" | "claims" | "notices">;

/**
 * Holds a draft against its document. Every quote that comes out was cut from the text by its offsets; a claim whose
 * quote is not in the text, or does not bear it out, comes out unverified, without a quote and with its reasons.
 */
export function verify(draft: DraftDigest, document: Document): Verified {
  const judge = new Judge(document);
  let dropped = false;
  const points = draft.points.map(({ text, quotes }) => {
    const found = [...new Set(quotes)].map((quote) => judge.locate(quote));
    dropped ||= found.includes(null);
    return { text, quotes: distinct(found) };
  });
  const claims = draft.claims.map((claim): Claim => {
    const { status, quote, reasons } = judge.claim(claim);
    dropped ||= reasons.includes("quote_not_found");
    return { ...claim, status, quote, reasons };
  });
  return { gist: draft.gist, points, claims, notices: dropped ? [...draft.notices, "quotes_dropped"] : draft.notices };
}

/**
 * Judges one claim against a bare text. Without a quote the best sentence of the text is the proof, and becomes the
 * quote when it bears the claim out. `score` rises with the support found, 0..1.
 */
export function verifyClaim(
  text: Text,
  claim: { text: string; quote: string | null; speaker: string | null },
): Judgement {
  const judge = new Judge(text);
  return claim.quote === null ? judge.unquoted(claim) : judge.claim(claim);
}

function distinct(quotes: (Quote | null)[]): Quote[] {
  const bySpan = new Map(quotes.flatMap((quote) => (quote ? [[`${quote.start}-${quote.end}`, quote]] : [])));
  return [...bySpan.values()];
}
