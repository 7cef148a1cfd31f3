import { eachInTurns, type Run, type Span } from "../model/index.ts";
import { terms } from "../text/words.ts";
import { type Asked, hasAnswer, kindsAsked } from "./answerType.ts";
import { SimilarWords } from "./termSimilarity.ts";

/** BM25's saturation of repeats and its share of length normalisation (Robertson & Zaragoza, 2009). */
const K1 = 1.2;
const B = 0.4;

/** What speaks for a piece of text as the place of an answer; the order is that of the weights. */
export const FEATURES = [
  "exact", // BM25 over the terms it has
  "similar", // idf of the terms that it has another form of
  "share", // share of the question's idf that it has, in any form
  "squared",
  "rarest", // idf of the rarest term it has
  "most", // whether no piece has a larger share
  "around", // share that it and its neighbours have
  "before", // idf of what stands in the pieces before it, halved with each step; of what stands after it, so too
  "after",
  "paragraph", // idf, among paragraphs, of what its paragraph has
  "length", // logarithm of its UTF-16 units
  "first", // whether it begins the text
  "quantity", // whether it has what the question asks for
  "time",
  "percentage",
  "name",
] as const;
export type Feature = (typeof FEATURES)[number];

/** The features of every piece, row by row, the idf of all the question's terms, and whether the text has any of them. */
export type Evidence = { rows: Float64Array; total: number; found: boolean };

type Posting = { pieces: number[]; counts: number[] };

/** The pieces of a text, with all that finding what a question asks about in them needs. */
export class EvidenceIndex {
  readonly #text: string;
  readonly #language: string;
  readonly #pieces: readonly Span[];
  /** For each piece the number of its paragraph, and of its terms. */
  readonly #paragraphs: Uint32Array;
  readonly #sizes: Uint32Array;
  readonly #ids = new Map<string, number>();
  readonly #postings: Posting[] = [];
  readonly #similar = new SimilarWords();
  #meanSize = 0;

  private constructor(text: string, language: string, pieces: readonly Span[]) {
    this.#text = text;
    this.#language = language;
    this.#pieces = pieces;
    this.#paragraphs = new Uint32Array(pieces.length);
    this.#sizes = new Uint32Array(pieces.length);
  }

  /** Linear in the text. @throws PithError `stopped` */
  static async of(text: string, language: string, pieces: readonly Span[], run: Run): Promise<EvidenceIndex> {
    const index = new EvidenceIndex(text, language, pieces);
    let paragraph = 0;
    let size = 0;
    await eachInTurns(pieces, run, ({ start, end }, i) => {
      if (i && /\n[^\S\n]*\n/.test(text.slice(pieces[i - 1]!.end, start))) paragraph++;
      index.#paragraphs[i] = paragraph;
      const found = terms(text.slice(start, end), language);
      for (const term of found) index.#add(term, i);
      index.#sizes[i] = found.length;
      size += found.length;
    });
    index.#meanSize = size / Math.max(1, pieces.length);
    return index;
  }

  #add(term: string, piece: number): void {
    let id = this.#ids.get(term);
    if (id === undefined) {
      id = this.#postings.push({ pieces: [], counts: [] }) - 1;
      this.#ids.set(term, id);
      this.#similar.add(term);
    }
    const { pieces, counts } = this.#postings[id]!;
    if (pieces.at(-1) === piece) counts[counts.length - 1]!++;
    else {
      pieces.push(piece);
      counts.push(1);
    }
  }

  /** What speaks for each piece as the place of the answer to `question`. */
  evidence(question: string): Evidence {
    const count = this.#pieces.length;
    const rows = new Float64Array(count * FEATURES.length);
    const asked = [...new Set(terms(question, this.#language))].map((term) => this.#match(term));
    const total = asked.reduce((sum, { idf }) => sum + idf, 0);
    const found = asked.some(({ held }) => held.some((value) => value > 0));
    for (const match of asked) this.#weigh(match, total, rows);
    let most = 0;
    for (let i = 0; i < count; i++) most = Math.max(most, rows[i * WIDTH + AT.share]!);
    const kinds = kindsAsked(question);
    for (let i = 0; i < count; i++) {
      const at = i * WIDTH;
      const share = rows[at + AT.share]!;
      rows[at + AT.squared] = share * share;
      rows[at + AT.most] = Number(share >= most - 1e-9);
      rows[at + AT.first] = Number(i === 0);
      const { start, end } = this.#pieces[i]!;
      rows[at + AT.length] = Math.log(end - start);
      if (rows[at + AT.around]! > 0) this.#answers(kinds, i, question, rows);
    }
    return { rows, total, found };
  }

  #answers(kinds: Asked[], piece: number, question: string, rows: Float64Array): void {
    const { start, end } = this.#pieces[piece]!;
    for (const kind of kinds) {
      rows[piece * WIDTH + AT[kind]] = Number(hasAnswer(kind, this.#text.slice(start, end), question));
    }
  }

  /** How far each piece has a term: 1 for the term itself, less for a word that looks like it. */
  #match(term: string): Match {
    const count = this.#pieces.length;
    const held = new Float64Array(count);
    const exact = new Float64Array(count);
    const own = this.#ids.get(term);
    for (const { id, similarity } of this.#similar.to(term)) {
      if (id === own) continue;
      for (const piece of this.#postings[id]!.pieces) held[piece] = Math.max(held[piece]!, Math.min(1, similarity));
    }
    if (own !== undefined) {
      const { pieces, counts } = this.#postings[own]!;
      for (const [i, piece] of pieces.entries()) {
        const long = 1 - B + (B * this.#sizes[piece]!) / this.#meanSize;
        exact[piece] = (counts[i]! * (K1 + 1)) / (counts[i]! + K1 * long);
        held[piece] = 1;
      }
    }
    const paragraphs = new Float64Array((this.#paragraphs.at(-1) ?? -1) + 1);
    for (let i = 0; i < count; i++) {
      const at = this.#paragraphs[i]!;
      paragraphs[at] = Math.max(paragraphs[at]!, held[i]!);
    }
    return { exact, held, idf: idfOf(held), paragraphs, rarity: idfOf(paragraphs) };
  }

  /** Adds what one term tells of every piece. */
  #weigh({ exact, held, idf, paragraphs, rarity }: Match, total: number, rows: Float64Array): void {
    const count = held.length;
    let before = 0;
    for (let i = 0; i < count; i++) {
      const at = i * WIDTH;
      const own = held[i]!;
      rows[at + AT.exact]! += idf * exact[i]!;
      if (!exact[i]) rows[at + AT.similar]! += idf * own;
      rows[at + AT.share]! += (idf * own) / total;
      rows[at + AT.rarest] = Math.max(rows[at + AT.rarest]!, idf * own);
      rows[at + AT.around]! += (idf * Math.max(own, held[i - 1] ?? 0, held[i + 1] ?? 0)) / total;
      rows[at + AT.paragraph]! += rarity * paragraphs[this.#paragraphs[i]!]!;
      rows[at + AT.before]! += idf * before;
      before = Math.max(before, own) / 2;
    }
    let after = 0;
    for (let i = count - 1; i >= 0; i--) {
      rows[i * WIDTH + AT.after]! += idf * after;
      after = Math.max(after, held[i]!) / 2;
    }
  }
}

type Match = {
  exact: Float64Array;
  held: Float64Array;
  idf: number;
  paragraphs: Float64Array;
  rarity: number;
};

const WIDTH = FEATURES.length;
const AT = Object.fromEntries(FEATURES.map((name, i) => [name, i])) as Record<Feature, number>;

/** The weight of a term that so much of a text has (Robertson & Spärck Jones, 1976), kept above 0. */
function idfOf(held: Float64Array): number {
  let having = 0;
  for (const value of held) having += value;
  return Math.log(1 + Math.max(0, held.length - having + 0.5) / (having + 0.5));
}
