import {
  breathe,
  type Claim,
  type Document,
  type DraftClaim,
  type Quote,
  type Reason,
  type Run,
  type Span,
} from "../../model/index.ts";
import { createLocator, createSearch, type Search, sentences } from "../../text/index.ts";
import { shareOf } from "../alignment/coverage.ts";
import { checkClaim, checkTranslated, type Evidence, type Origin } from "./checks.ts";
import { SentenceIndex } from "./sentenceIndex.ts";

export type Judgement = { status: Claim["status"]; score: number; reasons: Reason[]; quote: Quote | null };
/** What of a Document judging needs. */
export type Text = Pick<Document, "id" | "title" | "language" | "text" | "blocks">;
type Statement = Pick<DraftClaim, "text" | "speaker">;

/** How many sentences before the quote may name who "he" is. */
const LOOK_BACK = 3;
const PARAGRAPH = "\n\n";
/** Passages that the proof of a claim without a quote is looked for in. */
const PASSAGES = 5;
/** What a second sentence must add to the share of the claim's terms to be part of the proof. */
const SECOND_SENTENCE = 0.05;

/** Judges claims against one text; what is costly about the text is made once, when a claim first needs it. */
export class Judge {
  readonly #text: Text;
  readonly #locate: (quote: string) => Span | null;
  readonly #known = new Map<string, Span[]>();
  readonly #common = new Map<string, boolean>();
  readonly #proper = new Map<string, boolean>();
  readonly #index: SentenceIndex;
  #lower: string | null = null;
  #search: Search | null = null;

  constructor(text: Text) {
    this.#text = text;
    this.#locate = createLocator(text.text);
    this.#index = new SentenceIndex(text.text, text.language);
  }

  /** Where a quote stands in the text, cut from the text itself, or null when it does not. */
  locate(quote: string): Quote | null {
    const span = this.#locate(quote);
    return span && cutQuote(this.#text, span);
  }

  /** A claim with the quote that is to prove it; `translated` when it is not in the text's language. */
  claim(claim: Statement & { quote: string | null }, translated = false): Judgement {
    if (claim.quote === null) return unverified(0, ["no_quote"]);
    const span = this.#locate(claim.quote);
    return span ? this.#judge(claim, span, "given", translated) : unverified(0, ["quote_not_found"]);
  }

  /** A claim without a quote: each of its sentences must be borne out by the sentence of the text that is nearest to it. */
  async unquoted(claim: Statement, run: Run): Promise<Judgement> {
    const parts = sentences(claim.text, this.#text.language).map(({ start, end }) => claim.text.slice(start, end));
    const judged: Judgement[] = [];
    for (const text of parts) {
      const span = await this.#bestSentence(text, run);
      const part = { text, speaker: claim.speaker };
      judged.push(span ? this.#judge(part, span, "found") : unverified(0, ["no_quote"]));
    }
    const [first] = judged;
    if (!first) return unverified(0, ["no_quote"]);
    const score = judged.reduce((sum, part) => sum + part.score, 0) / judged.length;
    const reasons = [...new Set(judged.flatMap((part) => part.reasons))];
    return reasons.length ? unverified(score, reasons) : { ...first, score };
  }

  /** The sentence, or two neighbours, of the text that hold most of a claim's terms. */
  async #bestSentence(claim: string, run: Run): Promise<Span | null> {
    const { text, language } = this.#text;
    this.#search ??= await createSearch(text, language, run);
    await breathe(run);
    let best: (Span & { share: number }) | null = null;
    for (const hit of this.#search.find(claim, PASSAGES).hits) {
      for (const [i, from] of hit.sentences.entries()) {
        for (const to of hit.sentences.slice(i, i + 2)) {
          const span = { start: from.start, end: to.end };
          const evidence = { quote: text.slice(span.start, span.end), sentence: "", before: "", title: "" };
          const share = shareOf(claim, evidence, language) - (to === from ? 0 : SECOND_SENTENCE);
          if (!best || share > best.share) best = { ...span, share };
        }
      }
    }
    return best && { start: best.start, end: best.end };
  }

  #judge(claim: Statement, span: Span, origin: Origin, translated = false): Judgement {
    const evidence = this.evidence(span);
    const { score, reasons } = translated
      ? checkTranslated(claim.text, evidence.sentence, evidence.language)
      : checkClaim(claim.text, claim.speaker, evidence, origin);
    if (reasons.length) return unverified(score, reasons);
    return { status: "verified", score, reasons, quote: cutQuote(this.#text, span) };
  }

  /** What a located quote gives to hold statements against. */
  evidence(span: Span): Evidence {
    const { text, title } = this.#text;
    const all = this.#around(span);
    const first = Math.max(
      0,
      all.findIndex((sentence) => sentence.end > span.start),
    );
    const last = Math.max(
      first,
      all.findLastIndex((sentence) => sentence.start < span.end),
    );
    const slice = (from: number, to: number): string =>
      text.slice(all[from]?.start ?? span.start, all[to]?.end ?? span.end);
    return {
      quote: text.slice(span.start, span.end),
      sentence: slice(first, last),
      before: first > 0 ? slice(Math.max(0, first - LOOK_BACK), first - 1) : "",
      title: title ?? "",
      language: this.#text.language,
      isCommon: (word) => this.#isCommon(word),
      isProper: (word) => this.#isProper(word),
      has: (word) => this.#has(word),
      elsewhere: (claim) => this.#index.nearest(claim, span),
    };
  }

  /**
   * The sentences of the paragraphs that a span stands in, and of those before it until there are enough to look back on:
   * a blank line ends a sentence, so they are what they are in the whole text, which may be long.
   */
  #around(span: Span): Span[] {
    const { text } = this.#text;
    const next = text.indexOf(PARAGRAPH, span.end);
    const end = next < 0 ? text.length : next;
    for (let at = span.start; ; ) {
      at = at > 0 ? text.lastIndexOf(PARAGRAPH, at - 1) : -1;
      const start = at <= 0 ? 0 : at + PARAGRAPH.length;
      const found = this.#sentences(start, end);
      if (start === 0 || found.filter((sentence) => sentence.end <= span.start).length >= LOOK_BACK) return found;
    }
  }

  #sentences(start: number, end: number): Span[] {
    const key = `${start}-${end}`;
    const { text, language } = this.#text;
    const known = this.#known.get(key);
    if (known) return known;
    const found = sentences(text.slice(start, end), language).map((s) => ({
      start: start + s.start,
      end: start + s.end,
    }));
    this.#known.set(key, found);
    return found;
  }

  /** Whether the text has a word in lower case, and so not only as a name. */
  #isCommon(word: string): boolean {
    const find = (): boolean => /^\p{Ll}/u.test(word) && alone(word, "(?<![\\p{L}\\p{N}])").test(this.#text.text);
    return remembered(this.#common, word, find);
  }

  /** Whether the text has a word with a capital within a sentence, and so as a name. */
  #isProper(word: string): boolean {
    const name = word.replace(/^./u, (letter) => letter.toUpperCase());
    const find = (): boolean =>
      [name, word.toUpperCase()].some((form) => alone(form, "(?<=[\\p{L}\\p{N},] )").test(this.#text.text));
    return remembered(this.#proper, word, find);
  }

  #has(word: string): boolean {
    this.#lower ??= `${this.#text.title ?? ""}\n${this.#text.text}`.normalize("NFKC").toLowerCase();
    return this.#lower.includes(word);
  }
}

const alone = (word: string, before: string): RegExp =>
  new RegExp(`${before}${RegExp.escape(word)}(?![\\p{L}\\p{M}])`, "u");

function remembered(known: Map<string, boolean>, word: string, find: () => boolean): boolean {
  const found = known.get(word) ?? find();
  known.set(word, found);
  return found;
}

const unverified = (score: number, reasons: Reason[]): Judgement => ({
  status: "unverified",
  score,
  reasons,
  quote: null,
});

/** A quote as people get it: cut from the text by its offsets, with its paragraph and page. */
export function cutQuote({ id, text, blocks }: Text, { start, end }: Span): Quote {
  const at = blocks.findLastIndex((block) => block.start <= start);
  return { document: id, text: text.slice(start, end), start, end, paragraph: at + 1, page: blocks[at]?.page ?? null };
}
