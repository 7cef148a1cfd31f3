import type { Span } from "../model/index.ts";
import type { CellNumber, NumberStyle } from "./cellNumbers.ts";

/** A row of cells as they stand in the document. Empty cells are "". Offsets are UTF-16 offsets into its text. */
export type Row = Span & { cells: string[] };

/** What the cells of a column are. A `rank` counts the rows, an `id` names them in digits; neither is an amount. */
export type ColumnKind = "text" | "number" | "percent" | "rank" | "id" | "year" | "date" | "time";

/**
 * A column. `numbers` has the number of each body row, or null where the cell has none; it is empty unless the column is
 * a `number`, a `percent`, a `rank` or a `year`. `distinct` is the number of different cells.
 */
export type Column = {
  index: number;
  name: string;
  kind: ColumnKind;
  numbers: (CellNumber | null)[];
  distinct: number;
};

/**
 * A table. `title` is the line or heading above it, `head` the rows with the names of its columns. `rows` is its body,
 * without the `totals` (sums and averages). `label` is the column that names the rows; null if none does. `group` is a
 * column before it whose cells head several consecutive rows each, if there is one.
 */
export type Table = {
  title: (Span & { text: string }) | null;
  head: Row[];
  rows: Row[];
  totals: Row[];
  columns: Column[];
  label: Column | null;
  group: Column | null;
  style: NumberStyle;
};

/** The tables of a document and, in order, the spans of table blocks that are prose: notes, comments, cells of sentences. */
export type TablesAndProse = { tables: Table[]; prose: Span[] };

/** The name of a body row, or "" if it has none. A row in a group is named alone; `groupOf` has the rest. */
export const rowName = ({ label }: Table, { cells }: Row): string => (label ? (cells[label.index] ?? "") : "");

/** Whether the rows of a table are points in time, in order. */
export const isTimeSeries = ({ label, rows }: Table): boolean =>
  label !== null && (label.kind === "year" || label.kind === "date") && label.distinct === rows.length;
