import type { Intake } from "./source.ts";

/** A stretch of a text. `start` and `end` are JavaScript string indices (UTF-16 units), `end` exclusive. */
export type Span = { start: number; end: number };

export type BlockKind = "title" | "heading" | "paragraph" | "list" | "quote" | "table" | "code" | "caption" | "note";

/** A piece of a document as an extractor hands it over, before cleaning. */
export type RawBlock = {
  kind: BlockKind;
  text: string;
  /** Counted from 1; null where the format has no pages. */
  page: number | null;
  /** Share of the block's characters that are link text, 0..1. Flat text has none. */
  links: number;
  /** Whether a blank line stood before it, in text whose structure is lost. */
  apart?: boolean;
};

/** What the source says of itself outside its text: meta elements, document properties. */
export type Meta = {
  title: string | null;
  byline: string | null;
  /** ISO 8601, a date or a date with time. */
  published: string | null;
  site: string | null;
  /** BCP-47 as declared; the text decides when it is missing. */
  language: string | null;
};

/** How much of the source was read, in the unit that people count it in. */
export type Coverage = { unit: "page" | "section" | "word"; read: number; total: number; note: string | null };

/** Tells how much of a document is read, in pages, chapters or sheets, where the format can say. */
export type Tell = (done: number, total: number) => void;

/** What an extractor makes of bytes. `flat` marks text whose structure is lost: a paste, a .txt, a page dump. */
export type Extracted = {
  mediaType: string;
  blocks: RawBlock[];
  meta: Meta;
  coverage: Coverage | null;
  flat: boolean;
  /** What the extractor itself left out, with its reason. */
  removed: Removal[];
};

/** One thing that was taken out, and the rule that did it. */
export type Removal = { rule: string; text: string };

/** A block of a Document: where it stands in `Document.text`. */
export type Block = Span & { kind: BlockKind; page: number | null };

/** A cleaned document. Blocks stand in `text` in order, with a blank line between two. */
export type Document = {
  /** sha256 of `text`, in hex: the same article under another name, address or format is the same document. */
  id: string;
  title: string | null;
  byline: string | null;
  published: string | null;
  site: string | null;
  url: string | null;
  /** BCP-47. */
  language: string;
  /** When its page was fetched (ISO 8601), where that was not now. */
  retrieved?: string;
  mediaType: string;
  words: number;
  text: string;
  blocks: Block[];
  coverage: Coverage;
  removed: Removal[];
};

export const NO_META: Meta = { title: null, byline: null, published: null, site: null, language: null };

/** An address belongs to the posting, not to the text: the same text elsewhere is the same document. */
export function postedAt(document: Document, { url: given, retrieved }: Pick<Intake, "url" | "retrieved">): Document {
  const address = given && URL.canParse(given) ? new URL(given) : null;
  const isWeb = address !== null && /^https?:$/.test(address.protocol);
  const host = isWeb ? address.hostname.replace(/^www\./, "") : null;
  return { ...document, url: isWeb ? given : null, site: document.site ?? host, ...(retrieved && { retrieved }) };
}
