/** An open table. `cells` is the number of cells in the current row. */
type Table = { isLayout: boolean; isInRow: boolean; cells: number };

/**
 * The open tables while a page is parsed. A table counts as a data table until its content shows that it is a layout
 * table. In a data table, each row becomes a block. In a layout table, each cell contains blocks of its own.
 */
export class TableStack {
  readonly #tables: Table[] = [];
  #openDataRows = 0;

  /** Whether a row is open in any of the data tables. */
  get isInDataRow(): boolean {
    return this.#openDataRows > 0;
  }

  openTable(): void {
    this.#tables.push({ isLayout: false, isInRow: false, cells: 0 });
  }

  closeTable(): void {
    this.closeRow();
    this.#tables.pop();
  }

  openRow(): void {
    const table = this.#tables.at(-1);
    if (!table) return;
    if (!table.isLayout && !table.isInRow) this.#openDataRows++;
    table.isInRow = true;
    table.cells = 0;
  }

  closeRow(): void {
    const table = this.#tables.at(-1);
    if (!table?.isInRow) return;
    if (!table.isLayout) this.#openDataRows--;
    table.isInRow = false;
  }

  /** Opens a cell. Returns its zero-based index in the row, or null if it is not in a row of a data table. */
  openCell(): number | null {
    const table = this.#tables.at(-1);
    return table?.isInRow && !table.isLayout ? table.cells++ : null;
  }

  /** Turns the innermost table into a layout table. Returns whether this ends an open data row. */
  markAsLayout(): boolean {
    const table = this.#tables.at(-1);
    if (!table || table.isLayout) return false;
    table.isLayout = true;
    if (table.isInRow) this.#openDataRows--;
    return table.isInRow;
  }
}
