import type { RawBlock, Removal } from "../model/index.ts";
import { detectLanguage } from "../text/index.ts";
import { type ArticleHead, parseArticleHead } from "./articleHead.ts";
import { type CachedLine, lineFeatures, type PageFeatures } from "./features/index.ts";
import { isProse } from "./lineStats.ts";
import { type LineScorer, scoreLines } from "./model/index.ts";
import { selectMainText } from "./selectMainText.ts";

/** The blocks that remain, the ones removed, and the metadata found in the text. */
export type CleanedBlocks = {
  kept: RawBlock[];
  removed: Removal[];
  title: string | null;
  byline: string | null;
  published: string | null;
  site?: string | null;
};

/** A page is an article if it has this many words of prose, or if prose is this share of a shorter text. */
const MIN_ARTICLE_WORDS = 60;
const MIN_ARTICLE_SHARE = 0.5;
/**
 * Below this expected F1, a page with prose is probably a forum, a list or a shop. Only clear boilerplate is removed
 * from it.
 */
const MIN_ARTICLE_F1 = 0.6;
/** Probability of main text below which a line of such a page is clear boilerplate. */
const MAX_BOILERPLATE_PROBABILITY = 0.2;
/** Prefix of the prose that language detection reads, in UTF-16 units. */
const SAMPLE_UNITS = 800;
/** Language of the training pages. */
const MODEL_LANGUAGE = "en";
/**
 * Factor on the odds of lines outside the rule-based body, on pages in other languages. There the model is less
 * reliable than the rules, which depend less on the language.
 */
const OUTSIDE_BODY_ODDS = Math.exp(-1.5);
/** Lines at the start of the body whose words are compared with title candidates. */
const OPENING_LINES = 12;
/** Block kinds that are kept inside the article although they are not prose. */
const STRUCTURED_KINDS = new Set<RawBlock["kind"]>(["table", "code"]);
/** Maximum number of cleaning passes over one text. */
const MAX_PASSES = 12;

/**
 * Removes boilerplate from text without structure: a paste, a .txt file, a page copied as text. Each block is one line
 * or paragraph. Repeats until nothing is removed, so that cleaning the result again does not change it.
 */
export function cleanPlainText(blocks: RawBlock[], scorer: LineScorer = scoreLines): CleanedBlocks {
  const result: CleanedBlocks = { kept: blocks, removed: [], title: null, byline: null, published: null, site: null };
  const cache = new Map<string, CachedLine>();
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const { kept, removed, title, byline, published, site } = cleanOnce(result.kept, scorer, cache);
    result.title ??= title;
    result.byline ??= byline;
    result.published ??= published;
    result.site ??= site ?? null;
    if (removed.length === 0) break;
    // The cleaned text has blank lines between blocks, so the next pass must see them too.
    result.kept = kept.map((block) => ({ ...block, apart: true }));
    result.removed.push(...removed);
  }
  return result;
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
  const head = parseArticleHead(texts, start, opening);
  const kept: RawBlock[] = [];
  const removed: Removal[] = [];
  for (const [i, block] of blocks.entries()) {
    const isStructured = i >= start && i < end && STRUCTURED_KINDS.has(block.kind);
    const rule = isStructured ? null : removalRule(i, page, head, selected, start, end);
    if (rule) removed.push({ rule, text: block.text });
    else kept.push(block);
  }
  return { kept, removed, title: head.title, byline: head.byline, published: head.published, site: head.site };
}

/**
 * Selects the lines to keep. On a page without prose, such as a price list, that is all lines, and only the boilerplate
 * rules remove any. On a page with a low expected F1 it is all lines except clear boilerplate, otherwise the main text.
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

/** Whether the prose is in another language than the model's training pages. */
function isForeignLanguage({ lines }: PageFeatures, texts: string[]): boolean {
  let prose = "";
  for (let i = 0; i < texts.length && prose.length < SAMPLE_UNITS; i++)
    if (isProse(lines[i]!)) prose += `${texts[i]}\n`;
  const sample = prose.slice(0, SAMPLE_UNITS);
  if (isClearlyEnglish(sample)) return false;
  const language = detectLanguage(sample);
  return language !== MODEL_LANGUAGE && language !== "und";
}

/** Recognizes typical English by its function words, which is faster than language detection. */
const isClearlyEnglish = (sample: string): boolean =>
  (sample.match(FUNCTION_WORD)?.length ?? 0) > sample.length * MIN_FUNCTION_WORD_RATE;
const FUNCTION_WORD = /\b(?:the|and|of|to|with|that|was)\b/g;
/** Function words per UTF-16 unit. */
const MIN_FUNCTION_WORD_RATE = 0.015;

/** Lowers the probability of lines outside the rule-based body. */
const discountOutsideBody = (probabilities: Float64Array, isInRuleBody: boolean[]): Float64Array =>
  probabilities.map((p, i) => (isInRuleBody[i] ? p : (p * OUTSIDE_BODY_ODDS) / (1 - p + p * OUTSIDE_BODY_ODDS)));

/** Returns the name of the rule that removes a line, or null if the line is kept. */
function removalRule(
  i: number,
  page: PageFeatures,
  head: ArticleHead,
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
