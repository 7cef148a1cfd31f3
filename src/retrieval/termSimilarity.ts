import { CJK } from "../text/index.ts";

/** Cosine similarity below which two words count as unrelated. */
const MIN_SIMILARITY = 0.4;
/** Minimum length of the words that are compared, in UTF-16 units. */
const MIN_WORD_UNITS = 3;
/** Maximum length of the words that are compared, in UTF-16 units. */
const MAX_WORD_UNITS = 100;

type SimilarWord = { id: number; similarity: number };

/**
 * Finds the words of a vocabulary that resemble a given word, such as its inflected forms and compounds, in any
 * alphabetic language. Similarity is the cosine between the sets of character trigrams of two words, with the start of
 * the word counted as a character. This follows Adamson and Boreham (1974), "The use of an association measure based on
 * character structure", who use Dice's coefficient over bigrams. The id of a word is its position in insertion order,
 * from 0.
 */
export class TermSimilarity {
  readonly #postings = new Map<number, number[]>();
  readonly #trigramCounts: number[] = [];

  add(word: string): void {
    const id = this.#trigramCounts.length;
    const trigrams = trigramHashes(word);
    for (const trigram of trigrams) {
      const posting = this.#postings.get(trigram);
      if (posting) posting.push(id);
      else this.#postings.set(trigram, [id]);
    }
    this.#trigramCounts.push(trigrams.length);
  }

  /**
   * The added words whose similarity to `word` is at least 0.4, in no particular order. They include `word` itself if
   * it was added.
   */
  similarTo(word: string): SimilarWord[] {
    const trigrams = trigramHashes(word);
    const shared = new Map<number, number>();
    for (const trigram of trigrams) {
      for (const id of this.#postings.get(trigram) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1);
    }
    return Array.from(shared, ([id, count]) => ({
      id,
      similarity: count / Math.sqrt(trigrams.length * this.#trigramCounts[id]!),
    })).filter(({ similarity }) => similarity >= MIN_SIMILARITY);
  }
}

/**
 * Hashes of a word's distinct trigrams. Collisions are rare and barely change the similarity. Empty for CJK words, and
 * for words that are too short or too long to be compared.
 */
function trigramHashes(word: string): number[] {
  if (word.length < MIN_WORD_UNITS || word.length > MAX_WORD_UNITS || CJK.test(word)) return [];
  const hashes: number[] = [];
  let [first, second] = ["_".charCodeAt(0), word.charCodeAt(0)];
  for (let i = 1; i < word.length; i++) {
    const third = word.charCodeAt(i);
    const hash = (Math.imul(Math.imul(first, 991) + second, 991) + third) & 0x3fffffff;
    if (!hashes.includes(hash)) hashes.push(hash);
    [first, second] = [second, third];
  }
  return hashes;
}
