import { createHash } from "node:crypto";
import type { BlockKind, Document } from "../../src/model/index.ts";

/**
 * Creates an English plain text document with one block per paragraph, as extraction and cleaning would return it.
 * @param kind the kind of all blocks
 */
export function createDocument(
  paragraphs: string[],
  overrides: Partial<Document> = {},
  kind: BlockKind = "paragraph",
): Document {
  const text = paragraphs.join("\n\n");
  let start = 0;
  const blocks = paragraphs.map((paragraph) => {
    const block = { kind, start, end: start + paragraph.length, page: null };
    start = block.end + 2;
    return block;
  });
  const words = text.split(/\s+/).length;
  return {
    id: createHash("sha256").update(text).digest("hex"),
    title: null,
    byline: null,
    published: null,
    site: null,
    url: null,
    language: "en",
    mediaType: "text/plain",
    words,
    text,
    blocks,
    coverage: { unit: "word", read: words, total: words, note: null },
    removed: [],
    ...overrides,
  };
}
