import { createHash } from "node:crypto";
import type { Block, Coverage, Document, Extracted, RawBlock, Removal } from "../model/index.ts";
import { countWords, detectLanguage } from "../text/index.ts";
import { isBylineOrDate, parseHead } from "./head/index.ts";
import { type CleanedBlocks, cleanPlainText } from "./plainText.ts";
import { boilerplateRule } from "./rules/index.ts";

/**
 * Removes boilerplate from an extracted document. The remaining blocks are joined by blank lines to form `text`, and
 * block offsets are UTF-16 offsets into it. All blocks are kept if nothing with letters would remain. Declared metadata
 * (`meta`) takes precedence over metadata found in the text. `url` is always null; the caller sets it.
 */
export function clean(extracted: Extracted): Document {
  const { meta } = extracted;
  const cleaned = withText(extracted.flat ? cleanPlainText(extracted.blocks) : cleanStructured(extracted), extracted);
  const { text, blocks } = joinBlocks(cleaned.kept);
  const wordCount = countWords(text);
  return {
    id: createHash("sha256").update(text).digest("hex"),
    title: meta.title ?? cleaned.title,
    byline: meta.byline ?? cleaned.byline,
    published: meta.published ?? cleaned.published,
    site: meta.site ?? cleaned.site ?? null,
    url: null,
    language: languageOf(text, meta.language),
    mediaType: extracted.mediaType,
    words: wordCount,
    text,
    blocks,
    coverage: extracted.coverage ?? fullCoverage(wordCount),
    removed: [...extracted.removed, ...cleaned.removed],
  };
}

/** Takes back the removals if they left no text. */
function withText(cleaned: CleanedBlocks, { blocks }: Extracted): CleanedBlocks {
  const isEmptied =
    cleaned.removed.length > 0 && !hasLetters(cleaned.kept) && (hasLetters(blocks) || !cleaned.kept.length);
  return isEmptied ? { ...cleaned, kept: blocks, removed: [] } : cleaned;
}

const hasLetters = (blocks: RawBlock[]): boolean => blocks.some(({ text }) => /\p{L}/u.test(text));

/**
 * Cleans a document of known structure. Removes only the title, bylines and dates above the body, and short blocks that
 * are boilerplate in any context.
 */
function cleanStructured({ mediaType, blocks, meta }: Extracted): CleanedBlocks {
  const kept: RawBlock[] = [];
  const removed: Removal[] = [];
  const titleBlock = blocks.find((block) => block.kind === "title") ?? null;
  const title = meta.title ?? titleBlock?.text ?? null;
  let isInHead = true;
  for (const [i, block] of blocks.entries()) {
    isInHead &&= countWords(block.text) < MIN_BODY_BLOCK_WORDS;
    // An item of a list, such as one of a feed, may be a title with a date, and stands above no article.
    const isHead =
      isInHead && (block.text === title || (block.kind !== "list" && isBylineOrDate(block.text, meta.byline)));
    const rule = removalRule(block, isHead);
    // "FAQ" and "Contact" are sections of a document, but mostly frames of a web page.
    const isSection = rule === "service" && !/html/.test(mediaType) && headsSection(blocks, i);
    if (rule && !isSection) removed.push({ rule, text: block.text });
    else kept.push(block);
  }
  if (!HEADED_FORMATS.test(mediaType)) return { kept, removed, title, byline: null, published: null };
  const bodyStart = structuredBodyStart(blocks);
  const opening = blocks[bodyStart]?.text ?? "";
  const { lines: _, ...found } = parseHead(blocks, bodyStart, opening, title);
  return { kept, removed, ...found, site: null };
}

/** Formats of documents that begin with a head. Web pages, feeds, mails and data declare what it would say. */
const HEADED_FORMATS =
  /markdown|csv|tab-separated|wordprocessingml|presentationml|opendocument|ms-word|ms-powerpoint|rtf|pdf|epub/;

/** Index of the first block of a structured document that is a paragraph and no line of the head. */
function structuredBodyStart(blocks: RawBlock[]): number {
  const start = blocks.findIndex(
    ({ kind, text }) =>
      (kind === "paragraph" && countWords(text) >= MIN_BODY_BLOCK_WORDS) ||
      (kind === "table" && text.split(" | ").length > 2),
  );
  return start < 0 ? Math.min(blocks.length, MAX_HEAD_BLOCKS) : start;
}

/** Number of blocks in the head of a document without long paragraphs. */
const MAX_HEAD_BLOCKS = 12;

/** Whether a block is a heading with several sentences or items below it, before the next heading. */
function headsSection(blocks: RawBlock[], at: number): boolean {
  if (blocks[at]!.kind !== "heading") return false;
  const next = blocks.findIndex(({ kind }, i) => i > at && kind === "heading");
  const below = blocks.slice(at + 1, next < 0 ? undefined : next);
  return below.reduce((sum, { text }) => sum + countWords(text), 0) >= MIN_SECTION_WORDS;
}

/** Minimum length of the text below the heading of a section, in words: about two sentences. */
const MIN_SECTION_WORDS = 30;

/** Returns the name of the rule that removes a block of a structured document, or null if the block is kept. */
function removalRule(block: RawBlock, isHead: boolean): string | null {
  // A table row or a code block may consist only of a date, a name or a word such as "Home".
  if (block.kind === "table" || block.kind === "code") return null;
  if (isHead) return "head";
  return countWords(block.text) <= MAX_BOILERPLATE_WORDS ? boilerplateRule(block.text) : null;
}

/** The head of a document ends before the first block with at least this many words. */
const MIN_BODY_BLOCK_WORDS = 25;
/** Maximum length, in words, of a block to which the boilerplate rules are applied. */
const MAX_BOILERPLATE_WORDS = 12;

export { creditsAuthor } from "./head/index.ts";
export { findDates } from "./rules/index.ts";

const SEPARATOR = "\n\n";

function joinBlocks(kept: RawBlock[]): { text: string; blocks: Block[] } {
  const blocks: Block[] = [];
  let start = 0;
  for (const { kind, text, page } of kept) {
    blocks.push({ kind, page, start, end: start + text.length });
    start += text.length + SEPARATOR.length;
  }
  return { text: kept.map((block) => block.text).join(SEPARATOR), blocks };
}

const fullCoverage = (words: number): Coverage => ({ unit: "word", read: words, total: words, note: null });

/**
 * Returns the detected language of a text. Returns the declared language instead if detection fails, or if the declared
 * language only adds a subtag to the detected one, such as a region ("en-GB").
 */
function languageOf(text: string, declared: string | null): string {
  const detected = detectLanguage(text);
  if (detected === "und") return declared ?? "und";
  return declared?.toLowerCase().startsWith(`${detected}-`) ? declared : detected;
}
