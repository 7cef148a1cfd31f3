let edition = 0;

/** A digest has a word limit, so only long words make it long. */
const LONG_WORDS = "Donaudampfschifffahrtsgesellschaftskapitän ".repeat(16);

/** Creates a text whose detailed digest does not fit on a card. No two are the same. */
export function createLongText(): string {
  edition++;
  return Array.from({ length: 60 }, (_, i) => `Speaker ${i} of ${edition} said ${LONG_WORDS} ended ${i}.`).join("\n\n");
}
