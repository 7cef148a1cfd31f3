import { createHash } from "node:crypto";
import type { Block, Coverage, Document, Extracted, RawBlock, Removal } from "../model/index.ts";
import { detectLanguage, words } from "../text/index.ts";
import { isCreditLine } from "./articleHead.ts";
import { cleanFlat, type Labelled } from "./plainText.ts";
import { furnitureRule } from "./rules/boilerplatePhrases.ts";

/**
 * Takes everything out that is not the document's own text, and gives what stays its final form: blocks joined by
 * blank lines into one `text`, with their offsets. What the source says of itself (`meta`) wins over what its head
 * lines say. Offsets are UTF-16 units into `text`. `url` is null here: an address is not a property of the text.
 */
export function clean(extracted: Extracted): Document {
  const { meta } = extracted;
  const labelled = extracted.flat ? cleanFlat(extracted.blocks) : cleanStructured(extracted);
  const { text, blocks } = join(labelled.kept);
  const count = words(text);
  return {
    id: createHash("sha256").update(text).digest("hex"),
    title: meta.title ?? labelled.title,
    byline: meta.byline ?? labelled.byline,
    published: meta.published ?? labelled.published,
    site: meta.site ?? labelled.site ?? null,
    url: null,
    language: languageOf(text, meta.language),
    mediaType: extracted.mediaType,
    words: count,
    text,
    blocks,
    coverage: extracted.coverage ?? wholeText(count),
    removed: [...extracted.removed, ...labelled.removed],
  };
}

/** The extractor knew the structure: only lines that are furniture whatever stands around them go. */
function cleanStructured({ blocks, meta }: Extracted): Labelled {
  const kept: RawBlock[] = [];
  const removed: Removal[] = [];
  const titleBlock = blocks.find((block) => block.kind === "title") ?? null;
  const title = meta.title ?? titleBlock?.text ?? null;
  let inHead = true;
  for (const block of blocks) {
    inHead &&= words(block.text) < BODY_WORDS;
    const rule = isCell(block)
      ? null
      : inHead && isHead(block.text, title, meta.byline)
        ? "head"
        : words(block.text) <= LABEL_WORDS
          ? furnitureRule(block.text)
          : null;
    if (rule) removed.push({ rule, text: block.text });
    else kept.push(block);
  }
  return { kept, removed, title, byline: null, published: null };
}

/** The first block of so many words ends the head of a document. */
const BODY_WORDS = 25;

const isHead = (text: string, title: string | null, byline: string | null): boolean =>
  text === title || isCreditLine(text, byline);

/** Rows of a table and lines of code may be a date, a name or the single word "Home" and still belong. */
const isCell = ({ kind }: RawBlock): boolean => kind === "table" || kind === "code";
/** What is furniture by its words alone is short. */
const LABEL_WORDS = 12;

const SEPARATOR = "\n\n";

function join(kept: RawBlock[]): { text: string; blocks: Block[] } {
  const blocks: Block[] = [];
  let start = 0;
  for (const { kind, text, page } of kept) {
    blocks.push({ kind, page, start, end: start + text.length });
    start += text.length + SEPARATOR.length;
  }
  return { text: kept.map((block) => block.text).join(SEPARATOR), blocks };
}

const wholeText = (count: number): Coverage => ({ unit: "word", read: count, total: count, note: null });

/** The text decides; a declared language only settles what is too short to tell, or names the region. */
function languageOf(text: string, declared: string | null): string {
  const detected = detectLanguage(text);
  if (detected === "und") return declared ?? "und";
  return declared?.toLowerCase().startsWith(`${detected}-`) ? declared : detected;
}
