import { type Extractor, NO_META, type RawBlock } from "../../model/index.ts";
import { findTurns } from "../../statements/index.ts";
import { repairMojibake } from "../../text/index.ts";
import { tableRowBlock } from "../table.ts";
import { normalizeWhitespace, unwrapLines } from "../whitespace.ts";
import { type Part, splitTables } from "./alignedTables.ts";

/** Minimum line width of hard-wrapped text, in UTF-16 units. */
const MIN_WIDTH = 45;
/** Maximum line width of filled text, in UTF-16 units. In filled text, each line holds as many words as fit. */
const MAX_FULL_WIDTH = 100;
/**
 * Maximum line width of ragged text, in UTF-16 units. In ragged text, lines vary in length, and a long word can exceed
 * the usual width.
 */
const MAX_RAGGED_WIDTH = 125;
/** Minimum length of a long line, as a share of the width. */
const LONG_LINE = 0.6;
/** Length above which a line is overlong, as a multiple of the width. */
const OVERLONG_LINE = 1.2;
/** Minimum share of the long lines that must end in mid-sentence for text to count as wrapped. */
const MIN_BROKEN_SHARE = 0.35;
/** Maximum number of overlong lines in wrapped text, as a share of the number of long lines. */
const MAX_OVERLONG_SHARE = 0.1;
/**
 * Two ragged lines are joined if the first line and the first word of the second are together longer than this share of
 * the width. If a sentence continues across the line break, `LONG_LINE` applies instead.
 */
const RAGGED_LINE = 0.8;
/**
 * A line counts as filled if the line and the first word of the next are together longer than this share of the width.
 */
const FULL_LINE = 0.9;
/** The width of ragged text is estimated as this quantile of the lengths of lines that end in mid-sentence. */
const WIDTH_QUANTILE = 0.95;
/** Maximum number of lines per paragraph that are measured to find the width of filled text. */
const MAX_MEASURED_LINES = 500;
const LIST_ITEM_START = /^(?:[-*+•‣▪◦·–—]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|#{1,6}\s|[|>])/u;
const SENTENCE_END = /[.!?:;…。！？][\s"'”’»」』)\]]*$/u;

/**
 * Plain text, such as pasted text, a .txt file or a copied web page. Each line becomes a block, because the lines of a
 * copied page come from different elements. If the text is hard-wrapped, its lines are joined into paragraphs. Lines of
 * cells in columns become the rows of a table.
 */
export const plainText: Extractor = {
  mediaTypes: ["text/plain"],
  async extract({ text }) {
    const raw = withTurnsOnLines(repairMojibake(text ?? ""))
      .split(/\n[^\S\n]*\n/)
      .map((paragraph) => splitTables(paragraph.split("\n")));
    const columns = columnsOf(linesOf(raw));
    const parts = raw.map((paragraph) => paragraph.map(normalize));
    const paragraphs = linesOf(parts);
    const unwrap = isChat(paragraphs.flat()) ? (lines: string[]) => lines : unwrapperFor(paragraphs, columns);
    const blocks = parts.flatMap((paragraph, at) =>
      paragraph
        .flatMap((part): (RawBlock | null)[] => {
          if ("rows" in part) return part.rows.map(tableRowBlock);
          const lines = at < HEAD_PARAGRAPHS && isHead(part.lines) ? joinContinued(part.lines) : unwrap(part.lines);
          return lines.map((line) => ({
            kind: "paragraph",
            text: line,
            page: null,
            links: 0,
            ...columnsIn(columns, line),
          }));
        })
        .filter((block) => block !== null)
        .map((block, i): RawBlock => ({ ...block, apart: i === 0 })),
    );
    return { mediaType: "text/plain", blocks, meta: NO_META, coverage: null, flat: true, removed: [] };
  },
};

/** The lines of each part that is no table. */
const linesOf = (paragraphs: Part[][]): string[][] =>
  paragraphs.flat().flatMap((part) => ("lines" in part ? [part.lines.filter((line) => line.trim())] : []));

/** "18:03	Mara	The lift is booked": a line of a chat that a messenger exported in columns. */
const CHAT_COLUMNS = /^(\d{1,2}:\d{2}(?:\s?[AaPp][Mm])?)\t([^\t\n]{1,40})\t(?=\S)/gmu;
/** Minimum share of the lines with a tab that are such. */
const MIN_CHAT_LINES = 0.8;

/** "Mira" above "— Today at 18:03": the opening of a turn, copied from a chat. */
const CHAT_HEAD =
  /^(\S[^\n]{0,40})\n[^\S\n]*[—–][^\S\n]*((?:[\p{L}\d./-]{3,12}[^\S\n,]*,?[^\S\n](?:(?:at|um|à|a las|às|alle|в)[^\S\n])?)?\d{1,2}:\d{2}(?:\s?[AaPp][Mm])?)[^\S\n]*$/gmu;

/**
 * Writes what stands in the columns, or on the two lines, of a turn of a chat on one line: "18:03 Mara: The lift is booked".
 * Columns of a chat are no table, and a name of one word is no end of the message above.
 */
function withTurnsOnLines(text: string): string {
  if ((text.match(CHAT_HEAD)?.length ?? 0) >= 2) return text.replace(CHAT_HEAD, "$1 — $2");
  const lines = text.match(CHAT_COLUMNS)?.length ?? 0;
  const tabbed = lines >= 2 ? (text.match(/^.*\t.*$/gmu)?.length ?? 0) : 0;
  return lines >= 2 && lines >= MIN_CHAT_LINES * tabbed ? text.replace(CHAT_COLUMNS, "$1 $2: ") : text;
}

/** Collapses the white space of lines that are no table, and leaves out empty ones. */
const normalize = (part: Part): Part =>
  "rows" in part ? part : { lines: part.lines.map(normalizeWhitespace).filter(Boolean) };

/** Minimum share of the lines of a chat that open turns if none is wrapped. */
const MIN_TURN_LINES = 0.8;

/**
 * Whether each line of a text is a message: nearly all open turns, or names stand on lines of their own and each other line
 * is one.
 */
function isChat(lines: string[]): boolean {
  const turns = findTurns(lines);
  if (!turns) return false;
  const named = turns.filter((turn) => turn?.speaker).length;
  if (named >= MIN_TURN_LINES * lines.length) return true;
  return turns.filter((turn, i) => turn?.speaker && turn.length === lines[i]!.length).length > named / 2;
}

const columnsIn = (columns: ReadonlyMap<string, string[]>, text: string): Pick<RawBlock, "columns"> => {
  const parts = columns.get(text);
  return parts ? { columns: parts } : {};
};

/** Number of lines at the start of a text that are searched for columns, such as authors side by side. */
const MAX_COLUMN_LINES = 40;
/** A gap between columns. Justified text rarely has three spaces between words. */
const COLUMN_GAP = /[^\S\n]*\t[^\S\n]*|[^\S\n]{3,}/;

/** The columns of the first lines that wide gaps divide, by the normalised text of the line. */
function columnsOf(paragraphs: string[][]): Map<string, string[]> {
  const columns = new Map<string, string[]>();
  for (const line of paragraphs.slice(0, MAX_COLUMN_LINES).flat().slice(0, MAX_COLUMN_LINES)) {
    const parts = line.trim().split(COLUMN_GAP).map(normalizeWhitespace).filter(Boolean);
    if (parts.length > 1) columns.set(normalizeWhitespace(line), parts);
  }
  return columns;
}

/** Number of paragraphs at the start of a text that may belong to its head. */
const HEAD_PARAGRAPHS = 3;
/** Maximum number of lines in a paragraph of the head: a title, a subtitle, a byline and a date. */
const MAX_HEAD_LINES = 4;

/** Whether a paragraph is of the head, whose lines end where the author wants, and not of prose. */
const isHead = (lines: string[]): boolean =>
  lines.length > 0 && lines.length <= MAX_HEAD_LINES && !SENTENCE_END.test(lines.at(-1)!.replace(/[)\]]+$/, ""));

/** Joins the lines of a head only where a sentence or a title goes on. */
function joinContinued(lines: string[]): string[] {
  const groups: string[][] = [];
  for (const [i, line] of lines.entries())
    if (i > 0 && lines[i - 1]!.length >= MIN_HEAD_WIDTH && continuesSentence(lines[i - 1]!, line))
      groups.at(-1)!.push(line);
    else groups.push([line]);
  return groups.map(unwrapLines);
}

/** Minimum length of a line of the head that goes on in the next, in UTF-16 units. */
const MIN_HEAD_WIDTH = 30;

/**
 * Returns a function that joins the wrapped lines of a paragraph, or leaves them unchanged if the text is not wrapped.
 * Lines of columns stay as they are.
 */
function unwrapperFor(paragraphs: string[][], columns: ReadonlyMap<string, string[]>): (lines: string[]) => string[] {
  const raggedWidth = findRaggedWidth(paragraphs);
  if (raggedWidth !== null) return (lines) => unwrapRagged(lines, raggedWidth, columns);
  const fullWidth = findFullWidth(paragraphs);
  if (fullWidth !== null) return (lines) => (isFilled(lines, fullWidth) ? [unwrapLines(lines)] : lines);
  return (lines) => lines;
}

/**
 * Whether a sentence seems to continue on the next line: no sentence ends before the line break, and the next line
 * starts with a lower-case letter.
 */
const continuesSentence = (line: string, next: string): boolean =>
  !SENTENCE_END.test(line) && /^["'“‘(]?\p{Ll}/u.test(next);

/**
 * Finds the width of ragged text, in UTF-16 units, from its line breaks within sentences. In wrapped text, many long
 * lines end in mid-sentence. Lines copied from a web page do not, because each is a whole element. Returns null if the
 * text is not wrapped, and always for scripts without lower case.
 */
function findRaggedWidth(paragraphs: string[][]): number | null {
  const pairs = paragraphs.flatMap((lines) => lines.slice(1).map((next, i) => ({ line: lines[i]!, next })));
  const brokenLengths = pairs
    .filter(({ line, next }) => line.length <= MAX_RAGGED_WIDTH && continuesSentence(line, next))
    .map(({ line }) => line.length)
    .sort((a, b) => a - b);
  const width = brokenLengths[Math.floor(brokenLengths.length * WIDTH_QUANTILE)];
  if (width === undefined || brokenLengths.length < 2 || width < MIN_WIDTH) return null;
  const longBroken = brokenLengths.filter((length) => length >= width * LONG_LINE).length;
  const long = pairs.filter(({ line }) => line.length >= width * LONG_LINE).length;
  const overlong = paragraphs.flat().filter((line) => line.length > width * OVERLONG_LINE && line.includes(" ")).length;
  const isWrapped = longBroken >= 2 && longBroken >= long * MIN_BROKEN_SHARE && overlong <= long * MAX_OVERLONG_SHARE;
  return isWrapped ? width : null;
}

/**
 * Joins the wrapped lines of a paragraph. A list item, a heading, or a line after a heading or a short line is not
 * joined to the line before it.
 */
function unwrapRagged(lines: string[], width: number, columns: ReadonlyMap<string, string[]>): string[] {
  const groups: string[][] = [];
  for (const [i, line] of lines.entries()) {
    const previous = lines[i - 1];
    const isContinuation =
      previous !== undefined &&
      !LIST_ITEM_START.test(line) &&
      !previous.startsWith("#") &&
      !columns.has(previous) &&
      previous.length + 1 + firstWord(line).length >
        width * (continuesSentence(previous, line) ? LONG_LINE : RAGGED_LINE) &&
      previous.length <= width * OVERLONG_LINE;
    if (isContinuation) groups.at(-1)!.push(line);
    else groups.push([line]);
  }
  return groups.map(unwrapLines);
}

/**
 * Finds the line width of filled text, in UTF-16 units. Only paragraphs with at least three lines are considered.
 * Returns null unless at least half of them are filled.
 */
function findFullWidth(paragraphs: string[][]): number | null {
  const long = paragraphs.filter((lines) => lines.length >= 3);
  const widths = long.map((lines) => Math.max(...lines.slice(0, MAX_MEASURED_LINES).map((line) => line.length)));
  const filled = widths.filter(
    (width, i) => width >= MIN_WIDTH && width <= MAX_FULL_WIDTH && isFilled(long[i]!, width),
  );
  return filled.length && filled.length * 2 >= long.length ? Math.max(...filled) : null;
}

/**
 * Whether all lines fit within the width and all but the last are filled: the first word of the next line would not
 * have fitted. False for a single line.
 */
function isFilled(lines: string[], width: number): boolean {
  return (
    lines.length > 1 &&
    lines.every((line, i) => {
      const next = lines[i + 1];
      const isFull = next === undefined || line.length + 1 + firstWord(next).length > width * FULL_LINE;
      return line.length <= width && isFull;
    })
  );
}

const firstWord = (line: string): string => line.split(" ", 1)[0]!;
