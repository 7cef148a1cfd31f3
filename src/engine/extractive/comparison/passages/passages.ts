import {
  extractContentTerms,
  extractOpposedWords,
  extractPeopleGroups,
  extractValues,
  type OpposedWord,
  type PeopleGroup,
  type Term,
  type Value,
} from "../../../../facts/index.ts";
import { type Document, forEachYielding, type Span, type TaskContext } from "../../../../model/index.ts";
import { documentStatements, type Statement } from "../../../../statements/index.ts";
import { findNegations } from "./negation.ts";

/**
 * A statement of a document with what it says: its content words and values. `labels` are the keys of the words of the
 * heading and the label that it stands under. `index` counts from 0 in document order, `previous` is the passage before
 * it in its paragraph.
 */
export type Passage = Span & {
  index: number;
  text: string;
  terms: Term[];
  values: Value[];
  labels: string[];
  previous: Passage | null;
  /** How far into the document it stands, from 0 to 1; and the same, less in a short document, in which it tells less. */
  place: number;
  tellingPlace: number;
  /** Whether somebody could read it alone. */
  isReadable: boolean;
  /** Whether it denies what its words say: it has an odd number of negations. */
  isNegated: boolean;
  /** The keys of the first content words after its negations. */
  denied: string[];
  /** The keys of the content words around its negations. */
  aroundNegations: Set<string>;
  /** Its words that have an opposite, and those for groups of people. */
  opposed: OpposedWord[];
  groups: PeopleGroup[];
};

/** Maximum length of a heading and of a passage that is compared, in UTF-16 units. */
const MAX_HEADING_UNITS = 80;
const MAX_PASSAGE_UNITS = 500;
/** Length, in UTF-16 units, of documents in which the place of a passage tells fully. */
const SHORT_UNITS = 1500;
/** Maximum number of content words of the label at the start of a paragraph: "Water.". */
const MAX_LABEL_TERMS = 2;
/** Matches what stands between a time of day and a word that tells which half of the day it is: "fünf Uhr früh". */
const CLOCK_JOINT = /^\s?(?:Uhr\s)?$/u;
/** Matches what stands between the clauses of a sentence. */
export const CLAUSE_BOUNDARY = /[,;:()–—]|\s(?:and|but|while|und|aber|y|pero|et|mais)\s/gu;
/** Number of content words on either side of a negation that it probably denies. */
const NEGATION_REACH = 2;
/** Matches the label at the start of a sentence: "In the bank: £3,140". */
const LABEL = /^[^:.,;!?\d]{2,40}:(?=\s)/u;
const LABEL_END = /[.:]$/u;
/** Maximum number of words of a label. "The cause was ice." is none. */
const MAX_LABEL_WORDS = 3;
const isLabel = (text: string): boolean => LABEL_END.test(text) && text.split(/\s+/).length <= MAX_LABEL_WORDS;
/** Matches the line that tells which version of a document this is, and of when. It says nothing of what is spoken of. */
const VERSION_LINE =
  /^(?:version|v\.?\s?\d|stand|fassung|edition|ausgabe|revision|rev\.|versión|edición|révision|édition|(?:last )?(?:updated|changed|modified|revised)|zuletzt geändert|actualizado|mis à jour)(?=[\s:\d])/iu;
const MAX_VERSION_TERMS = 6;

/**
 * Splits a document into passages.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function documentPassages(document: Document, context: TaskContext): Promise<Passage[]> {
  const { language } = document;
  const statements = await documentStatements(document, context);
  const headings = headingsOf(document, statements);
  const passages: Passage[] = [];
  let block = -1;
  let label: string[] = [];
  let previous: Passage | null = null;
  await forEachYielding(statements, context, (statement, i) => {
    const { start, end, text, isReadable } = statement;
    if (statement.block !== block) {
      block = statement.block;
      label = [];
      previous = null;
    }
    if (text.length > MAX_PASSAGE_UNITS) return;
    const values = extractValues(text, language);
    const amounts = values.filter(({ isName, member }) => !isName && !member);
    const terms = extractContentTerms(text, language).filter(
      (term) => !amounts.some((value) => value.start < term.end && term.start < value.end),
    );
    if (terms.length === 0) return;
    if (terms.length <= MAX_VERSION_TERMS && values.length > 0 && VERSION_LINE.test(text)) return;
    const isFirst = !previous && statements[i + 1]?.block === block;
    if (isFirst && values.length === 0 && terms.length <= MAX_LABEL_TERMS && isLabel(text)) {
      label = keysOf(terms);
      return;
    }
    const negations = findNegations(text);
    const names = values.filter(({ isName }) => isName);
    const common = terms.filter(
      (term) => !names.some(({ start: from, end: to }) => from < term.end && term.start < to),
    );
    const prefix = LABEL.exec(text)?.[0].length ?? 0;
    if (prefix) label = keysOf(terms.filter((term) => term.end <= prefix));
    const labels = [...(headings.get(block) ?? []), ...label];
    previous = {
      start,
      end,
      index: passages.length,
      text,
      terms,
      values,
      labels,
      previous,
      place: start / document.text.length,
      tellingPlace: start / Math.max(SHORT_UNITS, document.text.length),
      isReadable,
      isNegated: negations.length % 2 === 1,
      denied: negations.flatMap(({ end: from }) => terms.find((term) => term.start >= from)?.key ?? []),
      aroundNegations: new Set(
        negations.flatMap((negation) =>
          keysOf(inClauseOf(negation, termsAround(common, negation, NEGATION_REACH), text)),
        ),
      ),
      groups: extractPeopleGroups(text, language),
      opposed: opposedWordsOf(text, language, { values, negations }),
    };
    passages.push(previous);
  });
  return passages;
}

/** The content words that stand nearest to a span, `reach` on either side. */
export function termsAround(terms: Term[], { start, end }: Span, reach: number): Term[] {
  const before = terms.filter((term) => term.end <= start).slice(-reach);
  const after = terms.filter((term) => term.start >= end).slice(0, reach);
  return [...before, ...after];
}

/** Those of some terms that stand in the same clause as a span. */
const inClauseOf = ({ start, end }: Span, terms: Term[], text: string): Term[] =>
  terms.filter((term) => text.slice(Math.min(end, term.end), Math.max(start, term.start)).search(CLAUSE_BOUNDARY) < 0);

/** The words with an opposite, other than negations ("failed to"), parts of dates ("3 May") and times of day ("fünf Uhr früh"). */
function opposedWordsOf(
  text: string,
  language: string,
  { values, negations }: { values: Value[]; negations: Span[] },
): OpposedWord[] {
  return extractOpposedWords(text, language).filter(
    (word) =>
      !negations.some(({ start, end }) => start < word.end && word.start < end) &&
      !values.some(
        ({ kind, start, end }) =>
          (kind === "date" && start < word.end && word.start < end) ||
          (kind === "clock" && end <= word.start && CLOCK_JOINT.test(text.slice(end, word.start))),
      ),
  );
}

const keysOf = (terms: Term[]): string[] => terms.map(({ key }) => key);

/** Maps each block with statements to the keys of the words of the heading above it: the last short block without any. */
function headingsOf({ text, language, blocks }: Document, statements: Statement[]): Map<number, string[]> {
  const telling = new Set(statements.map((statement) => statement.block));
  const headings = new Map<number, string[]>();
  let heading: string[] = [];
  for (const [i, { start, end }] of blocks.entries()) {
    if (telling.has(i)) headings.set(i, heading);
    else if (end - start <= MAX_HEADING_UNITS) heading = keysOf(extractContentTerms(text.slice(start, end), language));
  }
  return headings;
}
