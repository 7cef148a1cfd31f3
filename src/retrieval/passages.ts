import { eachInTurns, type Run, type Span } from "../model/index.ts";
import { isCjkLanguage } from "../text/scripts.ts";
import { paragraphs, sentences } from "../text/sentences.ts";

/** The longest passage in UTF-16 units, about 90 words; Chinese and Japanese say as much in a quarter of it. */
export const PASSAGE_UNITS = 600;
export const CJK_PASSAGE_UNITS = 160;

/** How long a passage may be in a language. */
export const longestPassage = (language: string): number =>
  isCjkLanguage(language) ? CJK_PASSAGE_UNITS : PASSAGE_UNITS;

/** The sentences of a text; one that is longer than a passage is cut at white space, or where there is none, anywhere. */
export async function pieces(text: string, language: string, run: Run): Promise<Span[]> {
  const limit = longestPassage(language);
  const found: Span[] = [];
  await eachInTurns(paragraphs(text), run, (paragraph) => {
    for (const { start, end } of sentences(text.slice(paragraph.start, paragraph.end), language)) {
      found.push(...cut(text, { start: paragraph.start + start, end: paragraph.start + end }, limit));
    }
  });
  return found;
}

function cut(text: string, span: Span, limit: number): Span[] {
  const found: Span[] = [];
  let { start } = span;
  while (span.end - start > limit) {
    const space = text.slice(start, start + limit).search(/\s\S*$/);
    let end = space > limit / 2 ? start + space : start + limit;
    if (/[\udc00-\udfff]/.test(text.charAt(end))) end--;
    found.push({ start, end });
    start = end + (text.slice(end, end + limit).length - text.slice(end, end + limit).trimStart().length);
  }
  if (start < span.end) found.push({ start, end: span.end });
  return found;
}

/**
 * A passage, the chance that the answer is in it and in none of the passages before it, and the first and last of the
 * pieces that stand in it whole.
 */
export type Passage = Span & { chance: number; first: number; last: number };

/** What remains of chances below this tells nothing. */
const LEAST_CHANCE = 1e-6;
/** A piece that is cut may have lost the answer even where the answer would have had room. */
const OF_A_CUT = 0.95;

/**
 * The `k` passages, best first, that together most likely hold the answer, given the chance of each piece: the best
 * window of at most `limit` UTF-16 units, then the best for what chance that leaves, and so on. So none repeats another.
 * A passage begins or ends with a sentence; its other end is filled up to the limit, at a word where there are spaces.
 */
export function bestPassages(
  text: string,
  spans: readonly Span[],
  chances: Float64Array,
  limit: number,
  k: number,
): Passage[] {
  const left = Float64Array.from(chances);
  const best: Passage[] = [];
  while (best.length < k) {
    const window = bestWindow(spans, left, limit);
    if (!window || window.chance < LEAST_CHANCE) break;
    const { chance, first, last } = window;
    const whole = spans.slice(first, last + 1);
    const span = atWords(text, window, whole);
    best.push({ ...span, chance, first, last });
    left.fill(0, first, last + 1);
    if (first > 0) left[first - 1]! *= 1 - part(spans[first - 1]!, span.start, span.end);
    if (last + 1 < spans.length) left[last + 1]! *= 1 - part(spans[last + 1]!, span.start, span.end);
  }
  return best;
}

/** The window with the greatest chance among those that begin with a piece and those that end with one. */
function bestWindow(spans: readonly Span[], chances: Float64Array, limit: number): Passage | null {
  const count = spans.length;
  const sums = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) sums[i + 1] = sums[i]! + chances[i]!;
  const cutChance = (i: number, start: number, end: number): number =>
    i >= 0 && i < count ? chances[i]! * part(spans[i]!, start, end) * OF_A_CUT : 0;
  let best: Passage | null = null;
  const consider = (start: number, end: number, first: number, last: number): void => {
    const chance = sums[last + 1]! - sums[first]! + cutChance(first - 1, start, end) + cutChance(last + 1, start, end);
    if (!best || chance > best.chance + 1e-12) best = { start, end, chance, first, last };
  };
  const close = spans.at(-1)?.end ?? 0;
  for (let first = 0, last = 0; first < count; first++) {
    const end = Math.min(close, spans[first]!.start + limit);
    while (last + 1 < count && spans[last + 1]!.end <= end) last++;
    consider(spans[first]!.start, end, first, last);
  }
  for (let first = 0, last = 0; last < count; last++) {
    const start = Math.max(spans[0]!.start, spans[last]!.end - limit);
    while (spans[first]!.start < start) first++;
    consider(start, spans[last]!.end, first, last);
  }
  return best;
}

/** The share of a piece that a window holds. */
const part = (piece: Span, start: number, end: number): number =>
  Math.max(0, Math.min(piece.end, end) - Math.max(piece.start, start)) / (piece.end - piece.start);

/** A window with its cut end moved inwards to the next space, where there is one before the first whole piece. */
function atWords(text: string, { start, end }: Span, whole: readonly Span[]): Span {
  const [from, to] = [whole[0]!.start, whole.at(-1)!.end];
  const inWord = /\S/.test(text.charAt(start - 1)) && start < from;
  const lead = (inWord ? /^\S*\s+/ : /^\s+/).exec(text.slice(start, from))?.[0].length ?? 0;
  const tail = (/\S/.test(text.charAt(end)) ? /\s+\S*$/ : /\s+$/).exec(text.slice(to, end))?.[0].length ?? 0;
  const inPair = (at: number): boolean => /[\udc00-\udfff]/.test(text.charAt(at));
  const [first, last] = [start + lead, end - tail];
  return { start: inPair(first) ? first + 1 : first, end: inPair(last) ? last - 1 : last };
}
