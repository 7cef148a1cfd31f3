import { type Document, forEachYielding, type Pair, type Span, type TaskContext } from "../../../model/index.ts";
import { type Column, findTables, parseCellNumber, type Row, type Table } from "../../../tables/index.ts";

/** A row of each of two tables on one thing, as they stand there, with the cells that differ. There are none in equal rows. */
export type RowPair = { first: string; second: string; cells: Pair<string>[] };
/** The rows of two tables on one thing, in the order of the first, and the rows that only one of them has. */
type ComparedRows = { pairs: RowPair[]; only: Pair<string[]> };
/** What the tables of two documents have in common, table by table. `spans` are those of the tables in each document. */
export type ComparedTables = ComparedRows & { spans: Pair<Span[]> };

/** Kinds of columns whose cells tell what a row is about. */
const NAMING_KINDS = new Set<Column["kind"]>(["date", "year", "time", "id", "text"]);
/** Maximum number of tables of a document, and of rows of a table, that are compared. */
const MAX_TABLES = 20;
const MAX_ROWS = 5000;
const YEAR = /(?<!\d)(?:19|20)\d{2}(?!\d)/gu;

/**
 * Compares the tables of two documents: columns are matched by their names, rows by the cells that name them, and only cells
 * of the same row and column are set against each other. Tables of other years are not compared.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function compareTables([one, other]: Pair<Document>, context: TaskContext): Promise<ComparedTables> {
  const tables = [await findTables(one, context), await findTables(other, context)].map((found) => found.tables);
  const [first, second] = tables as Pair<Table[]>;
  const spansOf = (list: Table[]): Span[] =>
    list.flatMap(({ head, rows, totals }) => [...head, ...rows, ...totals].sort((a, b) => a.start - b.start));
  const pairs: RowPair[] = [];
  const only: Pair<string[]> = [[], []];
  const used = new Set<Table>();
  await forEachYielding(first.slice(0, MAX_TABLES), context, (mine) => {
    for (const theirs of second.slice(0, MAX_TABLES)) {
      if (used.has(theirs) || areOfOtherYears([one, mine], [other, theirs])) continue;
      const found = compareRows([one.text, other.text], [mine, theirs]);
      if (!found.pairs.length) continue;
      used.add(theirs);
      pairs.push(...found.pairs);
      for (const side of [0, 1] as const) only[side].push(...found.only[side]);
      break;
    }
  });
  return { pairs, only, spans: [spansOf(first), spansOf(second)] };
}

function areOfOtherYears(...tables: Pair<[Document, Table]>): boolean {
  const [first, second] = tables.map(
    ([{ title }, table]) => new Set(`${title ?? ""} ${table.title?.text ?? ""}`.match(YEAR)),
  ) as Pair<Set<string>>;
  return first.size > 0 && second.size > 0 && first.isDisjointFrom(second);
}

/** Pairs the rows of two tables that are named alike. There are none if rows are not told apart by their names. */
function compareRows(texts: Pair<string>, [mine, theirs]: Pair<Table>): ComparedRows {
  const found: ComparedRows = { pairs: [], only: [[], []] };
  const columns = commonColumns(mine, theirs);
  const naming = namingColumns(columns, [mine, theirs]);
  if (!naming || naming.length === columns.length) return found;
  const rowsOf = ({ rows }: Table, side: 0 | 1): Map<string, Row> => {
    const named = naming.map((pair) => pair[side]);
    return new Map(rows.slice(0, MAX_ROWS).map((row) => [nameOf(row, named), row]));
  };
  const [first, second] = [rowsOf(mine, 0), rowsOf(theirs, 1)];
  const compared = columns.filter((pair) => !naming.includes(pair));
  for (const [name, row] of first) {
    const other = second.get(name);
    if (!other) {
      found.only[0].push(textOf(texts[0], row));
      continue;
    }
    const cells = compared
      .map(([a, b]): Pair<string> => [row.cells[a.index] ?? "", other.cells[b.index] ?? ""])
      .filter(([a, b]) => a && b && !areSameCells([a, mine], [b, theirs]));
    found.pairs.push({ first: textOf(texts[0], row), second: textOf(texts[1], other), cells });
  }
  for (const [name, row] of second) if (!first.has(name)) found.only[1].push(textOf(texts[1], row));
  return found;
}

const textOf = (text: string, { start, end }: Span): string => text.slice(start, end);
const folded = (text: string): string => text.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();
const nameOf = ({ cells }: Row, columns: Column[]): string =>
  columns.map(({ index }) => folded(cells[index] ?? "")).join("\n");

function areSameCells([a, mine]: [string, Table], [b, theirs]: [string, Table]): boolean {
  if (folded(a) === folded(b)) return true;
  const [one, other] = [numberIn(a, mine), numberIn(b, theirs)];
  return one !== undefined && one === other;
}

const numberIn = (cell: string, { style }: Table): number | undefined =>
  parseCellNumber(cell, style.decimalMark)?.value;

/** The columns of two tables with one name; if none has a name, those in one place. */
function commonColumns(mine: Table, theirs: Table): Pair<Column>[] {
  const hasNames = ({ columns }: Table): boolean => columns.some(({ name }) => name);
  if (!hasNames(mine) && !hasNames(theirs))
    return mine.columns.length === theirs.columns.length
      ? mine.columns.map((column, i): Pair<Column> => [column, theirs.columns[i]!])
      : [];
  return mine.columns.flatMap((column): Pair<Column>[] => {
    const other = column.name ? theirs.columns.find(({ name }) => folded(name) === folded(column.name)) : undefined;
    return other ? [[column, other]] : [];
  });
}

/** The fewest common columns whose cells tell the rows of each table apart; null if none do. Points in time always count. */
function namingColumns(columns: Pair<Column>[], tables: Pair<Table>): Pair<Column>[] | null {
  const candidates = columns.filter((pair) => pair.every(({ kind }) => NAMING_KINDS.has(kind)));
  const isTime = ([{ kind }]: Pair<Column>): boolean => kind === "date" || kind === "year" || kind === "time";
  const isLabel = ([column]: Pair<Column>): boolean => column === tables[0].label || column === tables[0].group;
  const ordered = [
    ...candidates.filter(isTime),
    ...candidates.filter((pair) => !isTime(pair) && isLabel(pair)),
    ...candidates.filter((pair) => !isTime(pair) && !isLabel(pair)),
  ];
  for (let count = Math.max(1, ordered.filter(isTime).length); count <= ordered.length; count++) {
    const naming = ordered.slice(0, count);
    const areApart = tables.every(({ rows }, i) => {
      const side = naming.map((pair) => pair[i as 0 | 1]);
      return new Set(rows.map((row) => nameOf(row, side))).size === rows.length;
    });
    if (areApart) return naming;
  }
  return null;
}
