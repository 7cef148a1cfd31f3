/**
 * Discord's limits for a message with Components V2: characters in all text displays together, and components.
 * https://discord.com/developers/docs/components/reference
 */
const MAX_CHARACTERS = 4000;
const MAX_COMPONENTS = 40;
/** Components reserved for the container, buttons and files of a card. */
const RESERVED_COMPONENTS = 8;
/** Characters reserved for the line that is added below a draft. */
const RESERVED_CHARACTERS = 100;

/** Formats text as Discord subtext, with the parts that are not empty. */
export const subtext = (parts: string[]): string => `-# ${parts.filter(Boolean).join(" · ")}`;

/** Whether blocks of Markdown fit into one card, with the reserves. */
export const fitsCard = (blocks: string[]): boolean =>
  blocks.reduce((sum, block) => sum + block.length, 0) <= MAX_CHARACTERS - RESERVED_CHARACTERS &&
  blocks.length <= MAX_COMPONENTS - RESERVED_COMPONENTS;

/**
 * Drops blocks until the rest fits into one card: the second to last one first, so that the title at the top and the
 * footer at the bottom are always kept. Empty blocks are removed. `isComplete` tells whether nothing was dropped.
 */
export function fitBlocks(all: string[]): { blocks: string[]; isComplete: boolean } {
  const blocks = all.filter(Boolean);
  const before = blocks.length;
  while (!fitsCard(blocks) && blocks.length > 2) blocks.splice(-2, 1);
  return { blocks, isComplete: blocks.length === before };
}
