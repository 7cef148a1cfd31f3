import type { Span } from "../../model/index.ts";
import { sentences, terms } from "../../text/index.ts";

/** Of longer texts no index is made: it would cost more than what it finds out. */
const LONGEST = 400_000;

/** How many sentences are worth a closer look. */
const CANDIDATES = 6;

/** Which sentence of a text says most of a claim; the index is made when it is first asked for. */
export class SentenceIndex {
  readonly #text: string;
  readonly #language: string;
  #spans: Span[] = [];
  #holders: Map<string, number[]> | null = null;

  constructor(text: string, language: string) {
    this.#text = text;
    this.#language = language;
  }

  /** The sentences outside `except` that share most terms with a claim. */
  nearest(claim: string, except: Span): string[] {
    const holders = this.#index();
    const counts = new Map<number, number>();
    for (const term of new Set(terms(claim, this.#language)))
      for (const id of holders.get(term) ?? []) counts.set(id, (counts.get(id) ?? 0) + 1);
    return [...counts]
      .map(([id, count]) => ({ ...this.#spans[id]!, count }))
      .filter(({ start, end }) => end <= except.start || start >= except.end)
      .sort((a, b) => b.count - a.count)
      .slice(0, CANDIDATES)
      .map(({ start, end }) => this.#text.slice(start, end));
  }

  #index(): Map<string, number[]> {
    if (this.#holders) return this.#holders;
    const holders = new Map<string, number[]>();
    if (this.#text.length <= LONGEST) this.#spans = sentences(this.#text, this.#language);
    for (const [id, { start, end }] of this.#spans.entries()) {
      for (const term of new Set(terms(this.#text.slice(start, end), this.#language))) {
        const known = holders.get(term);
        if (known) known.push(id);
        else holders.set(term, [id]);
      }
    }
    this.#holders = holders;
    return holders;
  }
}
