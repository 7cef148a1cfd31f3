/** Number of lines at the start of a text that tell its format, and minimum numbers of them. */
const MAX_LINES = 40;
const MIN_LINES = { csv: 4, configuration: 6 };

/** Minimum number of columns of CSV, and maximum mean length of a cell in UTF-16 units. */
const MIN_COLUMNS = 3;
const MAX_CELL = 40;
/** Minimum share of the cells below the first row that are numbers or dates. */
const MIN_VALUES = 0.2;
const VALUE = /^\s*[-+\p{Sc}]?\d[\d.,:/ %-]*\s*$/u;
const QUOTED_CELL = /"(?:[^"]|"")*"/g;

/** The whole lines at the start. The last one may end where the sample does. */
function openingLines(start: string): string[] {
  const lines = start.split("\n").slice(0, MAX_LINES + 1);
  return (lines.length > 1 ? lines.slice(0, -1) : lines).map((line) => line.trimEnd());
}

/**
 * Whether text is CSV: rows of as many cells each, below a row of names. Only commas and semicolons count, because tabs
 * also divide the columns of chats and of text.
 * @param start the text or its first part
 */
export function looksLikeCsv(start: string): boolean {
  const lines = openingLines(start);
  if (lines.length < MIN_LINES.csv || lines.some((line, i) => line === "" && i < lines.length - 1)) return false;
  return [",", ";"].some((mark) => {
    const rows = lines.filter(Boolean).map((line) => line.replace(QUOTED_CELL, "_").split(mark));
    const [names, ...others] = rows as [string[], ...string[][]];
    const cells = others.flat();
    return (
      names.length >= MIN_COLUMNS &&
      others.every((row) => row.length === names.length) &&
      !names.some((name) => VALUE.test(name)) &&
      cells.filter((cell) => VALUE.test(cell)).length >= MIN_VALUES * cells.length &&
      cells.reduce((sum, cell) => sum + cell.length, 0) <= MAX_CELL * cells.length
    );
  });
}

/** "port = 8443", "restart: always", "- cache", "[server]", "# comment": a line of a configuration. */
const CONFIGURATION_LINE =
  /^\s*(?:(?:- )?["']?[a-z_][\w./-]*["']?\s?(?:[:=]|=>)(?:\s?\S.*)?$|- \S.*$|\[{1,2}[\w.:" -]+\]{1,2}$|#|\/\/|[{}[\]],?$)/iu;
/** The same where it stands in a structure, which no chat and no list of facts has: indented, a section, an assignment. */
const STRUCTURED_LINE =
  /^\s{2,}(?:- )?["']?[a-z_][\w./-]*["']?:(?:\s|$)|^\[{1,2}[\w.:" -]+\]{1,2}$|^[A-Za-z_][\w./-]*\s?=\s?\S/u;
/** Minimum shares of the lines that are of these kinds. */
const MIN_SHARE = { all: 0.9, structured: 0.35 };

/**
 * Whether text is a configuration, such as YAML, TOML or an INI file.
 * @param start the text or its first part
 */
export function looksLikeConfiguration(start: string): boolean {
  const lines = openingLines(start).filter((line) => line.trim());
  const isShare = (pattern: RegExp, share: number): boolean =>
    lines.filter((line) => pattern.test(line)).length >= share * lines.length;
  return (
    lines.length >= MIN_LINES.configuration &&
    isShare(CONFIGURATION_LINE, MIN_SHARE.all) &&
    isShare(STRUCTURED_LINE, MIN_SHARE.structured)
  );
}
