import { type Document, forEachYielding, type Span, type TaskContext } from "../model/index.ts";
import { QUESTION, readBlocks } from "../statements/index.ts";
import { segmentSentences } from "../text/index.ts";

/**
 * A piece of a document that can be shown as an answer, or that leads to one: a sentence, a list item, a line of a table
 * or of code, or a heading. Offsets are UTF-16 units into the document's text. A unit does not include the mark of its
 * list item or the name of who says it.
 */
export type Unit = Span & {
  text: string;
  /** The index of its block. */
  block: number;
  /**
   * Whether it can be an answer itself: it is no heading, row of a table or entry of a table of contents, and asks nothing.
   */
  answers: boolean;
  /** Whether it belongs to the paper rather than to the text: a caption, a reference, a running head. */
  isFrame: boolean;
  /** Whether it is a row of a table. Its lead-in is the first row. */
  isRow: boolean;
  /** Who says it in a conversation. */
  speaker: string | null;
  /** The index of the heading above it, -1 without one. */
  heading: number;
  /** The index of the question, the line or the colon that introduces it, -1 without one. */
  leadIn: number;
};

const LEAD_IN_END = /[:：?？؟]["'”’»)\]*_]*\s*$/u;
/** The dots of a table of contents. */
const DOT_LEADERS = /\.{5,}|(?:\. ){4,}|…{2,}/;
/** A line without a full stop, a colon or a number: a heading that is not marked as one. */
const TITLE = /^[^.!?…。！？:：;；\p{N}|=]{1,60}$/u;
/** Maximum number of units after a lead-in that it introduces. */
const MAX_LED = 8;
/** Maximum length of a line that may introduce what follows, in UTF-16 units. */
const MAX_LINE_LENGTH = 80;
/** Maximum length of a unit, in UTF-16 units. */
const MAX_UNIT_LENGTH = 1000;

/**
 * Splits a document into units, in order.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function unitsOf({ text, blocks, language }: Document, context: TaskContext): Promise<Unit[]> {
  const readings = await readBlocks({ text, blocks }, context);
  const units: Unit[] = [];
  let heading = -1;
  let leadIn = -1;
  let header = -1;
  await forEachYielding(blocks, context, ({ start, end, kind }, block) => {
    const { role, offset, speaker } = readings[block]!;
    const isRow = kind === "table";
    if (!isRow) header = -1;
    const isHeading = role === "heading";
    const isInLines = kind === "code" || isRow;
    const from = start + offset;
    const pieces = isInLines ? linesOf(text.slice(start, end)) : segmentSentences(text.slice(from, end), language);
    const isLine =
      !isInLines && role !== "item" && pieces.length === 1 && pieces[0]!.end - pieces[0]!.start <= MAX_LINE_LENGTH;
    for (const span of pieces) {
      const at = { start: span.start + (isInLines ? start : from), end: span.end + (isInLines ? start : from) };
      const piece = text.slice(at.start, at.end);
      if (piece.length > MAX_UNIT_LENGTH) continue;
      units.push({
        ...at,
        text: piece,
        block,
        answers:
          !isHeading &&
          !(isLine && role === "prose" && TITLE.test(piece)) &&
          !isRow &&
          !QUESTION.test(piece) &&
          !DOT_LEADERS.test(piece) &&
          /[\p{L}\p{N}]/u.test(piece),
        isFrame: role === "frame" && !isInLines,
        isRow,
        speaker,
        heading,
        leadIn: isRow && header >= 0 ? header : leadIn >= 0 && units.length - leadIn <= MAX_LED ? leadIn : -1,
      });
      if (isRow && header < 0) header = units.length - 1;
      if (isHeading) heading = units.length - 1;
      if (isHeading || isLine || LEAD_IN_END.test(piece)) leadIn = units.length - 1;
    }
  });
  return units;
}

/** The lines of a text that are not blank, without the white space around them. */
const linesOf = (text: string): Span[] =>
  Array.from(text.matchAll(/\S(?:.*\S)?/g), ({ 0: line, index }) => ({ start: index, end: index + line.length }));
