import { PithError } from "../../model/index.ts";

/** A page tree names its count of pages directly, or another object that is that number. */
const INDIRECT_COUNT = /\/Count\s+(\d{1,10})\s+(\d{1,5})\s+R\b/g;
const MOST_COUNTS = 100;

/**
 * Refuses files that the parser would guess its way through, so that what it finds may be any part of them: no trailer
 * and no cross-reference stream, so the end is missing (ISO 32000-1, 7.5.5 and 7.5.8), or a count of pages that is no
 * number (7.7.3.2, table 29).
 * @throws PithError `damaged`
 */
export function refuseBroken(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!file.includes("trailer") && !file.includes("/XRef")) throw new PithError("damaged", "its end is missing");
  const text = file.toString("latin1");
  let seen = 0;
  for (const [, number, generation] of text.matchAll(INDIRECT_COUNT)) {
    if (++seen > MOST_COUNTS) return;
    const found = new RegExp(`(?<!\\d)${number}\\s+${generation}\\s+obj\\s*(\\S{0,12})`).exec(text);
    // An object that is not to be seen may stand in a compressed stream.
    if (found && !/^\d+/.test(found[1] ?? "")) throw new PithError("damaged", "its count of pages is no number");
  }
}
