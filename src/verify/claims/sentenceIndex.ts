import type { Span } from "../../model/index.ts";
import { extractTerms, segmentSentences } from "../../text/index.ts";

/** Maximum length of an indexed text in UTF-16 units. Indexing a longer text would take too long. */
const MAX_INDEXED_LENGTH = 400_000;

/** Maximum number of sentences that `nearest` returns. */
const MAX_RESULTS = 6;

/**
 * An inverted index from terms to the sentences of a text, built on first use. It is empty if the text is longer than
 * `MAX_INDEXED_LENGTH`.
 */
export class SentenceIndex {
  readonly #text: string;
  readonly #language: string;
  #sentences: Span[] = [];
  /** Maps each term to the indices in `#sentences` of the sentences that contain it. */
  #sentencesByTerm: Map<string, number[]> | null = null;

  constructor(text: string, language: string) {
    this.#text = text;
    this.#language = language;
  }

  /**
   * Returns the sentences outside the span `except` that share the most distinct terms with a claim, best first. There
   * are at most `MAX_RESULTS` of them.
   */
  nearest(claim: string, except: Span): Span[] {
    const sentencesByTerm = this.#build();
    const counts = new Map<number, number>();
    for (const term of new Set(extractTerms(claim, this.#language)))
      for (const id of sentencesByTerm.get(term) ?? []) counts.set(id, (counts.get(id) ?? 0) + 1);
    return [...counts]
      .map(([id, count]) => ({ ...this.#sentences[id]!, count }))
      .filter(({ start, end }) => end <= except.start || start >= except.end)
      .sort((a, b) => b.count - a.count)
      .slice(0, MAX_RESULTS);
  }

  #build(): Map<string, number[]> {
    if (this.#sentencesByTerm) return this.#sentencesByTerm;
    const sentencesByTerm = new Map<string, number[]>();
    if (this.#text.length <= MAX_INDEXED_LENGTH) this.#sentences = segmentSentences(this.#text, this.#language);
    for (const [id, { start, end }] of this.#sentences.entries()) {
      for (const term of new Set(extractTerms(this.#text.slice(start, end), this.#language))) {
        const known = sentencesByTerm.get(term);
        if (known) known.push(id);
        else sentencesByTerm.set(term, [id]);
      }
    }
    this.#sentencesByTerm = sentencesByTerm;
    return sentencesByTerm;
  }
}
