import type { Span } from "../model/index.ts";

/**
 * A sentence of a document, as a span of its text, without the mark of its list item or the name of who says it.
 * `index` counts from 0 in document order, `block` is the index of its block.
 */
export type Statement = Span & {
  index: number;
  text: string;
  block: number;
  /** `item` of a list, `turn` of a conversation, otherwise `prose`. */
  form: "prose" | "item" | "turn";
  /** Who says it in a conversation, as written there. */
  speaker: string | null;
  /** Whether somebody could read it alone: a whole sentence that says something, and no heading, row, stamp or greeting. */
  isReadable: boolean;
  /** Whether it says below the title of a README what the thing is. It may lack a verb and a full stop. */
  isTagline: boolean;
  /** The number of headings above it, and the text of the nearest one. */
  section: number;
  heading: string | null;
};
