import { type Extracted, type Extractor, PithError, type RawBlock } from "../../model/index.ts";
import { repairMojibake } from "../../text/index.ts";
import { hiddenElementMatcher, type ParsedHtml, parseHtml } from "../markup/index.ts";
import { pageMeta } from "./htmlMeta.ts";
import { findMainContent, type MainContentModel } from "./mainContent.ts";

/**
 * Length of the HTML source, in UTF-16 units, above which a page with hardly any text is assumed to be rendered by
 * scripts.
 */
const LARGE_SOURCE = 20_000;
/**
 * Minimum text length, in UTF-16 units, of a page with a large source. A page with less text is rejected as
 * `too_short`.
 */
const MIN_TEXT_LENGTH = 250;
/** Pages with less text than this, in UTF-16 units, are not classified, because their features are unreliable. */
const MIN_CLASSIFIED_LENGTH = 300;
/** Pages with more blocks than this are not classified, because computing their features would take seconds. */
const MAX_CLASSIFIED_BLOCKS = 20_000;
/**
 * Pages whose distinct blocks occur at least this many times on average are not classified: they consist of repeated
 * lines.
 */
const MIN_MEAN_OCCURRENCES = 8;
/** Minimum length of the main content, in UTF-16 units. With less, the whole page is returned. */
const MIN_CONTENT_LENGTH = 140;
/** A page with less text than this, in UTF-16 units, is parsed a second time, with scripting disabled. */
const MIN_SCRIPTED_LENGTH = 250;
/** Minimum amount of additional text, in UTF-16 units, for the result of the second parse to be used. */
const MIN_NOSCRIPT_GAIN = 400;

/** Web pages, reduced to their main content. */
export const html: Extractor = {
  mediaTypes: ["text/html"],
  async extract({ text }) {
    return extractHtml(text ?? "");
  },
};

/**
 * Extracts the main content of a web page, or all its visible text if no main content is found.
 * @throws PithError `too_short` if the source is large but the page has little or no text; `empty` if the source is not
 * large and the page has no text
 */
export function extractHtml(source: string, model?: MainContentModel): Extracted {
  const { page, textLength } = parsePage(source);
  const { blocks } = page;
  if (textLength === 0) throw new PithError(source.length > LARGE_SOURCE ? "too_short" : "empty");
  if (source.length > LARGE_SOURCE && textLength < MIN_TEXT_LENGTH)
    throw new PithError("too_short", `only ${textLength} characters`);
  const whole = { mediaType: "text/html", blocks, meta: pageMeta(page), coverage: null, flat: false, removed: [] };
  const distinct = distinctBlocks(blocks);
  const isClassified =
    textLength >= MIN_CLASSIFIED_LENGTH &&
    blocks.length <= MAX_CLASSIFIED_BLOCKS &&
    blocks.length < MIN_MEAN_OCCURRENCES * distinct.length;
  if (!isClassified) return whole;
  const { kept, removalRules } = findMainContent(page, model);
  const content = blocks.filter((_, i) => kept.has(i));
  if (lengthOf(content) < MIN_CONTENT_LENGTH) {
    // Cleaning flat text removes repeated lines, so the page is marked as flat only if enough text would remain.
    return { ...whole, flat: lengthOf(distinct) >= MIN_CONTENT_LENGTH };
  }
  const removed = Array.from(removalRules, ([i, rule]) => ({ rule, text: blocks[i]!.text }));
  return { ...whole, blocks: content, removed };
}

/**
 * Parses a page with scripting enabled, or with scripting disabled if that yields considerably more text. Repairs
 * mojibake first. `textLength` is the total length of the blocks, in UTF-16 units.
 */
export function parsePage(source: string): { page: ParsedHtml; textLength: number } {
  const html = repairMojibake(source);
  const isHiddenByCss = hiddenElementMatcher(html);
  const parse = (scriptingEnabled: boolean): { page: ParsedHtml; textLength: number } => {
    const page = parseHtml(html, { scriptingEnabled, isHiddenByCss });
    return { page, textLength: lengthOf(page.blocks) };
  };
  const scripted = parse(true);
  if (scripted.textLength >= MIN_SCRIPTED_LENGTH) return scripted;
  const unscripted = parse(false);
  return unscripted.textLength - scripted.textLength >= MIN_NOSCRIPT_GAIN ? unscripted : scripted;
}

/** Returns one block for each distinct `text`, in order of first occurrence. */
const distinctBlocks = (blocks: RawBlock[]): RawBlock[] => [
  ...new Map(blocks.map((block) => [block.text, block])).values(),
];

const lengthOf = (blocks: RawBlock[]): number => blocks.reduce((sum, { text }) => sum + text.length, 0);
