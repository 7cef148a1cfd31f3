import type { CellNumber, NumberStyle } from "./cellNumbers.ts";
import type { Column } from "./table.ts";

/** Maximum number of decimals of a number that is worked out. */
const MAX_DECIMALS = 2;

/**
 * Formats a number that is worked out from a column as its cells are written: with their unit, if they all have the same,
 * in the style of the table, and with at most two decimals.
 * @param moreDecimals number of decimals beyond those of the cells
 */
export function formatLike(
  value: number,
  { numbers }: Pick<Column, "numbers">,
  style: NumberStyle,
  moreDecimals = 0,
): string {
  const first = numbers.find((number) => number !== null);
  const isSame = (part: (number: CellNumber) => string): boolean =>
    first !== undefined && numbers.every((number) => number === null || part(number) === part(first));
  const prefix = first && isSame((number) => number.prefix) ? first.prefix : "";
  const suffix = first && isSame((number) => number.suffix) ? first.suffix : "";
  const decimals = numbers.reduce((most, number) => Math.max(most, number?.decimals ?? 0), 0) + moreDecimals;
  return `${prefix}${formatNumber(value, style, Math.min(decimals, MAX_DECIMALS))}${suffix}`;
}

/** Formats a number in the style of a table. */
export function formatNumber(value: number, { decimalMark, thousands, minGrouped }: NumberStyle, decimals = 0): string {
  const text = new Intl.NumberFormat("en-GB", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: Math.abs(value) >= minGrouped,
  }).format(value);
  return text.replace(/[.,]/g, (mark) => (mark === "." ? decimalMark : thousands));
}
