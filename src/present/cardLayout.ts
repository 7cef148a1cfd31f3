/**
 * Discord's limits for a message with Components V2: the total characters in all text displays, and the number of
 * components. https://discord.com/developers/docs/components/reference
 */
const MAX_CHARACTERS = 4000;
const MAX_COMPONENTS = 40;
/** Components reserved for the container, buttons and files of a card. */
const RESERVED_COMPONENTS = 8;
/** Characters reserved for the line added below a draft. */
const RESERVED_CHARACTERS = 100;

/** Formats the non-empty parts as a line of Discord subtext, separated by "·". */
export const subtext = (parts: string[]): string => `-# ${parts.filter(Boolean).join(" · ")}`;

/** Whether Markdown blocks fit into one card, leaving room for the reserved characters and components. */
export const fitsCard = (blocks: string[]): boolean =>
  blocks.reduce((sum, block) => sum + block.length, 0) <= MAX_CHARACTERS - RESERVED_CHARACTERS &&
  blocks.length <= MAX_COMPONENTS - RESERVED_COMPONENTS;

/**
 * Removes empty blocks, then repeatedly drops the second-to-last block until the rest fits into one card. The title at
 * the top and the footer at the bottom are always kept. `isComplete` is true if no block with content was dropped.
 */
export function fitBlocks(all: string[]): { blocks: string[]; isComplete: boolean } {
  const blocks = all.filter(Boolean);
  const before = blocks.length;
  while (!fitsCard(blocks) && blocks.length > 2) blocks.splice(-2, 1);
  return { blocks, isComplete: blocks.length === before };
}
