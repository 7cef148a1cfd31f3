import { type Document, forEachYielding, type Span, type TaskContext, yieldToEventLoop } from "../model/index.ts";
import { CJK } from "../text/index.ts";
import { YEAR } from "./cellNumbers.ts";
import { columnName } from "./columns.ts";
import { differenceAnswer, rowsNamedInFull } from "./difference.ts";
import { highestOfGroup, type TableStatement } from "./findings.ts";
import { findTables } from "./findTables.ts";
import { formatLike, formatNumber } from "./formatNumber.ts";
import { fold, isPriceWord, isSameWord, type ReadQuestion, readQuestion, wordsOf } from "./questionWords.ts";
import { type Column, rowName, type Table } from "./table.ts";
import {
  type Entry,
  entriesOf,
  hasMixedUnits,
  isChange,
  isSummable,
  periodsOf,
  tellingColumns,
} from "./tellingColumns.ts";
import { hasTotals, totalRowOf } from "./totals.ts";
import { wordingOf } from "./wordings.ts";

/** Maximum number of rows that share a value and are named. */
const MAX_TIED = 3;
/** Maximum number of rows that an answer quotes. */
const MAX_QUOTED = 3;
/** Minimum number of characters of a Chinese or Japanese name that is found within a question. */
const MIN_CJK = 2;

/**
 * Answers a question about a cell, a row, or the rows of a table: which has the highest or lowest value of a column, its
 * sum or mean, how many rows there are. Every name and number of the question must stand in the table; a question about
 * another row, column or year has no answer here, and neither has any other question.
 * @param earlier the questions that it leans on, oldest first: "and in 2023?" names a column only
 * @param isForeign whether it is in another language than the document, so that only a row and a column must stand there
 * @returns null if no table answers the question
 * @throws PithError `stopped` if the task is cancelled
 */
export async function answerFromTables(
  document: Document,
  question: string,
  context: TaskContext,
  earlier: readonly string[] = [],
  isForeign = false,
): Promise<TableStatement | null> {
  if (!document.blocks.some(({ kind }) => kind === "table")) return null;
  const { tables } = await findTables(document, context);
  const asked = readQuestion(question);
  for (const table of tables) {
    await yieldToEventLoop(context);
    const match = await matchQuestion(asked, table, document, context, isForeign);
    let whole: Understood | null = match && { asked, match };
    if (earlier.length && whole && !namesAny(whole)) continue;
    for (const text of earlier.toReversed()) {
      const before = whole && readQuestion(text);
      const matched = before && (await matchQuestion(before, table, document, context, isForeign));
      if (whole && matched) whole = leaningOn({ asked: before, match: matched }, whole);
    }
    const answer = whole && answerBy(whole.asked, whole.match, table, document.language);
    if (answer) return answer;
  }
  return null;
}

/** Whether a follow-up question names anything of a table, or asks for something else of it. */
const namesAny = ({ asked, match: { columns, rows, filter, isOnTotal } }: Understood): boolean =>
  columns.length > 0 || rows.length > 0 || filter !== null || isOnTotal || asked.operation !== "cell";

/** A question, read, with what it names of a table. */
type Understood = { asked: ReadQuestion; match: Match };

/** A follow-up question with what it leaves out and the question before it has. */
function leaningOn(before: Understood, { asked, match }: Understood): Understood {
  const asksAnew = asked.operation !== "cell";
  const columns = match.columns.length ? match.columns : before.match.columns;
  const namesRows = match.rows.length > 0 || match.filter !== null;
  const keepsRows = !namesRows && !(asksAnew && asked.operation !== "count");
  return {
    asked: { ...before.asked, ...asked, operation: asksAnew ? asked.operation : before.asked.operation },
    match: {
      columns,
      rows: keepsRows ? before.match.rows : match.rows,
      filter: keepsRows ? before.match.filter : match.filter,
      isOnLabel: match.isOnLabel || (before.match.isOnLabel && !match.columns.length),
      isOnTotal: match.isOnTotal || (keepsRows && before.match.isOnTotal),
    },
  };
}

/**
 * What a question names of a table: columns, rows, what the rows are called (`isOnLabel`), a row of sums (`isOnTotal`).
 * `filter` has the rows of a named category; `rows` those named alone.
 */
type Match = {
  columns: Column[];
  rows: number[];
  filter: { column: Column; cell: string; rows: number[] } | null;
  isOnLabel: boolean;
  isOnTotal: boolean;
};

/**
 * Finds the columns and rows that a question names. Returns null if it has a word left that the table, its title and the
 * document's do not have.
 */
async function matchQuestion(
  asked: ReadQuestion,
  table: Table,
  { title }: Document,
  context: TaskContext,
  isForeign: boolean,
): Promise<Match | null> {
  if (CJK.test(asked.text)) return matchWithin(asked, table);
  const named = (text: string): Set<string> =>
    new Set(wordsOf(text).flatMap((word) => asked.words.filter((other) => isSameWord(word, other))));
  const heads = table.columns.map((column) => ({ column, words: named(column.name) }));
  const most = Math.max(0, ...heads.filter(({ column }) => column !== table.label).map(({ words }) => words.size));
  const byWords = heads.filter(({ column, words }) => column !== table.label && words.size === most && most > 0);
  const inHeads = new Set(byWords.flatMap(({ words }) => [...words]));
  const columns = byWords.length
    ? byWords.map(({ column }) => column)
    : asked.asksForPrice
      ? table.columns.filter(isMoney)
      : [];
  const isOnLabel = (heads.find(({ column }) => column === table.label)?.words.size ?? 0) > 0;
  const inLabel = heads.find(({ column }) => column === table.label)?.words ?? new Set<string>();
  const left = asked.words.filter((word) => !inHeads.has(word));
  const inFull = asked.operation === "difference" ? rowsNamedInFull(left, table) : [];
  const found = inFull.length
    ? { rows: inFull, words: named(inFull.map((i) => rowName(table, table.rows[i]!)).join(" ")), filter: null }
    : await findRows(left, table, context);
  // "Oil in 2023" names a year of one column and a word of another.
  if (asked.operation !== "difference" && byWords.some(({ words }) => words.size < inHeads.size)) return null;
  const inTotals = new Set(table.totals.flatMap(({ cells }) => [...named(cells.find(Boolean) ?? "")]));
  const inTitles = [...named(table.title?.text ?? ""), ...named(title ?? "")];
  const known = new Set([...inHeads, ...inLabel, ...found.words, ...inTotals, ...inTitles]);
  const isFound = isForeign && found.rows.length === 1 && byWords.length === 1;
  if (!isFound && asked.words.some((word) => !known.has(word) && !(isPriceWord(word) && columns.length > 0)))
    return null;
  const others = columns.filter((column) => column !== found.filter?.column);
  return {
    columns: latestOf(others, inHeads, table),
    rows: found.rows,
    filter: found.filter,
    isOnLabel,
    isOnTotal: inTotals.size > 0,
  };
}

/** Of columns that differ in the year, the latest, unless the question names a year. */
function latestOf(columns: Column[], words: Set<string>, table: Table): Column[] {
  if ([...words].some((word) => YEAR.test(word))) return columns;
  const earlier = new Set(periodsOf(table).flatMap((periods) => periods.columns.slice(0, -1)));
  return columns.filter((column) => !earlier.has(column));
}

/** Whether a column has amounts of money. */
const isMoney = ({ name, numbers }: Column): boolean =>
  /\p{Sc}/u.test(name) ||
  numbers.some((number) => number !== null && /\p{Sc}|EUR|USD|CHF/u.test(number.prefix + number.suffix));

/** The rows that words of a question name, and which of its words these are. */
type Found = Pick<Match, "rows" | "filter"> & { words: Set<string> };

/**
 * Finds the rows whose names have most of the words, and all that others have not: "line 3" names "Line 3 North". Words
 * that name a category instead give its rows.
 */
async function findRows(words: string[], table: Table, context: TaskContext): Promise<Found> {
  const none = { rows: [], words: new Set<string>(), filter: null };
  if (!words.length) return none;
  let best = 0;
  let rows: number[] = [];
  let matched = new Set<string>();
  await forEachYielding(table.rows, context, (row, i) => {
    const own = wordsOf(`${table.group ? row.cells[table.group.index] : ""} ${rowName(table, row)}`);
    const found = words.filter((word) => own.some((other) => isSameWord(word, other)));
    if (found.length < best || !found.length) return;
    if (found.length > best) [best, rows, matched] = [found.length, [], new Set()];
    rows.push(i);
    for (const word of found) matched.add(word);
  });
  const exact = rows.filter((i) => wordsOf(rowName(table, table.rows[i]!)).length === best);
  if (rows.length === 1 || exact.length === 1)
    return { rows: exact.length === 1 ? exact : rows, words: matched, filter: null };
  return groupOf(rows, matched, table) ?? findCategory(words, table) ?? none;
}

/** The group that rows are, if they are the rows of one. */
function groupOf(rows: number[], words: Set<string>, table: Table): Found | null {
  const { group } = table;
  const cell = group && table.rows[rows[0] ?? 0]!.cells[group.index];
  if (!group || !cell || rows.length < 2 || rows.some((i) => table.rows[i]!.cells[group.index] !== cell)) return null;
  return { rows: [], words, filter: { column: group, cell, rows } };
}

/** Finds the column and the cell that all words are in, of which several rows have the same. */
function findCategory(words: string[], table: Table): Found | null {
  for (const column of table.columns) {
    if (column.kind !== "text" && column.kind !== "number") continue;
    const byCell = Map.groupBy(table.rows.keys(), (i) => table.rows[i]!.cells[column.index] ?? "");
    if (byCell.size === table.rows.length) continue;
    for (const [cell, rows] of byCell) {
      const own = wordsOf(cell);
      const found = own.length > 0 && own.every((word) => words.some((other) => isSameWord(word, other)));
      if (found) {
        const matched = words.filter((word) => own.some((other) => isSameWord(word, other)));
        return { rows: [], words: new Set(matched), filter: { column, cell, rows } };
      }
    }
  }
  return null;
}

/** In Chinese and Japanese, names are found within the question, the longest of each kind. All its numbers must be found. */
function matchWithin(asked: ReadQuestion, table: Table): Match | null {
  const isIn = (name: string): boolean => name.length >= MIN_CJK && asked.text.includes(name);
  const longest = <T>(list: T[], nameOf: (one: T) => string): T[] => {
    const found = list.filter((one) => isIn(nameOf(one)));
    const length = found.reduce((most, one) => Math.max(most, nameOf(one).length), 0);
    return found.filter((one) => nameOf(one).length === length);
  };
  const nameOf = (column: Column): string =>
    fold(column.name)
      .replace(/[(（].*/u, "")
      .trim();
  const columns = longest(
    table.columns.filter((column) => column !== table.label),
    nameOf,
  );
  const rows = longest([...table.rows.keys()], (i) => fold(rowName(table, table.rows[i]!)));
  const names = [...columns.map(({ name }) => name), ...rows.map((i) => rowName(table, table.rows[i]!))]
    .map(fold)
    .join(" ");
  const numbers = asked.text.match(/\d+/g) ?? [];
  if (numbers.some((number) => !names.includes(number) && !fold(table.title?.text ?? "").includes(number))) return null;
  return {
    columns,
    rows: rows.length === 1 ? rows : [],
    filter: null,
    isOnTotal: false,
    isOnLabel: table.label !== null && isIn(nameOf(table.label)),
  };
}

function answerBy(asked: ReadQuestion, match: Match, table: Table, language: string): TableStatement | null {
  const { columns, rows, filter, isOnLabel } = match;
  const wording = wordingOf(language);
  const within = filter ? filter.rows : [...table.rows.keys()];
  const where = filter ? `${filter.column.name} ${filter.cell} – ` : "";
  if (asked.asksForRows || (asked.operation === "count" && isOnLabel && !columns.length && !rows.length))
    return rows.length || columns.length ? null : countAnswer(table, within, where, asked.asksForRows, language);
  if (filter && filter.column === table.group && !columns.length && !asked.asksForFact && isOneOf(asked.operation))
    return highestOfGroup(table, filter.rows);
  if (asked.operation === "difference") return differenceAnswer(table, rows, columns);
  if (rows.length) {
    const isOfCell = asked.operation === "cell" || asked.operation === "count" || asked.operation === "total";
    const isOfRow =
      asked.operation === "cell" && (!asked.asksForFact || table.columns.length === 2) && !asked.asksForPrice;
    return isOfCell ? cellAnswer(table, rows[0]!, columns, isOfRow && !isOnLabel) : null;
  }
  const column = columns.length === 1 ? columns[0]! : columns.length ? null : onlyColumn(table, asked, isOnLabel);
  if (!column) return null;
  const inFilter = new Set(filter?.rows);
  const entries = entriesOf(column).filter(({ row }) => !filter || inFilter.has(row));
  if (!entries.length || column.kind === "year" || column.kind === "rank") return null;
  if (hasMixedUnits(column, table)) return null;
  const values = entries.map(({ value }) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  const n = formatNumber(entries.length, table.style);
  switch (asked.operation) {
    case "highest":
    case "lowest":
      return extremeAnswer(table, column, entries, asked.operation, where);
    case "total":
    case "count":
      if (!filter && hasTotals(table, column)) return totalAnswer(table, column, language);
      return computedTotalAnswer(table, column, entries, where, asked, language);
    case "average":
      if (isChange(column)) return null;
      return {
        text: `${where}${wording.mean(columnName(column), formatLike(sum / entries.length, column, table.style, 1), n)}`,
        rows: quote(
          table,
          entries.map(({ row }) => row),
        ),
      };
    case "cell":
      return match.isOnTotal ? totalAnswer(table, column, language) : null;
  }
}

/** Whether a question asks for one row of several, as that of a survey's question for its answer does. */
const isOneOf = (operation: ReadQuestion["operation"]): boolean => operation === "cell" || operation === "highest";

const quote = (table: Table, rows: number[]): Span[] =>
  rows.slice(0, MAX_QUOTED).map((i) => ({ start: table.rows[i]!.start, end: table.rows[i]!.end }));

/** The one column of numbers that "which station has most" can mean, if the question names what the rows are. */
function onlyColumn(table: Table, { operation }: ReadQuestion, isOnLabel: boolean): Column | null {
  const telling = tellingColumns(table);
  return isOnLabel && telling.length === 1 && operation !== "cell" && operation !== "count" ? telling[0]! : null;
}

/** The cells of a row in the columns, or the whole row if the question names no column and `isOfRow`. */
function cellAnswer(table: Table, row: number, columns: Column[], isOfRow: boolean): TableStatement | null {
  const { cells } = table.rows[row]!;
  const shown = columns.length
    ? columns
    : isOfRow
      ? table.columns.filter((column) => column !== table.label && column !== table.group)
      : [];
  const parts = shown
    .filter(({ index }) => /[\p{L}\p{N}]|[✓✔✗✘]/u.test(cells[index] ?? "")) // A dash stands for a missing value.
    .map((column) => `${column.name} ${cells[column.index]}`.trim());
  if (!parts.length) return null;
  const name = [table.group ? cells[table.group.index] : "", rowName(table, table.rows[row]!)]
    .filter(Boolean)
    .join(", ");
  return { text: `${name}: ${parts.join(", ")}`, rows: quote(table, [row]) };
}

/** How many rows a table has, or those of a category. */
function countAnswer(
  table: Table,
  rows: number[],
  where: string,
  asksForRows: boolean,
  language: string,
): TableStatement {
  const n = formatNumber(rows.length, table.style);
  const names = table.columns.filter(({ name }) => name !== "").map(columnName);
  const text =
    asksForRows && names.length && !where
      ? wordingOf(language).size(n, names.join(CJK.test(names[0]!) ? "、" : ", "))
      : [table.label?.name, n].filter(Boolean).join(": ");
  return { text: `${where}${text}`, rows: quote(table, rows) };
}

function extremeAnswer(
  table: Table,
  column: Column,
  entries: Entry[],
  operation: "highest" | "lowest",
  where: string,
): TableStatement | null {
  const sign = operation === "highest" ? 1 : -1;
  let peak = entries[0]!;
  for (const entry of entries) if (sign * entry.value > sign * peak.value) peak = entry;
  const tied = entries.filter(({ value }) => value === peak.value).map(({ row }) => row);
  if (tied.length > MAX_TIED) return null;
  const names = tied.map((row) => rowName(table, table.rows[row]!)).filter(Boolean);
  const value = table.rows[peak.row]!.cells[column.index]!;
  return { text: `${where}${columnName(column)}: ${names.join(", ")}, ${value}`, rows: quote(table, tied) };
}

/** The sum of a column as the table gives it. Null if it gives none. */
function totalAnswer(table: Table, column: Column, language: string): TableStatement | null {
  const row = totalRowOf(table, column);
  const text = row && wordingOf(language).total(columnName(column), row.cells[column.index]!);
  return row && text ? { text, rows: [{ start: row.start, end: row.end }] } : null;
}

/** The sum of a column in some rows, worked out. */
function computedTotalAnswer(
  table: Table,
  column: Column,
  entries: Entry[],
  where: string,
  { text: question }: ReadQuestion,
  language: string,
): TableStatement | null {
  // What the numbers of a year count is said by the question: "How many visitors in total in 2024?"
  const named = YEAR.test(column.name.trim()) ? { ...column, name: question } : column;
  if (!isSummable(named, table)) return null;
  const sum = entries.reduce((total, { value }) => total + value, 0);
  const n = formatNumber(entries.length, table.style);
  const text = wordingOf(language).computedTotal(columnName(column), formatLike(sum, column, table.style), n);
  const rows = entries.map(({ row }) => row);
  return { text: `${where}${text}`, rows: quote(table, rows) };
}
