import type { Span } from "../model/index.ts";
import { CJK } from "../text/index.ts";
import { columnName } from "./columns.ts";
import { formatLike, formatNumber } from "./formatNumber.ts";
import { type Column, isTimeSeries, type Row, rowName, type Table } from "./table.ts";
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
import { type Wording, wordingOf } from "./wordings.ts";

/** A statement worked out from a table, with the rows that it rests on. */
export type TableStatement = { text: string; rows: Span[] };

/** Maximum number of columns of numbers that are told about. */
const MAX_COLUMNS = 3;
/** Maximum number of sums that are told of a row of sums. */
const MAX_SUMS = 2;
/** Maximum number of rows that share the highest or the lowest value and are named. */
const MAX_TIED = 2;
/** Maximum number of different cells of a column of categories, and minimum number of rows for each. */
const MAX_CATEGORIES = 12;
const MIN_ROWS_PER_CATEGORY = 2;
/** Maximum number of rows of a group, or of a table of facts, that are told one by one. */
const MAX_GROUPS = 6;
const MAX_FACTS = 12;
/** Maximum number of rows of a table of facts. */
const MAX_FACT_ROWS = 25;
const FACTS_PER_STATEMENT = 3;
/** Maximum number of rows that a statement quotes. */
const MAX_QUOTED = 3;
/** Minimum share of a sum that one row has if it is told. */
const MIN_TOLD_SHARE = 0.2;

/** A name with its value: "Central (12,400)". A name that ends in brackets takes no second pair. */
function withValue(name: string, value: string): string {
  if (/[)）]$/.test(name)) return `${name} – ${value}`;
  return CJK.test(name) ? `${name}（${value}）` : `${name} (${value})`;
}

/**
 * Returns what stands out in a table, the most telling first. Each statement names its rows and columns, and rests on at
 * most three rows.
 * @param language BCP-47
 */
export function findingsOf(table: Table, language: string): TableStatement[] {
  const wording = wordingOf(language);
  const telling = tellingColumns(table);
  if (telling.length === 0 && (table.columns.length === 2 || isOfFacts(table))) return facts(table);
  if (isTimeSeries(table))
    return [
      ...telling.slice(0, MAX_COLUMNS).flatMap((column) => course(table, column, wording)),
      ...sums(table, wording, language),
    ];
  const byGroup = groups(table, telling);
  // Shares of each group add up to a whole that says nothing about the others.
  if (byGroup.length && table.columns.some(({ kind }) => kind === "percent")) return byGroup;
  const [first, ...others] = [
    ...results(table),
    ...ranking(table, telling, wording),
    ...changes(table, wording),
    ...extremes(table, telling, wording),
  ];
  return [
    ...(first ? [first] : []),
    ...sums(table, wording, language),
    ...others,
    ...byGroup,
    ...sumsByCategory(table, telling, wording),
    ...categories(table, wording),
    ...(first ? [] : firstRows(table)),
  ];
}

/** Whether the few rows of a table are measures of different kinds, told one by one. */
const isOfFacts = (table: Table): boolean =>
  table.rows.length <= MAX_FACT_ROWS &&
  table.columns.some((column) => entriesOf(column).length > 1 && hasMixedUnits(column, table));

/** The scores of a table of results, whose rows are two names with two numbers between them: "Ashby 3–1 Corfe". */
function results(table: Table): TableStatement[] {
  const at = table.columns.findIndex(({ kind }, i) => {
    const [first, second, third] = table.columns.slice(i + 1);
    const isScore = (column: Column | undefined): boolean => column?.kind === "number" && column.name.length <= 2;
    return kind === "text" && isScore(first) && isScore(second) && third?.kind === "text";
  });
  if (at < 0) return [];
  const lines = table.rows.slice(0, MAX_FACTS).map((row) => {
    const [home, first, second, away] = row.cells.slice(at, at + 4);
    return { row, text: `${home} ${first}–${second} ${away}` };
  });
  return inStatements(lines, FACTS_PER_STATEMENT);
}

/** Joins lines, each of one row, to statements of `size` lines. */
const inStatements = (lines: { row: Row; text: string }[], size: number): TableStatement[] =>
  Array.from({ length: Math.ceil(lines.length / size) }, (_, i) => lines.slice(i * size, (i + 1) * size)).map(
    (part) => ({
      text: part.map(({ text }) => text).join("; "),
      rows: part.map(({ row: { start, end } }) => ({ start, end })),
    }),
  );

/** The columns of which there is a later one of the same kind. */
const earlierColumns = (table: Table): Set<Column> =>
  new Set(periodsOf(table).flatMap(({ columns }) => columns.slice(0, -1)));

/** The name of a row among all: with its group, or with its date if several rows have the same name. */
function fullName(table: Table, row: Row): string {
  const { label, group, rows, columns } = table;
  const dated =
    label && label.distinct < rows.length ? columns.find(({ kind }) => kind === "date" || kind === "id") : null;
  const parts = [group ? row.cells[group.index] : "", rowName(table, row), dated ? row.cells[dated.index] : ""];
  return parts.filter(Boolean).join(", ");
}

const quoted = (table: Table, indices: number[]): Span[] =>
  [...new Set(indices)].slice(0, MAX_QUOTED).map((i) => ({ start: table.rows[i]!.start, end: table.rows[i]!.end }));

/** The cell of a row in a column. */
const cellOf = (table: Table, row: number, { index }: Column): string => table.rows[row]!.cells[index] ?? "";

/** The rows with the highest and the lowest number of a column; null where too many share it. */
function peaksOf(entries: readonly Entry[]): {
  highest: number[] | null;
  lowest: number[] | null;
  next: number | null;
} {
  let [max, min] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { value } of entries) [max, min] = [Math.max(max, value), Math.min(min, value)];
  const rowsWith = (wanted: number): number[] => entries.flatMap(({ row, value }) => (value === wanted ? [row] : []));
  let next: Entry | null = null;
  for (const entry of entries) if (entry.value < max && (!next || entry.value > next.value)) next = entry;
  const few = (rows: number[]): number[] | null => (rows.length <= MAX_TIED ? rows : null);
  return { highest: few(rowsWith(max)), lowest: few(rowsWith(min)), next: next?.row ?? null };
}

const named = (table: Table, rows: number[], column: Column): string =>
  withValue(rows.map((row) => fullName(table, table.rows[row]!)).join(" / "), cellOf(table, rows[0]!, column));

/** Highest and lowest of the most telling columns. Of columns with the same rows at both ends, the first is told. */
function extremes(table: Table, telling: Column[], wording: Wording): TableStatement[] {
  const told = new Set<string>();
  const earlier = earlierColumns(table);
  const statements: TableStatement[] = [];
  for (const column of telling) {
    if (!table.label || statements.length === MAX_COLUMNS) break;
    if (earlier.has(column) || (isChange(column) && earlier.size > 0)) continue;
    const { highest, lowest, next } = peaksOf(entriesOf(column));
    if (!highest || told.has(`${highest}`) || (highest.length > 1 && lowest?.length !== 1)) continue;
    told.add(`${highest}`);
    const name = columnName(column);
    if (lowest && table.rows.length > 2)
      statements.push({
        text: wording.extremes(name, named(table, highest, column), named(table, lowest, column)),
        rows: quoted(table, [...highest, ...lowest]),
      });
    else if (next !== null)
      statements.push({
        text: wording.highest(name, named(table, highest, column), named(table, [next], column)),
        rows: quoted(table, [...highest, next]),
      });
  }
  return statements;
}

/** The first two rows and the last one of a ranking, with the column that tells most. */
function ranking(table: Table, telling: Column[], wording: Wording): TableStatement[] {
  const rank = table.columns.find(({ kind }) => kind === "rank");
  const last = table.rows.length - 1;
  if (!rank || !table.label || table.label === rank || last < 2) return [];
  const isInOrder = rank.numbers.every(
    (number, i) => number === null || i === 0 || number.value >= (rank.numbers[i - 1]?.value ?? 0),
  );
  const told = telling[0] ?? table.columns.find(({ kind }) => kind === "time");
  const place = (row: number): string => {
    const name = fullName(table, table.rows[row]!);
    return told ? withValue(name, `${columnName(told)} ${cellOf(table, row, told)}`) : name;
  };
  return isInOrder
    ? [{ text: wording.ranking(place(0), place(1), place(last)), rows: quoted(table, [0, 1, last]) }]
    : [];
}

/** In each group of rows, the two highest of the first telling column. */
function groups(table: Table, telling: Column[]): TableStatement[] {
  const { group } = table;
  if (!group || !telling.length) return [];
  const byGroup = Map.groupBy(table.rows.keys(), (row) => cellOf(table, row, group));
  return [...byGroup.values()].slice(0, MAX_GROUPS).flatMap((rows) => highestOfGroup(table, rows, telling) ?? []);
}

/** The two highest rows of a group in the first telling column. Null if it has no single highest one. */
export function highestOfGroup(table: Table, rows: number[], telling = tellingColumns(table)): TableStatement | null {
  const { group } = table;
  const numbers = rows.map((row) => ({ row, value: telling[0]?.numbers[row]?.value ?? Number.NEGATIVE_INFINITY }));
  const [first, second, ...others] = numbers.sort((a, b) => b.value - a.value);
  if (!group || !first || !second || first.value === second.value) return null;
  const shown = telling.slice(0, 2).toSorted((a, b) => a.index - b.index);
  const told = ({ row }: Entry): string => {
    const values = shown.map((column) => cellOf(table, row, column)).filter(Boolean);
    return withValue(rowName(table, table.rows[row]!), values.join("; "));
  };
  const text = `${cellOf(table, first.row, group)}: ${told(first)}, ${told(second)}${others.length ? " …" : ""}`;
  return { text, rows: quoted(table, [first.row, second.row]) };
}

/** Of columns that differ in the year, the largest fall and rise from the first to the last. */
function changes(table: Table, wording: Wording): TableStatement[] {
  // A column of changes, in per cent if there is one, compares rows of any size.
  const given = table.columns.filter((column) => entriesOf(column).length > 1 && isChange(column));
  const change = given.find(({ kind, name }) => kind === "percent" || name.includes("%")) ?? given[0];
  return periodsOf(table).flatMap(({ stem, years, columns }, i) => {
    const [from, to] = [columns[0]!, columns.at(-1)!];
    const byChange = i === 0 ? change : undefined;
    const differences = table.rows.flatMap((_, row) => {
      const [before, after] = [from.numbers[row], to.numbers[row]];
      return before && after ? [{ row, value: after.value - before.value }] : [];
    });
    const entries = byChange ? entriesOf(byChange) : differences;
    if (entries.length < 2 || !table.label) return [];
    const { highest, lowest } = peaksOf(entries);
    const valueAt = new Map(entries.map(({ row, value }) => [row, value]));
    const told = (rows: number[] | null, sign: 1 | -1): string | null => {
      const row = rows?.length === 1 ? rows[0]! : null;
      if (row === null || Math.sign(valueAt.get(row)!) !== sign) return null;
      const course = `${cellOf(table, row, from)} → ${cellOf(table, row, to)}`;
      const difference = byChange ? `${cellOf(table, row, byChange)}${byChange.name.includes("%") ? "%" : ""}` : "";
      return withValue(
        fullName(table, table.rows[row]!),
        [course, difference.replace("%%", "%")].filter(Boolean).join("; "),
      );
    };
    const [fall, rise] = [told(lowest, -1), told(highest, 1)];
    if (!fall && !rise) return [];
    const rows = quoted(table, [...(fall ? lowest! : []), ...(rise ? highest! : [])]);
    return [{ text: wording.changes(stem, `${years[0]}`, `${years.at(-1)}`, fall, rise), rows }];
  });
}

/** The first, the last and, if it stands between them, the highest value of a column over time. */
function course(table: Table, column: Column, wording: Wording): TableStatement[] {
  const entries = entriesOf(column);
  if (entries.length < 3) return [];
  const [first, last] = [entries[0]!.row, entries.at(-1)!.row];
  const { highest } = peaksOf(entries);
  const peak = highest?.length === 1 && highest[0] !== first && highest[0] !== last ? highest[0]! : null;
  const at = (row: number): string => withValue(cellOf(table, row, column), rowName(table, table.rows[row]!));
  const text =
    peak === null
      ? `${columnName(column)}: ${at(first)} → ${at(last)}`
      : wording.course(columnName(column), at(first), at(last), at(peak));
  return [{ text, rows: quoted(table, [first, last, ...(peak === null ? [] : [peak])]) }];
}

/** The sums of the first columns that have one: as the table gives them, or else one worked out. */
function sums(table: Table, wording: Wording, language: string): TableStatement[] {
  const earlier = earlierColumns(table);
  const columns = tellingColumns(table).filter((column) => !earlier.has(column));
  const given = columns
    .filter(({ kind }) => kind === "number")
    .map((column) => ({ column, row: totalRowOf(table, column) }));
  const stated = given.find(({ row }) => row)?.row;
  if (stated) {
    const text = given
      .filter(({ row }) => row === stated)
      .slice(0, MAX_SUMS)
      .map(({ column }) => {
        const periods = periodsOf(table).find(({ columns }) => columns.at(-1) === column);
        const previous = periods?.columns.at(-2);
        const before = previous && totalRowOf(table, previous) === stated ? stated.cells[previous.index] : null;
        const sum = `${stated.cells[column.index]}${before ? ` (${periods!.years.at(-2)}: ${before})` : ""}`;
        return wording.total(columnName(column), sum);
      });
    return [{ text: text.join("; "), rows: [{ start: stated.start, end: stated.end }] }];
  }
  const summable = table.columns.some(({ kind }) => kind === "rank")
    ? undefined
    : columns.find((column) => isSummable(column, table) && !hasTotals(table, column));
  return summable ? [computedSum(table, summable, wording, language)] : [];
}

/** The sum of a column, with the row that has most of it if that is much. */
function computedSum(table: Table, column: Column, wording: Wording, language: string): TableStatement {
  const { rows, style } = table;
  const entries = entriesOf(column);
  const sum = entries.reduce((total, { value }) => total + value, 0);
  const { highest } = peaksOf(entries);
  const most = highest?.length === 1 && table.label ? highest[0]! : null;
  const share = most === null || sum <= 0 ? 0 : column.numbers[most]!.value / sum;
  const isTold = most !== null && share >= MIN_TOLD_SHARE && share < 1;
  const percent = new Intl.NumberFormat(language, { style: "percent" }).format(share);
  const total = wording.computedTotal(
    columnName(column),
    formatLike(sum, column, style),
    formatNumber(entries.length, style),
  );
  return {
    text: isTold ? `${total}${wording.share(fullName(table, rows[most]!), percent)}` : total,
    rows: quoted(table, isTold ? [most] : [0, rows.length - 1]),
  };
}

/** Columns of few different words, and how many rows have each. */
const categoriesOf = ({ columns, rows, group }: Table): Column[] =>
  columns.filter(
    (column) =>
      column.kind === "text" &&
      column !== group &&
      column.name !== "" &&
      column.distinct > 1 &&
      column.distinct <= MAX_CATEGORIES &&
      column.distinct * MIN_ROWS_PER_CATEGORY <= rows.length,
  );

/** What the columns of categories hold most often. */
function categories(table: Table, wording: Wording): TableStatement[] {
  const all = formatNumber(table.rows.length, table.style);
  return categoriesOf(table).flatMap((column) => {
    const byCell = Map.groupBy(table.rows.keys(), (row) => cellOf(table, row, column));
    byCell.delete("");
    const [first, second] = [...byCell].sort((a, b) => b[1].length - a[1].length);
    if (!first || !second || first[1].length === second[1].length) return [];
    const told = ([cell, rows]: [string, number[]]): string => wording.rowsOf(cell, `${rows.length}`, all);
    return [{ text: wording.mostOften(column.name, told(first), told(second)), rows: quoted(table, first[1]) }];
  });
}

/** The category with the highest sum of an amount. */
function sumsByCategory(table: Table, telling: Column[], wording: Wording): TableStatement[] {
  const amount = telling.find((column) => isSummable(column, table));
  // What is either yes or no is no category.
  const category = categoriesOf(table).find(({ distinct }) => distinct > 2);
  if (!amount || !category) return [];
  const sumsOf = new Map<string, Entry>();
  for (const { row, value } of entriesOf(amount)) {
    const cell = cellOf(table, row, category);
    if (cell) sumsOf.set(cell, { row: sumsOf.get(cell)?.row ?? row, value: (sumsOf.get(cell)?.value ?? 0) + value });
  }
  const [first, second] = [...sumsOf].sort((a, b) => b[1].value - a[1].value);
  if (!first || !second || first[1].value === second[1].value) return [];
  const told = ([cell, { value }]: [string, Entry]): string =>
    withValue(cell, `Σ ${formatLike(value, amount, table.style)}`);
  const name = `${columnName(amount)} – ${columnName(category)}`;
  return [
    { text: wording.highest(name, told(first), told(second)), rows: quoted(table, [first[1].row, second[1].row]) },
  ];
}

/** The rows of a table of facts in different units: "Length: 12 km; Stations: 14", or from the first year to the last. */
function facts(table: Table): TableStatement[] {
  const periods = periodsOf(table)[0]?.columns;
  const rows = table.rows.slice(0, MAX_FACTS);
  const others = table.columns.filter((column) => column !== table.label && column !== table.group);
  const numeric = others.filter(({ kind }) => kind === "number" || kind === "percent");
  const shown = numeric.length ? numeric : others.slice(0, 1);
  const said = rows.flatMap((row) => {
    const name = fullName(table, row);
    const cell = (column: Column | undefined): string => (column && row.cells[column.index]) || "";
    const [from, to] = [periods?.[0], periods?.at(-1)];
    if (from && to && cell(from) && cell(to))
      return [{ row, text: `${name}: ${withValue(cell(from), from.name)} → ${withValue(cell(to), to.name)}` }];
    // One value needs no name of a column; several are told apart by theirs.
    const text = shown
      .filter((column) => cell(column))
      .map((column) => (shown.length > 1 ? `${columnName(column)} ${cell(column)}` : cell(column)))
      .join(", ");
    return name && text ? [{ row, text: `${name}: ${text}` }] : [];
  });
  return inStatements(said, periods ? 1 : FACTS_PER_STATEMENT);
}

/** The first rows of a table without numbers, with the names of their columns. */
function firstRows(table: Table): TableStatement[] {
  return table.rows.slice(0, 2).flatMap((row) => {
    const others = table.columns.filter((column) => column !== table.label && row.cells[column.index]);
    const parts = others.map((column) => [column.name, row.cells[column.index]].filter(Boolean).join(" "));
    return parts.length
      ? [{ text: `${rowName(table, row)}: ${parts.join(", ")}`, rows: [{ start: row.start, end: row.end }] }]
      : [];
  });
}
