import { type Document, type Span, type TaskContext, yieldToEventLoop } from "../../../model/index.ts";
import { findTables, type Row, type Table } from "../../../tables/index.ts";
import { estimateTokens, segmentSentences } from "../../../text/index.ts";

/**
 * A sentence of a document as a line of a prompt. `start` and `end` are UTF-16 offsets into `Document.text`. The line
 * number is the index of the line plus 1. `headings` stand above it, without numbers. `tokens` is an estimate of all
 * that, with the line number and the line breaks.
 */
export type NumberedLine = Span & {
  text: string;
  headings: string[];
  tokens: number;
  opensSection: boolean;
  opensParagraph: boolean;
};

/** Estimated tokens of a line number, with what sets it off and the line break. */
const NUMBER_TOKENS = 3;
/** Maximum number of headings above a line. */
const MAX_HEADINGS = 6;
/** The mark of a list item, which the segmenter takes for a sentence: "2.", "(b)". */
const LIST_MARK = /^[(*_]*(?:\d{1,3}|\p{L}|[ivx]{1,4})[.)][*_]*$/u;

/**
 * The sentences of a document as lines of a prompt. A heading and the number of a list item are no lines of their own,
 * since models cite them in place of what they head. A row of a table has the names of its columns.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function numberLines(document: Document, context: TaskContext): Promise<NumberedLine[]> {
  const { text, language, blocks } = document;
  const { tables } = await findTables(document, context);
  const rows = rowTexts(tables);
  const tableHeads = new Set(tables.flatMap(({ head }) => head.map(({ start }) => start)));
  const lines: NumberedLine[] = [];
  let headings: Span[] = [];
  let opensSection = false;
  const push = (span: Span, said: string, opensParagraph: boolean): void => {
    const shown = headings.map(({ start, end }) => escapeFences(text.slice(start, end)));
    const line = escapeFences(said);
    const tokens = estimateTokens([...shown, line].join("\n# ")) + NUMBER_TOKENS;
    lines.push({ ...span, text: line, headings: shown, tokens, opensSection, opensParagraph });
    headings = [];
    opensSection = false;
  };
  const pushHeadings = (): void => {
    for (const heading of headings.splice(0)) push(heading, text.slice(heading.start, heading.end), true);
  };
  for (const block of blocks) {
    await yieldToEventLoop(context);
    if (block.kind === "heading" || block.kind === "title") {
      // A mere list of headings is text.
      if (headings.length === MAX_HEADINGS) pushHeadings();
      headings.push(block);
      opensSection = true;
      continue;
    }
    if (tableHeads.has(block.start)) {
      headings.push(block);
      continue;
    }
    const row = rows.get(block.start);
    if (row !== undefined) {
      push(block, row, true);
      continue;
    }
    let mark: Span | null = null;
    let opensParagraph = true;
    for (const span of segmentSentences(text.slice(block.start, block.end), language)) {
      const [start, end] = [block.start + span.start, block.start + span.end];
      if (LIST_MARK.test(text.slice(start, end)) && end < block.end) {
        mark ??= { start, end };
        continue;
      }
      push({ start, end }, text.slice(mark?.start ?? start, end), opensParagraph);
      mark = null;
      opensParagraph = false;
    }
    if (mark) push(mark, text.slice(mark.start, mark.end), opensParagraph);
  }
  // Headings below which nothing stands are sentences after all.
  pushHeadings();
  return lines;
}

/** The text of each row of the tables, by its start: "Ferry; passengers: 190; cars: 28". */
function rowTexts(tables: Table[]): Map<number, string> {
  const texts = new Map<number, string>();
  for (const { head, rows, totals, columns, label } of tables) {
    if (!head.length) continue;
    const describe = ({ cells }: Row): string =>
      columns
        .flatMap((column) => {
          const cell = cells[column.index]?.trim();
          if (!cell) return [];
          return column === label || !column.name ? [cell] : [`${column.name}: ${cell}`];
        })
        .join("; ");
    for (const row of [...rows, ...totals]) texts.set(row.start, describe(row));
  }
  return texts;
}

/** The indices of the lines that overlap a span of the document, plus up to `neighbours` lines on each side. */
export function linesAround(lines: readonly NumberedLine[], { start, end }: Span, neighbours: number): number[] {
  const found = lines.findIndex((line) => line.end > start);
  if (found < 0) return [];
  const first = Math.max(0, found - neighbours);
  const last = Math.min(lines.length - 1, lines.findLastIndex((line) => line.start < end) + neighbours);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/** A line to show, with its number. */
export type ShownLine = readonly [number: number, line: { text: string; headings: readonly string[] }];

/**
 * Wraps numbered lines in `<document>` tags, which mark them as data for the model. The title, if any, comes first. A
 * line begins with its number and ">", as no text does: models take a number alone for a part of the sentence. That
 * costs 3 % more of a news article's tokens than numbers alone, and 5 % less than brackets.
 */
export function fenceDocument(title: string | null, lines: Iterable<ShownLine>): string {
  const head = title ? [`Title: ${escapeFences(title)}`] : [];
  const numbered = Array.from(lines).flatMap(([n, { text, headings }]) => [
    ...headings.map((heading) => `# ${heading}`),
    `${n}>${text}`,
  ]);
  return ["<document>", ...head, ...numbered, "</document>"].join("\n");
}

/**
 * Makes untrusted text safe for a line of the prompt. Collapses white space, including line breaks, into single spaces,
 * and replaces the `<` of `<document>` tags. Quotation marks become typographic ones: a small model that copies a straight
 * one ends its string of JSON there.
 */
export const escapeFences = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/<(?=\s*\/?\s*document\s*>)/gi, "‹")
    .replace(/(?<=^|[\s([{–—-])"/g, "“")
    .replaceAll('"', "”");
