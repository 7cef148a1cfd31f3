import type { RawBlock, Removal } from "../model/index.ts";
import { detectLanguage } from "../text/index.ts";
import { type Head, readHead } from "./articleHead.ts";
import type { Look } from "./features/lineCache.ts";
import { type Page, readPage } from "./features/lineFeatures.ts";
import { isProse } from "./line.ts";
import { judge } from "./model/lineModel.ts";
import { select } from "./selectLines.ts";

export type Labelled = {
  kept: RawBlock[];
  removed: Removal[];
  title: string | null;
  byline: string | null;
  published: string | null;
  site?: string | null;
};

export type Judge = (page: Page) => Float64Array;

/** An article has so many words of prose, or half of a text that is short. */
const ARTICLE_WORDS = 60;
const ARTICLE_SHARE = 0.5;
/** Below this trust a page with prose is a forum, a list or a shop: only what is surely furniture goes. */
const ARTICLE_TRUST = 0.6;
const SURELY_FURNITURE = 0.2;
/**
 * The model has learned from English pages. Elsewhere the rules, which know no language, have more say: what they leave
 * out must have better odds by this factor.
 */
const SAMPLE_UNITS = 800;
const MODEL_LANGUAGE = "en";
const FOREIGN_ODDS = Math.exp(-1.5);
/** The headline says what the first lines of the body say. */
const OPENING_LINES = 12;
/** What a format says to be a table or code is no prose, and belongs to the article it stands in. */
const STRUCTURED = new Set<RawBlock["kind"]>(["table", "code"]);
/** Cleaning what is clean changes nothing, so it is done until nothing goes; it ends, since each round takes a block. */
const MOST_ROUNDS = 12;

/**
 * Cleans a text whose structure is lost: a paste, a .txt, the dump of a whole page. Every block is one line or paragraph.
 * What is kept would be kept again: the result, cleaned once more, stays as it is.
 */
export function cleanFlat(blocks: RawBlock[], by: Judge = judge): Labelled {
  const whole: Labelled = { kept: blocks, removed: [], title: null, byline: null, published: null, site: null };
  const looks = new Map<string, Look>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { kept, removed, title, byline, published, site } = cleanOnce(whole.kept, by, looks);
    whole.title ??= title;
    whole.byline ??= byline;
    whole.published ??= published;
    whole.site ??= site ?? null;
    if (removed.length === 0) break;
    // As the text would be read again: each block a paragraph of its own.
    whole.kept = kept.map((block) => ({ ...block, apart: true }));
    whole.removed.push(...removed);
  }
  return whole;
}

function cleanOnce(blocks: RawBlock[], by: Judge, looks: Map<string, Look>): Labelled {
  const page = readPage(blocks, looks);
  const texts = blocks.map((block) => block.text);
  const chosen = choose(page, texts, by);
  const start = Math.max(
    0,
    chosen.findIndex((kept, i) => kept && isProse(page.lines[i]!)),
  );
  const end = chosen.lastIndexOf(true) + 1;
  const head = readHead(texts, start, texts.slice(start, Math.min(end, start + OPENING_LINES)).join("\n"));
  const kept: RawBlock[] = [];
  const removed: Removal[] = [];
  for (const [i, block] of blocks.entries()) {
    const within = i >= start && i < end && STRUCTURED.has(block.kind);
    const rule = within ? null : reason(i, page, head, chosen, start, end);
    if (rule) removed.push({ rule, text: block.text });
    else kept.push(block);
  }
  return { kept, removed, title: head.title, byline: head.byline, published: head.published, site: head.site };
}

/**
 * The article gate: the lines of the main text; of a page whose main text is doubtful all but sure furniture; and all of
 * a page without prose, such as a price list, from which only the furniture rules take.
 */
function choose(page: Page, texts: string[], by: Judge): boolean[] {
  const { lines } = page;
  const counts = lines.map((line) => line.words);
  const probabilities = isForeign(page, texts) ? heedRules(by(page), page.inBody) : by(page);
  const { kept, trust } = select(probabilities, counts);
  const words = counts.reduce((sum, count) => sum + count, 0);
  const prose = lines.reduce((sum, line, i) => sum + (kept[i] && isProse(line) ? line.words : 0), 0);
  if (prose < Math.min(ARTICLE_WORDS, words * ARTICLE_SHARE)) return kept.fill(true);
  if (trust >= ARTICLE_TRUST) return kept;
  return kept.map((isKept, i) => isKept || probabilities[i]! >= SURELY_FURNITURE);
}

/** Whether the prose is in another language than the pages that the model was fitted to. */
function isForeign({ lines }: Page, texts: string[]): boolean {
  let sample = "";
  for (let i = 0; i < texts.length && sample.length < SAMPLE_UNITS; i++)
    if (isProse(lines[i]!)) sample += `${texts[i]}\n`;
  if (readsEnglish(sample.slice(0, SAMPLE_UNITS))) return false;
  const language = detectLanguage(sample.slice(0, SAMPLE_UNITS));
  return language !== MODEL_LANGUAGE && language !== "und";
}

/** English beyond doubt, which is told sooner than by looking through all languages. */
const readsEnglish = (sample: string): boolean =>
  (sample.match(FUNCTION_WORDS)?.length ?? 0) > sample.length * FUNCTION_WORDS_A_UNIT;
const FUNCTION_WORDS = /\b(?:the|and|of|to|with|that|was)\b/g;
const FUNCTION_WORDS_A_UNIT = 0.015;

/** Lines outside the body that the rules would choose, less probable. */
const heedRules = (probabilities: Float64Array, inBody: boolean[]): Float64Array =>
  probabilities.map((p, i) => (inBody[i] ? p : (p * FOREIGN_ODDS) / (1 - p + p * FOREIGN_ODDS)));

/** The rule by which a line goes, or null when it stays. */
function reason(i: number, page: Page, head: Head, chosen: boolean[], start: number, end: number): string | null {
  if (head.lines.has(i)) return "head";
  if (page.rules[i]) return page.rules[i];
  if (page.tails[i] && i >= start && !chosen[i + 1]) return "tail";
  if (chosen[i]) return null;
  if (page.repeats[i]) return "repeat";
  if (page.lines[i]!.cut) return "teaser";
  return i < start ? "before-the-article" : i >= end ? "after-the-article" : "between";
}
