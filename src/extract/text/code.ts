import { type Extractor, NO_META, type RawBlock } from "../../model/index.ts";

/** Source code and other files of lines that mean something by their layout: kept as they are, in code blocks. */
export const code: Extractor = {
  mediaTypes: ["text/x-source-code"],
  async extract({ mediaType, text }) {
    return { mediaType, blocks: codeBlocks(text ?? ""), meta: NO_META, coverage: null, flat: false, removed: [] };
  },
};

/** Code cut where a blank line stands before a line that is not indented, so that a quote has a block of its own. */
export function codeBlocks(text: string): RawBlock[] {
  return text
    .split(/\n(?:[^\S\n]*\n)+(?=\S)/)
    .map((part) => part.replace(/^\n+|\s+$/g, ""))
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map((part): RawBlock => ({ kind: "code", text: part, page: null, links: 0 }));
}
