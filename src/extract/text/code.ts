import { type Extractor, NO_META, type RawBlock } from "../../model/index.ts";

/**
 * Source code and other files whose layout is significant. The text is split into blocks that keep their indentation
 * and line breaks.
 */
export const code: Extractor = {
  mediaTypes: ["text/x-source-code"],
  async extract({ mediaType, text }) {
    return { mediaType, blocks: codeBlocks(text ?? ""), meta: NO_META, coverage: null, flat: false, removed: [] };
  },
};

/** Splits code into blocks at blank lines that precede an unindented line. */
export function codeBlocks(text: string): RawBlock[] {
  return text
    .split(/\n(?:[^\S\n]*\n)+(?=\S)/)
    .map((part) => part.replace(/^\n+|\s+$/g, ""))
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map((part): RawBlock => ({ kind: "code", text: part, page: null, links: 0 }));
}
