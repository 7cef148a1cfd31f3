import { breathe, type Document, type Run, type Span } from "../model/index.ts";
import { sentences, terms } from "../text/index.ts";

/**
 * A sentence of a document with what its rank is made of. `index` counts from 0 in document order. A quotation that is
 * kept whole is one sentence here and may hold several: `size` is how many.
 */
export type Ranked = Span & { index: number; text: string; terms: Set<string>; size: number; score: number };

/** Blocks whose sentences can be quoted as statements. */
const PROSE = new Set(["paragraph", "list", "quote", "note"]);
/** In a document without prose (a table, a slide deck) everything but code may speak. */
const ANYTHING = new Set([...PROSE, "table", "heading", "caption", "title"]);

/**
 * All sentences of a document with a score: how early it stands (news puts first what matters), how much it shares
 * with the whole (the frequency of its terms, as in SumBasic, Nenkova and Vanderwende 2005), and whether it speaks of
 * the title. Linear in the text.
 */
export async function rankSentences(document: Document, focus: string | null, run: Run): Promise<Ranked[]> {
  const { text, language } = document;
  const prose = document.blocks.filter((block) => PROSE.has(block.kind));
  const blocks = prose.length ? prose : document.blocks.filter((block) => ANYTHING.has(block.kind));
  const ranked: Ranked[] = [];
  const frequency = new Map<string, number>();
  for (const block of blocks) {
    await breathe(run);
    for (const span of sentences(text.slice(block.start, block.end), language)) {
      const [start, end] = [block.start + span.start, block.start + span.end];
      const own = text.slice(start, end);
      const set = new Set(terms(own, language));
      for (const term of set) frequency.set(term, (frequency.get(term) ?? 0) + 1);
      ranked.push({ start, end, index: ranked.length, text: own, terms: set, size: sizeOf(own), score: 0 });
    }
  }
  const wanted = new Set(terms(`${document.title ?? ""} ${focus ?? ""}`, language));
  const asked = new Set(terms(focus ?? "", language));
  for (const sentence of ranked) {
    if (sentence.index % 200 === 0) await breathe(run);
    sentence.score = score(sentence, ranked.length, frequency, wanted, asked);
  }
  return ranked;
}

/** A stop inside a quotation, also where its marks stand apart, as in scraped text: `the air. ' The clip`. */
const INNER_END = /[.!?…](?:\s?["'”’»)\]])*\s+(?=(?:["'“‘«(¿¡]\s?)*[\p{Lu}\p{N}])|[。！？](?=.)/gu;

const sizeOf = (sentence: string): number => 1 + (sentence.match(INNER_END)?.length ?? 0);

function score(
  s: Ranked,
  total: number,
  frequency: Map<string, number>,
  wanted: Set<string>,
  asked: Set<string>,
): number {
  if (s.terms.size < 3) return 0;
  let mass = 0;
  let title = 0;
  let focus = 0;
  for (const term of s.terms) {
    const count = frequency.get(term)!;
    if (count > 1) mass += Math.log(count);
    if (wanted.has(term)) title++;
    if (asked.has(term)) focus++;
  }
  const centrality = mass / Math.sqrt(s.terms.size + 4);
  const position = 3 / (1 + s.index * 0.6) + 0.6 * (1 - s.index / total);
  const shape = s.terms.size < 6 ? -1 : s.terms.size > 45 ? -0.5 : 0;
  return centrality + position + 0.5 * Math.min(3, title) + 3 * focus + shape;
}

/**
 * The best sentences in document order, each new one paying for what the chosen ones already say (maximal marginal
 * relevance, Carbonell and Goldstein 1998, with shared terms as the similarity). Together they have at most `count`
 * sentences, quotations counted by their parts.
 */
export function chooseSentences(ranked: Ranked[], count: number): Ranked[] {
  const REDUNDANCY = 4;
  const distinct = new Map(ranked.toReversed().map((sentence) => [sentence.text, sentence]));
  const pool = [...distinct.values()]
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, Math.max(60, count * 4));
  const chosen: Ranked[] = [];
  const worth = new Map(pool.map((sentence) => [sentence, sentence.score]));
  for (let left = count; left > 0; ) {
    for (const { 0: sentence } of [...worth]) if (sentence.size > left) worth.delete(sentence);
    if (!worth.size) break;
    const [best] = [...worth].reduce((a, b) => (b[1] > a[1] ? b : a));
    chosen.push(best);
    left -= best.size;
    worth.delete(best);
    for (const [other, value] of worth)
      worth.set(other, Math.min(value, other.score - REDUNDANCY * overlap(other, best)));
  }
  return chosen.sort((a, b) => a.index - b.index);
}

function overlap(a: Ranked, b: Ranked): number {
  let shared = 0;
  for (const term of a.terms) if (b.terms.has(term)) shared++;
  return shared / Math.max(1, Math.min(a.terms.size, b.terms.size));
}
