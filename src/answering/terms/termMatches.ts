import type { Evidence } from "../../retrieval/index.ts";

/** Minimum match strength at which a term counts as found. */
export const MIN_MATCH = 0.4;
/** How much a term counts that only the topic of the talk has, not the question. */
const TOPIC_WEIGHT = 0.35;

/** The terms of a question, matched against the units of a document. Units are given by their indices. */
export class TermMatches {
  readonly terms: Evidence["terms"];
  /** Summed idf of the terms; 1 if there are none. */
  readonly totalIdf: number;
  readonly #byTerm: Map<string, Evidence["terms"][number]>;

  /** @param topic terms that only the topic of the talk has */
  constructor({ terms }: Evidence, topic: ReadonlySet<string>) {
    this.terms = terms.map((term) => (topic.has(term.term) ? { ...term, idf: term.idf * TOPIC_WEIGHT } : term));
    this.totalIdf = this.terms.reduce((sum, { idf }) => sum + idf, 0) || 1;
    this.#byTerm = new Map(this.terms.map((term) => [term.term, term]));
  }

  isAsked(term: string): boolean {
    return this.#byTerm.has(term);
  }

  /** Whether a term stands anywhere in the document. */
  stands(term: string): boolean {
    return this.#byTerm.get(term)?.match.some((strength) => strength >= MIN_MATCH) ?? false;
  }

  /** The idf share (0..1) of the terms that the units contain together. */
  coverage(units: number[]): number {
    return this.terms.reduce((sum, { term, idf }) => sum + idf * this.#strength(term, units), 0) / this.totalIdf;
  }

  /** The highest match strength (0..1) of any of the terms in any of the units. */
  best(terms: string[], units: number[]): number {
    return terms.reduce((most, term) => Math.max(most, this.#strength(term, units)), 0);
  }

  /** Whether any of the units has any of the terms. */
  hasAny(terms: string[], units: number[]): boolean {
    return this.best(terms, units) >= MIN_MATCH;
  }

  #strength(term: string, units: number[]): number {
    const match = this.#byTerm.get(term)?.match;
    return match ? units.reduce((most, i) => Math.max(most, match[i]!), 0) : 0;
  }
}
