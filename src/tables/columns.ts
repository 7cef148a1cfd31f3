import { forEachYielding, type TaskContext } from "../model/index.ts";
import { type CellNumber, type DecimalMark, isDate, isTime, parseCellNumber, YEAR } from "./cellNumbers.ts";
import type { Column, ColumnKind, Row, Table } from "./table.ts";

/** Minimum share of the filled cells of a column that are of its kind. */
const MIN_SHARE = 0.7;
/** Minimum share of the rows that a column names if it is their label. */
const MIN_DISTINCT = 0.9;
/** Number of the first columns among which the label is looked for. */
const MAX_LABEL_INDEX = 5;
/** Maximum mean length of the cells of a label, in UTF-16 units. */
const MAX_LABEL_LENGTH = 90;
/** Minimum mean number of consecutive rows that a cell heads if its column groups them. */
const MIN_GROUP_SIZE = 1.5;
const RANK_NAME =
  /^(?:#|rank(?:ing)?|pos(?:ition|\.|ición|izione|ição)?|place|platz|rang|rg\.?|puesto|lugar|classement|posto|miejsce|место|順位|位|名次|排名|plaats|№)$/iu;
const ID_NAME =
  /^(?:id|nr\.?|no\.?|n[º°]|num(?:ber|mer|éro)?\.?|code|kode|código|codice|kod|код|plz|zip|post(?:al )?code|postleitzahl|phone|tel(?:efon|éfono)?\.?|番号|コード|编号|isbn|sku|iban|vin)$|(?:^|[\s_-])id$|\p{Ll}Id$/iu;
const COORDINATE_NAME = /^(?:lat(?:itude)?|lon(?:gitude)?|lng|x|y|breitengrad|längengrad)$/iu;

/**
 * Finds the kinds of the columns, and which of them name the rows and group them.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function describeColumns(
  names: string[],
  rows: Row[],
  decimalMark: DecimalMark,
  context: TaskContext,
): Promise<Pick<Table, "columns" | "label" | "group">> {
  const columns: Column[] = [];
  for (const [index, name] of names.entries())
    columns.push(await readColumn({ name, index }, rows, decimalMark, context));
  const texts = columns.filter(
    ({ kind, index }) => kind === "text" && index < MAX_LABEL_INDEX && meanLength(rows, index) <= MAX_LABEL_LENGTH,
  );
  const naming = texts.find(({ distinct }) => distinct >= MIN_DISTINCT * rows.length);
  const group = texts.find((column) => column !== naming && isGroup(rows, column)) ?? null;
  const named = naming ?? texts.find((column) => column !== group && (!group || column.index > group.index));
  const other = columns.find(({ kind }) => kind === "date" || kind === "year" || kind === "time" || kind === "id");
  const label = named ?? texts[0] ?? other ?? columns.find(({ kind }) => kind === "rank") ?? null;
  const isGrouped = group !== null && label !== null && group.index < label.index;
  return { columns, label, group: isGrouped ? group : null };
}

function meanLength(rows: Row[], index: number): number {
  let length = 0;
  for (const { cells } of rows) length += cells[index]?.length ?? 0;
  return length / rows.length;
}

/** Whether equal cells of a column stand together, several rows each, so that each heads a group. */
function isGroup(rows: Row[], { index, distinct }: Column): boolean {
  let groups = 0;
  for (const [i, { cells }] of rows.entries()) if (cells[index] !== rows[i - 1]?.cells[index]) groups++;
  return groups > 1 && groups === distinct && rows.length >= MIN_GROUP_SIZE * groups;
}

async function readColumn(
  { name, index }: Pick<Column, "name" | "index">,
  rows: Row[],
  decimalMark: DecimalMark,
  context: TaskContext,
): Promise<Column> {
  const counts = { filled: 0, numbers: 0, percents: 0, years: 0, dates: 0, times: 0 };
  const numbers: (CellNumber | null)[] = [];
  const seen = new Set<string>();
  await forEachYielding(rows, context, ({ cells }) => {
    const cell = cells[index] ?? "";
    const number = cell === "" ? null : parseCellNumber(cell, decimalMark);
    numbers.push(number);
    if (cell === "") return;
    seen.add(cell);
    if (number) {
      counts.filled++;
      counts.numbers++;
      if (number.isPercent) counts.percents++;
      if (YEAR.test(cell)) counts.years++;
      else if (isDate(cell)) counts.dates++;
    } else if (/[\p{L}\p{N}]/u.test(cell)) {
      counts.filled++;
      if (isDate(cell)) counts.dates++;
      else if (isTime(cell)) counts.times++;
    } // A dash stands for a missing value.
  });
  const column = { index, name, numbers, distinct: seen.size };
  const kind = kindOf(column, counts, rows);
  return { ...column, kind, numbers: kind === "text" || kind === "date" || kind === "time" ? [] : numbers };
}

type Counts = { filled: number; numbers: number; percents: number; years: number; dates: number; times: number };

function kindOf({ name, numbers, index, distinct }: Omit<Column, "kind">, counts: Counts, rows: Row[]): ColumnKind {
  const isMost = (count: number): boolean => counts.filled > 0 && count >= MIN_SHARE * counts.filled;
  // Counts of about two thousand are no years.
  const isYears = counts.years === counts.filled && counts.years > 0;
  if (isYears && !/\p{Sc}|(?<!\d)(?:19|20)\d{2}(?!\d)/u.test(name)) return "year";
  if (isMost(counts.dates)) return "date";
  if (isMost(counts.times)) return "time";
  if (!isMost(counts.numbers)) return "text";
  const title = name.trim();
  const counts1 = numbers.every((number, i) => number?.value === i + 1);
  if (RANK_NAME.test(title) || (index === 0 && counts1 && rows.length > 2)) return "rank";
  const isWhole = numbers.every((number) => number === null || (number.decimals === 0 && number.prefix === ""));
  if (COORDINATE_NAME.test(title) || (ID_NAME.test(title) && isWhole && distinct >= MIN_DISTINCT * rows.length))
    return "id";
  return counts.percents * 2 > counts.filled || /^%$|[(\s]%\)?$/.test(title) ? "percent" : "number";
}

/** The name of a column, or its number, from 1, if it has none. */
export const columnName = ({ name, index }: Pick<Column, "name" | "index">): string => name || `#${index + 1}`;
