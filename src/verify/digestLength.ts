import type { Digest, Document, DraftDigest } from "../model/index.ts";
import {
  addWordCounts,
  digestWordLimits,
  isCjkLanguage,
  isWithin,
  segmentSentences,
  type WordCounts,
  wordCounts,
} from "../text/index.ts";

/**
 * Returns a model's draft without the last sentences of its gist, as far as these exceed the word limit of the digest.
 * A gist of which not even the first sentence fits becomes empty. A draft that consists of the document's own sentences
 * was selected within the limit and is returned as it is.
 */
export function shortenGist(draft: DraftDigest, document: Document, length: Digest["length"]): DraftDigest {
  if (draft.engine.kind === "extractive") return draft;
  const limits = digestWordLimits(length, document.text, document.language);
  const sentences = segmentSentences(draft.gist, draft.language).map(({ start, end }) => draft.gist.slice(start, end));
  const kept = countFitting(sentences, wordCounts(""), limits);
  return kept === sentences.length
    ? draft
    : { ...draft, gist: sentences.slice(0, kept).join(isCjkLanguage(draft.language) ? "" : " ") };
}

/**
 * Leaves off the last points of a verified digest, as far as they exceed its word limit together with the gist. Digests
 * of the extractive engine are returned as they are.
 */
export function shortenPoints<D extends Pick<Digest, "points"> & { gist: string | null }>(
  digest: D,
  document: Document,
  { engine, length }: Pick<Digest, "engine" | "length">,
): D {
  if (engine.kind === "extractive") return digest;
  const limits = digestWordLimits(length, document.text, document.language);
  const texts = digest.points.map(({ text }) => text);
  return { ...digest, points: digest.points.slice(0, countFitting(texts, wordCounts(digest.gist ?? ""), limits)) };
}

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
