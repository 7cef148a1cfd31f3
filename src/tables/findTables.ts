import {
  type Block,
  type Document,
  forEachYielding,
  type Span,
  type TaskContext,
  yieldToEventLoop,
} from "../model/index.ts";
import { CJK } from "../text/index.ts";
import { type DecimalMark, findNumberStyle, isDate, isTime, parseCellNumber, YEAR } from "./cellNumbers.ts";
import { describeColumns } from "./columns.ts";
import type { Column, Row, Table, TablesAndProse } from "./table.ts";
import { hasSumWord, isTotalName } from "./totals.ts";

/** Minimum number of words of a cell that is prose though no full stop ends it. */
const MIN_PROSE_WORDS = 8;
/** Minimum number of words of a cell that is prose if a full stop ends it. */
const MIN_SENTENCE_WORDS = 4;
/** Minimum number of words of a line of one cell that is a note and no caption. */
const MIN_NOTE_WORDS = 6;
/** Number of Chinese or Japanese characters that say as much as a word. */
const CHARACTERS_PER_WORD = 2.5;
const SENTENCE_END = /[.!?…。！？]["'”’»)\]」』]*$/u;
/** Maximum length of a title, in UTF-16 units. */
const MAX_TITLE_LENGTH = 140;
/** Names that programs give to sheets. */
const SHEET_NAME = /^(?:sheet|tabelle|hoja|feuil|foglio|planilha|folha|blad|arkusz|лист|シート|工作表|blatt)\s?\d+$/iu;
/** Number of rows that are looked at between two checks of the clock. */
const ROWS_PER_CHECK = 50;
/** Number of rows from which the numbers of a table show their decimal mark. */
const SAMPLED_ROWS = 500;

/**
 * Finds the tables of a document, with the lines around them. Consecutive rows are one table unless a line of one cell
 * or new names of columns stand between them. A table has at least two columns, and two rows without its head.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function findTables(document: Document, context: TaskContext): Promise<TablesAndProse> {
  const found: TablesAndProse = { tables: [], prose: [] };
  const { text, blocks } = document;
  let run: Row[] = [];
  let above: Block | null = null;
  const runs: { rows: Row[]; title: Table["title"] }[] = [];
  await forEachYielding(blocks, context, (block) => {
    if (block.kind === "table") {
      if (!run.length) runs.push({ rows: run, title: above && titleAt(text, above) });
      run.push(readRow(text, block));
      return;
    }
    run = [];
    above = block;
  });
  for (const { rows, title } of runs) await readRun(document, rows, title, found, context);
  return found;
}

/** Splits a row, as extraction writes it, into its cells: "a | | c" has an empty one. */
function readRow(text: string, { start, end }: Span): Row {
  const cells = text
    .slice(start, end)
    .split(/(?<=^|\s)\|(?=\s|$)/)
    .map((cell) => cell.trim());
  return { start, end, cells };
}

/** A heading, a caption or a short line above a table is its title. */
function titleAt(text: string, { kind, start, end }: Block): Table["title"] {
  const line = text.slice(start, end);
  const isMarked = kind === "heading" || kind === "title" || kind === "caption";
  const isTitle = isMarked ? line.length <= MAX_TITLE_LENGTH && !SHEET_NAME.test(line) : isTitleLike(line);
  return isTitle ? { text: withoutLabel(line), start, end } : null;
}

/** Whether an unmarked line can title a table: it is short, is no sentence, and is not said of anything ("Method: …"). */
const isTitleLike = (line: string): boolean =>
  line.length <= MAX_TITLE_LENGTH &&
  !SENTENCE_END.test(line.replace(/[:：]$/, "")) &&
  (CAPTION_LABEL.test(line) || !/[:：]./u.test(line));

/** The label of a caption: "Table 2: ", "Tab. 3 – ", "表1　", "3. ". */
const CAPTION_LABEL =
  /^(?:(?:table|tab\.|tabelle|tabla|tableau|tabella|tabela|tabel|таблица|табл\.)\s?\d{1,3}(?:\.\d{1,2})?\s?[:.–-]?\s|表\s?\d{1,3}[:：.\s　]\s?|\d{1,2}\.\s)/iu;
const withoutLabel = (line: string): string => line.replace(CAPTION_LABEL, "").replace(/\s?[:：]$/, "") || line;

const filled = ({ cells }: Row): number => cells.reduce((count, cell) => count + (cell === "" ? 0 : 1), 0);

/** Length of a text in words. */
const lengthOf = (text: string): number =>
  CJK.test(text) ? text.length / CHARACTERS_PER_WORD : (text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0);

/** Whether a cell is running text and not a value. */
const isProse = (cell: string): boolean =>
  lengthOf(cell) >= (SENTENCE_END.test(cell) ? MIN_SENTENCE_WORDS : MIN_PROSE_WORDS);

/** Reads consecutive rows: tables, the lines that title them, and notes. */
async function readRun(
  { text, language }: Document,
  run: Row[],
  heading: Table["title"],
  found: TablesAndProse,
  context: TaskContext,
): Promise<void> {
  let title = heading;
  let above: Table["title"] = null;
  let part: Row[] = [];
  const endPart = async (): Promise<void> => {
    const table = part.length > 1 ? await readTable(part, above ?? title, language, context) : null;
    if (table) found.tables.push(table);
    if (part.length) [title, above] = [null, null];
    await forEachYielding(part, context, (row) => {
      found.prose.push(...proseCells(text, row, table));
    });
    part = [];
  };
  for (const [i, row] of run.entries()) {
    if (i % ROWS_PER_CHECK === 0) await yieldToEventLoop(context);
    if (filled(row) > 1 || (row.cells[0] === "" && part.length)) {
      if (part.length > 2 && startsTable(part, row, run[i + 1])) await endPart();
      part.push(row);
      continue;
    }
    const line = row.cells.find(Boolean) ?? "";
    if (isSection(line, part, run[i + 1])) continue;
    await endPart();
    const isFirst = i === 0 && !heading;
    above = isTitleLike(line) ? { text: withoutLabel(line), start: row.start, end: row.end } : null;
    // The first line titles the first table, if none stands directly above that.
    if (isFirst) title = above;
    if (
      !isFirst &&
      !(above && CAPTION_LABEL.test(line)) &&
      (SENTENCE_END.test(line) || lengthOf(line) >= MIN_NOTE_WORDS)
    )
      found.prose.push(withoutNumber(text, row));
  }
  await endPart();
}

/**
 * Whether a line of one cell heads the next rows of the same table: these have values where the rows before have some, or
 * under the names of the columns.
 */
function isSection(line: string, part: Row[], next: Row | undefined): boolean {
  const last = part.at(-1);
  if (!last || !next || SENTENCE_END.test(line) || filled(next) < 2) return false;
  if (part.length === 1)
    return last.cells.length === next.cells.length && !last.cells.some(isNumeric) && next.cells.some(isNumeric);
  return last.cells.some((cell, i) => isNumeric(cell) && !YEAR.test(cell) && isNumeric(next.cells[i] ?? ""));
}

/** The span of a note without its number ("2. The line …"). */
function withoutNumber(text: string, { start, end }: Span): Span {
  const number = /^(?:\(?\d{1,2}[.)]|\*{1,3}|[-–•])\s+/.exec(text.slice(start, Math.min(end, start + 8)))?.[0] ?? "";
  return { start: start + number.length, end };
}

/** The spans of the cells of a row that are prose and do not name it. */
function proseCells(text: string, row: Row, table: Table | null): Span[] {
  const names = [table?.label?.index, table?.group?.index];
  const spans: Span[] = [];
  let from = row.start;
  for (const [i, cell] of row.cells.entries()) {
    const start = text.indexOf(cell, from);
    from = start + cell.length;
    if (!names.includes(i) && isProse(cell)) spans.push(withoutNumber(text, { start, end: from }));
  }
  return spans;
}

const isNumeric = (cell: string): boolean => parseCellNumber(cell, ".") !== null || parseCellNumber(cell, ",") !== null;
const isValue = (cell: string): boolean => isNumeric(cell) || isDate(cell) || isTime(cell);

/**
 * Whether a row names the columns of a new table: it repeats the first row, or it has different words, or years, wherever
 * the rows before and after it have values.
 */
function startsTable(part: Row[], row: Row, next: Row | undefined): boolean {
  const previous = part.at(-1)!;
  // Most rows have a number that is no year, which is soon seen.
  if (row.cells.some((cell) => /^\d+(?:[.,]\d+)?%?$/.test(cell) && !YEAR.test(cell))) return false;
  if (!next || isTotalName(row.cells.find(Boolean) ?? "")) return false;
  if (row.cells.join("|") === part[0]!.cells.join("|")) return true;
  const names = row.cells.filter((_, i) => isValue(previous.cells[i] ?? "") && isValue(next.cells[i] ?? ""));
  const years = areYearNames(row.cells);
  const isName = (cell: string): boolean => (years && YEAR.test(cell)) || (/\p{L}/u.test(cell) && !isValue(cell));
  return (
    row.cells.length > 2 && names.length > 0 && names.every(isName) && new Set(row.cells).size === row.cells.length
  );
}

/** Longest step between the years that name columns. */
const MAX_YEAR_STEP = 10;

/** Whether the cells that look like years can name columns: the years are in even steps, or there is one. */
function areYearNames(cells: string[]): boolean {
  const years = cells.filter((cell) => YEAR.test(cell)).map(Number);
  const step = years.length > 1 ? years[1]! - years[0]! : 1;
  const isEven = years.every((year, i) => i === 0 || year - years[i - 1]! === step);
  return step !== 0 && Math.abs(step) <= MAX_YEAR_STEP && isEven;
}

/** Reads the rows of a table, the first of which may name its columns. Returns null if they are none. */
async function readTable(
  part: Row[],
  title: Table["title"],
  language: string,
  context: TaskContext,
): Promise<Table | null> {
  const headSize = countHeadRows(part);
  const [head, body] = [part.slice(0, headSize), part.slice(headSize)];
  const width = Math.max(...part.slice(0, SAMPLED_ROWS).map(({ cells }) => cells.length));
  const names = columnNames(head, width);
  const style = findNumberStyle(
    body.slice(0, SAMPLED_ROWS).flatMap(({ cells }) => cells),
    language,
  );
  const last = body.at(-1);
  const isSumRow =
    last !== undefined &&
    body.length > 3 &&
    (await isSumOfOthers(last, body.slice(0, -1), { width, decimalMark: style.decimalMark }, context));
  const [rows, totals]: [Row[], Row[]] = [[], []];
  await forEachYielding(body, context, (row) => {
    const isTotal = (row === last && isSumRow) || isTotalName(nameIn(row));
    (isTotal ? totals : rows).push(row);
  });
  if (width < 2 || rows.length < 2) return null;
  const { columns, label, group } = await describeColumns(names, rows, style.decimalMark, context);
  if (isNumberedProse(columns, rows)) return null;
  return { title, head, rows, totals, columns, label, group, style };
}

/** Whether rows are numbered notes and no table: their only column of words is prose, and none has amounts. */
function isNumberedProse(columns: Column[], rows: Row[]): boolean {
  const texts = columns.filter(({ kind }) => kind === "text");
  const hasAmounts = columns.some(({ kind, index }) => index > 0 && (kind === "number" || kind === "percent"));
  const proseRows = rows
    .slice(0, SAMPLED_ROWS)
    .filter(({ cells }) => isProse(cells[texts[0]?.index ?? 0] ?? "")).length;
  return texts.length === 1 && !hasAmounts && proseRows * 2 > Math.min(rows.length, SAMPLED_ROWS);
}

const nameIn = ({ cells }: Row): string => cells.find((cell) => /\p{L}/u.test(cell)) ?? "";

/**
 * Whether the numbers of the last row are the sums of those above it: in one column if its name has a word for sums, or
 * else in two.
 */
async function isSumOfOthers(
  last: Row,
  others: Row[],
  { width, decimalMark }: { width: number; decimalMark: DecimalMark },
  context: TaskContext,
): Promise<boolean> {
  let sums = 0;
  for (let i = 1; i < width; i++) {
    const total = parseCellNumber(last.cells[i] ?? "", decimalMark);
    if (!total || total.value === 0 || total.isPercent) continue;
    let [sum, slack] = [0, 0];
    await forEachYielding(others, context, ({ cells }) => {
      const number = parseCellNumber(cells[i] ?? "", decimalMark);
      sum += number?.value ?? 0;
      slack += number ? 0.5 * 10 ** -number.decimals : 0;
    });
    if (Math.abs(sum - total.value) <= Math.min(slack, 0.005 * Math.abs(total.value)) + 1e-9) sums++;
  }
  return sums >= (hasSumWord(nameIn(last)) ? 1 : 2);
}

/**
 * Returns how many of the first rows name columns: none, one, or two if the first groups the names of the second. They
 * are words, or years, above columns of values; or all columns are words, and no cell of the first row comes again.
 */
function countHeadRows(part: Row[]): number {
  const [first, second, third] = part as [Row, Row, Row | undefined];
  const isNames = ({ cells }: Row): boolean =>
    cells.every((cell) => !isValue(cell) || YEAR.test(cell) || isDate(cell)) &&
    areYearNames(cells) &&
    cells.some((cell) => /\p{L}/u.test(cell));
  const hasValues = ({ cells }: Row, above: Row): boolean =>
    cells.some(
      (cell, i) =>
        isValue(cell) && (!isValue(above.cells[i] ?? "") || (YEAR.test(above.cells[i]!) && !YEAR.test(cell))),
    );
  const isYearsAbove = first.cells.slice(1).every((cell) => cell === "" || YEAR.test(cell)) && hasValues(second, first);
  if (!isNames(first) && !isYearsAbove) return 0;
  if (third && isNames(second) && filled(first) < filled(second) && hasValues(third, second)) return 2;
  if (hasValues(second, first) || (third && hasValues(third, first))) return 1;
  const isRepeated = first.cells.some(
    (cell, i) => cell !== "" && part.slice(1, 20).some(({ cells }) => cells[i] === cell),
  );
  const isShort = first.cells.every((cell) => lengthOf(cell) <= 6 && !SENTENCE_END.test(cell));
  return !isRepeated && isShort && filled(first) === first.cells.length ? 1 : 0;
}

/** Joins the names of two rows; the first stands over all columns up to its next one. */
function columnNames(head: Row[], width: number): string[] {
  const [upper, lower] = head.length === 2 ? [head[0]!, head[1]!] : [null, head[0] ?? null];
  let over = "";
  return Array.from({ length: width }, (_, i) => {
    over = upper?.cells[i] || (i < (upper?.cells.length ?? 0) || upper ? over : "");
    const name = lower?.cells[i] ?? "";
    return [over, name].filter(Boolean).join(" ");
  });
}
