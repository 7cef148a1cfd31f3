import type { RawBlock, Removal } from "../model/index.ts";
import { chooseBody, decode, weigh } from "./body.ts";
import { readHead } from "./head.ts";
import { describe } from "./line.ts";
import { furnitureRule, opensTail } from "./phrases.ts";

export type Labelled = {
  kept: RawBlock[];
  removed: Removal[];
  title: string | null;
  byline: string | null;
  published: string | null;
};

/** Under this many words of body, and this share of all words, a page is no article and is kept but for sure furniture. */
const MIN_BODY_WORDS = 60;
const MIN_BODY_SHARE = 0.12;

/** Cleans a text whose structure is lost: a paste, a .txt, the dump of a whole page. Every block is one line or paragraph. */
export function cleanFlat(blocks: RawBlock[]): Labelled {
  const lines = blocks.map((block) => describe(block.text));
  const rules = blocks.map((block) => furnitureRule(block.text));
  const repeats = repeated(blocks);
  const weights = lines.map((line, i) => weigh(line, rules[i] !== null || repeats.has(i)));
  const stretchWords = ({ from, to }: { from: number; to: number }): number =>
    lines.slice(from, to).reduce((sum, line) => sum + (line.closed || line.words > 24 ? line.words : 0), 0);
  const all = lines.reduce((sum, line) => sum + line.words, 0);

  const stretches = chooseBody(cutTail(decode(weights), blocks, stretchWords), stretchWords);
  const bodyWords = stretches.reduce((sum, stretch) => sum + stretchWords(stretch), 0);
  const article =
    stretches.length > 0 && bodyWords >= Math.min(MIN_BODY_WORDS, all * 0.5) && bodyWords >= all * MIN_BODY_SHARE;

  const start = article ? stretches[0]!.from : 0;
  const end = article ? stretches.at(-1)!.to : blocks.length;
  const texts = blocks.map((block) => block.text);
  const head = readHead(texts, article ? start : 0, texts.slice(start, end).join("\n"));
  const inside = (i: number): boolean => !article || stretches.some(({ from, to }) => i >= from && i < to);

  const kept: RawBlock[] = [];
  const removed: Removal[] = [];
  for (const [i, block] of blocks.entries()) {
    const rule = reason(i);
    if (rule) removed.push({ rule, text: block.text });
    else kept.push(block);
  }
  return { kept, removed, title: head.title, byline: head.byline, published: head.published };

  function reason(i: number): string | null {
    if (head.lines.has(i)) return "head";
    if (rules[i]) return rules[i];
    if (repeats.has(i)) return "repeat";
    if (article && lines[i]!.cut && lines[i]!.words < 40 && weights[i]! < 0) return "teaser";
    if (!inside(i)) return i < start ? "before-the-article" : i >= end ? "after-the-article" : "between";
    return null;
  }
}

/** Lines that stand here a second time or more: menus, teasers and buttons repeat, sentences do not. */
function repeated(blocks: RawBlock[]): Set<number> {
  const seen = new Map<string, number>();
  const repeats = new Set<number>();
  for (const [i, { text }] of blocks.entries()) {
    const first = seen.get(text);
    if (first === undefined) seen.set(text, i);
    else {
      repeats.add(i);
      if (text.length < 60) repeats.add(first);
    }
  }
  return repeats;
}

/** Drops what stands behind a headline such as "Related", when the rest is small against what came before it. */
function cutTail(
  stretches: { from: number; to: number }[],
  blocks: RawBlock[],
  words: (s: { from: number; to: number }) => number,
): { from: number; to: number }[] {
  let before = 0;
  let at = 0;
  for (const stretch of stretches) {
    for (; at < stretch.to; at++) {
      if (!opensTail(blocks[at]!.text)) continue;
      const done = before + (at > stretch.from ? words({ from: stretch.from, to: at }) : 0);
      const rest = stretches.reduce((sum, s) => sum + words({ from: Math.max(s.from, at), to: Math.max(s.to, at) }), 0);
      if (done >= MIN_BODY_WORDS && rest < done * 0.8) {
        return stretches.flatMap((s) => (s.from >= at ? [] : [{ from: s.from, to: Math.min(s.to, at) }]));
      }
    }
    before += words(stretch);
  }
  return stretches;
}
