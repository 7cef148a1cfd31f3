import { breathe, type Document, type Run, type Span } from "../../model/index.ts";
import { sentences, terms } from "../../text/index.ts";

/**
 * A sentence of a document. `index` counts from 0 in document order. A quotation that is kept whole is one sentence here
 * and may hold several: `size` is how many. `words` are all of its words in lower case, `terms` those that tell what it
 * is about, without repeats.
 */
export type Sentence = Span & { index: number; text: string; words: string[]; terms: string[]; size: number };

/** Blocks whose sentences can be quoted as statements. */
const PROSE = new Set(["paragraph", "list", "quote", "note"]);
/** In a document without prose (a table, a slide deck) everything but code may speak. */
const ANYTHING = new Set([...PROSE, "table", "heading", "caption", "title"]);

/** All sentences of a document's prose; of its tables and headings when it has none. */
export async function sentencesOf({ text, language, blocks }: Document, run: Run): Promise<Sentence[]> {
  const prose = blocks.filter((block) => PROSE.has(block.kind));
  const found: Sentence[] = [];
  for (const block of prose.length ? prose : blocks.filter((block) => ANYTHING.has(block.kind))) {
    await breathe(run);
    for (const span of sentences(text.slice(block.start, block.end), language)) {
      const [start, end] = [block.start + span.start, block.start + span.end];
      const own = text.slice(start, end);
      found.push({
        start,
        end,
        index: found.length,
        text: own,
        words: wordsOf(own),
        terms: [...new Set(terms(own, language))],
        size: sizeOf(own),
      });
    }
  }
  return found;
}

/** Runs of letters and digits as ROUGE counts them (Lin 2004), but each Han or kana character by itself. */
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[[\p{L}\p{N}\p{M}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]]{1,500}/gv;

export const wordsOf = (text: string): string[] => text.toLowerCase().match(WORD) ?? [];

/** A stop inside a quotation, also where its marks stand apart, as in scraped text: `the air. ' The clip`. */
const INNER_END =
  /[!?](?:\s?["'”’»)\]])*\s+(?=\S\s*\S)|[.…](?:\s?["'”’»)\]])*\s+(?=(?:["'“‘«(¿¡]\s?)*[\p{Lu}\p{N}])|[。！？](?=.)/gu;

const sizeOf = (sentence: string): number => 1 + (sentence.match(INNER_END)?.length ?? 0);
