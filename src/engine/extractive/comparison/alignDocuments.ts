import { type Document, forEachYielding, type Pair, type Span, type TaskContext } from "../../../model/index.ts";
import { type ComparedTables, compareTables } from "./compareTables.ts";
import { type Frame, framesOf, type Weights, weighTerms } from "./frames.ts";
import { matchValues, type ValueMatch } from "./matchValues.ts";
import { alignPassages } from "./passages/alignPassages.ts";
import { documentPassages, type Passage } from "./passages/passages.ts";

/** Maximum length, in UTF-16 units, of the start of a document that is compared: 40,000 words. It bounds memory and time. */
const MAX_UNITS = 250_000;

/** What two documents have in common. Pairs are of both documents. See `Alignment` for neighbours and coverage. */
export type Aligned = {
  passages: Pair<Passage[]>;
  weights: Weights;
  matches: ValueMatch[];
  neighbours: Pair<Passage>[];
  coverage: Pair<Float64Array>;
  tables: ComparedTables;
  /** Whether only the start of a document was compared. */
  isPart: Pair<boolean>;
};

/**
 * Aligns the passages and the values of two documents.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function alignDocuments([one, other]: Pair<Document>, context: TaskContext): Promise<Aligned> {
  const starts: Pair<Document> = [startOf(one), startOf(other)];
  const tables = await compareTables(starts, context);
  const passages: Pair<Passage[]> = [
    await documentPassages(starts[0], context),
    await documentPassages(starts[1], context),
  ];
  // Rows of tables are compared cell by cell, and never as sentences with those of another table.
  if (tables.spans.every(({ length }) => length > 0))
    for (const side of [0, 1] as const) passages[side] = outside(tables.spans[side], passages[side]);
  const weights = weighTerms(passages.flat());
  const frames: Pair<Frame[]> = [[], []];
  for (const side of [0, 1] as const)
    await forEachYielding(passages[side], context, (passage) => frames[side].push(...framesOf(passage, weights)));
  const matches = await matchValues(frames, weights, context);
  const isPart: Pair<boolean> = [one.text.length > MAX_UNITS, other.text.length > MAX_UNITS];
  return {
    passages,
    weights,
    matches,
    tables,
    isPart,
    ...(await alignPassages(passages, weights, context)),
  };
}

/** The passages that stand in none of some spans, numbered anew. Both are in document order. */
function outside(spans: Span[], passages: Passage[]): Passage[] {
  let next = 0;
  const kept = passages.filter(({ start, end }) => {
    while (next < spans.length && spans[next]!.end <= start) next++;
    return next >= spans.length || spans[next]!.start >= end;
  });
  for (const [index, passage] of kept.entries()) passage.index = index;
  return kept;
}

function startOf(document: Document): Document {
  const { text, blocks } = document;
  if (text.length <= MAX_UNITS) return document;
  const read = blocks
    .filter(({ start }) => start < MAX_UNITS)
    .map((block) => ({ ...block, end: Math.min(block.end, MAX_UNITS) }));
  return { ...document, text: text.slice(0, MAX_UNITS), blocks: read };
}
