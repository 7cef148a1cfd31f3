import type { Quote } from "../model/index.ts";

/**
 * The place of a quote as readers see it ("¶ 3", "p. 2"), and the address at which they find it. The address is null if
 * there is none to open.
 */
type Citation = { label: string; address: string | null };
/** Returns the citation of a quote. */
export type Cite = (quote: Quote) => Citation;

/** Formats the citations of quotes as Markdown marks, each preceded by a space. Equal marks are shown once. */
export function marksOf(quotes: Quote[], cite: Cite): string {
  const marks = quotes.map(cite).map(({ label, address }) => (address === null ? label : `[${label}](<${address}>)`));
  return [...new Set(marks)].map((mark) => ` ${mark}`).join("");
}

/**
 * Maximum lengths of a mark's address, in UTF-16 units, tried in order until a card fits into a message. A citation with
 * a longer address is shown without its link.
 */
const ADDRESS_LIMITS = [400, 250, 120, 0];

/** Returns the blocks with the longest links for which they fit, or those without links if none fit. */
export function withFittingLinks(cite: Cite, render: (cite: Cite) => string[], fits: (blocks: string[]) => boolean) {
  let longest = 0;
  let blocks = render((quote) => {
    const citation = cite(quote);
    longest = Math.max(longest, citation.address?.length ?? 0);
    return citation;
  });
  for (const limit of ADDRESS_LIMITS) {
    if (longest === 0 || fits(blocks)) return blocks;
    if (limit >= longest) continue;
    blocks = render((quote) => {
      const { label, address } = cite(quote);
      return { label, address: address !== null && address.length <= limit ? address : null };
    });
  }
  return blocks;
}
