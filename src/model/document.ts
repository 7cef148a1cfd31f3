import type { Intake } from "./source.ts";

/** A span of text. `start` and `end` are JavaScript string indices (UTF-16 units); `end` is exclusive. */
export type Span = { start: number; end: number };

export type BlockKind = "title" | "heading" | "paragraph" | "list" | "quote" | "table" | "code" | "caption" | "note";

/** A block of a document as the extractor returns it, before cleaning. */
export type RawBlock = {
  kind: BlockKind;
  text: string;
  /** Page number, from 1. Null for formats without pages. */
  page: number | null;
  /** Link density: the share of characters that are link text, from 0 to 1. Always 0 in plain text. */
  links: number;
  /** Whether the block is the first one after a blank line or at the start of the text. Only set for plain text. */
  apart?: boolean;
  /** The parts of a line that wide gaps separate, such as the authors of a paper side by side. Only set for plain text. */
  columns?: string[];
};

/** Metadata declared by the source, for example in meta elements or document properties. */
export type Meta = {
  title: string | null;
  byline: string | null;
  /** ISO 8601: a date, or a date and time. */
  published: string | null;
  site: string | null;
  /** BCP-47 as declared. Only a hint: the language detected from the text takes precedence. */
  language: string | null;
};

/** How much of the source was read. */
export type Coverage = { unit: "page" | "section" | "word"; read: number; total: number; note: string | null };

/** Reports progress in pages, chapters or sheets. */
export type ReportProgress = (done: number, total: number) => void;

/** The result of extraction. `flat` marks text without structure, such as pasted text or a page copied as text. */
export type Extracted = {
  mediaType: string;
  blocks: RawBlock[];
  meta: Meta;
  coverage: Coverage | null;
  flat: boolean;
  /** Pieces that the extractor itself has removed, before any cleaning. */
  removed: Removal[];
};

/** A removed piece of text and the rule that removed it. */
export type Removal = { rule: string; text: string };

/** A block of a document, as a span of `Document.text`. */
export type Block = Span & { kind: BlockKind; page: number | null };

/** A cleaned document. `text` consists of its blocks in order, separated by blank lines. */
export type Document = {
  /** SHA-256 of `text`, in hex. Does not depend on the name, the address or the format of the source. */
  id: string;
  title: string | null;
  byline: string | null;
  published: string | null;
  site: string | null;
  url: string | null;
  /** BCP-47. */
  language: string;
  /** When the page was fetched (ISO 8601). Only set if the page comes from the cache without revalidation. */
  retrieved?: string;
  mediaType: string;
  words: number;
  text: string;
  blocks: Block[];
  coverage: Coverage;
  removed: Removal[];
};

export const NO_META: Meta = { title: null, byline: null, published: null, site: null, language: null };

/**
 * Returns the document with the URL and the retrieval time of its source. If the document declares no site, the host
 * becomes its `site`. Cached documents lack these values, because the same text can come from another address.
 */
export function withAddress(
  document: Document,
  { url: given, retrieved }: Pick<Intake, "url" | "retrieved">,
): Document {
  const address = given && URL.canParse(given) ? new URL(given) : null;
  const isWeb = address !== null && /^https?:$/.test(address.protocol);
  const host = isWeb ? address.hostname.replace(/^www\./, "") : null;
  return { ...document, url: isWeb ? given : null, site: document.site ?? host, ...(retrieved && { retrieved }) };
}
