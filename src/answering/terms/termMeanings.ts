import { extractContentTerms } from "../../facts/index.ts";
import type { Document } from "../../model/index.ts";
import { extractTerms } from "../../text/index.ts";
import { relatedTerms } from "./relatedTerms.ts";

/** How strongly a word of the same meaning matches, from 0 to 1. */
const SAME_MEANING = 0.6;

/** The index terms of a document by their meaning, as far as it is known. */
export class TermMeanings {
  readonly #language: string;
  readonly #byMeaning = new Map<string, Set<string>>();

  constructor({ text, language }: Pick<Document, "text" | "language">) {
    this.#language = language;
    for (const term of new Set(extractTerms(text, language))) {
      const meaning = this.#meaningOf(term);
      if (!meaning) continue;
      const same = this.#byMeaning.get(meaning);
      if (same) same.add(term);
      else this.#byMeaning.set(meaning, new Set([term]));
    }
  }

  /** The terms that stand for a term of a question, each with the strength (0..1) at which it matches. */
  *related(term: string): Iterable<[string, number]> {
    const meaning = this.#meaningOf(term);
    if (meaning) for (const other of this.#byMeaning.get(meaning) ?? []) yield [other, SAME_MEANING];
    yield* relatedTerms(term, this.#language);
  }

  #meaningOf(term: string): string | null {
    const [only, more] = extractContentTerms(term, this.#language);
    return only && !more && only.key.startsWith("#") ? only.key : null;
  }
}
