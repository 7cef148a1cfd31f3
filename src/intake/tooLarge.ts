import { PithError } from "../model/index.ts";

const UNITS = ["kilobyte", "megabyte", "gigabyte"];

/** Returns the error for a source of more than `maxBytes`. It names the limit in the largest fitting unit: "25 MB". */
export function tooLarge(maxBytes: number): PithError {
  const power = Math.min(Math.max(1, Math.floor(Math.log10(maxBytes) / 3)), UNITS.length);
  const format = new Intl.NumberFormat("en", { style: "unit", unit: UNITS[power - 1]!, maximumFractionDigits: 1 });
  return new PithError("too_large", `the limit is ${format.format(maxBytes / 1000 ** power)}`);
}
