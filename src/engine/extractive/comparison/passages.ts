import { extractContentTerms, extractValues, type Term, type Value } from "../../../facts/index.ts";
import { type Document, forEachYielding, type Span, type TaskContext } from "../../../model/index.ts";
import { documentStatements, type Statement } from "../../../statements/index.ts";
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
  /** How far into the document it stands, from 0 to 1. */
  place: number;
  /** Whether somebody could read it alone. */
  isReadable: boolean;
  /** Whether it denies what its words say: it has an odd number of negations. */
  isNegated: boolean;
  /** The keys of the first content words after its negations. */
  denied: string[];
};

/** Maximum length of a heading and of a passage that is compared, in UTF-16 units. */
const MAX_HEADING_UNITS = 80;
const MAX_PASSAGE_UNITS = 500;
/** Maximum number of content words of the label at the start of a paragraph: "Water.". */
const MAX_LABEL_TERMS = 2;
/** Matches the label at the start of a sentence: "In the bank: £3,140". */
const LABEL = /^[^:.,;!?\d]{2,40}:(?=\s)/u;
const LABEL_END = /[.:]$/u;

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
  await forEachYielding(statements, context, (statement) => {
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
    if (!previous && values.length === 0 && terms.length <= MAX_LABEL_TERMS && LABEL_END.test(text)) {
      label = keysOf(terms);
      return;
    }
    const negations = findNegations(text);
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
      isReadable,
      isNegated: negations.length % 2 === 1,
      denied: negations.flatMap(({ end: from }) => terms.find((term) => term.start >= from)?.key ?? []),
    };
    passages.push(previous);
  });
  return passages;
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
