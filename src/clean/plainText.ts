import type { RawBlock, Removal } from "../model/index.ts";
import { findTurns } from "../statements/index.ts";
import { detectLanguage } from "../text/index.ts";
import { type CachedLine, lineFeatures, type PageFeatures } from "./features/index.ts";
import { type DocumentHead, parseHead } from "./head/index.ts";
import { isProse } from "./lineStats.ts";
import { type LineScorer, scoreLines } from "./model/index.ts";
import { selectMainText } from "./selectMainText.ts";

/** The blocks kept, the removals, and the metadata found in the text. */
export type CleanedBlocks = {
  kept: RawBlock[];
  removed: Removal[];
  title: string | null;
  byline: string | null;
  published: string | null;
  site?: string | null;
};

/** Minimum number of words in the selected prose for a page to be treated as an article. */
const MIN_ARTICLE_WORDS = 60;
/**
 * Minimum share of the page's words in the selected prose for the page to be treated as an article. The lower of this
 * limit and `MIN_ARTICLE_WORDS` applies, so short pages can be articles too.
 */
const MIN_ARTICLE_SHARE = 0.5;
/**
 * Below this expected F1, a page with prose is probably a forum, a list or a shop, and only clear boilerplate is
 * removed from it.
 */
const MIN_ARTICLE_F1 = 0.6;
/**
 * On a page with a low expected F1, a line is clear boilerplate if its probability of being main text is below this.
 */
const MAX_BOILERPLATE_PROBABILITY = 0.2;
/** Length, in UTF-16 units, of the prose sample used for language detection. */
const SAMPLE_UNITS = 800;
/** Language of the pages that the line model was trained on. */
const MODEL_LANGUAGE = "en";
/**
 * On pages in other languages, the odds of lines outside the rule-based body are multiplied by this factor. On such
 * pages, the model is less reliable than the rules, which depend less on the language.
 */
const OUTSIDE_BODY_ODDS = Math.exp(-1.5);
/** Number of lines at the start of the body with which title candidates are compared. */
const OPENING_LINES = 12;
/** Block kinds that are always kept inside the article, although they are not prose. */
const STRUCTURED_KINDS = new Set<RawBlock["kind"]>(["table", "code"]);
/** Maximum number of cleaning passes. Limits the time spent on text that every pass shortens a little. */
const MAX_PASSES = 12;

/**
 * Removes boilerplate from text without structure: a paste, a .txt file, a page copied as text. Each block is one line
 * or paragraph. Cleaning is repeated until a pass removes nothing (at most `MAX_PASSES` times), so that cleaning the
 * result again does not change it.
 */
export function cleanPlainText(blocks: RawBlock[], scorer: LineScorer = scoreLines): CleanedBlocks {
  const firstTurn = findTurns(blocks.map(({ text }) => text))?.findIndex(Boolean) ?? -1;
  if (firstTurn >= 0) return cleanConversation(blocks, firstTurn);
  const result: CleanedBlocks = { kept: blocks, removed: [], title: null, byline: null, published: null, site: null };
  const cache = new Map<string, CachedLine>();
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const { kept, removed, title, byline, published, site } = cleanOnce(result.kept, scorer, cache);
    result.title ??= title;
    result.byline ??= byline;
    result.published ??= published;
    result.site ??= site ?? null;
    if (removed.length === 0) break;
    // The cleaned text has blank lines between blocks, and no gaps, so the next pass must see it so.
    result.kept = kept.map(({ columns: _, ...block }) => ({ ...block, apart: true }));
    result.removed.push(...removed);
  }
  return result;
}

/**
 * Keeps all that was said in a conversation: what looks like the frame of an article, such as short lines with names and
 * times, is its body. Only the head above the first turn is removed.
 */
function cleanConversation(blocks: RawBlock[], firstTurn: number): CleanedBlocks {
  const texts = blocks.map(({ text }) => text);
  const opening = texts.slice(firstTurn, firstTurn + OPENING_LINES).join("\n");
  const { lines, title, byline, published, site } = parseHead(blocks, firstTurn, opening);
  return {
    kept: blocks.filter((_, i) => !lines.has(i)),
    removed: blocks.filter((_, i) => lines.has(i)).map(({ text }) => ({ rule: "head", text })),
    title,
    byline,
    published,
    site,
  };
}

function cleanOnce(blocks: RawBlock[], scorer: LineScorer, cache: Map<string, CachedLine>): CleanedBlocks {
  const page = lineFeatures(blocks, cache);
  const texts = blocks.map((block) => block.text);
  const selected = selectLines(page, texts, scorer);
  const start = Math.max(
    0,
    selected.findIndex((isSelected, i) => isSelected && isProse(page.lines[i]!)),
  );
  const end = selected.lastIndexOf(true) + 1;
  const opening = texts.slice(start, Math.min(end, start + OPENING_LINES)).join("\n");
  const head = parseHead(blocks, start, opening);
  const kept: RawBlock[] = [];
  const removed: Removal[] = [];
  for (const [i, block] of blocks.entries()) {
    const isStructured = i >= start && i < end && STRUCTURED_KINDS.has(block.kind);
    const isOfTable = block.kind === "table" || isCaption(blocks, i);
    const rule = isStructured || isOfTable ? null : removalRule(i, page, head, selected, start, end);
    if (rule) removed.push({ rule, text: block.text });
    else kept.push(block);
  }
  return { kept, removed, title: head.title, byline: head.byline, published: head.published, site: head.site };
}

/** Whether a line stands directly above a table. Tables are no boilerplate wherever they stand, nor is what titles them. */
const isCaption = (blocks: RawBlock[], i: number): boolean =>
  blocks[i]!.kind === "paragraph" && blocks[i + 1]?.kind === "table";

/**
 * Selects the lines to keep. On a page with little prose, such as a price list, all lines are selected, and only the
 * rules for boilerplate and article heads remove any. On a page with a low expected F1, all lines except clear
 * boilerplate are selected. On any other page, the main text is selected.
 */
function selectLines(page: PageFeatures, texts: string[], scorer: LineScorer): boolean[] {
  const { lines } = page;
  const words = lines.map((line) => line.words);
  const scores = scorer(page);
  const probabilities = isForeignLanguage(page, texts) ? discountOutsideBody(scores, page.isInRuleBody) : scores;
  const { kept, expectedF1 } = selectMainText(probabilities, words);
  const totalWords = words.reduce((sum, count) => sum + count, 0);
  const proseWords = lines.reduce((sum, line, i) => sum + (kept[i] && isProse(line) ? line.words : 0), 0);
  if (proseWords < Math.min(MIN_ARTICLE_WORDS, totalWords * MIN_ARTICLE_SHARE)) return kept.fill(true);
  if (expectedF1 >= MIN_ARTICLE_F1) return kept;
  return kept.map((isKept, i) => isKept || probabilities[i]! >= MAX_BOILERPLATE_PROBABILITY);
}

/**
 * Whether the page's prose is in a language other than that of the training pages. False if the language is
 * undetermined.
 */
function isForeignLanguage({ lines }: PageFeatures, texts: string[]): boolean {
  let prose = "";
  for (let i = 0; i < texts.length && prose.length < SAMPLE_UNITS; i++)
    if (isProse(lines[i]!)) prose += `${texts[i]}\n`;
  const sample = prose.slice(0, SAMPLE_UNITS);
  if (isClearlyEnglish(sample)) return false;
  const language = detectLanguage(sample);
  return language !== MODEL_LANGUAGE && language !== "und";
}

/** Whether a sample is typical English, judged by its function words. Faster than language detection. */
const isClearlyEnglish = (sample: string): boolean =>
  (sample.match(FUNCTION_WORD)?.length ?? 0) > sample.length * MIN_FUNCTION_WORD_RATE;
const FUNCTION_WORD = /\b(?:the|and|of|to|with|that|was)\b/g;
/** Minimum number of function words per UTF-16 unit in typical English. */
const MIN_FUNCTION_WORD_RATE = 0.015;

/** Multiplies the odds of lines outside the rule-based body by `OUTSIDE_BODY_ODDS`. */
const discountOutsideBody = (probabilities: Float64Array, isInRuleBody: boolean[]): Float64Array =>
  probabilities.map((p, i) => (isInRuleBody[i] ? p : (p * OUTSIDE_BODY_ODDS) / (1 - p + p * OUTSIDE_BODY_ODDS)));

/** Returns the name of the rule that removes a line, or null if the line is kept. */
function removalRule(
  i: number,
  page: PageFeatures,
  head: DocumentHead,
  selected: boolean[],
  start: number,
  end: number,
): string | null {
  if (head.lines.has(i)) return "head";
  if (page.rules[i]) return page.rules[i];
  if (page.isRelatedHeading[i] && i >= start && !selected[i + 1]) return "tail";
  if (selected[i]) return null;
  if (page.isRepeated[i]) return "repeat";
  if (page.lines[i]!.isTruncated) return "teaser";
  return i < start ? "before-the-article" : i >= end ? "after-the-article" : "between";
}
