import {
  type Claim,
  type Document,
  type DraftClaim,
  type Quote,
  type Reason,
  type Span,
  type TaskContext,
  yieldToEventLoop,
} from "../../model/index.ts";
import { documentDate } from "../../quantities/index.ts";
import { createSearchIndex, type SearchIndex } from "../../retrieval/index.ts";
import { createQuoteLocator, extractTerms, segmentSentences } from "../../text/index.ts";
import { termCoverage } from "../alignment/index.ts";
import type { PartChecks } from "../parts.ts";
import { checkClaim, type Evidence, type EvidenceOrigin } from "./checks.ts";
import { selectEvidence } from "./evidenceSearch.ts";
import { scriptsOf } from "./insertions.ts";
import { isNearCopy } from "./nearCopy.ts";
import { SentenceIndex } from "./sentenceIndex.ts";
import { isMentioned } from "./speaker.ts";
import { checkTranslated } from "./translated.ts";
import { isForeign } from "./writtenLanguage.ts";

/**
 * The result for one claim. `score` (0..1) rises with the support found; `quote` is null unless the claim is verified.
 */
export type VerifiedClaim = { status: Claim["status"]; score: number; reasons: Reason[]; quote: Quote | null };
/** The properties of a document that verification needs. */
export type SourceText = Pick<Document, "id" | "title" | "language" | "text" | "blocks">;
type Statement = Pick<DraftClaim, "text" | "speaker">;

/** Number of sentences before a quote to include in its evidence. They may name the referent of a pronoun. */
const PRECEDING_SENTENCES = 3;
const PARAGRAPH_BREAK = "\n\n";
/** Maximum length, in letters, of a word that is only looked for as a whole word. Most texts contain its letters. */
const MAX_SHORT_WORD = 3;
/** Length, in letters, above which the last two letters of a word may be an inflection. */
const MIN_STEM = 5;
/** Length of the beginning of a paragraph in which the name of who speaks is looked for, in UTF-16 units. */
const MAX_TURN_OPENING = 80;
/** Number of passages to retrieve as evidence for a claim without a quote. */
const PASSAGES = 5;
/** A second sentence is added to retrieved evidence only if it raises the term coverage by more than this. */
const MIN_GAIN_OF_SECOND_SENTENCE = 0.05;

/** Verifies claims against one text. Its indexes are built on first use and shared between claims. */
export class ClaimVerifier {
  readonly #source: SourceText;
  readonly #locate: (quote: string) => Span | null;
  readonly #sentences = new Map<string, Span[]>();
  readonly #lowercaseWords = new Map<string, boolean>();
  readonly #capitalisedWords = new Map<string, boolean>();
  readonly #shortWords = new Map<string, boolean>();
  readonly #speakers = new Map<string, boolean>();
  readonly #sentenceIndex: SentenceIndex;
  #documentDate: Date | null | undefined;
  #normalisedText: string | null = null;
  #scriptSet: Set<string> | null = null;
  #searchIndex: SearchIndex | null = null;

  constructor(source: SourceText) {
    this.#source = source;
    this.#locate = createQuoteLocator(source.text);
    this.#sentenceIndex = new SentenceIndex(source.text, source.language);
  }

  /** Locates a quote and returns it as it appears in the text, or null if the text does not contain it. */
  locateQuote(quote: string): Quote | null {
    const span = this.#locate(quote);
    return span && quoteAt(this.#source, span);
  }

  /** Returns a span of the text as a quote. */
  quoteOf(span: Span): Quote {
    return quoteAt(this.#source, span);
  }

  /** Whether the text or the title mentions a speaker. */
  mentions(speaker: string): boolean {
    return memoize(this.#speakers, speaker, () => isMentioned(speaker, this.#normalised()));
  }

  /**
   * Returns the checks for the parts of a statement (see `checkParts`).
   * @param requested BCP-47 tag of the language in which the statement was to be written
   * @param isTranslated whether the statement is in a different language from the text
   * @param support gives the reasons why a part has no support
   */
  checksFor(requested: string, isTranslated: boolean, support: (part: string) => Reason[]): PartChecks {
    const hasForeignLanguage = (part: string): boolean =>
      isForeign(part, requested, this.#source.language) && this.#locate(part) === null;
    return {
      statement: (part) => (hasForeignLanguage(part) ? ["little_in_common"] : support(part)),
      words: (part) => isTranslated || this.hasWords(part),
    };
  }

  /** Whether the text or the title has each content word of a few words, in some inflection. Digits do not count. */
  hasWords(words: string): boolean {
    return extractTerms(words, this.#source.language).every(
      (term) => /^\p{N}/u.test(term) || this.#occursInDocument(term.length > MIN_STEM ? term.slice(0, -2) : term),
    );
  }

  /**
   * Verifies a claim against the quote it cites.
   * @param isTranslated whether the claim is in a different language from the text
   */
  verifyQuoted(claim: Statement & { quote: string | null }, isTranslated = false): VerifiedClaim {
    if (claim.quote === null) return unverified(0, ["no_quote"]);
    const span = this.#locate(claim.quote);
    return span ? this.#verifyAt(claim, span, "quoted", isTranslated) : unverified(0, ["quote_not_found"]);
  }

  /**
   * Verifies a claim as `verifyQuoted`, and one that its quote does not support also against the sentences beside the
   * quote, alone and together with it, and against the sentence that the claim nearly repeats. Models are often off by one
   * in their sentence numbers. Any other sentence would let inventions in, and a claim that has the words of its quote and
   * says something else is not looked for elsewhere.
   */
  verifyNear(claim: Statement & { quote: string | null }): VerifiedClaim {
    const cited = claim.quote ? this.#locate(claim.quote) : null;
    const result = this.verifyQuoted(claim);
    const isContradicted =
      cited !== null &&
      (result.reasons.includes("negation_differs") ||
        isNearCopy(claim.text, this.#source.text.slice(cited.start, cited.end)));
    if (result.status === "verified" || isContradicted) return result;
    // Two sentences together would let the number of one stand for that of the other.
    const mayJoin = !result.reasons.includes("number_differs");
    for (const span of [...(cited ? this.#spansBeside(cited, mayJoin) : []), ...this.#nearCopies(claim.text)]) {
      const other = this.#verifyAt(claim, span, "quoted");
      if (other.status === "verified") return other;
    }
    return result;
  }

  /** The sentences before and after a span and, within its paragraph, each of them together with it if they may be joined. */
  #spansBeside(span: Span, mayJoin: boolean): Span[] {
    const { text } = this.#source;
    const around = this.#sentencesAround(span);
    const previous = around.findLast(({ end }) => end <= span.start);
    const paragraphEnd = around.at(-1)?.end ?? span.end;
    const nextParagraph = text.indexOf(PARAGRAPH_BREAK, paragraphEnd) + PARAGRAPH_BREAK.length;
    const next =
      around.find(({ start }) => start >= span.end) ??
      (nextParagraph < PARAGRAPH_BREAK.length
        ? undefined
        : this.#sentencesAround({ start: nextParagraph, end: nextParagraph + 1 }).find(
            ({ start }) => start >= nextParagraph,
          ));
    const pairs = [
      ...(previous ? [{ start: previous.start, end: span.end }] : []),
      ...(next ? [{ start: span.start, end: next.end }] : []),
    ].filter(({ start, end }) => !text.slice(start, end).includes(PARAGRAPH_BREAK));
    return [...(mayJoin ? pairs : []), ...[previous, next].filter((one) => one !== undefined)];
  }

  #nearCopies(statement: string): Span[] {
    const { text } = this.#source;
    return this.#sentenceIndex
      .nearest(statement, { start: 0, end: 0 })
      .filter(({ start, end }) => isNearCopy(statement, text.slice(start, end)));
  }

  /** Whether the paragraph of a quote says at its beginning that a speaker has the word: "Maria: …". */
  isTurnOf(speaker: string, { start }: Span): boolean {
    const { text } = this.#source;
    const opening = text
      .slice(text.lastIndexOf(PARAGRAPH_BREAK, start) + 1)
      .slice(0, MAX_TURN_OPENING)
      .trimStart();
    const label = /^[^\n]*?(?:[:：>\n]|\s[—–|·]\s)/u.exec(opening)?.[0].toLowerCase() ?? "";
    return label.includes(speaker.toLowerCase());
  }

  /**
   * Verifies a claim without a quote: each of its sentences must be supported by the most similar sentences of the
   * text. The resulting quote is the one for the first sentence.
   * @throws PithError `stopped` if the task is cancelled
   */
  async verifyUnquoted(claim: Statement, context: TaskContext): Promise<VerifiedClaim> {
    const { language } = this.#source;
    const parts = segmentSentences(claim.text, language).map(({ start, end }) => claim.text.slice(start, end));
    const results: VerifiedClaim[] = [];
    for (const text of parts) {
      const span = await this.#nearestSentences(text, context);
      const part = { text, speaker: claim.speaker };
      results.push(span ? this.#verifyAt(part, span, "retrieved") : unverified(0, ["no_quote"]));
    }
    const [first] = results;
    if (!first) return unverified(0, ["no_quote"]);
    const score = results.reduce((sum, part) => sum + part.score, 0) / results.length;
    const reasons = [...new Set(results.flatMap((part) => part.reasons))];
    return reasons.length ? unverified(score, reasons) : { ...first, score };
  }

  /**
   * Returns the few sentences of the text that together best support a statement, in the order of the text.
   * @param cited spans that an engine cites for other statements, whose sentences are considered too
   * @throws PithError `stopped` if the task is cancelled
   */
  async findEvidence(statement: string, cited: Span[], context: TaskContext): Promise<Quote[]> {
    const { text, language } = this.#source;
    this.#searchIndex ??= await createSearchIndex(text, language, context);
    await yieldToEventLoop(context);
    const found = this.#searchIndex.find(statement, PASSAGES).flatMap((hit) => hit.sentences);
    const similar = this.#sentenceIndex.nearest(statement, { start: 0, end: 0 });
    const citedSentences = cited.flatMap((span) =>
      this.#sentencesAround(span).filter((sentence) => overlaps(sentence, span)),
    );
    const candidates = new Map(
      [...found, ...similar, ...citedSentences].map(({ start, end }) => [`${start}-${end}`, { start, end }]),
    );
    await yieldToEventLoop(context);
    return selectEvidence(statement, [...candidates.values()], text, language).map((span) =>
      quoteAt(this.#source, span),
    );
  }

  /**
   * Returns the sentence, or pair of consecutive sentences, with the highest coverage of the claim's terms. Returns
   * null if the text contains none of these terms.
   */
  async #nearestSentences(claim: string, context: TaskContext): Promise<Span | null> {
    const { text, language } = this.#source;
    this.#searchIndex ??= await createSearchIndex(text, language, context);
    await yieldToEventLoop(context);
    let best: (Span & { coverage: number }) | null = null;
    for (const hit of this.#searchIndex.find(claim, PASSAGES)) {
      for (const [i, from] of hit.sentences.entries()) {
        for (const to of hit.sentences.slice(i, i + 2)) {
          const span = { start: from.start, end: to.end };
          const evidence = { quote: text.slice(span.start, span.end), sentence: "", preceding: "", title: "" };
          const coverage = termCoverage(claim, evidence, language) - (to === from ? 0 : MIN_GAIN_OF_SECOND_SENTENCE);
          if (!best || coverage > best.coverage) best = { ...span, coverage };
        }
      }
    }
    return best && { start: best.start, end: best.end };
  }

  #verifyAt(claim: Statement, span: Span, origin: EvidenceOrigin, isTranslated = false): VerifiedClaim {
    const evidence = this.evidenceAt(span);
    const { score, reasons } = isTranslated
      ? checkTranslated(claim.text, evidence, claim.speaker)
      : checkClaim(claim.text, claim.speaker, evidence, origin);
    if (reasons.length) return unverified(score, reasons);
    return { status: "verified", score, reasons, quote: quoteAt(this.#source, span) };
  }

  /**
   * Collects the evidence for the quote at `span`: its sentences, the preceding ones, and lookups over the whole text.
   */
  evidenceAt(span: Span): Evidence {
    const { text, title, language } = this.#source;
    const sentences = this.#sentencesAround(span);
    const first = Math.max(
      0,
      sentences.findIndex((sentence) => sentence.end > span.start),
    );
    const last = Math.max(
      first,
      sentences.findLastIndex((sentence) => sentence.start < span.end),
    );
    const slice = (from: number, to: number): string =>
      text.slice(sentences[from]?.start ?? span.start, sentences[to]?.end ?? span.end);
    return {
      quote: text.slice(span.start, span.end),
      sentence: slice(first, last),
      preceding: first > 0 ? slice(Math.max(0, first - PRECEDING_SENTENCES), first - 1) : "",
      title: title ?? "",
      language,
      date: this.#date(),
      occursLowercase: (word) => this.#occursLowercase(word),
      occursCapitalised: (word) => this.#occursCapitalised(word),
      occursInDocument: (word) => this.#occursInDocument(word),
      contains: (passage) => this.#contains(passage),
      hasCharacter: (character) => text.includes(character),
      scripts: this.#scripts(),
      mentions: (speaker) => this.mentions(speaker),
      nearestOtherSentences: (claim) =>
        this.#sentenceIndex.nearest(claim, span).map(({ start, end }) => text.slice(start, end)),
    };
  }

  /**
   * Returns the sentences of the paragraphs that contain a span. Earlier paragraphs are added until at least
   * `PRECEDING_SENTENCES` sentences precede the span. Sentences never cross a paragraph break, so segmenting only these
   * paragraphs gives the same sentences as segmenting the whole text.
   */
  #sentencesAround(span: Span): Span[] {
    const { text } = this.#source;
    const next = text.indexOf(PARAGRAPH_BREAK, span.end);
    const end = next < 0 ? text.length : next;
    for (let at = span.start; ; ) {
      at = at > 0 ? text.lastIndexOf(PARAGRAPH_BREAK, at - 1) : -1;
      const start = at <= 0 ? 0 : at + PARAGRAPH_BREAK.length;
      const sentences = this.#sentencesIn(start, end);
      const preceding = sentences.filter((sentence) => sentence.end <= span.start);
      if (start === 0 || preceding.length >= PRECEDING_SENTENCES) return sentences;
    }
  }

  #sentencesIn(start: number, end: number): Span[] {
    const key = `${start}-${end}`;
    const { text, language } = this.#source;
    const known = this.#sentences.get(key);
    if (known) return known;
    const sentences = segmentSentences(text.slice(start, end), language).map((sentence) => ({
      start: start + sentence.start,
      end: start + sentence.end,
    }));
    this.#sentences.set(key, sentences);
    return sentences;
  }

  #date(): Date | null {
    if (this.#documentDate === undefined) this.#documentDate = documentDate(this.#source.text, this.#source.language);
    return this.#documentDate;
  }

  #occursLowercase(word: string): boolean {
    const find = (): boolean => /^\p{Ll}/u.test(word) && wholeWord(word, "(?<![\\p{L}\\p{N}])").test(this.#source.text);
    return memoize(this.#lowercaseWords, word, find);
  }

  /**
   * Whether the text contains the word, capitalised or in all caps, in the middle of a sentence, that is, after a space
   * that follows a letter, digit or comma.
   */
  #occursCapitalised(word: string): boolean {
    const capitalised = word.replace(/^./u, (letter) => letter.toUpperCase());
    const find = (): boolean =>
      [capitalised, word.toUpperCase()].some((form) =>
        wholeWord(form, "(?<=[\\p{L}\\p{N},] )").test(this.#source.text),
      );
    return memoize(this.#capitalisedWords, word, find);
  }

  /** Returns the title and the text, NFKC-normalised and in lower case. */
  #normalised(): string {
    this.#normalisedText ??= `${this.#source.title ?? ""}\n${this.#source.text}`.normalize("NFKC").toLowerCase();
    return this.#normalisedText;
  }

  /** Whether the title or the text contains a passage, up to what quotes may differ in. */
  #contains(passage: string): boolean {
    return this.#normalised().includes(passage.normalize("NFKC").toLowerCase()) || this.#locate(passage) !== null;
  }

  #scripts(): Set<string> {
    this.#scriptSet ??= scriptsOf(this.#source.text);
    return this.#scriptSet;
  }

  #occursInDocument(word: string): boolean {
    const text = this.#normalised();
    if (word.length > MAX_SHORT_WORD || !/^[[\p{L}\p{M}]--\p{sc=Han}]+$/v.test(word)) return text.includes(word);
    return memoize(this.#shortWords, word, () => wholeWord(word, "(?<![\\p{L}\\p{M}])").test(text));
  }
}

/**
 * Builds a pattern that matches a word not followed by a letter.
 * @param lookbehind assertion placed before the word
 */
const wholeWord = (word: string, lookbehind: string): RegExp =>
  new RegExp(`${lookbehind}${RegExp.escape(word)}(?![\\p{L}\\p{M}])`, "u");

function memoize(cache: Map<string, boolean>, key: string, compute: () => boolean): boolean {
  const value = cache.get(key) ?? compute();
  cache.set(key, value);
  return value;
}

const unverified = (score: number, reasons: Reason[]): VerifiedClaim => ({
  status: "unverified",
  score,
  reasons,
  quote: null,
});

const overlaps = (one: Span, other: Span): boolean => one.start < other.end && other.start < one.end;

/** Builds the quote for a span: a slice of the text, with its paragraph number (from 1) and its page, if known. */
export function quoteAt({ id, text, blocks }: SourceText, { start, end }: Span): Quote {
  const at = blocks.findLastIndex((block) => block.start <= start);
  return { document: id, text: text.slice(start, end), start, end, paragraph: at + 1, page: blocks[at]?.page ?? null };
}

/** Returns the quotes without nulls or duplicate spans. All quotes must be from the same document. */
export function distinctQuotes(quotes: (Quote | null)[]): Quote[] {
  const bySpan = new Map(quotes.flatMap((quote) => (quote ? [[`${quote.start}-${quote.end}`, quote]] : [])));
  return [...bySpan.values()];
}
