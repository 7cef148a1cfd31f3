import type { Span } from "../model/index.ts";
import { columnName } from "./columns.ts";
import type { TableStatement } from "./findings.ts";
import { formatLike } from "./formatNumber.ts";
import { isSameWord, wordsOf } from "./questionWords.ts";
import { type Column, rowName, type Table } from "./table.ts";
import { hasMixedUnits } from "./tellingColumns.ts";

/** The rows all of whose words a question names, but for those whose words another one has too: "North" beside "North 2". */
export function rowsNamedInFull(words: readonly string[], table: Table): number[] {
  const named = table.rows.flatMap((row, i) => {
    const own = wordsOf(rowName(table, row));
    return own.length && own.every((word) => words.some((other) => isSameWord(word, other))) ? [{ i, own }] : [];
  });
  const isWithin = (own: string[], other: string[]): boolean =>
    own.length < other.length && own.every((word) => other.includes(word));
  return named.filter(({ own }) => !named.some((other) => isWithin(own, other.own))).map(({ i }) => i);
}

/**
 * Answers what the difference of two cells is: of two rows in one column, or of one row in two columns. Null for any other
 * choice, or if a cell has no number.
 */
export function differenceAnswer(
  table: Table,
  rows: readonly number[],
  columns: readonly Column[],
): TableStatement | null {
  const cells = rows.flatMap((row) => columns.map((column) => ({ row, column })));
  const [first, second] = cells.map(({ row, column }) => column.numbers[row]?.value);
  if (cells.length !== 2 || first == null || second == null) return null;
  const [one] = columns as [Column];
  if (columns.some((column) => hasMixedUnits(column, table))) return null;
  const isOfRows = rows.length === 2;
  const names = isOfRows ? rows.map((row) => rowName(table, table.rows[row]!)) : columns.map(columnName);
  const values = cells.map(({ row, column }) => table.rows[row]!.cells[column.index]!);
  const of = isOfRows ? columnName(one) : rowName(table, table.rows[rows[0]!]!);
  const swap = second > first;
  const [greater, less] = (swap ? [1, 0] : [0, 1]) as [number, number];
  const difference = formatLike(Math.abs(first - second), one, table.style);
  const text = `${of}: ${names[greater]} ${values[greater]} − ${names[less]} ${values[less]} = ${difference}`;
  return { text, rows: rows.map((row): Span => ({ start: table.rows[row]!.start, end: table.rows[row]!.end })) };
}
