import { inert, shorten, visible } from "./inert.ts";

/** Discord's limits for all text of a message with components, and for the components, of which ours need some too. */
const BUDGET = 4000;
const MOST_BLOCKS = 40 - 8;

/** A line of what came from outside, inert; empty when nobody would see it. The limit is of raw UTF-16 units. */
export const outside = (text: string, limit: number): string =>
  inert(shorten(visible(text).replace(/\s+/g, " "), limit));

/** Small words: what is known about a card rather than said by it. */
export const smallPrint = (parts: string[]): string => `-# ${parts.filter(Boolean).join(" · ")}`;

/** Room that is kept free for the line that a draft adds. */
const SPARE = 100;

/** Whether blocks stay within Discord's limits, with room to spare. */
export const fits = (blocks: string[]): boolean =>
  blocks.reduce((sum, block) => sum + block.length, 0) <= BUDGET - SPARE && blocks.length <= MOST_BLOCKS;

/** Blocks within Discord's limits: what does not fit is left out, last first; head, small print and mostly the gist stay. */
export function arrange(all: string[]): { blocks: string[]; whole: boolean } {
  const blocks = all.filter(Boolean);
  const before = blocks.length;
  while (!fits(blocks) && blocks.length > 2) blocks.splice(-2, 1);
  return { blocks, whole: blocks.length === before };
}
