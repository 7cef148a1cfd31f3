import { foldWord, parseNumber } from "../intents/index.ts";
import type { Document, Span } from "../model/index.ts";
import { findHeadings, type Heading, LABELS, parseLabel } from "./headings.ts";
import { findLostHeading } from "./lostHeading.ts";

/** What the sections of a document are found in. */
type Sectioned = Pick<Document, "text" | "blocks" | "removed">;

/** The text of a section without its heading, as UTF-16 offsets into the document, and the heading in words. */
export type Section = Span & { heading: string };

/** Headings of what follows the last section of a text. */
const BACK_MATTER =
  /^(?:notes?|references|bibliography|acknowledge?ments?|glossary|index|literatur(?:verzeichnis)?|quellen|anmerkungen|danksagung|glossar|notas|referencias|bibliografia|agradecimientos|glosario|参考文献|注|謝辞|索引|付録)$/;
const LAST = /^(?:the )?(?:last|final|letzte[rsn]?|ultim[oa]|最後)$/;
const ARTICLES = /^(?:the|a|an|of|on|about|and|der|die|das|den|dem|des|und|el|la|los|las|de|del|y|の)$/;
/** Names that the same section has. */
const SYNONYMS = [
  ["intro", "introduction"],
  ["epilog", "epilogue"],
  ["prolog", "prologue"],
  ["fazit", "schlussfolgerung", "schlussfolgerungen", "schlusswort", "schluss"],
  ["einleitung", "einfuhrung"],
  ["faq", "faqs"],
];
/** Minimum length of the common beginning by which words of different inflection are taken for the same. */
const MIN_STEM = 4;

/**
 * Finds a section of a document by its number ("3", "chapter 4", "§ 3", "第3章") or the words of its heading
 * ("methods"). Without numbered headings, a number counts the headings. "3(b)" is item b of section 3.
 * @returns null if the document has no such section, or if it is empty
 */
export function findSection(document: Sectioned, name: string): Section | null {
  const headings = headingsOf(document);
  const wanted = name.trim();
  const labelled = parseLabel(wanted);
  const number = labelled?.number ?? parseNumber(foldWord(wanted)) ?? (/^[A-Z]$/.test(wanted) ? wanted : null);
  const found = number
    ? (byNumber(headings, number, labelled?.label ?? "section", document) ?? byItem(headings, number, document))
    : byTitle(headings, foldWord(wanted), document);
  return found ?? null;
}

/** Returns the names of the main sections of a document, in order: "3 Results". */
export function listSections(document: Sectioned): string[] {
  const headings = headingsOf(document);
  const numbered = headings.filter(({ number, runIn }) => number !== null && !runIn);
  const highest = LABELS.find(
    (label) => label !== "appendix" && numbered.filter((heading) => heading.label === label).length > 1,
  );
  const main = numbered.filter(({ label, number }) => label === highest && !number!.includes("."));
  return (main.length > 1 ? main : headings.filter(({ runIn }) => !runIn)).map((heading) => nameOf(heading, document));
}

/** Returns the places at which the headings stand that have a line of their own, in UTF-16 units. */
export const headingStarts = (document: Pick<Document, "text" | "blocks">): Set<number> =>
  new Set(findHeadings(document).flatMap(({ start, runIn }) => (runIn ? [] : start)));

/** Whether the words are those of a heading of the document, but for its number and its little words. */
export const hasHeading = (document: Sectioned, words: string): boolean =>
  headingsOf(document).some(({ title }) => title !== "" && hasSameWords(title, words));

/** Whether the document has a heading with the number and the kind of label of a name such as "article 5". */
export function hasNumberedSection(document: Sectioned, name: string): boolean {
  const labelled = parseLabel(name.trim());
  if (!labelled) return findSection(document, name) !== null;
  const { label, number } = labelled;
  const [whole = number] = /^[^(]+/.exec(number) ?? [];
  const isPlain = label === "section" || label === "article";
  return headingsOf(document).some(
    (heading) => heading.number === whole && (heading.label === label || (isPlain && heading.label === "section")),
  );
}

/** Returns the headings of a document with the first one, if cleaning has removed it. */
function headingsOf(document: Sectioned): Heading[] {
  const headings = findHeadings(document);
  const lost = findLostHeading(document, headings);
  return lost ? [lost, ...headings] : headings;
}

/** Whether two headings have the same words. A few have a short form: "intro", "conclusions". */
function hasSameWords(title: string, words: string): boolean {
  const [a, b] = [foldWord(title.trim()), foldWord(words.trim())];
  if (a === b) return true;
  const [titleWords, otherWords] = [significantWords(a), significantWords(b)];
  return (
    titleWords.length > 0 &&
    titleWords.length === otherWords.length &&
    titleWords.every((word, i) => isSameWord(word, otherWords[i]!))
  );
}

const significantWords = (text: string): string[] =>
  (text.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !ARTICLES.test(word));

const nameOf = ({ start, bodyStart, runIn, number, title }: Heading, { text }: Pick<Document, "text">): string => {
  if (runIn) return `${number} ${title}`.trim();
  // A heading that cleaning has removed is not in the text.
  return bodyStart === start ? title : text.slice(start, bodyStart).trim().replace(/\s+/g, " ");
};

function byNumber(
  headings: Heading[],
  number: string,
  label: Heading["label"],
  document: Pick<Document, "text" | "blocks">,
): Section | undefined {
  const numbered = headings.filter((heading) => heading.number !== null);
  const preference = (heading: Heading): number =>
    (heading.label === label ? 0 : heading.label === "section" ? 2 : 4) + (heading.runIn ? 1 : 0);
  const candidates = numbered
    .filter((heading) => heading.number === number)
    .toSorted((a, b) => preference(a) - preference(b));
  for (const heading of candidates) {
    const section = sectionUnder(heading, headings, document);
    if (section) return section;
  }
  const inferred = sectionOfClauses(numbered, number, document);
  if (inferred) return inferred;
  // The first heading is often taken for the title of the text, or removed with its head.
  const second = number === "1" ? numbered.find((heading) => heading.number === "2" && !heading.runIn) : undefined;
  if (second) return spanOf(0, second.start, number, document);
  // In a document with numbers, a number that is missing is a mistake.
  const distinct = new Set(numbered.filter(({ runIn }) => !runIn).map((heading) => heading.number));
  const counted = headings.filter((heading) => heading.number === null);
  const nth = distinct.size < 2 ? counted[Number(number) - 1] : undefined;
  return nth && (sectionUnder(nth, headings, document) ?? undefined);
}

/** Finds an item of a section: "3(b)" is the paragraphs from "(b)" to the next item, or the whole section without it. */
function byItem(headings: Heading[], number: string, document: Sectioned): Section | undefined {
  const [, whole, item] = /^([^(]+)\((\w+)\)/.exec(number) ?? [];
  const section = whole && byNumber(headings, whole, "section", document);
  if (!section) return undefined;
  const isItem = (text: string, name: string): boolean =>
    new RegExp(`^(?:\\d[\\d.]*\\s?)?\\(?${name}\\)`, "i").test(text);
  const inside = document.blocks.filter(({ start, end }) => start >= section.start && end <= section.end);
  const textOf = ({ start, end }: Span): string => document.text.slice(start, end);
  const first = inside.findIndex((block) => isItem(textOf(block), item!));
  if (first < 0) return section;
  const next = inside.slice(first + 1).find((block) => isItem(textOf(block), "[a-z\\d]{1,3}"));
  return spanOf(inside[first]!.start, next?.start ?? section.end, `${whole}(${item})`, document);
}

/** A section whose own heading is missing, but not its clauses "3.1", "3.2". */
function sectionOfClauses(
  numbered: Heading[],
  number: string,
  document: Pick<Document, "text" | "blocks">,
): Section | undefined {
  const isClause = (heading: Heading): boolean => heading.number!.startsWith(`${number}.`);
  const first = numbered.findIndex(isClause);
  if (first < 0) return undefined;
  const next = numbered.slice(first).find((heading) => !isClause(heading));
  return spanOf(numbered[first]!.start, next?.start ?? document.text.length, number, document);
}

/** Returns the text from a heading to the next one of its own or a higher level. */
function sectionUnder(
  heading: Heading,
  headings: Heading[],
  document: Pick<Document, "text" | "blocks">,
): Section | undefined {
  const later = headings.slice(headings.indexOf(heading) + 1);
  const closing = later.filter((other) => closes(other, heading, headings));
  for (const end of [...closing.map(({ start }) => start), document.text.length]) {
    const section = spanOf(heading.bodyStart, end, nameOf(heading, document), document);
    if (section) return section;
    // A numbered heading without text stands in a list of headings; one without a number heads the next ones too.
    if (heading.number !== null) return undefined;
  }
  return undefined;
}

/** Whether a section ends at another heading. */
function closes(other: Heading, heading: Heading, headings: Heading[]): boolean {
  const { number, label, runIn } = heading;
  if (number === null) return !other.runIn;
  if (other.number === null)
    return runIn || BACK_MATTER.test(foldWord(other.title)) || isLastOfNumbered(heading, headings);
  if (other.number.startsWith(`${number}.`)) return false;
  if (other.label !== label) return LABELS.indexOf(other.label) < LABELS.indexOf(label) || other.label === "appendix";
  if (other.runIn && !runIn && !other.number.includes(".") && !number.includes(".")) return false;
  // A lower number begins a list inside the section.
  return depth(other.number) <= depth(number) && isAfter(other.number, number);
}

/** Whether no number follows, and all sections with a number so far have subsections with one, or none at all. */
function isLastOfNumbered({ label, number, start }: Heading, headings: Heading[]): boolean {
  const kin = headings.filter(
    (other) => other.label === label && !other.runIn && other.number && depth(other.number) === depth(number!),
  );
  const between = headings.filter((other) => other.start > (kin[0]?.start ?? 0) && other.start < start);
  return kin.length > 1 && kin.at(-1)!.start === start && between.every((other) => other.number !== null);
}

function isAfter(number: string, other: string): boolean {
  const [parts, otherParts] = [partsOf(number), partsOf(other)];
  for (const [i, part] of parts.entries()) {
    const difference = /^\d/.test(part)
      ? Number(part) - Number(otherParts[i] ?? 0)
      : part.localeCompare(otherParts[i] ?? "");
    if (difference !== 0) return difference > 0;
  }
  return false;
}

const partsOf = (number: string): string[] => number.match(/\d+|[a-z]+/gi) ?? [];

const depth = (number: string): number => number.split(".").length;

/** Returns the span without surrounding white space, or undefined if it holds no text of a paragraph. */
function spanOf(
  from: number,
  to: number,
  heading: string,
  { text, blocks }: Pick<Document, "text" | "blocks">,
): Section | undefined {
  const inside = blocks.filter((block) => block.start >= from && block.end <= to);
  const [first, last] = [inside[0], inside.at(-1)];
  const hasText = inside.some(({ kind }) => kind !== "heading" && kind !== "title");
  return first && last && hasText && text.slice(first.start, last.end).trim()
    ? { start: first.start, end: last.end, heading }
    : undefined;
}

function byTitle(
  headings: Heading[],
  wanted: string,
  document: Pick<Document, "text" | "blocks">,
): Section | undefined {
  const titled = headings.filter(({ title }) => title !== "");
  if (LAST.test(wanted)) {
    const last = titled.findLast(
      (heading) => !BACK_MATTER.test(foldWord(heading.title)) && depth(heading.number ?? "") === 1,
    );
    return last && sectionUnder(last, headings, document);
  }
  const ranked = titled
    .map((heading) => ({ heading, score: similarity(foldWord(heading.title), wanted) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || Number(a.heading.runIn) - Number(b.heading.runIn));
  for (const { heading } of ranked) {
    const section = sectionUnder(heading, headings, document);
    if (section) return section;
  }
  return undefined;
}

/** Returns how well a heading fits the words: 1 if they are the same, 0 if a word is not in it. */
function similarity(title: string, wanted: string): number {
  if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(wanted))
    return title.includes(wanted) ? wanted.length / title.length : 0;
  const [titleWords, wantedWords] = [significantWords(title), significantWords(wanted)];
  const isCovered =
    wantedWords.length > 0 && wantedWords.every((word) => titleWords.some((other) => isSameWord(word, other)));
  return isCovered ? wantedWords.length / titleWords.length : 0;
}

function isSameWord(a: string, b: string): boolean {
  if (SYNONYMS.some((words) => words.includes(a) && words.includes(b))) return true;
  const length = Math.max(MIN_STEM, Math.min(a.length, b.length) - 2);
  return (
    a === b ||
    (Math.min(a.length, b.length) >= MIN_STEM &&
      Math.abs(a.length - b.length) <= 3 &&
      a.slice(0, length) === b.slice(0, length))
  );
}
