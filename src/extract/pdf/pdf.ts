import { getDocumentProxy } from "unpdf";
import {
  type Coverage,
  type Extracted,
  type Extractor,
  NO_META,
  PithError,
  type RawBlock,
  type ReportProgress,
} from "../../model/index.ts";
import { ownAuthor, ownTitle } from "../properties.ts";
import { normalizeWhitespace } from "../whitespace.ts";
import { collectVocabulary, joinLines, type Vocabulary } from "./joinLines.ts";
import { medianLineSpacing, type PdfLine, pageLines, type TextItem } from "./lines.ts";
import { removeRunningHeads } from "./margins.ts";

/**
 * PDF files with a text layer. Lines are sorted into reading order and joined into paragraphs. Running heads are
 * removed.
 */
export const pdf: Extractor = {
  mediaTypes: ["application/pdf"],
  async extract({ mediaType, bytes }, reportProgress): Promise<Extracted> {
    const { pages, title, author } = await readPages(bytes ?? new Uint8Array(), reportProgress);
    const pagesWithText = pages.filter((lines) => lines.length > 0).length;
    if (pagesWithText === 0) throw new PithError("no_text_layer");
    const { kept, removed } = removeRunningHeads(pages);
    const lines = kept.flat();
    const bodySize = medianFontSize(lines);
    const vocabulary = collectVocabulary(lines.map((line) => normalizeWhitespace(line.text)));
    const blocks = mergeAcrossPages(
      kept.flatMap((pageLines, i) => pageParagraphs(pageLines, i + 1, bodySize, vocabulary)),
      vocabulary,
    );
    if (!blocks.length) throw new PithError("empty");
    return {
      mediaType,
      blocks,
      meta: { ...NO_META, title: title ?? headline(kept[0] ?? [], bodySize), byline: author },
      coverage: coverageOf(pagesWithText, pages.length),
      flat: false,
      removed,
    };
  },
};

function coverageOf(read: number, total: number): Coverage {
  const withoutText = total - read;
  const note = withoutText
    ? `${withoutText} of ${total} pages ${withoutText === 1 ? "has" : "have"} no text layer`
    : null;
  return { unit: "page", read, total, note };
}

type PdfContent = { pages: PdfLine[][]; title: string | null; author: string | null };

/**
 * Reads the lines of all pages, and the title and author from the document information dictionary.
 * @throws PithError `encrypted` if the file requires a password, `damaged` if it is incomplete or cannot be parsed
 */
async function readPages(bytes: Uint8Array, reportProgress: ReportProgress | undefined): Promise<PdfContent> {
  assertComplete(bytes);
  try {
    const document = await getDocumentProxy(new Uint8Array(bytes), {
      disableFontFace: true,
      useSystemFonts: false,
      verbosity: 0,
    });
    const pages: PdfLine[][] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      pages.push(pageLines(items.flatMap((item) => ("str" in item ? [toTextItem(item)] : []))));
      page.cleanup();
      reportProgress?.(number, document.numPages);
    }
    const { info } = await document.getMetadata().catch(() => ({ info: {} }));
    const title = infoValue(info, "Title");
    return { pages, title: title && isTitle(title) ? title : null, author: ownAuthor(infoValue(info, "Author")) };
  } catch (cause) {
    if (cause instanceof Error && cause.name === "PasswordException") throw new PithError("encrypted", null, { cause });
    throw new PithError("damaged", null, { cause });
  }
}

/** A page count that is an indirect reference to another object. */
const INDIRECT_COUNT = /\/Count\s+(\d{1,10})\s+(\d{1,5})\s+R\b/g;
/** Maximum number of page counts to check. Each check searches the whole file. */
const MAX_CHECKED_COUNTS = 100;

/**
 * Rejects damaged files that the parser would repair, because the repaired document could lack any part of the
 * original. A file is truncated if it has neither a trailer nor a cross-reference stream (ISO 32000-1, 7.5.5 and
 * 7.5.8). A file whose page count is not a number is rejected too (7.7.3.2, table 29).
 * @throws PithError `damaged` in both cases
 */
function assertComplete(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!file.includes("trailer") && !file.includes("/XRef")) throw new PithError("damaged", "its end is missing");
  const text = file.toString("latin1");
  let checked = 0;
  for (const [, number, generation] of text.matchAll(INDIRECT_COUNT)) {
    if (++checked > MAX_CHECKED_COUNTS) return;
    const object = new RegExp(`(?<!\\d)${number}\\s+${generation}\\s+obj\\s*(\\S{0,12})`).exec(text);
    // An object that is not found is no error, because it may be in a compressed object stream.
    if (object && !/^\d+/.test(object[1] ?? "")) throw new PithError("damaged", "its page count is not a number");
  }
}

function toTextItem(item: { str: string; transform: number[]; width: number; height: number }): TextItem {
  const [a = 0, b = 0, , d = 0, x = 0, y = 0] = item.transform;
  const size = Math.abs(d) || item.height || Math.hypot(a, b) || DEFAULT_FONT_SIZE;
  return { text: item.str, x, y, width: item.width, size };
}

/** A text value from the document information dictionary, null if it is missing or empty. */
function infoValue(info: object, name: string): string | null {
  const value = (info as Record<string, unknown>)[name];
  return typeof value === "string" ? normalizeWhitespace(value) || null : null;
}

/**
 * Whether a title is likely to be that of the document. Many programs set the file name as the title, so the title must
 * have several words and no file extension.
 */
const isTitle = (title: string): boolean =>
  /\S\s+\S/.test(title) && !/\.\w{2,4}$/.test(title) && ownTitle(title) !== null;

/** Font size assumed for text that specifies none, in points. */
const DEFAULT_FONT_SIZE = 10;
/**
 * In the median font size, a line counts once per started piece of this many UTF-16 units, so long lines have more
 * weight.
 */
const MEDIAN_PIECE_LENGTH = 20;
/** Font size above which a paragraph is a heading, as a multiple of that of the body text. */
const HEADING_SIZE = 1.15;
/** Maximum length of a heading (exclusive), in UTF-16 units. */
const MAX_HEADING_LENGTH = 200;
/** Maximum difference between the font sizes of lines in a paragraph, as a share of the font size. */
const FONT_SIZE_TOLERANCE = 0.12;
/** Vertical distance above which a new paragraph begins, as a multiple of the line spacing. */
const PARAGRAPH_GAP = 1.35;
/** Indent above which a new paragraph begins, as a multiple of the font size. */
const PARAGRAPH_INDENT = 0.8;
/** Width below which a line is short, as a share of the width of its paragraph. */
const SHORT_LINE_SHARE = 0.8;
/** Minimum font size of a headline, as a multiple of that of the body text. */
const HEADLINE_SIZE = 1.2;
/** Font size above which text belongs to the headline, as a share of the largest font size. */
const HEADLINE_TOLERANCE = 0.97;
/** Minimum length of a headline, in UTF-16 units. */
const MIN_HEADLINE_LENGTH = 8;
/** Maximum length of a headline, in UTF-16 units. */
const MAX_HEADLINE_LENGTH = 250;
const ENDS_SENTENCE = /[.!?:…]["'”’)]*$/u;

function medianFontSize(lines: PdfLine[]): number {
  const sizes = lines
    .flatMap((line) => new Array<number>(Math.ceil(line.text.length / MEDIAN_PIECE_LENGTH)).fill(line.size))
    .sort((a, b) => a - b);
  return sizes[Math.floor(sizes.length / 2)] ?? DEFAULT_FONT_SIZE;
}

/** Joins the lines of a page into paragraphs and headings. `bodySize` is the font size of the body text in points. */
function pageParagraphs(lines: PdfLine[], page: number, bodySize: number, vocabulary: Vocabulary): RawBlock[] {
  const groups: PdfLine[][] = [];
  const spacing = medianLineSpacing(lines, bodySize);
  for (const [i, line] of lines.entries()) {
    const previous = lines[i - 1];
    const group = groups.at(-1);
    if (previous && group && continuesParagraph(previous, line, group, spacing)) group.push(line);
    else groups.push([line]);
  }
  return groups.map((group): RawBlock => {
    const text = group
      .map((line) => normalizeWhitespace(line.text))
      .filter(Boolean)
      .reduce((joined, line) => joinLines(joined, line, vocabulary), "")
      .trim();
    const isHeading = group.every((line) => line.size > bodySize * HEADING_SIZE) && text.length < MAX_HEADING_LENGTH;
    return { kind: isHeading ? "heading" : "paragraph", text, page, links: 0 };
  });
}

/**
 * Whether `line` continues the paragraph `group`, whose last line is `previous`. A new paragraph begins with a
 * different font size or after a vertical gap. After the end of a sentence, it also begins with an indent or after a
 * short line. At the top of the next column, it begins after the end of a sentence, unless the line starts in lower
 * case.
 */
function continuesParagraph(previous: PdfLine, line: PdfLine, group: PdfLine[], spacing: number): boolean {
  if (Math.abs(previous.size - line.size) > FONT_SIZE_TOLERANCE * previous.size) return false;
  const endsSentence = ENDS_SENTENCE.test(previous.text.trim());
  const distance = previous.y - line.y;
  const isNextColumn = distance < 0;
  if (isNextColumn) return !endsSentence || /^\p{Ll}/u.test(line.text.trim());
  if (distance > spacing * PARAGRAPH_GAP) return false;
  if (!endsSentence) return true;
  const left = Math.min(...group.map((other) => other.x));
  const width = Math.max(...group.map((other) => other.right)) - left;
  const isIndented = line.x - left > line.size * PARAGRAPH_INDENT;
  const isAfterShortLine = group.length > 1 && previous.right < left + width * SHORT_LINE_SHARE;
  return !isIndented && !isAfterShortLine;
}

/** Merges paragraphs that continue on the next page. A merged paragraph keeps the number of its first page. */
function mergeAcrossPages(blocks: RawBlock[], vocabulary: Vocabulary): RawBlock[] {
  const merged: RawBlock[] = [];
  for (const block of blocks) {
    const last = merged.at(-1);
    if (last && continuesOnNextPage(last, block)) last.text = joinLines(last.text, block.text, vocabulary);
    else merged.push({ ...block });
  }
  return merged;
}

const continuesOnNextPage = (block: RawBlock, next: RawBlock): boolean =>
  block.page !== next.page &&
  block.kind === "paragraph" &&
  next.kind === "paragraph" &&
  !ENDS_SENTENCE.test(block.text) &&
  /^[\p{Ll}\p{N}]/u.test(next.text);

/**
 * The text in the largest font size on the first page. Null if that size is hardly larger than the body text, or if the
 * text is too short or too long for a headline.
 */
function headline(lines: PdfLine[], bodySize: number): string | null {
  const largest = Math.max(0, ...lines.map((line) => line.size));
  if (largest < bodySize * HEADLINE_SIZE) return null;
  const text = normalizeWhitespace(
    lines
      .filter((line) => line.size > largest * HEADLINE_TOLERANCE)
      .map((line) => line.text)
      .join(" "),
  );
  return text.length >= MIN_HEADLINE_LENGTH && text.length <= MAX_HEADLINE_LENGTH ? text : null;
}
