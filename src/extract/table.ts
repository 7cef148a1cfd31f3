import type { RawBlock } from "../model/index.ts";
import { tidy } from "./text/plainText.ts";

/** So many rows of tables are read; what a digest says of more would be no better. */
export const ROWS = 50_000;

/** A row as one line with ` | ` between its cells, as tables of web pages are set; null for an empty one. */
export function rowBlock(cells: string[]): RawBlock | null {
  const shown = cells.map(tidy);
  while (shown.at(-1) === "") shown.pop();
  const text = tidy(shown.join(" | "));
  return /[\p{L}\p{N}]/u.test(text) ? { kind: "table", text, page: null, links: 0 } : null;
}
