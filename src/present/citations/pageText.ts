import type { Block, Document, Span } from "../../model/index.ts";

/**
 * A stretch of a document within one block and one line, in which a term of a text directive can lie. In a table, each
 * cell is a line.
 */
type Line = Span & { words: Span[]; boundaries: Set<number> };

/** The part of a quote on one line, with the indices of the line and of its block. */
export type Part = Span & { line: number; block: number };

/** Stands between two lines of a folded text, because no term matches across them. Folding removes it from the text. */
export const LINE_END = "\n";

/** Minimum length of a paragraph that can have a drop cap, in UTF-16 units. */
const MIN_OPENING_LENGTH = 120;

/**
 * How much text is searched for one quote, in UTF-16 units. Almost every quote needs one or two searches of its page;
 * the limit bounds the work on large pages that repeat themselves.
 */
const MAX_SEARCHED_LENGTH = 20_000_000;

/** Browsers break words by ICU's rules, which hardly depend on the locale. */
const wordSegmenter = new Intl.Segmenter("en", { granularity: "word" });

/**
 * Folds text so that two texts are equal if a browser takes them for the same. Browsers ignore case, marks, invisible
 * characters and the form of quotation marks (ICU's collation at primary strength). White space is removed too, so that
 * folding rather finds too many equal texts than too few. Letters such as ø and o, which browsers also take for the
 * same, stay apart.
 */
const foldText = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}\p{Cc}\s]/gu, "")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ")
    .replace(/["'`´‘’‚‛“”„‟«»‹›]/g, "'");

/** What is known of a web page from its cleaned document: the lines of its text, and what cleaning has removed. */
export class PageText {
  readonly text: string;
  /** The lines of the text, in order. */
  readonly #lines: (Span & { block: number })[];
  /** The folded lines of the text, each between two `LINE_END`. */
  readonly #kept: string;
  /** The folded lines of what was removed and of the title, each between two `LINE_END`. Their place is unknown. */
  readonly #removed: string;
  /** Where the first long paragraph starts. */
  readonly #opening: number | undefined;
  #searchedLength = 0;
  readonly #segmented = new Map<number, Line>();

  constructor({ text, blocks, title, removed }: Pick<Document, "text" | "blocks" | "title" | "removed">) {
    this.text = text;
    this.#lines = blocks.flatMap((block, index) => linesOf(text, block).map((line) => ({ ...line, block: index })));
    this.#kept = ["", fold(this.#lines.map(({ start, end }) => text.slice(start, end))), ""].join(LINE_END);
    this.#opening = blocks.find(
      ({ kind, start, end }) => kind === "paragraph" && end - start >= MIN_OPENING_LENGTH,
    )?.start;
    const elsewhere = fold(removed.flatMap((piece) => piece.text.split("\n")));
    // The title mostly stands in the text or in what was removed. It is not added to them, because it would count twice.
    const heading = foldText(title ?? "");
    const isKnown = !heading || this.#kept.split(LINE_END).includes(heading) || elsewhere.includes(heading);
    this.#removed = ["", elsewhere, ...(isKnown ? [] : [heading]), ""].join(LINE_END);
  }

  /** Allows `isUnique` and `beginsOnlyCopies` to search as much as they may for one quote. */
  startSearch(): void {
    this.#searchedLength = 0;
  }

  /** Counts a search of the whole page. Returns false if too much has been searched for the quote. */
  #mayGoOn(): boolean {
    this.#searchedLength += this.#kept.length + this.#removed.length;
    return this.#searchedLength <= MAX_SEARCHED_LENGTH;
  }

  /** Returns the parts of a span by line, without white space at either end. Lines without a part are omitted. */
  partsOf({ start, end }: Span): Part[] {
    return this.#lines.flatMap((line, index) => {
      if (line.end <= start || line.start >= end) return [];
      const part = this.trim({ start: Math.max(line.start, start), end: Math.min(line.end, end) });
      return part.end > part.start ? [{ ...part, line: index, block: line.block }] : [];
    });
  }

  /** Returns a line with its words, or null if there is none at that index. */
  line(index: number): Line | null {
    const span = this.#lines[index];
    if (!span) return null;
    const known = this.#segmented.get(index);
    if (known) return known;
    const segments = Array.from(wordSegmenter.segment(this.text.slice(span.start, span.end)), (segment) => ({
      start: span.start + segment.index,
      end: span.start + segment.index + segment.segment.length,
      isWord: segment.isWordLike === true,
    }));
    const boundaries = new Set([...segments.map(({ start }) => start), span.end]);
    const line = { ...span, words: segments.filter(({ isWord }) => isWord), boundaries };
    this.#segmented.set(index, line);
    return line;
  }

  /** Whether a part begins the first long paragraph, in which magazines and blogs like to set a drop cap. */
  mayHaveDropCap({ start }: Part): boolean {
    return start === this.#opening;
  }

  /** Returns a span without the white space at either end. */
  trim({ start, end }: Span): Span {
    const part = this.text.slice(start, end);
    return { start: end - part.trimStart().length, end: start + part.trimEnd().length };
  }

  /** Folds the parts of a text, each of which stands on a line of its own. */
  key(parts: Span[]): string {
    return fold(parts.map(({ start, end }) => this.text.slice(start, end)));
  }

  /**
   * Whether folded texts stand one after the other at only one place of the page. Browsers skip white space and line
   * breaks between a term and its context. False if too much has been searched.
   */
  isUnique(pieces: string[]): boolean {
    if (!this.#mayGoOn()) return false;
    const places = joinings(pieces).reduce((sum, key) => sum + countUpTo2(this.#kept, key), 0);
    return places === 1 && !this.#removed.includes(pieces.join("")) && !this.#canBeApart(pieces);
  }

  /** Whether each place where `start` occurs begins a copy of `quote`. False if too much has been searched. */
  beginsOnlyCopies(start: string, quote: string): boolean {
    if (!this.#mayGoOn()) return false;
    for (const text of [this.#kept, this.#removed])
      for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1))
        if (!text.startsWith(quote, at)) return false;
    return true;
  }

  /** Whether a folded text occurs in what was removed. */
  wasRemoved(key: string): boolean {
    return this.#removed.includes(key);
  }

  /** Whether a removed line, wherever it stands, could bring two of the pieces together. */
  #canBeApart(pieces: string[]): boolean {
    return pieces.slice(1).some((after, i) => {
      const [end, start] = [pieces[i]! + LINE_END, LINE_END + after];
      const isInText = (key: string): boolean => this.#kept.includes(key) || this.#removed.includes(key);
      return (this.#removed.includes(end) && isInText(start)) || (isInText(end) && this.#removed.includes(start));
    });
  }
}

/** Joins folded texts in all ways in which they can follow each other: on one line, or on a line each. */
export const joinings = (pieces: string[]): string[] =>
  pieces.reduce<string[]>(
    (joined, piece) => (joined.length ? joined.flatMap((key) => [key + piece, key + LINE_END + piece]) : [piece]),
    [],
  );

function countUpTo2(text: string, key: string): number {
  const first = text.indexOf(key);
  if (first < 0) return 0;
  return text.includes(key, first + 1) ? 2 : 1;
}

const fold = (lines: string[]): string => lines.map(foldText).join(LINE_END);

/** Splits a block into its lines, and a row of a table into its cells. */
function linesOf(text: string, block: Block): Span[] {
  const lines: Span[] = [];
  let { start } = block;
  const separator = block.kind === "table" ? / \| |\n/g : /\n/g;
  for (const { 0: separated, index } of text.slice(block.start, block.end).matchAll(separator)) {
    lines.push({ start, end: block.start + index });
    start = block.start + index + separated.length;
  }
  return [...lines, { start, end: block.end }].filter((line) => line.end > line.start);
}
