import { forEachYielding, type Span, type TaskContext } from "../model/index.ts";
import { extractTerms } from "../text/index.ts";
import { type AnswerType, expectedAnswerTypes, matchesAnswerType } from "./answerType.ts";
import { TermSimilarity } from "./termSimilarity.ts";

/**
 * BM25 parameters (Robertson and Zaragoza 2009): `K1` controls the saturation of term frequency, `B` the normalisation
 * by length.
 */
const K1 = 1.2;
const B = 0.4;

/**
 * The features of a segment as evidence that it contains the answer, in the order of the columns of
 * `Evidence.features`. "Matched" terms are those of the question that the segment contains, either exactly or as a
 * similar term. The idf of a term matched only by a similar term is weighted by similarity.
 */
export const FEATURES = [
  "bm25", // BM25 score over exact matches
  "similarTermIdf", // total idf of the terms matched only by a similar term
  "coverage", // matched share of the question's total idf
  "squaredCoverage",
  "maxIdf", // highest idf among the matched terms
  "hasMaxCoverage", // 1 if no segment has a higher coverage
  "contextCoverage", // coverage by the segment together with its two neighbours
  "precedingIdf", // total idf of the terms matched by preceding segments, halved for each segment of distance
  "followingIdf", // the same for following segments
  "paragraphIdf", // total idf of the terms that its paragraph matches, where idf counts paragraphs
  "logLength", // natural logarithm of its length in UTF-16 units
  "isFirst", // 1 for the first segment of the text
  "quantity", // here and below: 1 if the question expects this answer type and the segment has a candidate
  "time",
  "percentage",
  "name",
] as const;
export type Feature = (typeof FEATURES)[number];

/** Number of columns of `Evidence.features`. */
export const ROW_WIDTH = FEATURES.length;
/** The column of each feature. */
export const COLUMN = Object.fromEntries(FEATURES.map((name, i) => [name, i])) as Record<Feature, number>;

/**
 * Evidence for one question. `features` is a row-major matrix with one row per segment and `ROW_WIDTH` columns.
 * `totalIdf` is the summed idf of the question's terms. `hasMatch` tells whether the text
 * matches at least one of them.
 */
export type Evidence = {
  features: Float64Array;
  totalIdf: number;
  hasMatch: boolean;
  /** The question's distinct terms, each with its idf and its match strength (0..1) in each segment. */
  terms: { term: string; idf: number; match: Float64Array }[];
};

type RelatedTerms = (term: string) => Iterable<[string, number]>;

/** The indices of the segments that contain a term, in text order, and the frequency of the term in each of them. */
type Posting = { segments: number[]; frequencies: number[] };

/**
 * One question term matched against the text. `saturatedFrequency` is the term frequency component of BM25 for each
 * segment. `match` is the match strength in each segment: 1 for the term itself, less for a similar term, 0 for
 * neither. `paragraphMatch` is the highest match strength in each paragraph.
 */
type TermMatch = {
  saturatedFrequency: Float64Array;
  match: Float64Array;
  idf: number;
  paragraphMatch: Float64Array;
  paragraphIdf: number;
};

/** An inverted index over the segments of a text. For each question, it computes the features of every segment. */
export class EvidenceIndex {
  readonly #text: string;
  readonly #language: string;
  readonly #segments: readonly Span[];
  /** The paragraph number of each segment, from 0. */
  readonly #paragraphs: Uint32Array;
  /** The number of terms in each segment. */
  readonly #lengths: Uint32Array;
  readonly #ids = new Map<string, number>();
  readonly #postings: Posting[] = [];
  readonly #similarity = new TermSimilarity();
  #meanLength = 0;

  private constructor(text: string, language: string, segments: readonly Span[]) {
    this.#text = text;
    this.#language = language;
    this.#segments = segments;
    this.#paragraphs = new Uint32Array(segments.length);
    this.#lengths = new Uint32Array(segments.length);
  }

  /**
   * Indexes the segments of a text, in linear time.
   * @throws PithError `stopped` if the task is cancelled
   */
  static async build(
    text: string,
    language: string,
    segments: readonly Span[],
    context: TaskContext,
  ): Promise<EvidenceIndex> {
    const index = new EvidenceIndex(text, language, segments);
    let paragraph = 0;
    let totalLength = 0;
    await forEachYielding(segments, context, ({ start, end }, i) => {
      if (i && /\n[^\S\n]*\n/.test(text.slice(segments[i - 1]!.end, start))) paragraph++;
      index.#paragraphs[i] = paragraph;
      const terms = extractTerms(text.slice(start, end), language);
      for (const term of terms) index.#add(term, i);
      index.#lengths[i] = terms.length;
      totalLength += terms.length;
    });
    index.#meanLength = totalLength / Math.max(1, segments.length);
    return index;
  }

  #add(term: string, segment: number): void {
    let id = this.#ids.get(term);
    if (id === undefined) {
      id = this.#postings.push({ segments: [], frequencies: [] }) - 1;
      this.#ids.set(term, id);
      this.#similarity.add(term);
    }
    const { segments, frequencies } = this.#postings[id]!;
    if (segments.at(-1) === segment) frequencies[frequencies.length - 1]!++;
    else {
      segments.push(segment);
      frequencies.push(1);
    }
  }

  /**
   * Computes the features of every segment for a question. `related` gives the terms that stand for a term of the
   * question too, each with the strength (0..1) at which it matches.
   */
  evidenceFor(question: string, related: RelatedTerms = () => []): Evidence {
    const count = this.#segments.length;
    const features = new Float64Array(count * ROW_WIDTH);
    const matches = [...new Set(extractTerms(question, this.#language))].map((term) => ({
      term,
      ...this.#matchTerm(term, related),
    }));
    const totalIdf = matches.reduce((sum, { idf }) => sum + idf, 0);
    const hasMatch = matches.some(({ match }) => match.some((strength) => strength > 0));
    for (const match of matches) this.#addTermFeatures(match, totalIdf, features);
    let maxCoverage = 0;
    for (let i = 0; i < count; i++) maxCoverage = Math.max(maxCoverage, features[i * ROW_WIDTH + COLUMN.coverage]!);
    const answerTypes = expectedAnswerTypes(question);
    for (let i = 0; i < count; i++) {
      const row = i * ROW_WIDTH;
      const coverage = features[row + COLUMN.coverage]!;
      features[row + COLUMN.squaredCoverage] = coverage * coverage;
      features[row + COLUMN.hasMaxCoverage] = Number(coverage >= maxCoverage - 1e-9);
      features[row + COLUMN.isFirst] = Number(i === 0);
      const { start, end } = this.#segments[i]!;
      features[row + COLUMN.logLength] = Math.log(end - start);
      if (features[row + COLUMN.contextCoverage]! > 0) this.#setAnswerTypeFeatures(answerTypes, i, question, features);
    }
    return { features, totalIdf, hasMatch, terms: matches };
  }

  #setAnswerTypeFeatures(answerTypes: AnswerType[], segment: number, question: string, features: Float64Array): void {
    const { start, end } = this.#segments[segment]!;
    const sentence = this.#text.slice(start, end);
    for (const type of answerTypes) {
      features[segment * ROW_WIDTH + COLUMN[type]] = Number(matchesAnswerType(type, sentence, question));
    }
  }

  #matchTerm(term: string, related: RelatedTerms): TermMatch {
    const count = this.#segments.length;
    const match = new Float64Array(count);
    const saturatedFrequency = new Float64Array(count);
    const termId = this.#ids.get(term);
    for (const { id, similarity } of this.#similarity.similarTo(term)) {
      if (id === termId) continue;
      for (const segment of this.#postings[id]!.segments)
        match[segment] = Math.max(match[segment]!, Math.min(1, similarity));
    }
    for (const [other, strength] of related(term)) {
      const id = this.#ids.get(other);
      for (const segment of id === undefined ? [] : this.#postings[id]!.segments)
        match[segment] = Math.max(match[segment]!, strength);
    }
    if (termId !== undefined) {
      const { segments, frequencies } = this.#postings[termId]!;
      for (const [i, segment] of segments.entries()) {
        const lengthNorm = 1 - B + (B * this.#lengths[segment]!) / this.#meanLength;
        saturatedFrequency[segment] = (frequencies[i]! * (K1 + 1)) / (frequencies[i]! + K1 * lengthNorm);
        match[segment] = 1;
      }
    }
    const paragraphMatch = new Float64Array((this.#paragraphs.at(-1) ?? -1) + 1);
    for (let i = 0; i < count; i++) {
      const paragraph = this.#paragraphs[i]!;
      paragraphMatch[paragraph] = Math.max(paragraphMatch[paragraph]!, match[i]!);
    }
    return { saturatedFrequency, match, idf: idfOf(match), paragraphMatch, paragraphIdf: idfOf(paragraphMatch) };
  }

  /** Adds the contribution of one question term to the features of every segment. */
  #addTermFeatures(
    { saturatedFrequency, match, idf, paragraphMatch, paragraphIdf }: TermMatch,
    totalIdf: number,
    features: Float64Array,
  ): void {
    const count = match.length;
    let preceding = 0;
    for (let i = 0; i < count; i++) {
      const row = i * ROW_WIDTH;
      const strength = match[i]!;
      features[row + COLUMN.bm25]! += idf * saturatedFrequency[i]!;
      if (!saturatedFrequency[i]) features[row + COLUMN.similarTermIdf]! += idf * strength;
      features[row + COLUMN.coverage]! += (idf * strength) / totalIdf;
      features[row + COLUMN.maxIdf] = Math.max(features[row + COLUMN.maxIdf]!, idf * strength);
      const contextStrength = Math.max(strength, match[i - 1] ?? 0, match[i + 1] ?? 0);
      features[row + COLUMN.contextCoverage]! += (idf * contextStrength) / totalIdf;
      features[row + COLUMN.paragraphIdf]! += paragraphIdf * paragraphMatch[this.#paragraphs[i]!]!;
      features[row + COLUMN.precedingIdf]! += idf * preceding;
      preceding = Math.max(preceding, strength) / 2;
    }
    let following = 0;
    for (let i = count - 1; i >= 0; i--) {
      features[i * ROW_WIDTH + COLUMN.followingIdf]! += idf * following;
      following = Math.max(following, match[i]!) / 2;
    }
  }
}

/**
 * Inverse document frequency (Robertson and Spärck Jones 1976). Its numerator is never less than 0, so that the result
 * is never negative. The document frequency is the sum of the match strengths.
 */
function idfOf(match: Float64Array): number {
  let documentFrequency = 0;
  for (const strength of match) documentFrequency += strength;
  return Math.log(1 + Math.max(0, match.length - documentFrequency + 0.5) / (documentFrequency + 0.5));
}
