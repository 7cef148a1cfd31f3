import type { Claim, Document, Reason, Run } from "../../model/index.ts";
import { search } from "../../text/index.ts";
import { defuse, type Line, linesAt } from "./numberedLines.ts";

/** How many sentences are shown on each side of what a claim may be about. */
const NEIGHBOURS = 2;
/** How many passages of the document are shown for a claim. */
const PASSAGES = 2;

/** What a model is told is wrong with a claim. */
const WRONG: Record<Reason, string> = {
  no_quote: "it has no quote",
  quote_not_found: "its quote does not stand in the document",
  little_in_common: "its quote speaks of something else",
  number_differs: "its numbers are not those of its quote",
  name_differs: "its names are not those of its quote",
  negation_differs: "it says yes where the document says no, or no where it says yes",
  speaker_differs: "somebody else says it in the document, or nobody",
};

/** The failed claims as the prompt lists them, counted from 1. */
export function failedLines(failed: Claim[]): { n: number; text: string; reason: string }[] {
  return failed.map(({ text, reasons }, i) => ({
    n: i + 1,
    text: defuse(text),
    reason: reasons.map((reason) => WRONG[reason]).join("; "),
  }));
}

/** The numbers of the sentences that failed claims may be about, in document order. */
export async function around(
  failed: Claim[],
  { text, language }: Document,
  lines: readonly Line[],
  run: Run,
): Promise<number[]> {
  const shown = new Set<number>();
  const claims = failed.map((claim) => claim.text);
  for (const hits of await search(text, claims, PASSAGES, language, run)) {
    for (const hit of hits) {
      for (const i of linesAt(lines, hit, NEIGHBOURS)) shown.add(i + 1);
    }
  }
  return [...shown].sort((a, b) => a - b);
}
