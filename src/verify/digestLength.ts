import type { Digest, Document, DraftDigest, Point, Quote } from "../model/index.ts";
import {
  addWordCounts,
  digestWordLimits,
  isCjkLanguage,
  isWithin,
  MAX_POINTS,
  primarySubtag,
  SaidTexts,
  segmentSentences,
  type WordCounts,
  wordCounts,
} from "../text/index.ts";

/** Maximum share (0..1) of the words of a digest that the gist of several sentences takes, so that the points have room. */
const MAX_GIST_SHARE = 0.3;

/**
 * Returns a model's draft without the last sentences of its gist, as far as these exceed its share of the words of the
 * digest. A gist of which not even the first sentence fits into the digest becomes empty. A draft that consists of the
 * document's own sentences was selected within the limit and is returned as it is.
 */
export function shortenGist(draft: DraftDigest, document: Document, length: Digest["length"]): DraftDigest {
  if (draft.engine.kind === "extractive") return draft;
  const limits = digestWordLimits(length, document.text, document.language);
  const sentences = segmentSentences(draft.gist, draft.language).map(({ start, end }) => draft.gist.slice(start, end));
  const [counted, spaced, segmented] = limits;
  const shared: WordCounts = [counted * MAX_GIST_SHARE, spaced * MAX_GIST_SHARE, segmented * MAX_GIST_SHARE];
  const kept =
    countFitting(sentences, wordCounts(""), shared) || countFitting(sentences.slice(0, 1), wordCounts(""), limits);
  return kept === sentences.length
    ? draft
    : { ...draft, gist: sentences.slice(0, kept).join(isCjkLanguage(draft.language) ? "" : " ") };
}

/**
 * Leaves out the points of a verified digest that do not fit into its word limit together with the gist and the points
 * before them, and the last ones beyond its number of points. Digests of the extractive engine are returned as they are.
 */
export function shortenPoints<D extends Pick<Digest, "points"> & { gist: string | null }>(
  digest: D,
  document: Document,
  { engine, length }: Pick<Digest, "engine" | "length">,
): D {
  if (engine.kind === "extractive") return digest;
  const limits = digestWordLimits(length, document.text, document.language);
  let total = wordCounts(digest.gist ?? "");
  const fitting = digest.points.filter(({ text }) => {
    const counted = addWordCounts(total, wordCounts(text));
    const isFitting = isWithin(counted, limits);
    if (isFitting) total = counted;
    return isFitting;
  });
  return { ...digest, points: fitting.slice(0, MAX_POINTS[length]) };
}

/**
 * Fills a model's digest of which too little holds up with points of the extractive digest, which are quotes, as far as
 * these say something new, fit and are in its language. Too little is half of what the extractive digest has, or fewer
 * points than it has after something was dropped. Adds the notice `filled_up`.
 */
export function fillUp(digest: Digest, extract: Digest, document: Document): Digest {
  if (primarySubtag(digest.language) !== primarySubtag(document.language)) return digest;
  const least = Math.min(extract.points.length, MAX_POINTS[digest.length]);
  const isDropped = digest.dropped.length > 0 || digest.claims.some(({ status }) => status === "unverified");
  const isTooLittle = isDropped ? digest.points.length < least : digest.points.length <= least / 2;
  if (!isTooLittle) return digest;
  const limits = digestWordLimits(digest.length, document.text, document.language);
  const said = new SaidTexts([digest.gist, ...digest.points.map(({ text }) => text)]);
  const quoted = [...digest.gistQuotes, ...digest.points.flatMap(({ quotes }) => quotes)];
  let total = [digest.gist, ...digest.points.map(({ text }) => text)].map(wordCounts).reduce(addWordCounts);
  const points = [...digest.points];
  const main: Point = {
    text: extract.gist,
    quotes: extract.gistQuotes,
    ...(extract.gistComputed && { computed: true }),
  };
  for (const point of [main, ...extract.points]) {
    const isSaid = said.has(point.text) || point.quotes.some((quote) => quoted.some((other) => overlaps(quote, other)));
    const counted = addWordCounts(total, wordCounts(point.text));
    if (points.length >= least || isSaid || !isWithin(counted, limits)) continue;
    points.push(point);
    said.add(point.text);
    total = counted;
  }
  if (points.length === digest.points.length) return digest;
  return { ...digest, points, notices: [...digest.notices, "filled_up"] };
}

const overlaps = (a: Quote, b: Quote): boolean => a.start < b.end && b.start < a.end;

/** Whether a text alone keeps to the word limit of a digest. */
export const fitsDigest = (text: string, document: Document, length: Digest["length"]): boolean =>
  isWithin(wordCounts(text), digestWordLimits(length, document.text, document.language));

/** Returns how many of the texts, from the first, keep to the limits together with what is counted already. */
function countFitting(texts: string[], counted: WordCounts, limits: WordCounts): number {
  let total = counted;
  const end = texts.findIndex((text) => {
    total = addWordCounts(total, wordCounts(text));
    return !isWithin(total, limits);
  });
  return end === -1 ? texts.length : end;
}
