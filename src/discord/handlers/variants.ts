import { DEFAULT_OPTIONS, type Digest, LENGTHS, type Options, PithError, type Posting } from "../../model/index.ts";
import { primarySubtag } from "../../text/index.ts";
import type { Variant } from "../ui/index.ts";

/** A change to a digest that users can request: one of the usual variants, or another language (BCP-47). */
export type Change = Variant | { language: string };

/**
 * Returns the options for a variant of a digest: the options requested for the posting, with the length of the current
 * digest and the change applied. The style and the cost approval are not carried over.
 * @throws PithError `not_shorter` or `not_longer` if there is no such length
 */
export function variantOptions(
  { options: requested }: Pick<Posting, "options">,
  { length, language }: Pick<Digest, "length" | "language">,
  change: Change,
): Options {
  const options: Options = { ...requested, style: DEFAULT_OPTIONS.style, length, agreed: false };
  if (typeof change === "object") return { ...options, language: change.language };
  // With `auto`, the language depends on the document, so the variant keeps the language of the current digest.
  const kept = { ...options, language: requested.language === "auto" ? language : requested.language };
  if (change === "bullets" || change === "plain") return { ...kept, style: change };
  const next = LENGTHS[LENGTHS.indexOf(length) + (change === "shorter" ? -1 : 1)];
  if (next === undefined) throw new PithError(change === "shorter" ? "not_shorter" : "not_longer");
  return { ...kept, length: next };
}

/** Whether only a model can make the change: plain words, or a language that the digest is not in. */
export const requiresModel = (change: Change, { language }: Pick<Digest, "language">): boolean =>
  change === "plain" || (typeof change === "object" && primarySubtag(change.language) !== primarySubtag(language));
