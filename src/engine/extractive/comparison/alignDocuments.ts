import { type Document, forEachYielding, type Pair, type TaskContext } from "../../../model/index.ts";
import { alignPassages } from "./alignPassages.ts";
import { type Frame, framesOf, type Weights, weighTerms } from "./frames.ts";
import { matchValues, type ValueMatch } from "./matchValues.ts";
import { documentPassages, type Passage } from "./passages.ts";

/** Maximum length, in UTF-16 units, of the start of a document that is compared: 40,000 words. It bounds memory and time. */
const MAX_UNITS = 250_000;

/** What two documents have in common. Pairs are of both documents. See `Alignment` for neighbours and coverage. */
export type Aligned = {
  passages: Pair<Passage[]>;
  weights: Weights;
  matches: ValueMatch[];
  neighbours: Pair<Passage>[];
  coverage: Pair<Float64Array>;
  /** Whether only the start of a document was compared. */
  isPart: Pair<boolean>;
};

/**
 * Aligns the passages and the values of two documents.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function alignDocuments([one, other]: Pair<Document>, context: TaskContext): Promise<Aligned> {
  const passages: Pair<Passage[]> = [
    await documentPassages(startOf(one), context),
    await documentPassages(startOf(other), context),
  ];
  const weights = weighTerms(passages.flat());
  const frames: Pair<Frame[]> = [[], []];
  for (const side of [0, 1] as const)
    await forEachYielding(passages[side], context, (passage) => frames[side].push(...framesOf(passage, weights)));
  const matches = await matchValues(frames, weights, context);
  const isPart: Pair<boolean> = [one.text.length > MAX_UNITS, other.text.length > MAX_UNITS];
  return { passages, weights, matches, isPart, ...(await alignPassages(passages, weights, context)) };
}

function startOf(document: Document): Document {
  const { text, blocks } = document;
  if (text.length <= MAX_UNITS) return document;
  const read = blocks
    .filter(({ start }) => start < MAX_UNITS)
    .map((block) => ({ ...block, end: Math.min(block.end, MAX_UNITS) }));
  return { ...document, text: text.slice(0, MAX_UNITS), blocks: read };
}
