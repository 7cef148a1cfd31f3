import type { RawBlock } from "../model/index.ts";
import { normalizeWhitespace } from "./whitespace.ts";

/** Maximum number of rows read from a workbook or a CSV file. More rows would not improve a digest. */
export const MAX_TABLE_ROWS = 50_000;

/**
 * Formats a table row as a block, with ` | ` between the cells, as for HTML tables. Returns null for a row without
 * letters or digits.
 */
export function tableRowBlock(cells: string[]): RawBlock | null {
  const normalized = cells.map(normalizeWhitespace);
  while (normalized.at(-1) === "") normalized.pop();
  const text = normalizeWhitespace(normalized.join(" | "));
  return /[\p{L}\p{N}]/u.test(text) ? { kind: "table", text, page: null, links: 0 } : null;
}
