import { foldWord, parseNumber } from "../intents/index.ts";
import type { Block, Document } from "../model/index.ts";

/** What a section is called, from the largest part of a document to the smallest. `section` is also what has no name. */
export const LABELS = ["part", "chapter", "appendix", "section", "article"] as const;
type Label = (typeof LABELS)[number];

/**
 * A heading. `start` is that of its block, `bodyStart` the place at which the text of the section begins; both are
 * UTF-16 offsets into the document's text. A `runIn` heading begins the paragraph that it heads ("4. Refusal. The
 * Council may …"); such a section begins with it. `number` is written with dots ("2.1"), or a letter; null without one.
 */
export type Heading = {
  start: number;
  bodyStart: number;
  label: Label;
  number: string | null;
  title: string;
  runIn: boolean;
};

const LABEL_WORDS: Record<Label, string> = {
  part: "part|teil|parte|partie|book|buch|libro|titulo|title|titel|titre",
  chapter: "chapter|chap|ch|kapitel|kap|capitulo|cap|chapitre|capitolo|hoofdstuk",
  appendix: "appendix|annex|annexe|schedule|anhang|anlage|anexo|apendice",
  section: "section|sections|sec|sect|abschnitt|seccion|apartado|sektion|sezione",
  article: "article|art|clause|item|point|artikel|paragraph|paragraf|ziffer|punkt|articulo|clausula|punto|§{1,2}",
};
const LABELLED = new RegExp(
  `^(${Object.values(LABEL_WORDS).join("|")})(?:\\.?\\s+|\\.|(?<=§)\\s*)([\\p{L}\\p{N}]+(?:\\.\\d+)*(?:\\([a-z\\d]{1,3}\\))*)(?=$|[^\\p{L}\\p{N}])`,
  "u",
);
const NUMBERED =
  /^((?:\d{1,3}(?:\.\d{1,3}){0,4}(?:[A-Za-z](?=[.):])|[a-cA-C](?=\s))?)|[IVXL]{1,5}|[A-Z]|[一二三四五六七八九十]{1,3})([.):.、)]?)(?:\s+|(?<=[.、)]))(?=\S)/u;
const JAPANESE = /^第?\s*([\d0-9一二三四五六七八九十]{1,4})\s*([章節条項部編])/u;
const JAPANESE_APPENDIX = /^(?:付録|附録|別紙|別表)\s*([A-HA-H]|[\d0-9一二三四五六七八九十]{1,2})(?=$|[\s::.、（(])/u;
const JAPANESE_LABELS: Record<string, Label> = {
  章: "chapter",
  部: "part",
  編: "part",
  節: "section",
  条: "article",
  項: "article",
};
/** The start of a date, as in "12 March 2024", which is no heading. */
const MONTH = /^(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|ene|abr|ago|dic)\p{L}*\.?(?:\s|$)/iu;
/** Dots or spaces up to a page number, as in tables of contents. */
const LEADERS = /(?:\.\s?){4,}|…{2,}|\s{3,}\d+$/;
/** The end of a row of a table that has lost its columns, or an address. */
const AMOUNT_OR_ADDRESS = /[£$€¥]\s?\d|\d[.,]\d{2}$|www\.|:\/\//;
const CONTENTS =
  /^(?:(?:table of )?contents|on this page|inhalt(?:sverzeichnis)?|indice|contenido|目次|arrangement of sections)$/;
/** The kinds of blocks that may be or begin with a heading. */
const HEADING_KINDS = new Set(["title", "heading", "paragraph", "note"]);
const CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
/** Maximum length of a heading that is not marked as one, in UTF-16 units. Chinese and Japanese need half as many. */
const MAX_LENGTH = 80;

/** Returns the headings of a document with or without a number, in order: marked ones, and lines that look like one. */
export function findHeadings({ text, blocks }: Pick<Document, "text" | "blocks">): Heading[] {
  const hasMarkup = blocks.some(({ kind }) => kind === "heading");
  const headings = blocks.flatMap((block, i) => {
    if (!HEADING_KINDS.has(block.kind)) return [];
    const whole = text.slice(block.start, block.end);
    const line = whole.split("\n", 1)[0]!.trim();
    if (!line || LEADERS.test(line)) return [];
    return parseNumbered(block, whole, line) ?? unnumbered(block, whole, hasMarkup, text, blocks[i + 1]) ?? [];
  });
  const hasLetters = headings.some(({ number }) => number === "A");
  return headings.filter(
    (heading, i) =>
      !isRepeatedIn(heading, headings.slice(i + 1)) &&
      !CONTENTS.test(foldWord(heading.title)) &&
      (hasLetters || heading.label !== "section" || !/^[A-Z]$/.test(heading.number ?? "")), // "H. Quillfeather"
  );
}

/** A heading that comes again later stands in a table of contents. */
const isRepeatedIn = ({ label, number, title }: Heading, later: Heading[]): boolean => {
  const key = comparable(title);
  return (
    key !== "" &&
    later.some((other) => {
      const otherKey = comparable(other.title);
      return (
        other.label === label &&
        other.number === number &&
        (otherKey.startsWith(key) || key.startsWith(otherKey)) &&
        otherKey !== ""
      );
    })
  );
};

const comparable = (title: string): string => foldWord(title).replace(/[^\p{L}\p{N}]/gu, "");

/** Returns the label and the number that a text begins with, and the length of both in UTF-16 units. */
export function parseLabel(text: string): { label: Label; number: string; length: number } | null {
  const japanese = JAPANESE.exec(text);
  if (japanese) {
    const number = parseNumber(japanese[1]!);
    return number ? { label: JAPANESE_LABELS[japanese[2]!]!, number, length: japanese[0].length } : null;
  }
  const appendix = JAPANESE_APPENDIX.exec(text);
  if (appendix) {
    const letter = appendix[1]!.normalize("NFKC");
    return { label: "appendix", number: parseNumber(letter) ?? letter, length: appendix[0].length };
  }
  // Folding changes the length of a few letters only, none of which stands in a label.
  const labelled = LABELLED.exec(foldWord(text));
  if (!labelled) return null;
  const [all, word, numeral] = labelled as unknown as [string, string, string];
  const number = /^[a-h]$/.test(numeral) ? numeral.toUpperCase() : parseNumber(numeral);
  const label = LABELS.find((name) => new RegExp(`^(?:${LABEL_WORDS[name]})$`).test(word))!;
  return number ? { label, number, length: all.length } : null;
}

/** Returns the label and the number of a line that is known to be a heading; null if it has no number. */
export const parseHeadingLine = (line: string): Pick<Heading, "label" | "number"> | null =>
  parseNumbered({ kind: "heading", page: null, start: 0, end: line.length }, line, line.trim());

function parseNumbered(block: Block, whole: string, line: string): Heading | null {
  const labelled = parseLabel(line);
  const plain = labelled ? null : NUMBERED.exec(line);
  const isMarked = block.kind === "heading";
  if (!labelled && !plain) return null;
  const [, numeral = "", mark = ""] = plain ?? [];
  const number =
    labelled?.number ??
    (/^[A-Z]$/.test(numeral) && !/^[IVX]$/.test(numeral) ? numeral : parseNumber(numeral.toLowerCase()));
  const title = line
    .slice(labelled?.length ?? plain![0].length)
    .replace(/^[\s.:)—–|-]+/, "")
    .trim();
  if (number === null || (plain && !isPlausible(numeral, mark, title, isMarked))) return null;
  // "Section 4 does not apply to boats." mentions a section.
  if (
    labelled &&
    !isMarked &&
    !isHeadingLike(line, title) &&
    !/^[.:)—–|-]|^\s*[「（(]/.test(line.slice(labelled.length).trimStart())
  )
    return null;
  const runIn = !isMarked && !(isHeadingLike(line, title) && whole.trim().length <= line.length);
  if (runIn && mark === ")") return null; // an item of a list
  const bodyStart = runIn ? block.start : block.end;
  const runInTitle = /^(.{2,60}?)[.:。]\s/u.exec(title)?.[1] ?? "";
  return {
    start: block.start,
    bodyStart,
    label: labelled?.label ?? "section",
    number,
    title: runIn ? runInTitle : title,
    runIn,
  };
}

/** A letter or a Roman numeral needs a mark, and so does a number before a word that does not begin a heading. */
function isPlausible(numeral: string, mark: string, title: string, isMarked: boolean): boolean {
  if (!title || MONTH.test(title)) return false;
  const isDotted = numeral.includes(".");
  if (/^\D/.test(numeral))
    return mark !== "" && (isMarked || (/^[A-Z]+$/.test(numeral) ? isHeadingLike(title, title) : true));
  return (
    isMarked || mark !== "" || isDotted || (/^["“'(¿¡]?(?:\p{Lu}|\p{Lo})/u.test(title) && isHeadingLike(title, title))
  );
}

/** Whether a line is short, is no sentence, and begins like a heading. */
function isHeadingLike(line: string, title: string): boolean {
  const max = CJK.test(line) ? MAX_LENGTH / 2 : MAX_LENGTH;
  return line.length <= max && !/[.。,、;:：]["'”’»)]*$/u.test(title) && !/[\t|=]/.test(line);
}

/** A marked heading, or a short line before a longer text in a document in which no heading is marked. */
function unnumbered(
  block: Block,
  whole: string,
  hasMarkup: boolean,
  text: string,
  next: Block | undefined,
): Heading | null {
  const title = whole.trim();
  const heading: Heading = {
    start: block.start,
    bodyStart: block.end,
    label: "section",
    number: null,
    title,
    runIn: false,
  };
  if (hasMarkup) return block.kind === "heading" ? heading : null;
  if (block.kind !== "paragraph" || title.includes("\n") || !next) return null;
  const following = text.slice(next.start, next.end);
  const isFollowed =
    following.length > MAX_LENGTH ||
    /[.!?:。!?:]["'”’»)」]*$/u.test(following) ||
    ["list", "table"].includes(next.kind);
  const isLine =
    !AMOUNT_OR_ADDRESS.test(title) &&
    isHeadingLike(title, title) &&
    /^["“'(¿¡«「]?[\p{Lu}\p{Lo}\p{N}]/u.test(title) &&
    !/[.!。！]["'”’»)」]*$/u.test(title);
  const isCapitals = title === title.toUpperCase() && title !== title.toLowerCase();
  return isLine && (isCapitals || (isFollowed && title.length < following.length)) ? heading : null;
}
